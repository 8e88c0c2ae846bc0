import type { Account } from '../accounts/account.ts';
import type { Actor } from '../assessment/roles.ts';
import type { Version } from '../assessment/versions.ts';
import type { ExpertAnswer } from '../learning/expert.ts';
import type { Removal } from '../moderation/removal.ts';

/** What stays of somebody who is erased: roles where their id stood, and nothing where their name did. Pure. */

export type Erasing = {
  /** The channel's id of the person. */
  user: string;
  /** Names to take out of texts that stay, in any case of letters. */
  names: readonly string[];
};

/** A role in the place of a person. */
const roleOf = (role: string): string => `role:${role}`;
const NAMELESS = '[…]';

function actorWithout(by: Actor, user: string): Actor {
  return by.kind === 'person' && by.person === user ? { ...by, person: roleOf(by.role) } : by;
}

/** Every text in it without the names, whole words in any case. The same value where there is none in it. */
function withoutNames<T>(value: T, names: readonly string[]): T {
  const words = names.map((n) => n.trim()).filter((n) => n.length > 1);
  if (words.length === 0) return value;
  const escaped = words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  const clean = (one: unknown): unknown => {
    if (typeof one === 'string') return one.replace(found, NAMELESS);
    if (Array.isArray(one)) return one.map(clean);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, v]) => [key, clean(v)]));
  };
  return clean(value) as T;
}

/** A version of an assessment in which the person is a role. */
export function versionWithout(version: Version, { user, names }: Erasing): Version {
  const { by, document } = version;
  const steps = document.steps.map((s) => ({ ...s, by: actorWithout(s.by, user) }));
  const clean = withoutNames({ ...document, steps }, names);
  return { ...version, by: actorWithout(by, user), why: withoutNames(version.why, names), document: clean };
}

/** A version of an account in which the person is a role, holds no task by name, and is told nothing any more. */
export function accountWithout(account: Account, { user, names }: Erasing): Account {
  const holder = <H extends { person: string | null; contact: string }>(h: H): H =>
    h.person === user ? { ...h, person: null, contact: '' } : h;
  return withoutNames(
    {
      ...account,
      owner: holder(account.owner),
      substitute: account.substitute && holder(account.substitute),
      administrators: account.administrators.map(holder),
      agreements: account.agreements.map((a) => (a.person === user ? { ...a, person: roleOf(a.role) } : a)),
      tell: account.tell?.user === user ? null : account.tell,
      history: account.history.map((step) => ({ ...step, by: actorWithout(step.by, user) })),
    },
    names,
  );
}

/** A version of a removal without the names: it holds no id of anybody, and its texts may still say who. */
export const removalWithout = (removal: Removal, names: readonly string[]): Removal => withoutNames(removal, names);

/** Why a question was closed, without the names. */
export const reasonWithout = (reason: string, names: readonly string[]): string => withoutNames(reason, names);

const LONGEST = 160;
/** The beginning of a text, in whole sentences where the first is short enough. */
function beginning(text: string): string {
  const first = /^[^.!?\n]+[.!?]?/.exec(text.trim())?.[0] ?? text.trim();
  return first.length <= LONGEST ? first : `${first.slice(0, LONGEST).replace(/(?<!\s)\s+\S*$/, '')} …`;
}

/**
 * What an office has answered, without the words in which somebody asked. The answer is the office's and stays; it is found by what others asked, else by its
 * own first sentence.
 */
export function expertWithout(
  expert: ExpertAnswer,
  asked: ReadonlySet<string>,
  names: readonly string[],
): ExpertAnswer {
  const variants = expert.variants.filter((v) => !asked.has(v));
  const [other, ...rest] = variants;
  const question = asked.has(expert.question) ? (other ?? beginning(expert.text)) : expert.question;
  const left = asked.has(expert.question) ? rest : variants;
  return withoutNames({ ...expert, question, variants: left }, names);
}

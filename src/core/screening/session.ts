import { z } from 'zod';
import { Screening } from '../guideline.ts';
import { Country } from '../language.ts';
import { foldSpace, hash32 } from '../text.ts';
import type { Value } from './condition.ts';
import { BY_RULE, type Definition, inCountry, indexOf, NO_EFFECT, optionOf } from './definition.ts';
import { type Answers, fits } from './evaluate.ts';

/**
 * A screening under way. It keeps the answers and nothing else: no position, no verdict, no photo and no name. Answers are appended; the last one to
 * a question counts. Every function here gives a new session.
 */
const GivenAnswer = z.strictObject({
  question: z.string().min(1),
  value: z.union([z.string(), z.number()]),
  /** channel: remembered from the channel's facts, not said in this session. */
  by: z.enum(['user', 'inferred', 'channel']),
  /** The words it was inferred from, letter for letter. */
  words: z.string().min(1).optional(),
  /** For what the register of accounts says: of which account, why, and the day that the reason names. */
  from: z.exactOptional(
    z.strictObject({ account: z.string(), name: z.string(), why: z.string(), on: z.string().nullable() }),
  ),
  /** confirmed: counts · proposed: read out of what somebody wrote, not confirmed yet · reopened: shown again to be changed or confirmed. */
  state: z.enum(['confirmed', 'proposed', 'reopened']),
});
export type GivenAnswer = z.infer<typeof GivenAnswer>;

export const Session = z.strictObject({
  definition: Screening,
  version: z.int().positive(),
  /** What the definition meant when the session began: see `meaningOf`. */
  meaning: z.string(),
  country: Country,
  answers: z.array(GivenAnswer),
  /** Questions whose line was ticked, or that somebody wants to change: they are asked in full. Appended only. */
  opened: z.array(z.string()).default([]),
  /** The account of the register that it is about; null where somebody has said that it is in none. */
  account: z.exactOptional(z.string().nullable()),
  /** Gates that somebody entitled to has lifted: who by role, and why. */
  lifted: z.array(z.strictObject({ gate: z.string(), role: z.string().min(1), reason: z.string().min(1) })),
});
export type Session = z.infer<typeof Session>;

export function startSession(definition: Definition, country: Country): Session {
  return {
    definition: definition.id,
    version: definition.version,
    meaning: meaningOf(definition),
    country,
    answers: [],
    opened: [],
    lifted: [],
  };
}

/** The last answer to each question. */
export function latest(session: Session): ReadonlyMap<string, GivenAnswer> {
  return new Map(session.answers.map((a) => [a.question, a]));
}

/**
 * The answers that count. What was inferred counts before anybody has confirmed it only where it makes the verdict stricter: a harmless answer nobody
 * gave must not let anything through.
 */
export function countingAnswers(definition: Definition, session: Session): Answers {
  const out = new Map<string, Value>();
  for (const [id, given] of latest(session)) {
    const item = indexOf(definition).items.get(id);
    if (!item || !fits(item, given.value)) continue;
    if (given.state === 'confirmed' || (given.state === 'proposed' && isStricter(definition, session.country, given)))
      out.set(id, given.value);
  }
  return out;
}

function isStricter(definition: Definition, country: Country, given: GivenAnswer): boolean {
  const option = optionOf(indexOf(definition).items.get(given.question), given.value);
  if (!option) return false;
  const effect = inCountry(option.effect, country);
  return effect !== NO_EFFECT && effect !== BY_RULE && indexOf(definition).rank(effect) > 0;
}

/** A user's answer, a new one or a change. Undefined when the question can't have it. */
export function answer(definition: Definition, session: Session, question: string, value: Value): Session | undefined {
  const item = indexOf(definition).items.get(question);
  if (!item || !fits(item, value)) return undefined;
  return append(session, [{ question, value, by: 'user', state: 'confirmed' }]);
}

/** The channel's facts, as they were answered once: of these answers those that fit, on cards that are remembered. */
export function remember(definition: Definition, session: Session, facts: Answers): Session {
  const { items } = indexOf(definition);
  const known = definition.cards.filter((c) => c.remembered).flatMap((c) => c.questions);
  return append(
    session,
    known.flatMap((question): GivenAnswer[] => {
      const value = facts.get(question);
      const item = items.get(question);
      return item && value !== undefined && fits(item, value)
        ? [{ question, value, by: 'channel', state: 'confirmed' }]
        : [];
    }),
  );
}

/**
 * An answer read out of what the user wrote. Taken only when the question can have it, when its words stand letter for letter in the text, and when
 * the user has not answered already. Undefined otherwise. `now`: it was written as an answer to the screening itself, so it may speak against an earlier
 * one; nothing to add where it says the same.
 */
export function propose(
  definition: Definition,
  session: Session,
  inferred: { question: string; value: Value; words: string },
  text: string,
  said: 'before' | 'now' = 'before',
): Session | undefined {
  const { question, value } = inferred;
  const item = indexOf(definition).items.get(question);
  const words = foldSpace(inferred.words);
  if (!item || !fits(item, value) || !words || !foldSpace(text).includes(words)) return undefined;
  const before = latest(session).get(question);
  if (said === 'before' ? before?.by === 'user' : before?.value === value && before.state !== 'reopened')
    return undefined;
  return append(session, [{ question, value, by: 'inferred', words, state: 'proposed' }]);
}

/** Answers that a draft or a picture suggests, without the words: those are not kept. As with `propose`, what the user has answered stands. */
export function prefill(
  definition: Definition,
  session: Session,
  suggested: readonly { question: string; value: Value }[],
): Session {
  const { items } = indexOf(definition);
  const known = latest(session);
  return append(
    session,
    suggested.flatMap(({ question, value }): GivenAnswer[] => {
      const item = items.get(question);
      if (!item || !fits(item, value) || known.get(question)?.by === 'user') return [];
      return [{ question, value, by: 'inferred', state: 'proposed' }];
    }),
  );
}

/** Questions that are to be asked in full, not as a line to tick. */
export function openInFull(session: Session, questions: readonly string[]): Session {
  return questions.length === 0 ? session : { ...session, opened: [...session.opened, ...questions] };
}

/** The user says yes to what was proposed or shown again: all of it, or these questions. */
export function confirm(session: Session, questions?: readonly string[]): Session {
  return append(
    session,
    [...latest(session).values()]
      .filter((a) => a.state !== 'confirmed' && (!questions || questions.includes(a.question)))
      .map((a) => ({ ...a, state: 'confirmed' as const })),
  );
}

/** Shows answers again, filled in, to be changed or confirmed. Until then they do not count. */
export function reopen(session: Session, questions: readonly string[]): Session {
  return append(
    session,
    [...latest(session).values()]
      .filter((a) => a.state !== 'reopened' && questions.includes(a.question))
      .map((a) => ({ ...a, state: 'reopened' as const })),
  );
}

/** Lifts a gate that may be lifted: a decision of the controller, kept with the role and the reason. Undefined where there is nothing to lift. */
export function lift(
  definition: Definition,
  session: Session,
  gate: string,
  role: string,
  reason: string,
): Session | undefined {
  if (!role.trim() || !reason.trim() || !definition.gates.some((g) => g.id === gate && g.override)) return undefined;
  return { ...session, lifted: [...session.lifted.filter((l) => l.gate !== gate), { gate, role, reason }] };
}

function append(session: Session, more: GivenAnswer[]): Session {
  return more.length === 0 ? session : { ...session, answers: [...session.answers, ...more] };
}

/** Whether the definition has changed its meaning since the session began. */
export function isStale(definition: Definition, session: Session): boolean {
  return (
    session.definition !== definition.id ||
    session.version !== definition.version ||
    session.meaning !== meaningOf(definition)
  );
}

/**
 * A new session under today's definition with the old answers that still fit, shown again rather than counted: the same words may now mean something
 * else. A lifted gate has to be lifted again.
 */
export function carryOver(
  definition: Definition,
  old: Session,
): { session: Session; kept: string[]; dropped: string[] } {
  const { items } = indexOf(definition);
  const kept: GivenAnswer[] = [];
  const dropped: string[] = [];
  for (const [id, given] of latest(old)) {
    const item = items.get(id);
    if (item && fits(item, given.value)) kept.push({ ...given, state: 'reopened' });
    else dropped.push(id);
  }
  return {
    session: {
      ...startSession(definition, old.country),
      answers: kept,
      ...(old.account === undefined ? {} : { account: old.account }),
    },
    kept: kept.map((a) => a.question),
    dropped,
  };
}

const meanings = new WeakMap<Definition, string>();
/** A fingerprint of everything but the words: a corrected spelling disturbs nobody, a new option or another rule does. */
export function meaningOf(definition: Definition): string {
  const made = meanings.get(definition);
  if (made) return made;
  const { gates, clearing, rules, escalations, otherwise, endsDialogue = null } = definition;
  const bare = (rule: object) => ({ ...rule, title: null, cite: null, override: 'override' in rule ? true : null });
  const items = [...definition.questions, ...definition.facts].map((item) => [
    item.id,
    'skipIf' in item ? (item.skipIf ?? null) : null,
    item.options.map((o) => [o.code, o.effect, o.blocksApproval]),
  ]);
  const meaning = [items, [gates, clearing, rules, escalations].map((list) => list.map(bare)), otherwise, endsDialogue];
  const print = hash32(JSON.stringify(meaning)).toString(16).padStart(8, '0');
  meanings.set(definition, print);
  return print;
}

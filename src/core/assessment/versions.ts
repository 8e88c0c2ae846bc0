import { z } from 'zod';
import type { Lang } from '../language.ts';
import type { Definition } from '../screening/definition.ts';
import { changesBetween } from './compare.ts';
import { Assessment } from './document.ts';
import type { Refusal } from './refusals.ts';
import { Actor } from './roles.ts';
import { settled } from './settle.ts';
import { type Move, move, type Setting } from './states.ts';

/** One state of the document, whole, with who made it. Versions are only ever added. */
export const Version = z.strictObject({
  number: z.int().positive(),
  at: z.iso.datetime({ offset: true }),
  by: Actor,
  /** content: somebody wrote · measure: a measure was put in place · step: a step of the sign-off. */
  what: z.enum(['content', 'measure', 'step']),
  why: z.string(),
  document: Assessment,
});
export type Version = z.infer<typeof Version>;

/** An assessment with all its versions, oldest first: what is exported as JSON, and read back. */
export const Dossier = z
  .strictObject({ format: z.literal('varsam-assessment/1'), versions: z.array(Version).min(1) })
  .superRefine(({ versions }, ctx) => {
    versions.forEach((v, i) => {
      if (v.number !== i + 1)
        ctx.addIssue({ code: 'custom', path: ['versions', i, 'number'], message: `version ${i + 1} is missing` });
      if (v.document.id !== versions[0]?.document.id)
        ctx.addIssue({ code: 'custom', path: ['versions', i, 'document', 'id'], message: 'is another assessment' });
    });
  });
export type Dossier = z.infer<typeof Dossier>;

/** An assessment as it stands: its last version, and everybody who has ever written in it. What whoever makes the next version has to know. */
export type Standing = { last: Version; authors: readonly string[] };

export type Changed = { ok: true; dossier: Dossier } | { ok: false; refusal: Refusal };
type Next = { ok: true; version: Version } | { ok: false; refusal: Refusal };
type Made = { by: Actor; at: string; why?: string };

export function open(document: Assessment, { by, at, why = '' }: Made): Dossier {
  return { format: 'varsam-assessment/1', versions: [{ number: 1, at, by, what: 'content', why, document }] };
}

export function current(dossier: Dossier): Assessment {
  return lastOf(dossier).document;
}

function lastOf({ versions }: Dossier): Version {
  const last = versions.at(-1);
  if (!last) throw new RangeError('an assessment has at least one version');
  return last;
}

/** Everybody who has ever written in it; none of them may sign it. */
export function authorsOf(dossier: Dossier): string[] {
  return [...new Set(dossier.versions.flatMap(authorOf))];
}
/** Whoever has written by making this version; a step of the sign-off is no writing. */
export function authorOf({ what, by }: Version): string[] {
  return what !== 'step' && by.kind === 'person' ? [by.person] : [];
}

export function standingOf(dossier: Dossier): Standing {
  return { last: lastOf(dossier), authors: authorsOf(dossier) };
}

/**
 * A new version with changed content: while it is a draft everything but the sign-off; later only whether a planned measure is in place, and the
 * reference of a consultation. The outcome follows the risk table.
 */
export function revised({ last }: Standing, document: Assessment, definition: Definition, made: Made): Next {
  const before = last.document;
  const kept = {
    ...document,
    id: before.id,
    state: before.state,
    steps: before.steps,
    advice: before.advice,
    decision: before.decision,
  };
  const no = (refusal: Refusal): Next => ({ ok: false, refusal });
  if (made.by.kind === 'bot' && scores(before) !== scores(kept)) return no({ code: 'bot' });
  if (before.state === 'draft') return following(last, settled(definition, kept), 'content', made);
  if (before.state === 'closed') return no({ code: 'not_editable' });
  const paths = changesBetween(before, kept).map((c) => c.path);
  const allowed = (path: string) => /^measures\.[^.]+\.status$/.test(path) || path === 'consultation';
  if (!paths.every(allowed)) return no({ code: 'not_editable' });
  return following(last, settled(definition, kept), 'measure', made);
}

/** The same for a whole dossier. */
export function revise(dossier: Dossier, document: Assessment, definition: Definition, made: Made): Changed {
  return onto(dossier, revised(standingOf(dossier), document, definition, made));
}

/** What only people say: scores and effects. */
function scores(d: Assessment): string {
  return JSON.stringify([
    d.risks.map((r) => [r.id, r.inherent, r.confirmedBy, r.setAside]),
    d.measures.map((m) => [m.id, m.status, m.effects.filter((e) => e.confirmed)]),
  ]);
}

/** A step of the sign-off as a new version. */
export function take(dossier: Dossier, step: Move, setting: Omit<Setting, 'authors'>): Changed {
  const moved = move(current(dossier), step, { ...setting, authors: authorsOf(dossier) });
  if (!moved.ok) return moved;
  return onto(dossier, following(lastOf(dossier), moved.document, 'step', step));
}

function following(
  { number }: Version,
  document: Assessment,
  what: Version['what'],
  { by, at, why = '' }: Made,
): Next & { ok: true } {
  return { ok: true, version: { number: number + 1, at, by, what, why, document } };
}

function onto(dossier: Dossier, next: Next): Changed {
  return next.ok ? { ok: true, dossier: { ...dossier, versions: [...dossier.versions, next.version] } } : next;
}

/** Two versions side by side, as a readable list. Undefined when one of them does not exist. */
export function compareVersions(dossier: Dossier, from: number, to: number, lang: Lang) {
  const [a, b] = [from, to].map((n) => dossier.versions.find((v) => v.number === n)?.document);
  return a && b ? changesBetween(a, b, lang) : undefined;
}

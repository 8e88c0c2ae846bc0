import type { Ask } from '../core/cards/ask-card.ts';
import { MAX_TEXT, shownOn, TICKS } from '../core/cards/screening-cards.ts';
import type { Fields } from '../core/message.ts';
import type { Value } from '../core/screening/condition.ts';
import { type Definition, type Item, indexOf } from '../core/screening/definition.ts';
import { fits } from '../core/screening/evaluate.ts';
import { type Next, next } from '../core/screening/next.ts';
import { answer, type GivenAnswer, latest, openInFull, reopen, type Session } from '../core/screening/session.ts';
import type { Mask } from './ports.ts';

/** What a conversation shows of a screening, and what a filled-in form does to it. Pure: a session alone says which card it is at. */

export type Shown =
  /** What was read out of somebody's words, to be confirmed before anything else. */
  | { kind: 'understood'; proposed: GivenAnswer[] }
  | { kind: 'ask'; step: Ask }
  | { kind: 'verdict'; verdict: Extract<Next, { kind: 'verdict' }> };

export function shownNow(definition: Definition, session: Session): Shown {
  const step = next(definition, session);
  const alone = inFocus(definition, session, step);
  if (alone) return { kind: 'ask', step: alone };
  const proposed = [...latest(session).values()].filter((a) => a.state === 'proposed');
  if (proposed.length > 0) return { kind: 'understood', proposed };
  return step.kind === 'ask' ? { kind: 'ask', step } : { kind: 'verdict', verdict: step };
}

/** Shows one answer again, by itself, until it is given anew. */
export function change(session: Session, question: string): Session {
  return openInFull(reopen(session, [question]), [question]);
}

/**
 * The one question that somebody has just asked to change: the last thing that happened is that it was shown again. What had been read out of words, and
 * was wrong, is asked as if nothing had been read.
 */
function inFocus(definition: Definition, session: Session, { progress }: Next): Ask | undefined {
  const given = session.answers.at(-1);
  if (given?.state !== 'reopened' || session.opened.at(-1) !== given.question) return undefined;
  // Going back shows a whole card again.
  if (session.answers.at(-2)?.state === 'reopened') return undefined;
  const item = indexOf(definition).items.get(given.question);
  const card = definition.cards.find((c) => c.questions.includes(given.question));
  if (!item || !card) return undefined;
  const filled = new Map(given.by === 'inferred' ? [] : [[item.id, given] as const]);
  return { kind: 'ask', card, group: [item], filled, suggested: new Map(), progress };
}

/** The questions of a step as its card has them: lines to tick, and those asked in full. */
export function formOf(step: Ask, session: Session): { lines: Item[]; full: Item[] } {
  return shownOn({ id: '', session }, step);
}

export type Taken = {
  session: Session;
  /** Field ids that something is missing in: a question's, or `ticks`. */
  missing: string[];
};

/**
 * Records a form as it was sent. With ticks, the lines left alone get their harmless answer and the ticked ones are asked in full; `none` does so for all
 * of them. Fields that the form did not have are ignored. Free text is masked.
 */
export function take(
  definition: Definition,
  before: Session,
  step: Ask,
  { fields, none, mask }: { fields: Fields; none: boolean; mask: Mask },
): Taken {
  let session = before;
  const missing: string[] = [];
  const record = (question: string, value: Value) => {
    session = answer(definition, session, question, value) ?? session;
  };
  const { lines } = formOf(step, before);
  const left = lines.filter((item) => valueIn(item, fields, mask) === undefined);
  for (const item of step.group) {
    if (left.includes(item)) continue;
    const value = valueIn(item, fields, mask);
    if (value !== undefined) record(item.id, value);
    else if (item.kind !== 'text') missing.push(item.id);
  }
  const ticked = left.filter((item) => listOf(fields[TICKS]).includes(item.id));
  if (left.length > 0 && ticked.length === 0 && !none) missing.push(TICKS);
  else
    for (const item of left)
      if (!item.fact && item.tick && (none || !ticked.includes(item))) record(item.id, item.tick.otherwise);
  if (!none)
    session = openInFull(
      session,
      ticked.map((item) => item.id),
    );
  return { session, missing };
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

function valueIn(item: Item, fields: Fields, mask: Mask): Value | undefined {
  const [sent] = listOf(Object.hasOwn(fields, item.id) ? fields[item.id] : undefined);
  if (sent === undefined || !sent.trim()) return undefined;
  if (item.kind === 'text') return mask(sent.trim().slice(0, MAX_TEXT)).text;
  const value = item.kind === 'score' ? Number(sent) : sent;
  return fits(item, value) ? value : undefined;
}

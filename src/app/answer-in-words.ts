import type { Card } from '../core/card.ts';
import { seenOf } from '../core/cards/view.ts';
import { type Item, indexOf } from '../core/screening/definition.ts';
import { answer, confirm, isStale, latest, openInFull, type Session } from '../core/screening/session.ts';
import { foldLetters } from '../core/text.ts';
import { MAX_QUESTION } from './handle-question.ts';
import { cardOf, heldOf, keep, type Screened } from './held-screening.ts';
import {
  changeIn,
  commandIn,
  namedIn,
  numbersIn,
  optionNamed,
  optionSaid,
  sayIn,
  type WordCommand,
} from './plain-words.ts';
import { doWith, step } from './run-screening.ts';
import { formOf, shownNow } from './screening-step.ts';
import type { Talk } from './talk.ts';
import { understood } from './understood.ts';

/** The session after it; `same`: it was meant for the screening, but not understood, so the card is shown again. */
type Heard = Session | 'same' | undefined;

/**
 * Something written in a thread with a screening under way, taken as an answer to it or as a command. Undefined: it is neither, but a question of its
 * own. A screening that waits hears commands only.
 */
export async function inWords(talk: Talk, found: Screened, text: string): Promise<Card | undefined> {
  if (text.length > MAX_QUESTION) return undefined;
  const { definition, stored } = found;
  // Worked on again after a fault: the words were heard the first time, and must not answer the next card too.
  if (stored.state === 'open' && stored.event === talk.from.event) return cardOf(talk, found);
  if (stored.state === 'open' && !isStale(definition, stored.session)) {
    const heard = named(talk, found, text) ?? short(found, text);
    if (heard) return applied(talk, found, heard);
  }
  const command = commandIn(text);
  if (command) return commanded(talk, found, command);
  if (stored.state !== 'open' || isStale(definition, stored.session)) return undefined;
  const change = changeIn(text, indexOf(definition).items);
  if (change) return step(talk, { do: 'change', ...at(found), question: change }, {});
  if (sayIn(text) || numbersIn(text)) return cardOf(talk, found);
  const read = await told(talk, found, text);
  return read && applied(talk, found, read);
}

async function applied(talk: Talk, found: Screened, heard: Session | 'same'): Promise<Card> {
  if (heard === 'same') return cardOf(talk, found);
  return cardOf(talk, (await keep(talk, found, heard)).now);
}

const at = ({ stored }: Screened) => ({ session: stored.id, seen: seenOf(heldOf(stored)) });

async function commanded(talk: Talk, found: Screened, command: WordCommand): Promise<Card | undefined> {
  const { stored } = found;
  switch (command) {
    case 'resume':
    case 'pause':
    case 'restart':
    case 'cancel':
      return doWith(talk, command, stored.id);
    case 'back':
      return step(talk, { do: 'back', ...at(found) }, {});
    case 'none':
      return stored.state === 'open' ? step(talk, { do: 'none', ...at(found) }, {}) : undefined;
    case 'next':
      return stored.state === 'open' ? step(talk, { do: 'confirm', ...at(found) }, {}) : undefined;
  }
}

/** `P13: ingen`, whether it is being asked or not. */
function named({ deps }: Talk, { definition, stored: { session } }: Screened, text: string): Heard {
  const found = namedIn(text, indexOf(definition).items);
  if (!found) return undefined;
  const { item, rest } = found;
  if (item.kind === 'text') return answer(definition, session, item.id, deps.mask(rest).text);
  return given(definition, session, item, rest) ?? 'same';
}

/** An option's label, code or number, or yes, no and "I don't know", for what is being asked. */
function short({ definition, stored: { session } }: Screened, text: string): Heard {
  const shown = shownNow(definition, session);
  const say = sayIn(text);
  if (shown.kind === 'understood')
    return say === 'yes'
      ? confirm(
          session,
          shown.proposed.map((a) => a.question),
        )
      : undefined;
  if (shown.kind !== 'ask') return undefined;
  const { lines, full } = formOf(shown.step, session);
  const labelled = full.filter((item) => optionNamed(item, text));
  if (labelled.length === 1 && labelled[0]) return given(definition, session, labelled[0], text);
  const line = lines.find((item) => tickOf(item).includes(foldLetters(text).trim()));
  if (line) return openInFull(session, [line.id]);
  const numbers = numbersIn(text);
  if (numbers && full.length === 0) return ticked(definition, session, lines, numbers);
  const [only, ...others] = [...full, ...lines];
  if (!only || others.length > 0) return undefined;
  if (full.length === 1) return given(definition, session, only, text);
  return say && byTick(definition, session, only, say);
}

function given(definition: Screened['definition'], session: Session, item: Item, text: string): Session | undefined {
  const [number, more] = numbersIn(text) ?? [];
  const say = sayIn(text);
  const score = item.kind === 'score' && number !== undefined && more === undefined ? number : undefined;
  const option =
    optionNamed(item, text) ??
    (number !== undefined && more === undefined ? item.options[number - 1] : undefined) ??
    (say && optionSaid(item, say));
  const value = score ?? option?.code;
  return value === undefined ? undefined : answer(definition, session, item.id, value);
}

const tickOf = (item: Item): string[] =>
  item.fact || !item.tick ? [] : Object.values(item.tick.text).map((label) => foldLetters(label).trim());

/** Numbers of lines, from 1. The lines that are not named get their harmless answer, as when ticks are sent. */
function ticked(
  definition: Screened['definition'],
  session: Session,
  lines: readonly Item[],
  numbers: readonly number[],
): Session | 'same' {
  if (numbers.some((n) => n < 1 || n > lines.length)) return 'same';
  let after = session;
  lines.forEach((item, i) => {
    if (!numbers.includes(i + 1) && !item.fact && item.tick)
      after = answer(definition, after, item.id, item.tick.otherwise) ?? after;
  });
  return openInFull(
    after,
    lines.filter((_, i) => numbers.includes(i + 1)).map((item) => item.id),
  );
}

/** Yes to a line is a tick; in doubt the question is asked in full. */
function byTick(definition: Screened['definition'], session: Session, item: Item, say: 'yes' | 'no' | 'unsure'): Heard {
  if (say !== 'no') return openInFull(session, [item.id]);
  return item.fact || !item.tick ? undefined : answer(definition, session, item.id, item.tick.otherwise);
}

/**
 * Whole sentences: what can be read out of them is proposed, and shown to be confirmed; the answer to the only question that stands there counts at once,
 * unless a model read it.
 * A sentence that asks is no answer.
 */
async function told(talk: Talk, { definition, stored: { session } }: Screened, text: string): Promise<Heard> {
  const masked = talk.deps.mask(text).text;
  const shown = shownNow(definition, session);
  const form = shown.kind === 'ask' ? formOf(shown.step, session) : { lines: [], full: [] };
  const [only, ...others] = [...form.full, ...form.lines];
  if (only?.kind === 'text' && others.length === 0) return answer(definition, session, only.id, masked);
  if (text.includes('?')) return undefined;
  const { session: after, byModel } = await understood(talk, definition, session, masked, { said: 'now' });
  if (after === session) return undefined;
  const fresh = [...latest(after)].filter(([id, a]) => a !== latest(session).get(id)).map(([id]) => id);
  const plain = only && others.length === 0 && fresh.every((id) => id === only.id && !byModel.includes(id));
  return plain ? confirm(after, fresh) : after;
}

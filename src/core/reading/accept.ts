import type { Lang } from '../language.ts';
import { type Definition, type Item, indexOf, optionOf } from '../screening/definition.ts';
import { evaluate } from '../screening/evaluate.ts';
import { countingAnswers, latest, type Session } from '../screening/session.ts';
import { foldSpace } from '../text.ts';

/** What a reader of free text, such as a language model, is asked, and what of its reading may be proposed. Pure. */

/** In doubt nothing is read: these are for a person to say. */
const DOUBT: readonly string[] = ['unsure', 'unknown'];
/** Longer evidence than this, in characters, points at nothing. */
const LONGEST = 200;
/** Fewer letters than this are no evidence, wherever they stand. */
const LETTERS = 3;

/**
 * The questions that a text may be read for: those that the flow asks after what counts already, and facts that stand on a card; without what somebody has
 * confirmed, and without what has been read already.
 */
export function readable(definition: Definition, session: Session): Item[] {
  const { items } = indexOf(definition);
  const lifted = session.lifted.map((l) => l.gate);
  const answers = countingAnswers(definition, session);
  const { asked } = evaluate(definition, session.country, answers, { lifted, partial: true });
  const known = latest(session);
  const onCard = new Set(definition.cards.flatMap((c) => c.questions));
  return [...items.values()].filter((item) => {
    const state = known.get(item.id)?.state;
    const open = state === undefined || state === 'reopened';
    return open && readableOptions(item).length > 1 && (item.fact ? onCard.has(item.id) : asked.includes(item.id));
  });
}

const readableOptions = (item: Item) => item.options.filter((o) => !DOUBT.includes(o.code));

/** Questions as a reader gets them. */
export function asQuestions(items: readonly Item[], lang: Lang) {
  return items.map((item) => ({
    id: item.id,
    text: item.text[lang],
    options: readableOptions(item).map((o) => ({ code: o.code, label: o.text[lang] })),
  }));
}

/**
 * Of what a reader gave back, what may be proposed: an option of one of the questions, with words that stand letter for letter and whole in the text. A
 * question that was read in two ways is not read at all.
 */
export function accepted(
  items: readonly Item[],
  text: string,
  read: readonly { id: string; code: string; words: string }[],
): { question: string; value: string; words: string }[] {
  const folded = foldSpace(text);
  const found = new Map<string, { question: string; value: string; words: string } | null>();
  for (const { id, code, words: given } of read) {
    const item = items.find((i) => i.id === id);
    const words = foldSpace(given);
    if (!item || DOUBT.includes(code) || !optionOf(item, code) || !standsIn(folded, words)) continue;
    const before = found.get(id);
    if (before === undefined) found.set(id, { question: id, value: code, words });
    else if (before?.value !== code) found.set(id, null);
  }
  return [...found.values()].filter((answer) => answer !== null);
}

/** Whole words: letters out of the middle of another word are no words of whoever wrote it. */
function standsIn(text: string, words: string): boolean {
  if (words.length > LONGEST || (words.match(/\p{L}/gu)?.length ?? 0) < LETTERS) return false;
  const inWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char);
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const cutBefore = inWord(text[at - 1]) && inWord(words[0]);
    const cutAfter = inWord(text[at + words.length]) && inWord(words.at(-1));
    if (!cutBefore && !cutAfter) return true;
  }
  return false;
}

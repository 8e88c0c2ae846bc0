import { foldLetters } from '../text.ts';

/** A word of a text with its place, in UTF-16 code units, and the sentence and clause it stands in. */
export type Token = { fold: string; from: number; to: number; sentence: number; clause: number };
export type Tokens = {
  tokens: Token[];
  /** By sentence: does it end in a question mark? */
  questions: boolean[];
};

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;

/** The words of a phrase, folded as those of a text are. A star at either end of a word stays. */
export function phraseWords(phrase: string): string[] {
  return phrase
    .trim()
    .split(/\s+/)
    .map((word) => foldLetters(word).replaceAll('’', "'"));
}

/** Words in order; sentences end at . ! ? ; and line breaks, clauses also at commas, colons, dashes and brackets. Linear. */
export function tokenise(text: string): Tokens {
  const tokens: Token[] = [];
  const questions: boolean[] = [];
  let sentence = 0;
  let clause = 0;
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const gap = text.slice(end, match.index);
    if (tokens.length > 0 && /[.!?;\n…]/.test(gap)) {
      questions[sentence] = gap.includes('?');
      sentence++;
      clause++;
    } else if (/[,:()[\]"«»”“–—]|\s-\s/.test(gap)) clause++;
    end = match.index + match[0].length;
    tokens.push({
      fold: foldLetters(match[0]).replaceAll('’', "'"),
      from: match.index,
      to: end,
      sentence,
      clause,
    });
  }
  questions[sentence] = text.slice(end).includes('?');
  return { tokens, questions };
}

/** Where words that are too long for one place may be parted: never within a quotation, nor between a sentence and the number of its source. */

const CLOSING: Record<string, string> = { '«': '»', '“': '”' };
/** `[1]`, as an answer refers to its sources. */
const MARK = /^\s*\[\d{1,2}\]/;
const ENDED = /[.!?:;»”“\n](?:\s*\[\d{1,2}\])*$/;
/** Letters looked back over for the end of a sentence and the numbers behind it. */
const BACK = 40;

/**
 * The last places before `max` (an index, at white space) after a sentence and after a word; 0 where there is none. A quotation that is not closed has none after
 * it begins.
 */
export function breaksIn(text: string, max: number): { sentence: number; word: number } {
  let sentence = 0;
  let word = 0;
  let close: string | undefined;
  for (let i = 0; i < Math.min(text.length, max + 1); i++) {
    const letter = text[i] ?? '';
    if (close !== undefined) {
      if (letter === close) close = undefined;
      continue;
    }
    // Swedish opens and closes with the same mark.
    if (letter === '”') close = '”';
    else if (CLOSING[letter]) close = CLOSING[letter];
    else if (/\s/.test(letter) && i > 0 && !MARK.test(text.slice(i, i + BACK))) {
      word = i;
      if (letter === '\n' || ENDED.test(text.slice(Math.max(0, i - BACK), i))) sentence = i;
    }
  }
  return { sentence, word };
}

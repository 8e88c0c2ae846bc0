import { hash32 } from '../core/text.ts';

/**
 * Features of one folded word for the trained embedding: the word whole, marked with `=`, and its character 3- to 5-grams padded with `_`, as
 * 32-bit hashes, each once. Training and product must agree on this function: change it, and the weights have to be trained anew.
 */
export function subwords(word: string): number[] {
  const padded = `_${word}_`;
  const out = [hash32(`=${word}`)];
  // A padded word no longer than the gram is its own only gram.
  if (padded.length <= 5) out.push(hash32(padded));
  for (let n = 3; n <= 5; n++)
    for (let from = 0; n < padded.length && from + n <= padded.length; from++) {
      const hash = hashPart(padded, from, from + n);
      if (!out.includes(hash)) out.push(hash);
    }
  return out;
}

/** `hash32(text.slice(from, to))` without the slice. */
function hashPart(text: string, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return h >>> 0;
}

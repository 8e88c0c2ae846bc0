import { grams, words } from '../core/text.ts';

/**
 * Terms of a text for BM25: each folded word whole, marked with `=`, and its character 5-grams. The words reward exact matches, the grams
 * carry compounds and inflection without a stemmer. Together they beat either alone (docs/decisions/0003-retrieval.md).
 */
export function terms(text: string): string[] {
  const out = grams(text, 5);
  for (const word of words(text)) out.push(`=${word}`);
  return out;
}

/** Words in one window of a long text, and how far the next one starts. */
const WINDOW = 60;
const STEP = 30;

/** Overlapping windows of 60 words; a text not much longer than one window stays whole. */
export function windows(text: string): string[] {
  const all = text.split(/\s+/);
  if (all.length <= WINDOW * 1.5) return [text];
  const out: string[] = [];
  for (let from = 0; from === 0 || from < all.length - WINDOW + STEP; from += STEP)
    out.push(all.slice(from, from + WINDOW).join(' '));
  return out;
}

import { grams, hash32, words } from './text.ts';

/** Buckets that the features of a question's wording are hashed onto. */
export const WORDING_BUCKETS = 1 << 15;

/**
 * How a question is put, as buckets: its words, pairs of neighbours, character 3- to 5-grams and its opening. "What does … cost" and "how many" ask
 * for figures that no guideline here has, whatever they are about; that is what these features let confidence learn.
 */
export function wordingOf(question: string): number[] {
  const all = words(question).slice(0, 60);
  const out = new Set<number>();
  const add = (feature: string) => out.add(hash32(feature) % WORDING_BUCKETS);
  all.forEach((word, i) => {
    add(`=${word}`);
    const next = all[i + 1];
    if (next) add(`${word} ${next}`);
  });
  const text = all.join(' ');
  for (const n of [3, 4, 5]) for (const gram of grams(text, n)) add(gram);
  for (const n of [1, 2, 3]) add(`^${all.slice(0, n).join(' ')}`);
  return [...out];
}

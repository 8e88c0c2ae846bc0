import type { Token } from './tokens.ts';
import { phraseWords } from './tokens.ts';

/** Where a phrase was found: tokens `at` to `end`, `end` not included. */
export type Found<T> = { at: number; end: number; value: T };

type Pattern<T> = { rest: string[]; weight: number; value: T };

/** Does a word fit a pattern word? `barn*` is a beginning, `*bilde` an ending. */
function fits(word: string, pattern: string): boolean {
  if (pattern.endsWith('*')) return word.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? word.endsWith(pattern.slice(1)) : word === pattern;
}

/**
 * Phrases ready for matching. A phrase is looked up by its first word: whole, by its beginning, or by its ending; as many lookups a word as there are
 * different lengths, so matching is linear in the text whatever the number of phrases.
 */
export class Phrases<T> {
  private readonly whole = new Map<string, Pattern<T>[]>();
  private readonly beginnings = new Map<string, Pattern<T>[]>();
  private readonly endings = new Map<string, Pattern<T>[]>();
  private readonly lengths = { beginnings: new Set<number>(), endings: new Set<number>() };

  add(phrase: string, value: T): void {
    const [first = '', ...rest] = phraseWords(phrase);
    const pattern = { rest, weight: phrase.length, value };
    const put = (map: Map<string, Pattern<T>[]>, key: string) => map.set(key, [...(map.get(key) ?? []), pattern]);
    if (first.endsWith('*')) {
      put(this.beginnings, first.slice(0, -1));
      this.lengths.beginnings.add(first.length - 1);
    } else if (first.startsWith('*')) {
      put(this.endings, first.slice(1));
      this.lengths.endings.add(first.length - 1);
    } else put(this.whole, first);
  }

  /** The longest phrase that begins at a token and stays in its clause. */
  matchAt(tokens: readonly Token[], at: number): Found<T> | undefined {
    const token = tokens[at];
    if (!token) return undefined;
    let best: Found<T> | undefined;
    let weight = 0;
    for (const pattern of this.candidates(token.fold)) {
      const end = at + 1 + pattern.rest.length;
      const longer = !best || end > best.end || (end === best.end && pattern.weight > weight);
      if (!longer) continue;
      const holds = pattern.rest.every((word, k) => {
        const next = tokens[at + 1 + k];
        return next !== undefined && next.clause === token.clause && fits(next.fold, word);
      });
      if (!holds) continue;
      best = { at, end, value: pattern.value };
      weight = pattern.weight;
    }
    return best;
  }

  /** Every phrase in the text, the longest first where two begin at one word; none overlap. */
  findAll(tokens: readonly Token[], taken: (index: number) => boolean = () => false): Found<T>[] {
    const found: Found<T>[] = [];
    for (let i = 0; i < tokens.length; ) {
      const match = taken(i) ? undefined : this.matchAt(tokens, i);
      if (match) found.push(match);
      i = match ? match.end : i + 1;
    }
    return found;
  }

  private *candidates(word: string): Generator<Pattern<T>> {
    yield* this.whole.get(word) ?? [];
    for (const n of this.lengths.beginnings) if (n <= word.length) yield* this.beginnings.get(word.slice(0, n)) ?? [];
    for (const n of this.lengths.endings) if (n <= word.length) yield* this.endings.get(word.slice(-n)) ?? [];
  }
}

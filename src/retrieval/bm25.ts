import { hash32 } from '../core/text.ts';
import { buildBm25 } from './bm25-build.ts';
import { addOften, addOnce, type Head, isFrequent, MOST, readHead, standsBetween, weigh } from './postings.ts';
import type { Arrays } from './saved-index.ts';

/** The arrays of an index, ready to be written to a file or mapped from one. */
export type Bm25Data = {
  docs: number;
  /** Terms in a document, on the average. */
  mean: number;
  /** Its texts were chosen for the query: what a term is worth is told by the indexes beside it alone. */
  guest?: boolean;
  /** Hashes of the terms, ascending. */
  keys: Uint32Array;
  /** Where each term's postings begin among `bytes`; one more than there are terms. */
  starts: Uint32Array;
  /** The postings (postings.ts). */
  bytes: Uint8Array;
  /** What a term that stands once in a document weighs there: the length of the document, as BM25 sees it. */
  impacts: Uint16Array;
};

/** Where a term's postings stand among the keys, or -1. Binary search: the keys are sorted and fit in cache. */
export function findTerm(keys: Uint32Array, hash: number): number {
  let lo = 0;
  let hi = keys.length - 1;
  while (lo <= hi) {
    const mid = (lo + hi) >> 1;
    const k = keys[mid] ?? 0;
    if (k === hash) return mid;
    if (k < hash) lo = mid + 1;
    else hi = mid - 1;
  }
  return -1;
}

/**
 * The scores of one query, each in [0, 1): divided by what a document could get at most, the sum of idf × (K1 + 1), unknown terms counted, so that a
 * score means the same for every query and can be thresholded. They hold until the next query, which takes their array over.
 */
export type Scores = {
  /** By document, without the frequent terms. */
  partial: Float32Array;
  /** The most that the frequent terms can add to one. */
  slack: number;
  /** The whole score of a document. */
  of(document: number): number;
};

const counted = new WeakMap<readonly string[], Map<number, number>>();
/** How often each term stands among these, by its hash. The same list is counted once. */
export function timesOf(terms: readonly string[]): ReadonlyMap<number, number> {
  const known = counted.get(terms);
  if (known) return known;
  const times = new Map<number, number>();
  for (const term of terms) {
    const hash = hash32(term);
    times.set(hash, (times.get(hash) ?? 0) + 1);
  }
  counted.set(terms, times);
  return times;
}

/**
 * BM25 with the document side computed at build time, so that a query is a walk over packed bytes: no object a posting, and a division only where
 * a term stands more than once. Terms are known by their 32-bit hash. `terms` must be the same function at build and query time.
 *
 * Frequent terms are two thirds of all postings and, their idf being low, a few hundredths of a score. They are left out of the walk and looked up for the
 * documents that can still be among the best (MaxScore: Turtle and Flood, 1995).
 */
export class Bm25 {
  readonly data: Bm25Data;
  readonly #terms: (text: string) => string[];
  /** Used by every query in turn: a new array each time would leave the garbage collector as much to do as the search. */
  readonly #partial: Float32Array;

  constructor(data: Bm25Data, terms: (text: string) => string[]) {
    this.data = data;
    this.#terms = terms;
    this.#partial = new Float32Array(data.docs);
  }

  /** No documents. */
  static readonly EMPTY: Bm25Data = {
    docs: 0,
    mean: 1,
    keys: new Uint32Array(0),
    starts: new Uint32Array(1),
    bytes: new Uint8Array(0),
    impacts: new Uint16Array(0),
  };

  /** Builds from texts; the position of a text is its document number. `words` makes it quicker: see buildBm25. */
  static build(
    texts: readonly string[],
    terms: (text: string) => string[],
    words?: (text: string) => string[],
    beside?: Bm25Data,
    guest = false,
  ): Bm25 {
    return new Bm25({ ...buildBm25(texts, terms, words, beside), guest }, terms);
  }

  /** In how many documents a term stands once and more often, by where it stands among the keys. */
  #head(k: number): Head {
    if (k < 0) return { once: 0, often: 0, from: 0 };
    return readHead(this.data.bytes, this.data.starts[k] ?? 0);
  }

  #headOf(hash: number): Head {
    return this.#head(findTerm(this.data.keys, hash));
  }

  /** Inverse document frequency in this index and those beside it, Lucene's non-negative form; an unknown term gets the highest there is. */
  #idf(hash: number, { once, often }: Head, beside: readonly Bm25[]): number {
    const guest = this.data.guest && beside.length > 0;
    let frequency = guest ? 0 : once + often;
    let docs = guest ? 0 : this.data.docs;
    for (const other of beside) {
      if (other.data.guest) continue;
      const head = other.#headOf(hash);
      frequency += head.once + head.often;
      docs += other.data.docs;
    }
    return Math.log(1 + (docs - frequency + 0.5) / (frequency + 0.5));
  }

  idf(term: string, beside: readonly Bm25[] = []): number {
    return this.idfOf(hash32(term), beside);
  }

  /** The same of a term by its hash. */
  idfOf(hash: number, beside: readonly Bm25[] = []): number {
    return this.#idf(hash, this.#headOf(hash), beside);
  }

  /** Whether a term, by its hash, stands anywhere. */
  has(hash: number): boolean {
    return findTerm(this.data.keys, hash) >= 0;
  }

  /** Whether a term, by its hash, stands in any of these documents: `from` and those up to `to`. */
  stands(hash: number, from: number, to: number): boolean {
    const k = findTerm(this.data.keys, hash);
    if (k < 0) return false;
    const { bytes, docs } = this.data;
    const head = this.#head(k);
    if (!isFrequent(head.once + head.often, docs)) return standsBetween(bytes, head, from, to);
    for (let d = from; d < to; d++) if ((bytes[head.from + d] ?? 0) > 0) return true;
    return false;
  }

  /** With `beside`, what a term is worth is told by all of these indexes, so that their scores can be compared. */
  score(query: string, beside: readonly Bm25[] = []): Scores {
    const { docs, impacts, bytes } = this.data;
    const found = [...timesOf(this.#terms(query))].map(([hash, n]) => {
      const head = this.#headOf(hash);
      return { head, idf: n * this.#idf(hash, head, beside) };
    });
    const most = found.reduce((sum, { idf }) => sum + idf, 0) * MOST;
    const partial = this.#partial.fill(0);
    const frequent: { share: number; row: number }[] = [];
    for (const { head, idf } of found) {
      const share = idf / most;
      if (head.once + head.often === 0) continue;
      if (isFrequent(head.once + head.often, docs)) frequent.push({ share, row: head.from });
      else addOften(partial, share, impacts, bytes, addOnce(partial, share, impacts, bytes, head), head.often);
    }
    return {
      partial,
      slack: frequent.reduce((sum, { share }) => sum + share * MOST, 0),
      of: (document) => {
        const once = impacts[document] ?? 0;
        let score = partial[document] ?? 0;
        for (const { share, row } of frequent) {
          const count = bytes[row + document] ?? 0;
          if (count > 0) score += share * weigh(count, once);
        }
        return score;
      },
    };
  }
}

/** Arrays to save, under names that begin with `name`. */
export function bm25Arrays(name: string, { docs, mean, guest: _, ...rest }: Bm25Data): Arrays {
  return {
    [`${name}.docs`]: Uint32Array.of(docs),
    [`${name}.mean`]: Float32Array.of(mean),
    ...Object.fromEntries(Object.entries(rest).map(([key, array]) => [`${name}.${key}`, array])),
  };
}

/** From what `bm25Arrays` gave, beside others. */
export function bm25From(name: string, arrays: Arrays): Bm25Data {
  return {
    docs: arrays[`${name}.docs`]?.[0] ?? 0,
    mean: arrays[`${name}.mean`]?.[0] ?? 1,
    keys: arrays[`${name}.keys`] as Uint32Array,
    starts: arrays[`${name}.starts`] as Uint32Array,
    bytes: arrays[`${name}.bytes`] as Uint8Array,
    impacts: arrays[`${name}.impacts`] as Uint16Array,
  };
}

import { hash32 } from '../core/text.ts';
import { buildBm25 } from './bm25-build.ts';
import { addOften, addOnce, type Head, MOST, readHead } from './postings.ts';

/** The arrays of an index, ready to be written to a file or mapped from one. */
export type Bm25Data = {
  docs: number;
  /** Hashes of the terms, ascending. */
  keys: Uint32Array;
  /** Where each term's postings begin among the bytes of `ids`; one more than there are terms. */
  starts: Uint32Array;
  /** The postings, packed in bytes (postings.ts). */
  ids: Uint32Array;
  /** What a term that stands once in a document weighs there: the length of the document, as BM25 sees it. */
  impacts: Uint16Array;
};

/**
 * BM25 with the document side computed at build time, so that a query is a walk over packed bytes: no object a posting, and a division only where
 * a term stands more than once. Terms are known by their 32-bit hash. `terms` must be the same function at build and query time.
 */
export class Bm25 {
  readonly data: Bm25Data;
  readonly #terms: (text: string) => string[];
  readonly #bytes: Uint8Array;

  constructor(data: Bm25Data, terms: (text: string) => string[]) {
    this.data = data;
    this.#terms = terms;
    this.#bytes = new Uint8Array(data.ids.buffer, data.ids.byteOffset, data.ids.byteLength);
  }

  /** Builds from texts; the position of a text is its document number. `words` makes it quicker: see buildBm25. */
  static build(texts: readonly string[], terms: (text: string) => string[], words?: (text: string) => string[]): Bm25 {
    return new Bm25(buildBm25(texts, terms, words), terms);
  }

  /** Where a term's postings stand, or -1. Binary search: the keys are sorted and fit in cache. */
  #find(hash: number): number {
    const { keys } = this.data;
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

  /** In how many documents a term stands once and more often, by where it stands among the keys. */
  #head(k: number): Head {
    if (k < 0) return { once: 0, often: 0, from: 0 };
    return readHead(this.#bytes, this.data.starts[k] ?? 0);
  }

  /** Inverse document frequency, Lucene's non-negative form; an unknown term gets the highest there is. */
  #idf({ once, often }: Head): number {
    const frequency = once + often;
    return Math.log(1 + (this.data.docs - frequency + 0.5) / (frequency + 0.5));
  }

  idf(term: string): number {
    return this.#idf(this.#head(this.#find(hash32(term))));
  }

  has(term: string): boolean {
    return this.#find(hash32(term)) >= 0;
  }

  /**
   * Scores of all documents in [0, 1): divided by what a document could get at most, the sum of idf × (K1 + 1),
   * unknown terms counted, so that a score means the same for every query and can be thresholded.
   */
  score(query: string): Float32Array {
    const { docs, impacts } = this.data;
    const scores = new Float32Array(docs);
    const weights = new Map<number, number>();
    for (const term of this.#terms(query)) {
      const h = hash32(term);
      weights.set(h, (weights.get(h) ?? 0) + 1);
    }
    const found = [...weights].map(([hash, times]) => {
      const head = this.#head(this.#find(hash));
      return { head, idf: times * this.#idf(head) };
    });
    const most = found.reduce((sum, { idf }) => sum + idf, 0);
    for (const { head, idf } of found) {
      const share = idf / (most * MOST);
      addOften(scores, share, impacts, this.#bytes, addOnce(scores, share, impacts, this.#bytes, head), head.often);
    }
    return scores;
  }
}

import { hash32 } from '../core/text.ts';

/** BM25's usual constants (Robertson and Zaragoza, 2009). */
const K1 = 1.2;
const B = 0.75;
/** Impacts are kept as 16-bit fractions of the largest possible term weight, K1 + 1. */
const SCALE = 65535 / (K1 + 1);

/** The arrays of an index, ready to be written to a file or mapped from one. */
export type Bm25Data = { docs: number; keys: Uint32Array; starts: Uint32Array; ids: Uint32Array; impacts: Uint16Array };

/**
 * BM25 with the document side computed at build time, so that a query is a walk over typed arrays: no object a posting, no division.
 * Terms are known by their 32-bit hash. `terms` must be the same function at build and query time.
 */
export class Bm25 {
  readonly data: Bm25Data;
  readonly #terms: (text: string) => string[];

  constructor(data: Bm25Data, terms: (text: string) => string[]) {
    this.data = data;
    this.#terms = terms;
  }

  /** Builds from texts; the position of a text is its document number. Two passes over the texts, so memory stays with the result. */
  static build(texts: readonly string[], terms: (text: string) => string[]): Bm25 {
    const counts = new Map<number, number>();
    const lengths = new Uint32Array(texts.length);
    let total = 0;
    for (let d = 0; d < texts.length; d++) {
      const hashes = terms(texts[d] ?? '').map(hash32);
      lengths[d] = hashes.length;
      total += hashes.length;
      for (const h of new Set(hashes)) counts.set(h, (counts.get(h) ?? 0) + 1);
    }
    const keys = Uint32Array.from(counts.keys()).sort();
    const starts = new Uint32Array(keys.length + 1);
    for (let i = 0; i < keys.length; i++) starts[i + 1] = (starts[i] ?? 0) + (counts.get(keys[i] ?? 0) ?? 0);
    const position = new Map<number, number>();
    for (let i = 0; i < keys.length; i++) position.set(keys[i] ?? 0, i);
    const next = starts.slice();
    const ids = new Uint32Array(starts[keys.length] ?? 0);
    const impacts = new Uint16Array(ids.length);
    const mean = total / Math.max(1, texts.length) || 1;
    const tf = new Map<number, number>();
    for (let d = 0; d < texts.length; d++) {
      tf.clear();
      for (const term of terms(texts[d] ?? '')) {
        const h = hash32(term);
        tf.set(h, (tf.get(h) ?? 0) + 1);
      }
      const norm = K1 * (1 - B + (B * (lengths[d] ?? 0)) / mean);
      for (const [h, f] of tf) {
        const k = position.get(h) ?? 0;
        const at = next[k] ?? 0;
        next[k] = at + 1;
        ids[at] = d;
        impacts[at] = Math.round(((f * (K1 + 1)) / (f + norm)) * SCALE);
      }
    }
    return new Bm25({ docs: texts.length, keys, starts, ids, impacts }, terms);
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

  /** Inverse document frequency of a term, Lucene's non-negative form; an unknown term gets the highest there is. */
  idf(term: string): number {
    const k = this.#find(hash32(term));
    const df = k < 0 ? 0 : (this.data.starts[k + 1] ?? 0) - (this.data.starts[k] ?? 0);
    return Math.log(1 + (this.data.docs - df + 0.5) / (df + 0.5));
  }

  has(term: string): boolean {
    return this.#find(hash32(term)) >= 0;
  }

  /**
   * Scores of all documents in [0, 1): divided by what a document could get at most, the sum of idf × (K1 + 1),
   * unknown terms counted, so that a score means the same for every query and can be thresholded.
   */
  score(query: string): Float32Array {
    const scores = new Float32Array(this.data.docs);
    const { starts, ids, impacts, docs } = this.data;
    const weights = new Map<number, number>();
    for (const term of this.#terms(query)) {
      const h = hash32(term);
      weights.set(h, (weights.get(h) ?? 0) + 1);
    }
    let most = 0;
    for (const [h, times] of weights) {
      const k = this.#find(h);
      const from = k < 0 ? 0 : (starts[k] ?? 0);
      const to = k < 0 ? 0 : (starts[k + 1] ?? 0);
      const idf = times * Math.log(1 + (docs - (to - from) + 0.5) / (to - from + 0.5));
      most += idf;
      for (let i = from; i < to; i++) {
        const d = ids[i] ?? 0;
        scores[d] = (scores[d] ?? 0) + idf * (impacts[i] ?? 0);
      }
    }
    if (most > 0) {
      const by = 1 / (most * 65535);
      for (let d = 0; d < scores.length; d++) scores[d] = (scores[d] ?? 0) * by;
    }
    return scores;
  }
}

import type { Scores } from './bm25.ts';
import { top } from './top.ts';

/** Sums of single-precision numbers differ by less than this from what they should be. */
const ROUNDING = 1e-5;

/** Documents by their owner, where the documents of one owner stand together: the scores of owners are those of their best document. */
export class Owned {
  /** Where the documents of each owner begin; one more than there are owners. */
  readonly #starts: Uint32Array;
  /** Used by every query in turn, as Bm25's scores are. */
  readonly #best: Float32Array;
  /** Each owner has one document, so that the scores of documents are those of owners. */
  readonly #single: boolean;

  /** Throws where the owners do not ascend. */
  constructor(ownerOf: Uint32Array, owners: number) {
    this.#starts = new Uint32Array(owners + 1);
    this.#best = new Float32Array(owners);
    ownerOf.forEach((owner, document) => {
      if (owner < (ownerOf[document - 1] ?? 0)) throw new Error('documents must stand in the order of their owners');
      this.#starts[owner + 1] = document + 1;
    });
    this.#single = ownerOf.length === owners && ownerOf.every((owner, document) => owner === document);
    // An owner without documents begins where the one before it ends.
    this.#starts.forEach((start, i) => {
      this.#starts[i] = Math.max(start, this.#starts[i - 1] ?? 0);
    });
  }

  /** The first of an owner's documents, and the one after the last. */
  rangeOf(owner: number): [from: number, to: number] {
    const from = this.#starts[owner] ?? 0;
    return [from, this.#starts[owner + 1] ?? from];
  }

  /** The score of an owner and the document that has it; -1 where all score 0. */
  bestOf(owner: number, scores: Scores): { score: number; document: number } {
    let best = 0;
    let document = -1;
    for (let d = this.#starts[owner] ?? 0; d < (this.#starts[owner + 1] ?? 0); d++) {
      const score = scores.of(d);
      if (score <= best) continue;
      best = score;
      document = d;
    }
    return { score: best, document };
  }

  /**
   * The k best owners above zero, best first. The k-th best without the frequent terms is at most as good as the k-th best of all: whoever is behind it by
   * more than these terms can add is out, and most are.
   */
  best(scores: Scores, k: number): number[] {
    const { partial, slack } = scores;
    if (this.#single && slack === 0) return top(partial, k);
    const starts = this.#starts;
    const best = this.#best;
    if (this.#single) best.set(partial);
    else
      for (let owner = 0, d = 0; owner < best.length; owner++) {
        let most = 0;
        for (const end = starts[owner + 1] ?? 0; d < end; d++) {
          const score = partial[d] ?? 0;
          if (score > most) most = score;
        }
        best[owner] = most;
      }
    if (slack === 0) return top(best, k);
    const floor = (best[top(best, k)[k - 1] ?? -1] ?? 0) - slack - ROUNDING;
    for (let owner = 0; owner < best.length; owner++)
      best[owner] = (best[owner] ?? 0) < floor ? 0 : this.bestOf(owner, scores).score;
    return top(best, k);
  }
}

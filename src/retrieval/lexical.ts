import { words } from '../core/text.ts';
import { Bm25, type Bm25Data, bm25Arrays, bm25From, type Scores, timesOf } from './bm25.ts';
import { Owned } from './owned.ts';
import type { Arrays } from './saved-index.ts';
import { terms } from './terms.ts';

/** A text to index: `owner` is the candidate it speaks for, `parts` its question variants, sentences or windows. Owners ascend. */
export type Unit = { owner: number; text: string; parts: string[] };

/** What a text is cut into; of a text those of its words. Another than `terms` is for measuring. */
export type TermsOf = (text: string) => string[];

export type LexicalData = {
  owners: number;
  /** Candidate of each unit; candidate of each part. Both ascend, so that what one candidate owns stands together. */
  unitOwner: Uint32Array;
  partOwner: Uint32Array;
  units: Bm25Data;
  parts: Bm25Data;
};

/** A candidate's score by its best unit and by its best part, each in [0, 1), and which part that is; -1 where none has anything of the query. */
export type LexicalScore = { whole: number; part: number; bestPart: number };

/** Holds until the next search. */
export type LexicalFound = {
  /** The best candidates by the whole and those by the part, each best first, so that one may stand here twice. */
  best: number[];
  /** The best single parts, whoever owns them, best first. */
  parts: { part: number; score: number }[];
  /** The score of any candidate. */
  of(owner: number): LexicalScore;
};

/**
 * Lexical search on two scales: the whole text for what it is about, the best part for whether it says it. A unit that is its own only part is
 * scored once.
 */
export class LexicalIndex {
  readonly data: LexicalData;
  readonly #units: Bm25;
  readonly #parts: Bm25 | undefined;
  readonly #unitsOf: Owned;
  readonly #partsOf: Owned;

  readonly #terms: TermsOf;

  /** `termsOf` must be what the data were built with. */
  constructor(data: LexicalData, termsOf: TermsOf = terms) {
    this.data = data;
    this.#terms = theLast(termsOf);
    this.#units = new Bm25(data.units, this.#terms);
    this.#parts = data.parts.docs > 0 ? new Bm25(data.parts, this.#terms) : undefined;
    this.#unitsOf = new Owned(data.unitOwner, data.owners);
    this.#partsOf = new Owned(data.partOwner, data.owners);
  }

  /** `beside` is an index that this one will be searched together with; as a `guest` its texts were chosen for one query. */
  static build(
    units: readonly Unit[],
    owners: number,
    termsOf: TermsOf = terms,
    beside?: LexicalData,
    guest = false,
  ): LexicalIndex {
    const texts = units.map((u) => u.text);
    const parts = units.flatMap((u) => u.parts);
    return new LexicalIndex(
      {
        owners,
        unitOwner: Uint32Array.from(units, (u) => u.owner),
        partOwner: Uint32Array.from(units.flatMap((u) => u.parts.map(() => u.owner))),
        units: Bm25.build(texts, termsOf, words, beside?.units, guest).data,
        parts:
          parts.length === texts.length && parts.every((p, i) => p === texts[i])
            ? Bm25.EMPTY
            : Bm25.build(parts, termsOf, words, beside?.parts, guest).data,
      },
      termsOf,
    );
  }

  /** The `count` best candidates on each scale, and as many single parts. What a word is worth is told by this index and those beside it. */
  search(query: string, count: number, beside: readonly LexicalIndex[] = []): LexicalFound {
    const byUnit = this.#units.score(query, LexicalIndex.#unitsIn(beside));
    const byPart = this.#parts?.score(
      query,
      beside.map((other) => other.#parts ?? other.#units),
    );
    const bestByPart = byPart ? this.#partsOf.best(byPart, count) : [];
    return {
      best: [...this.#unitsOf.best(byUnit, count), ...bestByPart],
      parts: byPart ? this.#bestParts(bestByPart, byPart, count) : [],
      of: (owner) => this.#scoreOf(owner, byUnit, byPart),
    };
  }

  /** The best single parts: they are among those of the candidates with the best parts. */
  #bestParts(owners: readonly number[], byPart: Scores, count: number): LexicalFound['parts'] {
    const parts: LexicalFound['parts'] = [];
    for (const owner of owners) {
      const [from, to] = this.#partsOf.rangeOf(owner);
      for (let part = from; part < to; part++) {
        const score = byPart.of(part);
        if (score > 0) parts.push({ part, score });
      }
    }
    return parts.sort((a, b) => b.score - a.score || a.part - b.part).slice(0, count);
  }

  /** The scores of all candidates: what a search takes the best of. */
  score(query: string): { whole: Float32Array; part: Float32Array; bestPart: Int32Array } {
    const { owners } = this.data;
    const byUnit = this.#units.score(query);
    const byPart = this.#parts?.score(query);
    const all = Array.from({ length: owners }, (_, owner) => this.#scoreOf(owner, byUnit, byPart));
    return {
      whole: Float32Array.from(all, (s) => s.whole),
      part: Float32Array.from(all, (s) => s.part),
      bestPart: Int32Array.from(all, (s) => s.bestPart),
    };
  }

  #scoreOf(owner: number, byUnit: Scores, byPart: Scores | undefined): LexicalScore {
    const whole = this.#unitsOf.bestOf(owner, byUnit).score;
    if (!byPart) return { whole, part: whole, bestPart: -1 };
    const { score, document } = this.#partsOf.bestOf(owner, byPart);
    return { whole, part: score, bestPart: document };
  }

  static #unitsIn(indexes: readonly LexicalIndex[]): Bm25[] {
    return indexes.map((index) => index.#units);
  }

  /** How much of a query's weight (idf) stands in a text, in [0, 1]. */
  covered(query: string, text: string): number {
    const there = timesOf(this.#terms(text));
    return this.#share(query, [], (hash) => there.has(hash));
  }

  /** The same of a candidate's texts together. */
  coveredBy(query: string, owner: number, beside: readonly LexicalIndex[] = []): number {
    const index = this.#parts ?? this.#units;
    const [from, to] = (this.#parts ? this.#partsOf : this.#unitsOf).rangeOf(owner);
    return this.#share(query, LexicalIndex.#unitsIn(beside), (hash) => index.stands(hash, from, to));
  }

  /** How much of a query's weight (idf) this index and those beside it know at all; 0 for a text in another tongue or about another world. */
  known(query: string, beside: readonly LexicalIndex[] = []): number {
    const others = LexicalIndex.#unitsIn(beside);
    return this.#share(query, others, (hash) => this.#units.has(hash) || others.some((other) => other.has(hash)));
  }

  #share(query: string, beside: readonly Bm25[], counts: (hash: number) => boolean): number {
    let all = 0;
    let seen = 0;
    for (const hash of timesOf(this.#terms(query)).keys()) {
      const idf = this.#units.idfOf(hash, beside);
      all += idf;
      if (counts(hash)) seen += idf;
    }
    return all === 0 ? 0 : seen / all;
  }
}

/** The terms of the last text are at hand: one query is looked at from several sides. */
function theLast(termsOf: TermsOf): TermsOf {
  let last: { text: string; terms: string[] } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, terms: termsOf(text) };
    return last.terms;
  };
}

/** The index as arrays to save, each under a name of its own. */
export function toArrays({ data }: LexicalIndex): Arrays {
  return {
    owners: Uint32Array.of(data.owners),
    unitOwner: data.unitOwner,
    partOwner: data.partOwner,
    ...bm25Arrays('units', data.units),
    ...bm25Arrays('parts', data.parts),
  };
}

/** The index from arrays that `toArrays` gave, beside others. */
export function fromArrays(arrays: Arrays, termsOf?: TermsOf): LexicalIndex {
  return new LexicalIndex(
    {
      owners: arrays.owners?.[0] ?? 0,
      unitOwner: arrays.unitOwner as Uint32Array,
      partOwner: arrays.partOwner as Uint32Array,
      units: bm25From('units', arrays),
      parts: bm25From('parts', arrays),
    },
    termsOf,
  );
}

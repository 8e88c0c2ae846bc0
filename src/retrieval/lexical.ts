import { words } from '../core/text.ts';
import { Bm25, type Bm25Data } from './bm25.ts';
import { terms } from './terms.ts';

/** A text to index: `owner` is the candidate it speaks for, `parts` its question variants, sentences or windows. */
export type Unit = { owner: number; text: string; parts: string[] };

export type LexicalData = {
  owners: number;
  /** Candidate of each unit; candidate of each part. Parts of one unit stand together. */
  unitOwner: Uint32Array;
  partOwner: Uint32Array;
  units: Bm25Data;
  parts: Bm25Data;
};

/** Scores by candidate, and `parts`, the score of every single part. */
export type LexicalScores = { whole: Float32Array; part: Float32Array; bestPart: Int32Array; parts: Float32Array };

/**
 * Lexical search on two scales: the whole text for what it is about, the best part for whether it says it. A unit that is its own only part is
 * scored once.
 */
export class LexicalIndex {
  readonly data: LexicalData;
  readonly #units: Bm25;
  readonly #parts: Bm25;

  constructor(data: LexicalData) {
    this.data = data;
    this.#units = new Bm25(data.units, terms);
    this.#parts = new Bm25(data.parts, terms);
  }

  static build(units: readonly Unit[], owners: number): LexicalIndex {
    const texts = units.map((u) => u.text);
    const parts = units.flatMap((u) => u.parts);
    return new LexicalIndex({
      owners,
      unitOwner: Uint32Array.from(units, (u) => u.owner),
      partOwner: Uint32Array.from(units.flatMap((u) => u.parts.map(() => u.owner))),
      units: Bm25.build(texts, terms, words).data,
      parts:
        parts.length === texts.length && parts.every((p, i) => p === texts[i])
          ? EMPTY
          : Bm25.build(parts, terms, words).data,
    });
  }

  /** Scores of every candidate: its best unit and its best part, each in [0, 1). */
  score(query: string): LexicalScores {
    const { owners, unitOwner, partOwner } = this.data;
    const byUnit = this.#units.score(query);
    const whole = new Float32Array(owners);
    for (let u = 0; u < byUnit.length; u++) {
      const owner = unitOwner[u] ?? 0;
      if ((byUnit[u] ?? 0) > (whole[owner] ?? 0)) whole[owner] = byUnit[u] ?? 0;
    }
    const bestPart = new Int32Array(owners).fill(-1);
    if (this.data.parts.docs === 0) return { whole, part: whole, bestPart, parts: new Float32Array(0) };
    const byPart = this.#parts.score(query);
    const part = new Float32Array(owners);
    for (let p = 0; p < byPart.length; p++) {
      const owner = partOwner[p] ?? 0;
      if ((byPart[p] ?? 0) > (part[owner] ?? 0)) {
        part[owner] = byPart[p] ?? 0;
        bestPart[owner] = p;
      }
    }
    return { whole, part, bestPart, parts: byPart };
  }

  /** How much of a query's weight (idf) stands in a text, in [0, 1]. */
  covered(query: string, text: string): number {
    const there = new Set(terms(text));
    let all = 0;
    let seen = 0;
    for (const term of new Set(terms(query))) {
      const idf = this.#units.idf(term);
      all += idf;
      if (there.has(term)) seen += idf;
    }
    return all === 0 ? 0 : seen / all;
  }

  /** How much of a query's weight (idf) the index knows at all; 0 for a text in another tongue or about another world. */
  known(query: string): number {
    let all = 0;
    let seen = 0;
    for (const term of new Set(terms(query))) {
      const idf = this.#units.idf(term);
      all += idf;
      if (this.#units.has(term)) seen += idf;
    }
    return all === 0 ? 0 : seen / all;
  }
}

const EMPTY: Bm25Data = {
  docs: 0,
  keys: new Uint32Array(0),
  starts: new Uint32Array(1),
  ids: new Uint32Array(0),
  impacts: new Uint16Array(0),
};

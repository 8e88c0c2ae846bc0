import { answers, type Candidate } from '../core/ranking.ts';
import type { ExpandedIndex } from './expanded.ts';
import type { LexicalFound, LexicalIndex } from './lexical.ts';
import type { NearWindows } from './near-windows.ts';
import { Owned } from './owned.ts';
import type { List } from './texts.ts';
import type { VectorIndex } from './vector.ts';

/** How many candidates of each kind of search are looked at before the scores are fused; as many single texts may be looked at by confidence. */
export const POOL = 100;
/** How many units the cosine is taken of. */
const DENSE_POOL = 800;
/** How many single texts confidence may look at by meaning. */
export const AKIN = 40;

export type LayerParts = {
  /** What is found. */
  candidates: List<Candidate>;
  /** The same, maybe without their texts: all that ranking needs, at hand for every query. */
  outlines: readonly Candidate[];
  /** Text of each part, to say why something was found. */
  partTexts: List<string>;
  unitOwner: Uint32Array;
  /** Which candidates speak the same languages (groups.ts); absent: all do. */
  groups?: Uint8Array | undefined;
  lexical: LexicalIndex;
  vectors?: VectorIndex | undefined;
  expanded?: ExpandedIndex | undefined;
  windows?: NearWindows | undefined;
};

export type Dense = {
  /** Candidates by their best text, best first, so many of each group. */
  best: number[];
  of: (owner: number) => number;
  /** Single texts, best first. */
  texts: { able: boolean; score: number }[];
};

/** One body of knowledge as it is searched: each kind of search by itself, with candidates known by their place in it. */
export class Layer {
  readonly parts: LayerParts;
  readonly #unitsOf: Owned;
  /** Used by every query in turn. */
  readonly #cosines: Float32Array;

  constructor(parts: LayerParts) {
    this.parts = parts;
    this.#unitsOf = new Owned(parts.unitOwner, parts.outlines.length);
    this.#cosines = new Float32Array(parts.outlines.length);
  }

  get size(): number {
    return this.parts.outlines.length;
  }

  words(query: string, beside: readonly Layer[]): LexicalFound {
    return this.parts.lexical.search(query, POOL, lexicalOf(beside));
  }

  known(query: string, beside: readonly Layer[]): number {
    return this.parts.lexical.known(query, lexicalOf(beside));
  }

  /** How much of the query's weight stands anywhere in a candidate's texts, whatever their language. */
  covered(query: string, owner: number, beside: readonly Layer[]): number {
    return this.parts.lexical.coveredBy(query, owner, lexicalOf(beside));
  }

  /** The single texts nearest to the query, whoever they speak for: question variants, paraphrases, sentences. */
  nearest({ parts }: LexicalFound): { able: boolean; score: number }[] {
    const { partOwner } = this.parts.lexical.data;
    return parts.map(({ part, score }) => ({ able: this.#able(partOwner[part] ?? 0), score }));
  }

  /** Candidates by words near in meaning; undefined where there is no such index. */
  expanded(query: string, beside: readonly Layer[]): { best: number[]; of: (owner: number) => number } | undefined {
    const { expanded } = this.parts;
    if (!expanded) return undefined;
    const scores = expanded.score(
      query,
      beside.flatMap((other) => other.parts.expanded ?? []),
    );
    return {
      best: this.#firstOfEach(this.#unitsOf.best(scores, DENSE_POOL)),
      of: (owner) => this.#unitsOf.bestOf(owner, scores).score,
    };
  }

  /** The highest cosine with a window of any of a candidate's texts; undefined where none is long enough to have some. */
  window(owner: number, query: Float64Array): number | undefined {
    const { windows } = this.parts;
    if (!windows) return undefined;
    const [from, to] = this.#unitsOf.rangeOf(owner);
    const best = windows.best(from, query, to - from);
    return best === undefined ? undefined : Math.max(0, best);
  }

  /** Best units by cosine and their owners. */
  dense(vector: number[]): Dense {
    const { vectors, unitOwner } = this.parts;
    const similar = vectors?.search(vector, DENSE_POOL) ?? [];
    // Best first, so that the first unit of an owner is its best; what lies at a right angle or beyond says nothing.
    const cosines = this.#cosines.fill(0);
    const owners: number[] = [];
    for (const { id, similarity } of similar) {
      const owner = unitOwner[id] ?? 0;
      if (similarity <= 0 || cosines[owner] !== 0) continue;
      cosines[owner] = similarity;
      owners.push(owner);
    }
    return {
      best: this.#firstOfEach(owners),
      of: (owner) => cosines[owner] ?? 0,
      texts: similar.slice(0, AKIN).map(({ id, similarity }) => ({
        able: this.#able(unitOwner[id] ?? 0),
        score: Math.max(0, similarity),
      })),
    };
  }

  group(owner: number): number {
    return this.parts.groups?.[owner] ?? 0;
  }

  /** Whether an answer can be made from a candidate. */
  #able(owner: number): boolean {
    const candidate = this.parts.outlines[owner];
    return candidate !== undefined && answers(candidate);
  }

  /** The first of the owners in each group, in the order they come in: else those of one language would leave the others no room. */
  #firstOfEach(owners: Iterable<number>): number[] {
    const taken = new Map<number, number>();
    const out: number[] = [];
    for (const owner of owners) {
      const group = this.group(owner);
      const count = taken.get(group) ?? 0;
      if (count >= POOL) continue;
      taken.set(group, count + 1);
      out.push(owner);
    }
    return out;
  }
}

const lexicalOf = (layers: readonly Layer[]) => layers.map((layer) => layer.parts.lexical);

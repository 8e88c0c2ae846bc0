import type { Retriever, SearchOptions, SearchResult } from '../app/ports.ts';
import {
  answers,
  type Candidate,
  fuse,
  prior,
  type Ranked,
  supported,
  WEIGHTS,
  type Weights,
} from '../core/ranking.ts';
import type { EmbeddingModel } from './embeddings.ts';
import type { LexicalIndex } from './lexical.ts';
import { top } from './top.ts';
import type { VectorIndex } from './vector.ts';

/** How many of each kind of search are looked at before the scores are fused. */
const POOL = 100;
/** How many single texts confidence may look at. */
const NEAREST = 100;
/** How many units the cosine is taken of, and how many of them confidence may look at. */
const DENSE_POOL = 800;
const AKIN = 40;

const NOTHING: SearchResult = { ranked: [], known: 0, covered: 0, nearest: [], akin: [] };

export type HybridParts = {
  candidates: Candidate[];
  /** Text of each part, to say why something was found. */
  partTexts: readonly string[];
  unitOwner: Uint32Array;
  lexical: LexicalIndex;
  vectors?: VectorIndex | undefined;
  embeddings?: EmbeddingModel | undefined;
  /** Whether confidence was fitted on these embeddings' cosines. */
  fitted?: boolean;
  weights?: Weights;
  mode?: 'lexical' | 'dense' | 'hybrid';
};

/**
 * The retriever: lexical scores on two scales and the cosine of the embeddings, fused by a weighted sum of normalised scores, with a small push
 * for the user's own country and for authority. A failing embedding endpoint leaves the lexical part standing.
 */
export class HybridRetriever implements Retriever {
  readonly #parts: HybridParts;
  readonly #weights: Weights;

  constructor(parts: HybridParts) {
    this.#parts = parts;
    const weights = parts.weights ?? WEIGHTS;
    const mode = parts.mode ?? 'hybrid';
    this.#weights =
      mode === 'lexical' ? { ...weights, dense: 0 } : mode === 'dense' ? { whole: 0, part: 0, dense: 1 } : weights;
  }

  async search(query: string, { country, limit }: SearchOptions): Promise<SearchResult> {
    const { candidates, lexical, partTexts } = this.#parts;
    if (!query.trim() || candidates.length === 0) return NOTHING;
    const dense = this.#weights.dense > 0 ? await this.#dense(query) : undefined;
    const weights = dense ? this.#weights : { ...this.#weights, dense: 0 };
    if (weights.whole + weights.part + weights.dense === 0) return NOTHING;
    const scores = lexical.score(query);
    const pool = new Set<number>(dense?.best ?? []);
    for (const owner of top(scores.whole, POOL)) pool.add(owner);
    for (const owner of top(scores.part, POOL)) pool.add(owner);
    const ranked: Ranked[] = [];
    for (const owner of pool) {
      const candidate = candidates[owner];
      if (!candidate) continue;
      const signals = {
        whole: scores.whole[owner] ?? 0,
        part: scores.part[owner] ?? 0,
        dense: Math.max(0, dense?.of(owner) ?? 0),
      };
      const score = fuse(signals, weights) * prior(candidate, country);
      if (score > 0)
        ranked.push({ candidate, score, signals, bestPart: partTexts[scores.bestPart[owner] ?? -1] ?? '' });
    }
    const final = supported(ranked).sort((a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? -1 : 1));
    const best = final.find((r) => answers(r.candidate));
    return {
      ranked: final.slice(0, limit),
      known: lexical.known(query),
      covered: best ? this.#covered(query, best.candidate) : 0,
      nearest: this.#nearest(scores.parts),
      akin: dense?.akin ?? [],
    };
  }

  /** The single texts nearest to the query, whoever they speak for: question variants, paraphrases, sentences. */
  #nearest(parts: Float32Array): SearchResult['nearest'] {
    const { candidates, lexical } = this.#parts;
    return top(parts, NEAREST).map((p) => {
      const candidate = candidates[lexical.data.partOwner[p] ?? 0];
      return { able: candidate !== undefined && answers(candidate), score: parts[p] ?? 0 };
    });
  }

  /** How much of the query's weight stands anywhere in a candidate's texts, whatever their language. */
  #covered(query: string, candidate: Candidate): number {
    const { candidates, lexical, partTexts } = this.#parts;
    const owner = candidates.indexOf(candidate);
    const texts: string[] = [];
    lexical.data.partOwner.forEach((o, i) => {
      if (o === owner) texts.push(partTexts[i] ?? '');
    });
    return lexical.covered(query, texts.join('\n'));
  }

  /** Best units by cosine and their owners; undefined when the model can't be reached. */
  async #dense(
    query: string,
  ): Promise<{ best: number[]; of: (owner: number) => number; akin: SearchResult['akin'] } | undefined> {
    const { vectors, embeddings, unitOwner } = this.#parts;
    if (!vectors || !embeddings || vectors.size === 0) return undefined;
    let vector: number[];
    try {
      vector = await embeddings.embedQuery(query);
    } catch {
      return undefined;
    }
    const found = new Map<number, number>();
    const similar = vectors.search(vector, DENSE_POOL);
    for (const { id, similarity } of similar) {
      const owner = unitOwner[id] ?? 0;
      if (similarity > (found.get(owner) ?? -1)) found.set(owner, similarity);
    }
    const able = (id: number) => {
      const candidate = this.#parts.candidates[unitOwner[id] ?? 0];
      return candidate !== undefined && answers(candidate);
    };
    return {
      best: [...found.keys()].slice(0, POOL),
      of: (owner) => found.get(owner) ?? 0,
      akin: (this.#parts.fitted ? similar : [])
        .slice(0, AKIN)
        .map(({ id, similarity }) => ({ able: able(id), score: Math.max(0, similarity) })),
    };
  }
}

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
import type { LexicalFound, LexicalIndex } from './lexical.ts';
import type { List } from './texts.ts';
import type { VectorIndex } from './vector.ts';

/** How many of each kind of search are looked at before the scores are fused; as many single texts may be looked at by confidence. */
const POOL = 100;
/** How many units the cosine is taken of, and how many of them confidence may look at. */
const DENSE_POOL = 800;
const AKIN = 40;

const NOTHING: SearchResult = { ranked: [], known: 0, covered: 0, nearest: [], akin: [] };

export type HybridParts = {
  /** What is found. */
  candidates: List<Candidate>;
  /** The same, maybe without their texts: all that ranking needs, at hand for every query. */
  outlines: readonly Candidate[];
  /** Text of each part, to say why something was found. */
  partTexts: List<string>;
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
    const { candidates, outlines, lexical, partTexts } = this.#parts;
    if (!query.trim() || outlines.length === 0) return NOTHING;
    const dense = this.#weights.dense > 0 ? await this.#dense(query) : undefined;
    const weights = dense ? this.#weights : { ...this.#weights, dense: 0 };
    if (weights.whole + weights.part + weights.dense === 0) return NOTHING;
    const found = lexical.search(query, POOL);
    const ranked: Ranked[] = [];
    const owners = new Map<Candidate, number>();
    for (const owner of new Set([...(dense?.best ?? []), ...found.best])) {
      const candidate = outlines[owner];
      if (!candidate) continue;
      owners.set(candidate, owner);
      const { whole, part } = found.of(owner);
      const signals = { whole, part, dense: Math.max(0, dense?.of(owner) ?? 0) };
      const score = fuse(signals, weights) * prior(candidate, country);
      if (score > 0) ranked.push({ candidate, score, signals, bestPart: '' });
    }
    const final = supported(ranked).sort((a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? -1 : 1));
    const best = final.find((r) => answers(r.candidate));
    const whole = (r: Ranked): Ranked => {
      const owner = owners.get(r.candidate) ?? -1;
      const { bestPart } = found.of(owner);
      return {
        ...r,
        candidate: candidates.at(owner) ?? r.candidate,
        bestPart: bestPart < 0 ? '' : (partTexts.at(bestPart) ?? ''),
      };
    };
    return {
      ranked: final.slice(0, limit).map(whole),
      known: lexical.known(query),
      covered: best ? this.#covered(query, owners.get(best.candidate) ?? 0) : 0,
      nearest: this.#nearest(found),
      akin: dense?.akin ?? [],
    };
  }

  /** The single texts nearest to the query, whoever they speak for: question variants, paraphrases, sentences. */
  #nearest({ parts }: LexicalFound): SearchResult['nearest'] {
    const { partOwner } = this.#parts.lexical.data;
    return parts.map(({ part, score }) => ({ able: this.#able(partOwner[part] ?? 0), score }));
  }

  /** Whether an answer can be made from a candidate. */
  #able(owner: number): boolean {
    const candidate = this.#parts.outlines[owner];
    return candidate !== undefined && answers(candidate);
  }

  /** How much of the query's weight stands anywhere in a candidate's texts, whatever their language. */
  #covered(query: string, owner: number): number {
    const { lexical, partTexts } = this.#parts;
    const texts = lexical.partsOf(owner).map((part) => partTexts.at(part));
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
    return {
      best: [...found.keys()].slice(0, POOL),
      of: (owner) => found.get(owner) ?? 0,
      akin: (this.#parts.fitted ? similar : [])
        .slice(0, AKIN)
        .map(({ id, similarity }) => ({ able: this.#able(unitOwner[id] ?? 0), score: Math.max(0, similarity) })),
    };
  }
}

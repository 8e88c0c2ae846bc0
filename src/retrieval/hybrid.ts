import type { Retriever, SearchOptions, SearchResult } from '../app/ports.ts';
import {
  answers,
  type Candidate,
  distance,
  FUSION,
  type Fusion,
  fuse,
  lexical,
  prior,
  type Ranked,
  type Signals,
  supported,
  type Weights,
} from '../core/ranking.ts';
import type { EmbeddingModel } from './embeddings.ts';
import type { ExpandedIndex } from './expanded.ts';
import type { LexicalFound, LexicalIndex } from './lexical.ts';
import type { NearWindows } from './near-windows.ts';
import { Owned } from './owned.ts';
import type { List } from './texts.ts';
import type { VectorIndex } from './vector.ts';

/** How many of each kind of search are looked at before the scores are fused; as many single texts may be looked at by confidence. */
const POOL = 100;
/** How many units the cosine is taken of, and how many of them confidence may look at. */
const DENSE_POOL = 800;
const AKIN = 40;
/** How many of the best have their windows compared. */
const RESCORED = 100;

const NOTHING: Places = { ranked: [], known: 0, covered: 0, nearest: [], akin: [] };
const WITHOUT: Weights = { whole: 0, part: 0, expanded: 0, dense: 0 };

/** A `SearchResult` by the numbers of candidates and of their parts; no part is -1. */
export type Places = Omit<SearchResult, 'ranked'> & {
  ranked: { owner: number; part: number; score: number; signals: Signals }[];
};

export type HybridParts = {
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
  embeddings?: EmbeddingModel | undefined;
  /** Whether confidence was fitted on these embeddings' cosines. */
  fitted?: boolean;
  fusion?: Fusion;
  /** lexical: words and parts of words alone; dense: cosines alone. */
  mode?: 'lexical' | 'dense' | 'hybrid';
};

/**
 * The retriever: lexical scores on two scales, and, where these find little, words near in meaning and the cosines of the embeddings, fused by a weighted sum of
 * normalised scores, with a small push for the user's own country and for authority. A failing embedding endpoint leaves the words standing.
 */
export class HybridRetriever implements Retriever {
  readonly #parts: HybridParts;
  readonly #fusion: Fusion;
  readonly #unitsOf: Owned;
  /** Used by every query in turn. */
  readonly #cosines: Float32Array;

  constructor(parts: HybridParts) {
    this.#parts = parts;
    this.#fusion = inMode(parts.fusion ?? FUSION, parts.mode ?? 'hybrid');
    this.#unitsOf = new Owned(parts.unitOwner, parts.outlines.length);
    this.#cosines = new Float32Array(parts.outlines.length);
  }

  async search(query: string, options: SearchOptions): Promise<SearchResult> {
    return this.filled(await this.places(query, options));
  }

  /** What `places` found, with its texts. */
  filled({ ranked, ...rest }: Places): SearchResult {
    const { candidates, outlines, partTexts } = this.#parts;
    const whole = ({ owner, part, score, signals }: Places['ranked'][number]): Ranked[] => {
      const candidate = candidates.at(owner) ?? outlines[owner];
      return candidate ? [{ candidate, score, signals, bestPart: part < 0 ? '' : (partTexts.at(part) ?? '') }] : [];
    };
    return { ...rest, ranked: ranked.flatMap(whole) };
  }

  /** The search itself, without the texts of what it found: little enough to go from one thread to another. */
  async places(query: string, { country, limit }: SearchOptions): Promise<Places> {
    const { outlines, lexical } = this.#parts;
    if (!query.trim() || outlines.length === 0) return NOTHING;
    // Nothing is waited for after this: searches side by side use the same arrays in turn.
    const vector = this.#fusion.far.dense > 0 ? await this.#embed(query) : undefined;
    const dense = vector && this.#dense(vector);
    const fusion = dense ? this.#fusion : without('dense', this.#fusion);
    if (Object.values(fusion.near).every((w) => w === 0)) return NOTHING;
    const found = lexical.search(query, POOL);
    const final = this.#rank({ query, found, dense, fusion, country });
    const best = final.find((r) => answers(r.candidate));
    return {
      ranked: final
        .slice(0, limit)
        .map(({ owner, score, signals }) => ({ owner, score, signals, part: found.of(owner).bestPart })),
      known: lexical.known(query),
      covered: best ? this.#covered(query, best.owner) : 0,
      nearest: this.#nearest(found),
      akin: dense?.akin ?? [],
    };
  }

  /**
   * The candidates that any kind of search put among its best, in order. The distance between words and texts is taken for each group of languages by itself, so
   * that a text in another language is weighed by its meaning while one in the question's own is weighed by its words.
   */
  #rank({ query, found, dense, fusion, country }: Found): Placed[] {
    const { outlines } = this.#parts;
    const signalsOf = (owner: number): Signals => {
      const { whole, part } = found.of(owner);
      return { whole, part, dense: dense?.of(owner) ?? 0 };
    };
    const pool = new Map<number, Signals>();
    const add = (owners: Iterable<number>) => {
      for (const owner of owners) if (outlines[owner] && !pool.has(owner)) pool.set(owner, signalsOf(owner));
    };
    add(dense?.best ?? []);
    add(found.best);
    const best = new Map<number, number>();
    for (const [owner, signals] of pool) {
      const group = this.#group(owner);
      best.set(group, Math.max(best.get(group) ?? 0, lexical(signals, fusion)));
    }
    const distances = new Map([...best].map(([group, score]) => [group, distance(score, fusion)]));
    const distanceOf = (owner: number) => distances.get(this.#group(owner)) ?? distance(0, fusion);
    if (fusion.far.expanded > 0 && [...distances.values()].some((d) => d > 0)) {
      const expanded = this.#expanded(query);
      add(expanded?.best ?? []);
      if (expanded)
        for (const [owner, signals] of pool) if (distanceOf(owner) > 0) signals.expanded = expanded.of(owner);
    }
    const score = (owner: number, candidate: Candidate, signals: Signals) =>
      fuse(signals, fusion, distanceOf(owner)) * prior(candidate, country);
    const placed: Placed[] = [];
    for (const [owner, signals] of pool) {
      const candidate = outlines[owner];
      if (candidate) placed.push({ owner, candidate, signals, score: score(owner, candidate, signals), bestPart: '' });
    }
    if (dense) {
      placed.sort((a, b) => b.score - a.score);
      for (const r of placed.slice(0, RESCORED)) {
        const window = this.#window(r.owner, dense.vector);
        if (window === undefined) continue;
        r.signals.window = window;
        r.score = score(r.owner, r.candidate, r.signals);
      }
    }
    return supported(placed.filter((r) => r.score > 0)).sort(
      (a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? -1 : 1),
    );
  }

  #group(owner: number): number {
    return this.#parts.groups?.[owner] ?? 0;
  }

  /** The first of the owners in each group, in the order they come in: else those of one language would leave the others no room. */
  #firstOfEach(owners: Iterable<number>): number[] {
    const taken = new Map<number, number>();
    const out: number[] = [];
    for (const owner of owners) {
      const group = this.#group(owner);
      const count = taken.get(group) ?? 0;
      if (count >= POOL) continue;
      taken.set(group, count + 1);
      out.push(owner);
    }
    return out;
  }

  /** Candidates by words near in meaning; undefined where there is no such index. */
  #expanded(query: string): { best: number[]; of: (owner: number) => number } | undefined {
    const { expanded } = this.#parts;
    if (!expanded) return undefined;
    const scores = expanded.score(query);
    return {
      best: this.#firstOfEach(this.#unitsOf.best(scores, DENSE_POOL)),
      of: (owner) => this.#unitsOf.bestOf(owner, scores).score,
    };
  }

  /** The highest cosine with a window of any of a candidate's texts; undefined where none is long enough to have some. */
  #window(owner: number, query: Float64Array): number | undefined {
    const { windows } = this.#parts;
    if (!windows) return undefined;
    const units = this.#unitsOf.documentsOf(owner);
    const best = windows.best(units[0] ?? 0, query, units.length);
    return best === undefined ? undefined : Math.max(0, best);
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

  /** Undefined when the model can't be reached. */
  async #embed(query: string): Promise<number[] | undefined> {
    const { vectors, embeddings } = this.#parts;
    if (!vectors || !embeddings || vectors.size === 0) return undefined;
    try {
      return await embeddings.embedQuery(query);
    } catch {
      return undefined;
    }
  }

  /** Best units by cosine and their owners. */
  #dense(vector: number[]): Dense {
    const { vectors, unitOwner } = this.#parts;
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
      vector: Float64Array.from(vector),
      best: this.#firstOfEach(owners),
      of: (owner) => cosines[owner] ?? 0,
      akin: (this.#parts.fitted ? similar : [])
        .slice(0, AKIN)
        .map(({ id, similarity }) => ({ able: this.#able(unitOwner[id] ?? 0), score: Math.max(0, similarity) })),
    };
  }
}

type Dense = {
  vector: Float64Array;
  /** Candidates by their best text, best first, so many of each group. */
  best: number[];
  of: (owner: number) => number;
  akin: SearchResult['akin'];
};
type Found = {
  query: string;
  found: LexicalFound;
  dense: Dense | undefined;
  fusion: Fusion;
  country: SearchOptions['country'];
};
type Placed = Ranked & { owner: number };

function without(key: keyof Weights, { near, far, enough }: Fusion): Fusion {
  return { near: { ...near, [key]: 0 }, far: { ...far, [key]: 0 }, enough };
}

/** By words alone nothing makes up for what they don't find; by cosines alone, words count nowhere. */
function inMode(fusion: Fusion, mode: 'lexical' | 'dense' | 'hybrid'): Fusion {
  if (mode === 'hybrid') return fusion;
  const only: Weights = mode === 'dense' ? { ...WITHOUT, dense: 1 } : { ...fusion.near, expanded: 0, dense: 0 };
  return { near: only, far: only, enough: 0 };
}

import type { Retriever, SearchOptions, SearchResult } from '../app/ports.ts';
import {
  answers,
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
import { AKIN, type Dense, Layer, type LayerParts, POOL } from './layer.ts';
import type { LexicalFound } from './lexical.ts';

/** How many of the best have their windows compared. */
const RESCORED = 100;

const NOTHING: Places = { ranked: [], known: 0, covered: 0, nearest: [], akin: [] };
const WITHOUT: Weights = { whole: 0, part: 0, expanded: 0, dense: 0 };

/** A `SearchResult` by the numbers of candidates and of their parts; no part is -1. The candidates of a second layer are counted on after those of the first. */
export type Places = Omit<SearchResult, 'ranked'> & {
  ranked: { owner: number; part: number; score: number; signals: Signals }[];
};

export type HybridParts = LayerParts & {
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
  readonly #layers: readonly Layer[];

  /** @param layers the layers to search; absent: one, of these parts */
  constructor(parts: HybridParts, layers: readonly Layer[] = [new Layer(parts)]) {
    this.#parts = parts;
    this.#fusion = inMode(parts.fusion ?? FUSION, parts.mode ?? 'hybrid');
    this.#layers = layers;
  }

  /** This and another body of knowledge, searched as one: what this retriever holds is shared, not copied. */
  with(other: LayerParts): HybridRetriever {
    return new HybridRetriever(this.#parts, [...this.#layers, new Layer(other)]);
  }

  async search(query: string, options: SearchOptions): Promise<SearchResult> {
    return this.filled(await this.places(query, options));
  }

  /** What `places` found, with its texts. */
  filled({ ranked, ...rest }: Places): SearchResult {
    const whole = ({ owner, part, score, signals }: Places['ranked'][number]): Ranked[] => {
      const { layer, at } = this.#layerOf(owner);
      const { candidates, outlines, partTexts } = layer.parts;
      const candidate = candidates.at(at) ?? outlines[at];
      return candidate ? [{ candidate, score, signals, bestPart: part < 0 ? '' : (partTexts.at(part) ?? '') }] : [];
    };
    return { ...rest, ranked: ranked.flatMap(whole) };
  }

  /** The layer of a candidate, and its place there. */
  #layerOf(owner: number): { layer: Layer; at: number } {
    let at = owner;
    for (const layer of this.#layers) {
      if (at < layer.size) return { layer, at };
      at -= layer.size;
    }
    throw new RangeError(`there is no candidate ${owner}`);
  }

  /** The search itself, without the texts of what it found: little enough to go from one thread to another. */
  async places(query: string, { country, limit }: SearchOptions): Promise<Places> {
    if (!query.trim() || this.#layers.every((layer) => layer.size === 0)) return NOTHING;
    // Nothing is waited for after this: searches side by side use the same arrays in turn.
    const vector = this.#fusion.far.dense > 0 ? await this.#embed(query) : undefined;
    const fusion = vector ? this.#fusion : without('dense', this.#fusion);
    if (Object.values(fusion.near).every((w) => w === 0)) return NOTHING;
    let from = 0;
    const searched = this.#layers.map((layer): Searched => {
      const beside = this.#beside(layer);
      const found = layer.words(query, beside);
      from += layer.size;
      return { layer, beside, from: from - layer.size, found, dense: vector && layer.dense(vector) };
    });
    const final = rank({ query, searched, vector, fusion, country });
    const best = final.find((r) => answers(r.candidate));
    const [first] = this.#layers;
    return {
      ranked: final.slice(0, limit).map(({ in: { from, found }, owner, score, signals }) => ({
        owner: from + owner,
        score,
        signals,
        part: found.of(owner).bestPart,
      })),
      known: first?.known(query, this.#beside(first)) ?? 0,
      covered: best ? best.in.layer.covered(query, best.owner, best.in.beside) : 0,
      nearest: bestOf(
        searched.map(({ layer, found }) => layer.nearest(found)),
        POOL,
      ),
      akin: this.#parts.fitted
        ? bestOf(
            searched.map(({ dense }) => dense?.texts ?? []),
            AKIN,
          )
        : [],
    };
  }

  #beside(layer: Layer): Layer[] {
    return this.#layers.filter((other) => other !== layer);
  }

  /** Undefined when the model can't be reached. */
  async #embed(query: string): Promise<number[] | undefined> {
    const { embeddings } = this.#parts;
    if (!embeddings || !this.#layers.some(({ parts }) => parts.vectors && parts.vectors.size > 0)) return undefined;
    try {
      return await embeddings.embedQuery(query);
    } catch {
      return undefined;
    }
  }
}

/** The best of lists that are in order, in order. */
function bestOf<T extends { score: number }>(lists: readonly T[][], count: number): T[] {
  const [only = [], ...more] = lists;
  if (more.length === 0) return only.slice(0, count);
  return lists
    .flat()
    .sort((a, b) => b.score - a.score)
    .slice(0, count);
}

/** What one layer found. Its candidates are counted `from` here on where there are several layers. */
type Searched = {
  layer: Layer;
  beside: readonly Layer[];
  from: number;
  found: LexicalFound;
  dense: Dense | undefined;
};
type Found = {
  query: string;
  searched: readonly Searched[];
  vector: number[] | undefined;
  fusion: Fusion;
  country: SearchOptions['country'];
};
/** `owner` is the candidate's place in its layer. */
type Placed = Ranked & { in: Searched; owner: number };

/**
 * The candidates that any kind of search put among its best, in order. The distance between words and texts is taken for each group of languages by itself, so
 * that a text in another language is weighed by its meaning while one in the question's own is weighed by its words.
 */
function rank({ query, searched, vector, fusion, country }: Found): Placed[] {
  const pools = searched.map((of) => ({ of, pool: poolOf(of) }));
  const best = new Map<number, number>();
  for (const { of, pool } of pools)
    for (const [owner, signals] of pool) {
      const group = of.layer.group(owner);
      best.set(group, Math.max(best.get(group) ?? 0, lexical(signals, fusion)));
    }
  const distances = new Map([...best].map(([group, score]) => [group, distance(score, fusion)]));
  const distanceOf = ({ layer }: Searched, owner: number) => distances.get(layer.group(owner)) ?? distance(0, fusion);
  if (fusion.far.expanded > 0 && [...distances.values()].some((d) => d > 0))
    for (const { of, pool } of pools) {
      const expanded = of.layer.expanded(query, of.beside);
      addTo(pool, of, expanded?.best ?? []);
      if (expanded)
        for (const [owner, signals] of pool) if (distanceOf(of, owner) > 0) signals.expanded = expanded.of(owner);
    }
  const placed: Placed[] = [];
  const scored = (r: Omit<Placed, 'score'>) =>
    fuse(r.signals, fusion, distanceOf(r.in, r.owner)) * prior(r.candidate, country);
  for (const { of, pool } of pools)
    for (const [owner, signals] of pool) {
      const candidate = of.layer.parts.outlines[owner];
      if (!candidate) continue;
      const r = { in: of, owner, candidate, signals, bestPart: '' };
      placed.push({ ...r, score: scored(r) });
    }
  if (vector) {
    const exact = Float64Array.from(vector);
    placed.sort((a, b) => b.score - a.score);
    for (const r of placed.slice(0, RESCORED)) {
      const window = r.in.layer.window(r.owner, exact);
      if (window === undefined) continue;
      r.signals.window = window;
      r.score = scored(r);
    }
  }
  const able = placed.filter((r) => r.score > 0);
  return supported(searched.length > 1 ? once(able) : able).sort(
    (a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? -1 : 1),
  );
}

const signalsOf = ({ found, dense }: Searched, owner: number): Signals => {
  const { whole, part } = found.of(owner);
  return { whole, part, dense: dense?.of(owner) ?? 0 };
};

function addTo(pool: Map<number, Signals>, of: Searched, owners: Iterable<number>): void {
  const { outlines } = of.layer.parts;
  for (const owner of owners) if (outlines[owner] && !pool.has(owner)) pool.set(owner, signalsOf(of, owner));
}

function poolOf(of: Searched): Map<number, Signals> {
  const pool = new Map<number, Signals>();
  addTo(pool, of, of.dense?.best ?? []);
  addTo(pool, of, of.found.best);
  return pool;
}

/** A second layer may have more texts for a candidate of the first: it counts by the better of the two. */
function once(placed: readonly Placed[]): Placed[] {
  const best = new Map<string, Placed>();
  for (const r of placed) {
    const known = best.get(r.candidate.id);
    if (!known || known.score < r.score) best.set(r.candidate.id, r);
  }
  return [...best.values()];
}

function without(key: keyof Weights, { near, far, enough }: Fusion): Fusion {
  return { near: { ...near, [key]: 0 }, far: { ...far, [key]: 0 }, enough };
}

/** By words alone nothing makes up for what they don't find; by cosines alone, words count nowhere. */
function inMode(fusion: Fusion, mode: 'lexical' | 'dense' | 'hybrid'): Fusion {
  if (mode === 'hybrid') return fusion;
  const only: Weights = mode === 'dense' ? { ...WITHOUT, dense: 1 } : { ...fusion.near, expanded: 0, dense: 0 };
  return { near: only, far: only, enough: 0 };
}

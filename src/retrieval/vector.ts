import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Hnswlib from 'hnswlib-node';
import { type Dots, dotsWith } from './dots.ts';
import { top } from './top.ts';

/** Nearest vectors by cosine. Vectors have length 1, so cosine is the inner product. Ids are positions in the order of building. */
export interface VectorIndex {
  readonly kind: 'exact' | 'hnsw';
  readonly size: number;
  /** The k most similar, best first, similarity in [-1, 1]. */
  search(vector: ArrayLike<number>, k: number): { id: number; similarity: number }[];
  /** Similarity of one stored vector to a query. */
  similarity(id: number, vector: ArrayLike<number>): number;
}

/** Up to here a walk over all vectors is as quick as the graph, and exact. Measured: docs/decisions/0003-retrieval.md. */
const EXACT_LIMIT = 20_000;

/** Added to similarities, so that `top`, which looks at scores above zero, sees every one. */
const SHIFT = 1 + 1e-6;

/** All vectors compared one by one. No native code, no approximation. */
export class ExactIndex implements VectorIndex {
  readonly kind = 'exact';
  readonly size: number;
  readonly #vectors: Float32Array;
  readonly #dimensions: number;
  readonly #dots: Dots;

  constructor(vectors: Float32Array, dimensions: number) {
    this.#vectors = vectors;
    this.#dimensions = dimensions;
    this.size = dimensions === 0 ? 0 : vectors.length / dimensions;
    this.#dots = dotsWith(vectors, dimensions);
  }

  similarity(id: number, vector: ArrayLike<number>): number {
    let sum = 0;
    for (let i = 0; i < this.#dimensions; i++)
      sum += (this.#vectors[id * this.#dimensions + i] ?? 0) * (vector[i] ?? 0);
    return sum;
  }

  search(vector: ArrayLike<number>, k: number): { id: number; similarity: number }[] {
    const shifted = this.#dots(vector, SHIFT);
    return top(shifted, k).map((id) => ({ id, similarity: (shifted[id] ?? 0) - SHIFT }));
  }
}

/** Links of a point, how many points are weighed for them, and how many a search looks at: more is slower and finds more. */
export type Graph = { links: number; weighed: number; searched: number };
const GRAPH: Graph = { links: 16, weighed: 100, searched: 120 };

/** The graph of hnswlib: approximate, and the way past EXACT_LIMIT. */
class HnswIndex implements VectorIndex {
  readonly kind = 'hnsw';
  readonly size: number;
  readonly #index: Hnswlib.HierarchicalNSW;

  constructor(index: Hnswlib.HierarchicalNSW, { searched }: Graph) {
    this.#index = index;
    this.size = index.getCurrentCount();
    index.setEf(searched);
  }

  similarity(id: number, vector: ArrayLike<number>): number {
    const point = this.#index.getPoint(id);
    let sum = 0;
    for (let i = 0; i < point.length; i++) sum += (point[i] ?? 0) * (vector[i] ?? 0);
    return sum;
  }

  search(vector: ArrayLike<number>, k: number): { id: number; similarity: number }[] {
    const found = this.#index.searchKnn(Array.from(vector), Math.min(k, this.size));
    return found.neighbors.map((id, i) => ({ id, similarity: 1 - (found.distances[i] ?? 1) }));
  }
}

/** hnswlib-node compiles on install; where that failed it is simply not there, and exact search takes over. */
export function loadHnsw(): typeof Hnswlib | undefined {
  try {
    return createRequire(import.meta.url)('hnswlib-node') as typeof Hnswlib;
  } catch {
    return undefined;
  }
}

export type BuiltVectors = { index: VectorIndex; fallback: boolean; save: (file: string) => void };

/**
 * Builds the index that fits the number of vectors. `fallback` is true where the graph was wanted and is not installed.
 * `onProgress` gets the share done, in [0, 1].
 */
export function buildVectors(
  vectors: Float32Array,
  dimensions: number,
  options: {
    exactLimit?: number;
    graph?: Graph;
    hnsw?: typeof Hnswlib | undefined;
    onProgress?: (share: number) => void;
  } = {},
): BuiltVectors {
  const count = dimensions === 0 ? 0 : vectors.length / dimensions;
  const wanted = count > (options.exactLimit ?? EXACT_LIMIT);
  const hnsw = wanted ? ('hnsw' in options ? options.hnsw : loadHnsw()) : undefined;
  if (!hnsw) return { index: new ExactIndex(vectors, dimensions), fallback: wanted, save: () => {} };
  const graph = new hnsw.HierarchicalNSW('ip', dimensions);
  const shape = options.graph ?? GRAPH;
  graph.initIndex(count, shape.links, shape.weighed, 100);
  for (let id = 0; id < count; id++) {
    graph.addPoint(Array.from(vectors.subarray(id * dimensions, (id + 1) * dimensions)), id);
    if (id % 1000 === 0) options.onProgress?.(id / count);
  }
  return { index: new HnswIndex(graph, shape), fallback: false, save: (file) => graph.writeIndexSync(file) };
}

/** Opens a saved graph; undefined where the file or the library is missing. */
export function openGraph(file: string, dimensions: number, shape = GRAPH): VectorIndex | undefined {
  const hnsw = loadHnsw();
  if (!hnsw || !existsSync(file)) return undefined;
  const graph = new hnsw.HierarchicalNSW('ip', dimensions);
  graph.readIndexSync(file);
  return new HnswIndex(graph, shape);
}

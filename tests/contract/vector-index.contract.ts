import { beforeAll, describe, expect, test } from 'vitest';

type Found = { id: number; similarity: number };
type Eventual<T> = T | Promise<T>;
/** An index in this process answers at once, one in a database after a while. */
export type AnyVectorIndex = {
  readonly size: Eventual<number>;
  search(vector: ArrayLike<number>, k: number): Eventual<Found[]>;
  similarity(id: number, vector: ArrayLike<number>): Eventual<number>;
};

/** Vectors of length 1, the same for every run: a linear congruential generator instead of dice. */
export function unitVectors(count: number, dimensions: number, seed = 1): Float32Array {
  const out = new Float32Array(count * dimensions);
  let state = seed;
  for (let v = 0; v < count; v++) {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const x = state / 2 ** 31 - 1;
      out[v * dimensions + i] = x;
      sum += x * x;
    }
    for (let i = 0; i < dimensions; i++) out[v * dimensions + i] = (out[v * dimensions + i] ?? 0) / Math.sqrt(sum);
  }
  return out;
}

const COUNT = 300;
const DIMENSIONS = 16;
const ALL = unitVectors(COUNT, DIMENSIONS);
const QUERIES = unitVectors(20, DIMENSIONS, 99);
const nth = (vectors: Float32Array, n: number) => vectors.subarray(n * DIMENSIONS, (n + 1) * DIMENSIONS);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

/** The true order, by comparing all. */
function nearest(query: ArrayLike<number>): number[] {
  return Array.from({ length: COUNT }, (_, id) => id).sort((a, b) => dot(nth(ALL, b), query) - dot(nth(ALL, a), query));
}

/** What every index over vectors keeps to, exact or approximate. */
export function vectorIndexContract(
  name: string,
  build: (vectors: Float32Array, dimensions: number) => Eventual<AnyVectorIndex>,
): void {
  describe(name, () => {
    let index: AnyVectorIndex;
    beforeAll(async () => {
      index = await build(ALL, DIMENSIONS);
    });

    test('holds as many vectors as it was given', async () => {
      expect(await index.size).toBe(COUNT);
    });

    test('finds a vector that it holds first, with similarity 1', async () => {
      for (const id of [0, 7, COUNT - 1]) {
        const [first] = await index.search(nth(ALL, id), 3);
        expect(first?.id).toBe(id);
        expect(first?.similarity).toBeCloseTo(1, 4);
      }
    });

    test('gives the most similar first, each once', async () => {
      const found = await index.search(nth(QUERIES, 0), 25);
      expect(found).toHaveLength(25);
      expect(new Set(found.map((f) => f.id)).size).toBe(25);
      const scores = found.map((f) => f.similarity);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    });

    test('says of each found vector the cosine that it has', async () => {
      for (const { id, similarity } of await index.search(nth(QUERIES, 1), 10)) {
        expect(similarity).toBeCloseTo(dot(nth(ALL, id), nth(QUERIES, 1)), 4);
        expect(await index.similarity(id, nth(QUERIES, 1))).toBeCloseTo(similarity, 4);
      }
    });

    test('finds nearly all of the ten nearest', async () => {
      let hits = 0;
      for (let q = 0; q < 20; q++) {
        const truth = new Set(nearest(nth(QUERIES, q)).slice(0, 10));
        hits += (await index.search(nth(QUERIES, q), 10)).filter((f) => truth.has(f.id)).length;
      }
      expect(hits / 200).toBeGreaterThanOrEqual(0.95);
    });

    test('gives all there is when more is asked for', async () => {
      const few = await build(unitVectors(4, DIMENSIONS), DIMENSIONS);
      expect(await few.search(nth(QUERIES, 0), 100)).toHaveLength(4);
    });

    test('takes a query as a plain list of numbers too', async () => {
      expect(await index.search(Array.from(nth(QUERIES, 2)), 5)).toEqual(await index.search(nth(QUERIES, 2), 5));
    });

    test('gives the same for the same query', async () => {
      expect(await index.search(nth(QUERIES, 3), 20)).toEqual(await index.search(nth(QUERIES, 3), 20));
    });
  });
}

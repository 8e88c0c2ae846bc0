import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildVectors, ExactIndex, loadHnsw, openGraph } from '../../src/retrieval/vector.ts';
import { unitVectors, vectorIndexContract } from './vector-index.contract.ts';

const hnsw = loadHnsw();

vectorIndexContract('exact search', (vectors, dimensions) => new ExactIndex(vectors, dimensions));
if (hnsw)
  vectorIndexContract(
    'the graph of hnswlib',
    (vectors, dimensions) => buildVectors(vectors, dimensions, { exactLimit: 0, hnsw }).index,
  );
// Where the library did not compile, exact search stands in for the graph and must keep the same promises.
vectorIndexContract(
  'exact search in place of the graph',
  (vectors, dimensions) => buildVectors(vectors, dimensions, { exactLimit: 0, hnsw: undefined }).index,
);

describe('which index is built', () => {
  const vectors = unitVectors(50, 8);

  test('few vectors are searched one by one, and that is no fallback', () => {
    expect(buildVectors(vectors, 8)).toMatchObject({ index: { kind: 'exact', size: 50 }, fallback: false });
    expect(buildVectors(vectors, 8, { exactLimit: 50 })).toMatchObject({ index: { kind: 'exact' }, fallback: false });
  });

  test('many vectors without hnswlib are searched one by one, and it is said', () => {
    expect(buildVectors(vectors, 8, { exactLimit: 10, hnsw: undefined })).toMatchObject({
      index: { kind: 'exact', size: 50 },
      fallback: true,
    });
  });

  test.runIf(hnsw)('many vectors get the graph', () => {
    expect(buildVectors(vectors, 8, { exactLimit: 10, hnsw })).toMatchObject({
      index: { kind: 'hnsw', size: 50 },
      fallback: false,
    });
  });

  test('no vectors make an empty index', () => {
    const { index } = buildVectors(new Float32Array(0), 8);
    expect([index.size, index.search(unitVectors(1, 8), 5)]).toEqual([0, []]);
    expect(buildVectors(new Float32Array(0), 0).index.size).toBe(0);
  });

  test('exact search breaks ties by the order of building', () => {
    const twins = Float32Array.from([...unitVectors(1, 4), ...unitVectors(1, 4), ...unitVectors(1, 4)]);
    expect(new ExactIndex(twins, 4).search(unitVectors(1, 4), 3).map((f) => f.id)).toEqual([0, 1, 2]);
  });
});

describe('many vectors, which are compared four at a time', () => {
  test.each([
    { count: 1003, dimensions: 20 },
    { count: 1000, dimensions: 48 },
    { count: 1001, dimensions: 3 },
  ])('$count of $dimensions dimensions: each has its own cosine, in no other place', ({ count, dimensions }) => {
    const vectors = unitVectors(count, dimensions);
    const index = new ExactIndex(vectors, dimensions);
    for (const query of [unitVectors(1, dimensions, 7), vectors.subarray(dimensions, 2 * dimensions)]) {
      const found = index.search(query, count);
      expect(found).toHaveLength(count);
      for (const { id, similarity } of found) expect(similarity).toBeCloseTo(index.similarity(id, query), 5);
    }
  });
});

describe('a saved graph', () => {
  const vectors = unitVectors(60, 8);

  test.runIf(hnsw)('is opened again and finds the same', () => {
    const dir = mkdtempSync(join(tmpdir(), 'varsam-graph-'));
    try {
      const file = join(dir, 'vectors.hnsw');
      const built = buildVectors(vectors, 8, { exactLimit: 10, hnsw });
      built.save(file);
      const query = unitVectors(1, 8, 5);
      expect(openGraph(file, 8)?.search(query, 10)).toEqual(built.index.search(query, 10));
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  test('that is not there is not opened, and exact search has none to save', () => {
    const file = join(tmpdir(), 'varsam-no-such-graph.hnsw');
    buildVectors(vectors, 8).save(file);
    expect([existsSync(file), openGraph(file, 8)]).toEqual([false, undefined]);
  });
});

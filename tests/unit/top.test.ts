import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { top } from '../../src/retrieval/top.ts';

/** By sorting them all: of equals the earlier first, nothing that is not above zero. */
function sorted(scores: Float32Array, k: number): number[] {
  return [...scores.keys()]
    .filter((i) => (scores[i] ?? 0) > 0)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, k);
}

describe('the best scores', () => {
  test('are those that sorting would put first, in that order, many ties or none', () => {
    const score = fc.oneof(fc.float({ noNaN: true, min: -1, max: 2 }), fc.integer({ min: -2, max: 5 }));
    fc.assert(
      fc.property(fc.array(score, { maxLength: 300 }), fc.nat(320), (list, k) => {
        const scores = Float32Array.from(list);
        expect(top(scores, k)).toEqual(sorted(scores, k));
      }),
    );
  });

  test.each([
    { name: 'all different', of: (i: number) => ((i * 2654435761) % 10007) / 10007 },
    { name: 'nearly all equal', of: (i: number) => (i % 97 === 0 ? 1 + i / 1e5 : 1) },
    { name: 'one far above the rest', of: (i: number) => (i === 4321 ? 1e30 : (i % 1000) / 1e3) },
    { name: 'few above zero', of: (i: number) => (i % 50 === 0 ? i : -i) },
    { name: 'one without end', of: (i: number) => (i === 7 ? Number.POSITIVE_INFINITY : i) },
  ])('are the same where many are wanted of very many: $name', ({ of }) => {
    const scores = Float32Array.from({ length: 8000 }, (_, i) => of(i));
    for (const k of [256, 800]) expect(top(scores, k)).toEqual(sorted(scores, k));
  });

  test('are found after more or fewer were wanted before', () => {
    const scores = Float32Array.from({ length: 3000 }, (_, i) => (i * 7919) % 3001);
    for (const k of [5, 2500, 5]) expect(top(scores, k)).toEqual(sorted(scores, k));
    expect(top(scores, 0)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { hitAt, lineThrough, mean, ndcgAt, percentile, ratio } from '../../bench/metrics.ts';
import { cut, recombine } from '../../bench/synthetic.ts';

describe('recall at k', () => {
  const ranked = ['c', 'a', 'd', 'b'];

  test('is 1 where a relevant document is among the first k, and 0 where it comes later or never', () => {
    expect([1, 2, 3, 4].map((k) => hitAt(k, ranked, new Set(['a'])))).toEqual([0, 1, 1, 1]);
    expect(hitAt(10, ranked, new Set(['x']))).toBe(0);
    expect(hitAt(10, [], new Set(['a']))).toBe(0);
  });

  test('asks for one of several relevant documents, not for all', () => {
    expect(hitAt(1, ranked, new Set(['b', 'c']))).toBe(1);
  });

  test('is the share of the queries that hit, once averaged', () => {
    const queries = [new Set(['c']), new Set(['a']), new Set(['b']), new Set(['x'])];
    expect(mean(queries.map((relevant) => hitAt(2, ranked, relevant)))).toBe(0.5);
    expect(mean([])).toBe(0);
  });
});

describe('nDCG at 10', () => {
  test('is 1 for the best order there is', () => {
    expect(ndcgAt(10, ['a', 'b', 'x'], new Set(['b', 'a']))).toBe(1);
  });

  test('discounts by the logarithm of the rank: one relevant document, second and third', () => {
    expect(ndcgAt(10, ['x', 'a'], new Set(['a']))).toBeCloseTo(0.63093, 5); // 1 / log2 3
    expect(ndcgAt(10, ['x', 'y', 'a'], new Set(['a']))).toBeCloseTo(0.5, 12); // 1 / log2 4
  });

  test('compares with the ideal of as many relevant documents as there are', () => {
    // Found first and third of three: (1 + 0.5) / (1 + 0.63093 + 0.5)
    expect(ndcgAt(10, ['a', 'x', 'b'], new Set(['a', 'b', 'c']))).toBeCloseTo(0.70392, 5);
    // Twelve are relevant, ten fit: a full list is perfect.
    const all = Array.from({ length: 12 }, (_, i) => `d${i}`);
    expect(ndcgAt(10, all, new Set(all))).toBeCloseTo(1, 12);
  });

  test('sees nothing after the tenth, and is 0 where nothing is relevant', () => {
    const ten = Array.from({ length: 10 }, (_, i) => `x${i}`);
    expect(ndcgAt(10, [...ten, 'a'], new Set(['a']))).toBe(0);
    expect(ndcgAt(10, ten, new Set())).toBe(0);
  });
});

describe('a percentile', () => {
  test('is the smallest value that the share of the values does not exceed, in whatever order they come', () => {
    expect(percentile([15, 20, 35, 40, 50], 0.3)).toBe(20);
    expect(percentile([50, 15, 40, 20, 35], 0.4)).toBe(20);
    expect(percentile([50, 15, 40, 20, 35], 0.5)).toBe(35);
    expect(percentile([50, 15, 40, 20, 35], 1)).toBe(50);
  });

  test('of 100 values, the 99th is the last but one', () => {
    const values = Array.from({ length: 100 }, (_, i) => i + 1);
    expect([0.5, 0.99, 1].map((p) => percentile(values, p))).toEqual([50, 99, 100]);
  });

  test('of one value is that value, of none 0; and the values stay as they were', () => {
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([], 0.5)).toBe(0);
    const values = [3, 1, 2];
    percentile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('a ratio', () => {
  test('says how many times the reference a figure is, and nothing where the reference is nothing', () => {
    expect(ratio(30, 12)).toBe(2.5);
    expect(ratio(1, 4)).toBe(0.25);
    expect(ratio(3, 0)).toBeNull();
  });
});

describe('synthetic passages', () => {
  const GROUPS = [
    ['Ta et skjermbilde før kommentaren tas bort.', 'Svar på henvendelser samme dag.'],
    ['Ta en skärmdump innan kommentaren tas bort.', 'Svara på frågor samma dag som de kommer.'],
  ];

  test('are the same for the same seed, and others for another', () => {
    const passages = [...recombine(GROUPS, 50, 1)];
    expect([...recombine(GROUPS, 50, 1)]).toEqual(passages);
    expect([...recombine(GROUPS, 50, 2)]).not.toEqual(passages);
  });

  test('are as long as real ones, of words of one language', () => {
    const words = (texts: readonly string[]) => new Set(texts.flatMap((t) => t.split(' ')));
    const [norwegian = new Set<string>(), swedish = new Set<string>()] = GROUPS.map(words);
    for (const passage of recombine(GROUPS, 50, 1)) {
      const used = passage.split(' ');
      expect([5, 7, 8]).toContain(used.length);
      // Compounds are made up; every other word is one that stands in the group.
      const strangers = (known: Set<string>) => used.filter((w) => !known.has(w)).length;
      expect(Math.min(strangers(norwegian), strangers(swedish))).toBeLessThanOrEqual(2);
    }
  });

  test('come from passages cut after a sentence, about 110 words long', () => {
    const sentence = `${Array.from({ length: 39 }, (_, i) => `ord${i}`).join(' ')} slutt.`;
    const pieces = cut(Array.from({ length: 7 }, () => `S${sentence}`).join(' '));
    expect(pieces.map((p) => p.split(' ').length)).toEqual([120, 120, 40]);
    expect(cut('')).toEqual([]);
  });
});

describe('a line through points', () => {
  test('has the slope of points that lie on one, without an error', () => {
    expect(lineThrough([1, 2, 3, 7].map((x) => [x, 5 - 2 * x]))).toEqual({ slope: -2, error: 0 });
  });

  test('has the standard error of the textbook where they scatter', () => {
    // R: summary(lm(c(2, 4, 5, 4, 5) ~ c(1, 2, 3, 4, 5))) gives 0.6 and 0.2828.
    const { slope, error } = lineThrough([2, 4, 5, 4, 5].map((y, i) => [i + 1, y]));
    expect(slope).toBeCloseTo(0.6, 10);
    expect(error).toBeCloseTo(0.2828, 4);
  });

  test('through fewer than three points has no error, and is none', () => {
    expect(lineThrough([[1, 1]]).error).toBeNaN();
  });
});

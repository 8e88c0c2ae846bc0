import type { Dataset } from './datasets.ts';
import type { Engine, OnProgress, Searcher } from './engines/engine.ts';
import { hitAt, mean, ndcgAt, percentile } from './metrics.ts';

export type Speed = { p50Ms: number; p99Ms: number; timed: number };
export type QualityRow = Speed & {
  engine: string;
  docs: number;
  queries: number;
  r1: number;
  r5: number;
  ndcg10: number;
  buildMs: number;
};

/** Queries before the clock runs, the same for every engine, so that no figure is about a compiler warming up. */
const WARM_UP = 20;

/** Milliseconds of each query in turn, until they end or `budgetMs` is used up; at least 20 are asked. */
export async function timeQueries<Q extends Parameters<Searcher['search']>[0]>(
  searcher: Searcher,
  queries: readonly Q[],
  options: {
    k: number;
    budgetMs: number;
    warmUp?: number;
    onProgress?: OnProgress;
    onRanked?: (query: Q, ranked: string[]) => void;
  },
): Promise<Speed> {
  const started = performance.now();
  for (const query of queries.slice(0, options.warmUp ?? WARM_UP)) {
    await searcher.search(query, options.k);
    if (performance.now() - started > options.budgetMs / 4) break;
  }
  const times: number[] = [];
  for (const query of queries) {
    const from = performance.now();
    const ranked = await searcher.search(query, options.k);
    times.push(performance.now() - from);
    options.onRanked?.(query, ranked);
    options.onProgress?.(times.length / queries.length);
    if (times.length >= 20 && performance.now() - started > options.budgetMs) break;
  }
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), timed: times.length };
}

/** Builds one engine from a dataset's texts and asks it every query. */
export async function measureQuality(
  engine: Engine,
  { docs, queries, lang }: Dataset,
  onProgress: OnProgress,
): Promise<QualityRow> {
  // Once with a single text, so that loading the package is no part of the build.
  await engine.build(docs.slice(0, 1), lang, () => {});
  const started = performance.now();
  const built = await engine.build(docs, lang, () => {});
  const buildMs = performance.now() - started;
  const scores: { r1: number; r5: number; ndcg10: number }[] = [];
  const speed = await timeQueries(built, queries, {
    k: 10,
    budgetMs: Number.POSITIVE_INFINITY,
    onProgress,
    onRanked: ({ relevant }, ids) => {
      scores.push({ r1: hitAt(1, ids, relevant), r5: hitAt(5, ids, relevant), ndcg10: ndcgAt(10, ids, relevant) });
    },
  });
  return {
    engine: engine.name,
    docs: docs.length,
    queries: queries.length,
    r1: mean(scores.map((s) => s.r1)),
    r5: mean(scores.map((s) => s.r5)),
    ndcg10: mean(scores.map((s) => s.ndcg10)),
    buildMs,
    ...speed,
  };
}

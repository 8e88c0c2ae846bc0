import type { TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import { TRAINED_LANGS, type TrainedLang, type TrainingRecord } from './records.ts';

export type PairScore = { source: string; from: TrainedLang; to: TrainedLang; queries: number; r1: number; r5: number };

/** Directions that are measured: those of the product, and English to Danish to see what Danish is worth. */
const DIRECTIONS: readonly [TrainedLang, TrainedLang][] = [
  ['en', 'nb'],
  ['en', 'nn'],
  ['en', 'sv'],
  ['en', 'da'],
  ['nb', 'sv'],
  ['nn', 'sv'],
  ['sv', 'nb'],
  ['sv', 'en'],
  ['nb', 'en'],
];

/**
 * For each source and direction: how often a held-out text finds its own translation first, and among five, in all held-out texts of that language,
 * of every source.
 */
export function evaluatePairs(
  model: Pick<TrainedEmbeddings, 'embed'>,
  heldOut: readonly TrainingRecord[],
): PairScore[] {
  const sources = [...new Set(heldOut.map((r) => r.source))].sort();
  const pools = new Map(
    TRAINED_LANGS.map((lang) => [
      lang,
      heldOut.flatMap((r) => targetOf(r, lang) ?? []).map((text) => model.embed(text)),
    ]),
  );
  return sources.flatMap((source) => {
    const records = heldOut.filter((r) => r.source === source);
    return DIRECTIONS.flatMap(([from, to]) => {
      const both = records.flatMap((r) => {
        const a = r.texts.find((t) => t.lang === from)?.text;
        const b = targetOf(r, to);
        return a && b && a !== b ? [{ a, b }] : [];
      });
      if (both.length < 8) return [];
      const pool = pools.get(to) ?? [];
      let r1 = 0;
      let r5 = 0;
      both.forEach(({ a, b }) => {
        const query = model.embed(a);
        const own = dot(query, model.embed(b));
        const better = pool.filter((t) => dot(query, t) > own).length;
        if (better < 1) r1++;
        if (better < 5) r5++;
      });
      return [{ source, from, to, queries: both.length, r1: r1 / both.length, r5: r5 / both.length }];
    });
  });
}

/** The last text of a language: of a title and its paragraph the paragraph. */
function targetOf(record: TrainingRecord, lang: TrainedLang): string | undefined {
  return record.texts.findLast((t) => t.lang === lang)?.text;
}

/** Means over the directions of each source, weighted alike, and over the sources. */
export function summary(scores: readonly PairScore[]): { source: string; queries: number; r1: number; r5: number }[] {
  const mean = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0) / Math.max(1, xs.length);
  const rows = [...new Set(scores.map((s) => s.source))].map((source) => {
    const own = scores.filter((s) => s.source === source);
    return {
      source,
      queries: own.reduce((a, s) => a + s.queries, 0),
      r1: mean(own.map((s) => s.r1)),
      r5: mean(own.map((s) => s.r5)),
    };
  });
  return [
    ...rows,
    {
      source: 'mean',
      queries: rows.reduce((a, s) => a + s.queries, 0),
      r1: mean(rows.map((s) => s.r1)),
      r5: mean(rows.map((s) => s.r5)),
    },
  ];
}

export function dot(a: Float32Array | undefined, b: Float32Array | undefined): number {
  let sum = 0;
  for (let d = 0; d < (a?.length ?? 0); d++) sum += (a?.[d] ?? 0) * (b?.[d] ?? 0);
  return sum;
}

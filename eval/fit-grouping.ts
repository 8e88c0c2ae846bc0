import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../src/config.ts';
import type { Knowledge } from '../src/core/guideline.ts';
import { LANGS, Lang } from '../src/core/language.ts';
import { SAME_FEATURES } from '../src/core/learning/same-features.ts';
import weightsNow from '../src/core/learning/same-question.json' with { type: 'json' };
import { type SameWeights, samenessBy, samenessOf } from '../src/core/learning/same-question.ts';
import { loadKnowledge } from '../src/knowledge/load.ts';
import { likeness, mattersOf } from '../src/retrieval/likeness.ts';
import { TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import { asJudged, FOLDS, fittingPairs, type Sample } from './fitting-pairs.ts';

const HERE = import.meta.dirname;
const WEIGHTS = join(HERE, '..', 'src', 'core', 'learning', 'same-question.json');

const Side = z.strictObject({ lang: Lang, question: z.string().min(1) });
/** How hard a pair is meant to be: of the same ones how they are worded, of the others how near they are. */
const PAIR_KINDS = ['light', 'reworded', 'far', 'near', 'topic', 'other'] as const;
const Pair = z.strictObject({ id: z.string(), a: Side, b: Side, same: z.boolean(), kind: z.enum(PAIR_KINDS) });
type Pair = z.infer<typeof Pair>;

/** Precision the threshold is chosen for, on fitting pairs that the fit has not seen. */
const WANTED = 0.9;

/** Shrinkage of the standardised weights, and most rounds of Newton's method; it has settled after about ten. */
const SHRINK = 1e-5;
const ROUNDS = 40;

/** Logistic regression with shrinkage by Newton's method (iteratively reweighted least squares), to the optimum; nothing is drawn by chance. */
function regression(samples: readonly Sample[]): SameWeights {
  const n = samples.length;
  const mean = SAME_FEATURES.map((k) => samples.reduce((s, x) => s + x.features[k], 0) / n);
  const deviation = SAME_FEATURES.map(
    (k, i) => Math.sqrt(samples.reduce((s, x) => s + (x.features[k] - (mean[i] ?? 0)) ** 2, 0) / n) || 1,
  );
  // The last one is the bias.
  const D = SAME_FEATURES.length + 1;
  const rows = samples.map(({ features, same, weight }) => ({
    x: Float64Array.from([...SAME_FEATURES.map((k, i) => (features[k] - (mean[i] ?? 0)) / (deviation[i] ?? 1)), 1]),
    y: same ? 1 : 0,
    weight,
  }));
  const w = new Float64Array(D);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = new Float64Array(D);
    const curvature = Array.from({ length: D }, () => new Float64Array(D));
    for (const { x, y, weight } of rows) {
      let zed = 0;
      for (let i = 0; i < D; i++) zed += (x[i] ?? 0) * (w[i] ?? 0);
      const p = 1 / (1 + Math.exp(-zed));
      const bend = (weight * p * (1 - p)) / n;
      for (let i = 0; i < D; i++) {
        gradient[i] = (gradient[i] ?? 0) + (weight * (p - y) * (x[i] ?? 0)) / n;
        const row = curvature[i];
        if (row) for (let k = 0; k <= i; k++) row[k] = (row[k] ?? 0) + bend * (x[i] ?? 0) * (x[k] ?? 0);
      }
    }
    for (let i = 0; i < D - 1; i++) gradient[i] = (gradient[i] ?? 0) + SHRINK * (w[i] ?? 0);
    // A feature that says what others say would leave nothing to divide by.
    curvature.forEach((row, i) => {
      row[i] = (row[i] ?? 0) + (i < D - 1 ? SHRINK : 0) + 1e-9;
    });
    const step = solved(curvature, gradient);
    step.forEach((s, i) => {
      w[i] = (w[i] ?? 0) - s;
    });
    if (step.every((s) => Math.abs(s) < 1e-6)) break;
  }
  const scaled = SAME_FEATURES.map((_, i) => (w[i] ?? 0) / (deviation[i] ?? 1));
  return {
    bias: Number(((w[D - 1] ?? 0) - scaled.reduce((s, x, i) => s + x * (mean[i] ?? 0), 0)).toFixed(4)),
    weights: Object.fromEntries(
      SAME_FEATURES.map((k, i) => [k, Number((scaled[i] ?? 0).toFixed(4))]),
    ) as SameWeights['weights'],
    threshold: 0.5,
  };
}

/** Solves A x = b for a symmetric, positive definite A, of which only the lower triangle is read, by Cholesky's decomposition. */
function solved(A: readonly Float64Array[], b: Float64Array): Float64Array {
  const n = b.length;
  const L = A.map((row) => row.slice());
  const at = (i: number, k: number) => L[i]?.[k] ?? 0;
  for (let i = 0; i < n; i++)
    for (let k = 0; k <= i; k++) {
      let sum = at(i, k);
      for (let j = 0; j < k; j++) sum -= at(i, j) * at(k, j);
      const row = L[i];
      if (row) row[k] = i === k ? Math.sqrt(sum) : sum / at(k, k);
    }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - at(i, k) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] ?? 0) - at(k, i) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  return x;
}

type Judged = { same: boolean; weight: number; sameness: number };
const figures = (judged: readonly Judged[], threshold: number) => {
  const sum = (keep: (j: Judged) => boolean) => judged.reduce((s, j) => s + (keep(j) ? j.weight : 0), 0);
  const right = sum((j) => j.same && j.sameness >= threshold);
  return {
    precision: right / (sum((j) => j.sameness >= threshold) || 1),
    recall: right / (sum((j) => j.same) || 1),
  };
};

/** Sameness of fitting pairs, each judged by a fit without its entry's fold. */
function crossFitted(samples: readonly Sample[]): (Sample & Judged)[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const weights = regression(samples.filter((s) => s.of !== fold));
    return samples.filter((s) => s.of === fold).map((s) => ({ ...s, sameness: samenessOf(s.features, weights) }));
  }).flat();
}

/** The lowest threshold, in hundredths, whose precision is what is wanted. */
function thresholdFor(judged: readonly Judged[]): number {
  for (let t = 5; t < 100; t++) if (figures(judged, t / 100).precision >= WANTED) return t / 100;
  return 0.99;
}

/**
 * `pairs-seen.jsonl`: its errors have been read, and the threshold is chosen by it too. `pairs.jsonl` was written apart from it, afterwards and by itself; its errors are
 * counted and never printed, so that it goes on judging.
 */
const SETS = { seen: 'pairs-seen.jsonl', judges: 'pairs.jsonl' } as const;

function readPairs(set: keyof typeof SETS): Pair[] {
  return readFileSync(join(HERE, SETS[set]), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Pair.parse(JSON.parse(line)));
}

type JudgedPair = Pair & Judged;

function judge(knowledge: Knowledge, weights: SameWeights, set: keyof typeof SETS): JudgedPair[] {
  const sameness = samenessBy(
    likeness(TrainedEmbeddings.open(), () => mattersOf(knowledge)),
    weights,
  );
  return readPairs(set).map((pair) => ({ ...pair, weight: 1, sameness: sameness(pair.a.question, pair.b.question) }));
}

/**
 * Judges both sets of pairs by the committed weights, or others; prints every wrong pair of the one that may be read, and figures by language for both. True where the
 * target is met on the set that judges.
 */
export function reportGroups(brief = false, weights: SameWeights = weightsNow): boolean {
  const knowledge = loadKnowledge(readConfig().knowledgeDir);
  const { threshold } = weights;
  const seen = judge(knowledge, weights, 'seen');
  for (const p of seen.filter((x) => x.sameness >= threshold !== x.same && !brief))
    console.log(
      `${p.same ? 'MISSED' : 'JOINED'} ${p.sameness.toFixed(2)} ${p.id}\n  ${p.a.lang} ${p.a.question}\n  ${p.b.lang} ${p.b.question}`,
    );
  console.log(`eval/${SETS.seen}, by which the threshold was chosen`);
  printPairs(seen, threshold);
  const judged = judge(knowledge, weights, 'judges');
  console.log(`eval/${SETS.judges}, by which nothing was chosen`);
  printPairs(judged, threshold);
  const { precision, recall } = figures(judged, threshold);
  console.log(`threshold ${threshold}; wanted: precision .9 at recall .8`);
  return precision >= 0.9 && recall >= 0.8;
}

function printPairs(judged: readonly JudgedPair[], threshold: number): void {
  const rows = [
    ['all', judged],
    ['one language', judged.filter((p) => p.a.lang === p.b.lang)],
    ['two languages', judged.filter((p) => p.a.lang !== p.b.lang)],
    ...LANGS.map((lang) => [lang, judged.filter((p) => p.a.lang === lang || p.b.lang === lang)] as const),
  ] as const;
  console.table(
    rows.map(([pairs, list]) => {
      const { precision, recall } = figures(list, threshold);
      return { pairs, count: list.length, precision: precision.toFixed(3), recall: recall.toFixed(3) };
    }),
  );
  console.table(
    PAIR_KINDS.map((kind) => {
      const list = judged.filter((p) => p.kind === kind);
      return { kind, count: list.length, joined: list.filter((p) => p.sameness >= threshold).length };
    }),
  );
}

/** Both together, each weighing the same however many they are: what people ask is neither all made pairs nor all written ones. */
function together(fitting: readonly Judged[], pairs: readonly Judged[]): Judged[] {
  const sum = (list: readonly Judged[]) => list.reduce((s, j) => s + j.weight, 0);
  const scale = sum(fitting) / sum(pairs);
  return [...fitting, ...pairs.map((p) => ({ ...p, weight: p.weight * scale }))];
}

/** Fits on knowledge/questions and the written matters, chooses the threshold there and on the pairs that were seen, writes the weights where asked to, and reports. */
function main(): void {
  const embeddings = TrainedEmbeddings.open();
  const knowledge = loadKnowledge(readConfig().knowledgeDir);
  const samples = fittingPairs(knowledge, embeddings);
  const judged = asJudged(crossFitted(samples));
  const fitted = regression(samples);
  const weights = { ...fitted, threshold: thresholdFor(together(judged, judge(knowledge, fitted, 'seen'))) };
  const { precision, recall } = figures(judged, weights.threshold);
  console.log(
    `${samples.length} fitting pairs, ${samples.filter((s) => s.same).length} of them the same; on those not seen precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
  );
  if (process.argv.includes('--write')) writeFileSync(WEIGHTS, `${JSON.stringify(weights, null, 2)}\n`);
  if (process.argv.includes('--weights')) console.table(weights.weights);
  reportGroups(process.argv.includes('--brief'), weights);
}

if (import.meta.main) main();

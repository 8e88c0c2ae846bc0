import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../src/config.ts';
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

/** Shrinkage, and rounds of descent. Features are standardised for the fit and the weights scaled back. */
const SHRINK = 0.001;
const ROUNDS = 600;

/** Logistic regression by plain descent with momentum; nothing is drawn by chance. */
function regression(samples: readonly Sample[]): SameWeights {
  const n = samples.length;
  const mean = SAME_FEATURES.map((k) => samples.reduce((s, x) => s + x.features[k], 0) / n);
  const deviation = SAME_FEATURES.map(
    (k, i) => Math.sqrt(samples.reduce((s, x) => s + (x.features[k] - (mean[i] ?? 0)) ** 2, 0) / n) || 1,
  );
  const rows = samples.map(({ features, same, weight }) => ({
    x: Float64Array.from(SAME_FEATURES, (k, i) => (features[k] - (mean[i] ?? 0)) / (deviation[i] ?? 1)),
    y: same ? 1 : 0,
    weight,
  }));
  const D = SAME_FEATURES.length;
  const w = new Float64Array(D + 1);
  const speed = new Float64Array(D + 1);
  for (let round = 0; round < ROUNDS; round++) {
    const g = new Float64Array(D + 1);
    for (let i = 0; i < D; i++) g[i] = SHRINK * (w[i] ?? 0);
    for (const { x, y, weight } of rows) {
      let zed = w[D] ?? 0;
      for (let i = 0; i < D; i++) zed += (x[i] ?? 0) * (w[i] ?? 0);
      const error = (weight * (1 / (1 + Math.exp(-zed)) - y)) / n;
      for (let i = 0; i < D; i++) g[i] = (g[i] ?? 0) + error * (x[i] ?? 0);
      g[D] = (g[D] ?? 0) + error;
    }
    for (let i = 0; i <= D; i++) {
      speed[i] = 0.9 * (speed[i] ?? 0) - 0.15 * (g[i] ?? 0);
      w[i] = (w[i] ?? 0) + (speed[i] ?? 0);
    }
  }
  const scaled = SAME_FEATURES.map((_, i) => (w[i] ?? 0) / (deviation[i] ?? 1));
  return {
    bias: Number(((w[D] ?? 0) - scaled.reduce((s, x, i) => s + x * (mean[i] ?? 0), 0)).toFixed(4)),
    weights: Object.fromEntries(
      SAME_FEATURES.map((k, i) => [k, Number((scaled[i] ?? 0).toFixed(4))]),
    ) as SameWeights['weights'],
    threshold: 0.5,
  };
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

function readPairs(): Pair[] {
  return readFileSync(join(HERE, 'pairs.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Pair.parse(JSON.parse(line)));
}

/** Judges eval/pairs.jsonl by the committed weights, or others; prints every wrong pair, and figures by language. True where the target is met. */
export function reportGroups(brief = false, weights: SameWeights = weightsNow): boolean {
  const knowledge = loadKnowledge(readConfig().knowledgeDir);
  const sameness = samenessBy(
    likeness(TrainedEmbeddings.open(), () => mattersOf(knowledge)),
    weights,
  );
  const judged = readPairs().map((pair) => ({
    ...pair,
    weight: 1,
    sameness: sameness(pair.a.question, pair.b.question),
  }));
  const { threshold } = weights;
  for (const p of judged.filter((x) => x.sameness >= threshold !== x.same && !brief))
    console.log(
      `${p.same ? 'MISSED' : 'JOINED'} ${p.sameness.toFixed(2)} ${p.id}\n  ${p.a.lang} ${p.a.question}\n  ${p.b.lang} ${p.b.question}`,
    );
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
  const { precision, recall } = figures(judged, threshold);
  console.log(`threshold ${threshold}; wanted: precision .9 at recall .8`);
  return precision >= 0.9 && recall >= 0.8;
}

/** Fits on knowledge/questions, chooses the threshold there, writes the weights where asked to, and reports on the pairs. */
function main(): void {
  const embeddings = TrainedEmbeddings.open();
  const samples = fittingPairs(loadKnowledge(readConfig().knowledgeDir), embeddings);
  const judged = asJudged(crossFitted(samples));
  const weights = { ...regression(samples), threshold: thresholdFor(judged) };
  const { precision, recall } = figures(judged, weights.threshold);
  console.log(
    `${samples.length} fitting pairs, ${samples.filter((s) => s.same).length} of them the same; on those not seen precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
  );
  if (process.argv.includes('--write')) writeFileSync(WEIGHTS, `${JSON.stringify(weights, null, 2)}\n`);
  if (process.argv.includes('--weights')) console.table(weights.weights);
  reportGroups(process.argv.includes('--brief'), weights);
}

if (import.meta.main) main();

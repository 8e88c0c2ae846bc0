import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../src/config.ts';
import type { AskedQuestion, Knowledge } from '../src/core/guideline.ts';
import { LANGS, Lang } from '../src/core/language.ts';
import weightsNow from '../src/core/learning/same-question.json' with { type: 'json' };
import {
  type Likeness,
  type Read,
  readQuestion,
  SAME_FEATURES,
  type SameFeatures,
  type SameWeights,
  sameFeatures,
  samenessBy,
  samenessOf,
} from '../src/core/learning/same-question.ts';
import { hash32 } from '../src/core/text.ts';
import { loadKnowledge } from '../src/knowledge/load.ts';
import { likeness } from '../src/retrieval/likeness.ts';
import { TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import { trainedOn } from '../training/held-out.ts';
import { lightened, reword, swap, twist } from './near-misses.ts';

const HERE = import.meta.dirname;
const WEIGHTS = join(HERE, '..', 'src', 'core', 'learning', 'same-question.json');

const Side = z.strictObject({ lang: Lang, question: z.string().min(1) });
const Pair = z.strictObject({ id: z.string(), a: Side, b: Side, same: z.boolean() });
type Pair = z.infer<typeof Pair>;
type Sample = { features: SameFeatures; same: boolean; weight: number; of: number };

/** Precision the threshold is chosen for, on fitting pairs that the fit has not seen. */
const WANTED = 0.9;
const FOLDS = 5;

type Asked = AskedQuestion & { entry: string; read: Read; vector: Float32Array };

/**
 * Pairs from the questions of knowledge/questions that the embedding was not trained on. Same: two questions of one entry, drawn by chance and the nearest, and
 * a question reworded or shortened. Different: a question and its nearest of other entries, some drawn by chance, and near misses: one notion (platform,
 * person, act, number) or the heaviest word replaced, for those are what a digest must not join. Entries that stand on each other count as neither.
 */
function samplesFrom(knowledge: Knowledge, embeddings: TrainedEmbeddings, like: Likeness): Sample[] {
  const asked: Asked[] = knowledge.questions.flatMap((q) =>
    q.entry === null || trainedOn(q.question)
      ? []
      : [{ ...q, entry: q.entry, read: readQuestion(q.question, like), vector: embeddings.embed(q.question) }],
  );
  const kin = kinOf(knowledge);
  const byEntry = Map.groupBy(asked, (q) => q.entry);
  const samples: Sample[] = [];
  const add = (a: Read, b: Read, same: boolean, of: string) =>
    samples.push({ features: sameFeatures(a, b, like), same, weight: 1, of: hash32(of) % FOLDS });
  for (const q of asked) {
    const siblings = (byEntry.get(q.entry) ?? []).filter((s) => s !== q);
    for (const s of drawn(siblings, q.question, 2)) add(q.read, s.read, true, q.entry);
    const others = asked
      .filter((o) => o.entry !== q.entry && !kin(q.entry, o.entry))
      .map((o) => ({ o, near: dot(q.vector, o.vector) }))
      .sort((x, y) => y.near - x.near);
    for (const { o } of [...others.slice(0, 1), ...drawn(others, `${q.question}?`, 2)])
      add(q.read, o.read, false, q.entry);
    for (const s of drawn([q, ...siblings], `${q.question}!`, 2)) {
      const twisted = twist(s);
      if (twisted) add(q.read, readQuestion(twisted, like), false, q.entry);
    }
    const donor = drawn(others, `${q.question}+`, 4).find(({ o }) => o.lang === q.lang)?.o;
    const swapped = donor && swap(q.read, donor.read);
    if (swapped) {
      add(q.read, readQuestion(swapped, like), false, q.entry);
      for (const s of drawn(siblings, `${q.question}-`, 1)) add(s.read, readQuestion(swapped, like), false, q.entry);
    }
    add(q.read, readQuestion(lightened(q.read), like), true, q.entry);
    add(q.read, readQuestion(reword(q), like), true, q.entry);
    for (const own of [true, false]) {
      const near = siblings
        .filter((s) => (s.lang === q.lang) === own)
        .sort((x, y) => dot(q.vector, y.vector) - dot(q.vector, x.vector))[0];
      if (near) add(q.read, near.read, true, q.entry);
    }
  }
  return balanced(samples);
}

function balanced(samples: readonly Sample[]): Sample[] {
  const share = samples.filter((s) => s.same).length / samples.length;
  return samples.map((s) => ({ ...s, weight: s.same ? 0.5 / share : 0.5 / (1 - share) }));
}

/** Entries that may mean the same: a written answer and the rules it rests on, and rules that one answer rests on. */
function kinOf(knowledge: Knowledge): (a: string, b: string) => boolean {
  const answers = new Map<string, Set<string>>();
  for (const entry of knowledge.curated)
    for (const id of [entry.id, ...(entry.outcome === 'answered' ? entry.rules : [])])
      answers.set(id, (answers.get(id) ?? new Set()).add(entry.id));
  return (a, b) => [...(answers.get(a) ?? [])].some((id) => answers.get(b)?.has(id));
}

/** Chosen by hash, so that every run draws the same. */
function drawn<T>(list: readonly T[], by: string, count: number): T[] {
  if (list.length === 0) return [];
  const picks = new Set(Array.from({ length: count }, (_, i) => hash32(`${by}${i}`) % list.length));
  return [...picks].flatMap((i) => list[i] ?? []);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Shrinkage, and rounds of descent. Features are standardised for the fit and the weights scaled back. */
const SHRINK = 0.002;
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
function crossFitted(samples: readonly Sample[]): Judged[] {
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
  const sameness = samenessBy(likeness(TrainedEmbeddings.open()), weights);
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
  const { precision, recall } = figures(judged, threshold);
  console.log(`threshold ${threshold}; wanted: precision .9 at recall .8`);
  return precision >= 0.9 && recall >= 0.8;
}

/** Fits on knowledge/questions, chooses the threshold there, writes the weights where asked to, and reports on the pairs. */
function main(): void {
  const embeddings = TrainedEmbeddings.open();
  const samples = samplesFrom(loadKnowledge(readConfig().knowledgeDir), embeddings, likeness(embeddings));
  const judged = crossFitted(samples);
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

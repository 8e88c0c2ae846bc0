import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../src/config.ts';
import type { AskedQuestion, Knowledge } from '../src/core/guideline.ts';
import { LANGS, Lang } from '../src/core/language.ts';
import {
  type Likeness,
  type Read,
  readQuestion,
  SAME_FEATURES,
  type SameFeatures,
  sameFeatures,
} from '../src/core/learning/same-features.ts';
import weightsNow from '../src/core/learning/same-question.json' with { type: 'json' };
import { type SameWeights, samenessBy, samenessOf } from '../src/core/learning/same-question.ts';
import { hash32 } from '../src/core/text.ts';
import { loadKnowledge } from '../src/knowledge/load.ts';
import { likeness, mattersOf } from '../src/retrieval/likeness.ts';
import { TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import { trainedOn } from '../training/held-out.ts';
import { lightened, reword, swap, twist } from './near-misses.ts';

const HERE = import.meta.dirname;
const WEIGHTS = join(HERE, '..', 'src', 'core', 'learning', 'same-question.json');

const Side = z.strictObject({ lang: Lang, question: z.string().min(1) });
/** How hard a pair is meant to be: of the same ones how they are worded, of the others how near they are. */
const PAIR_KINDS = ['light', 'reworded', 'far', 'near', 'topic', 'other'] as const;
const Pair = z.strictObject({ id: z.string(), a: Side, b: Side, same: z.boolean(), kind: z.enum(PAIR_KINDS) });
type Pair = z.infer<typeof Pair>;

/**
 * What the fitting pairs are, and what part each kind has among the same or the different ones: what a municipality may be asked in a month, not what
 * is easily made. A third of the different ones are near misses, a third of the same topic, a third of any.
 */
const SAME_SHARE = { reworded: 0.17, shortened: 0.08, sibling: 0.25, nearestOwn: 0.17, nearestForeign: 0.33 };
const OTHER_SHARE = {
  twisted: 0.1,
  twistedSibling: 0.1,
  swapped: 0.07,
  swappedSibling: 0.07,
  nearest: 0.16,
  topic: 0.17,
  any: 0.33,
};
type SampleKind = keyof typeof SAME_SHARE | keyof typeof OTHER_SHARE;
type Sample = { features: SameFeatures; same: boolean; kind: SampleKind; weight: number; of: number };

/** Precision the threshold is chosen for, on fitting pairs that the fit has not seen. */
const WANTED = 0.9;
const FOLDS = 5;

type Asked = AskedQuestion & { entry: string; vector: Float32Array };

/**
 * Likeness for the questions of one fold: as if the knowledge knew none of them, and half of their entries not at all, for what a digest groups is what it
 * could not answer.
 */
function likenessFor(knowledge: Knowledge, embeddings: TrainedEmbeddings, fold: number): Likeness {
  const mine = (entry: string | null) => entry !== null && hash32(entry) % FOLDS === fold;
  const unknown = (entry: string) => mine(entry) && hash32(`${entry}.`) % 2 === 0;
  return likeness(embeddings, () =>
    mattersOf({
      questions: knowledge.questions.filter((q) => !mine(q.entry)),
      curated: knowledge.curated.filter((c) => !unknown(c.id)),
      law: knowledge.law,
    }),
  );
}

/** How many of the nearest questions of other entries count as of the same topic. */
const TOPIC = 40;

/**
 * Pairs from the questions of knowledge/questions that the embedding was not trained on. Same: two questions of one entry, drawn by chance and the nearest, and
 * a question reworded or shortened. Different: a question and its nearest of other entries, some of its topic and some of any, and near misses: one notion
 * (platform, person, act, number) or the heaviest word replaced, for those are what a digest must not join. Entries that stand on each other count as neither.
 */
function samplesFrom(knowledge: Knowledge, embeddings: TrainedEmbeddings): Sample[] {
  const likes = Array.from({ length: FOLDS }, (_, fold) => likenessFor(knowledge, embeddings, fold));
  const asked: Asked[] = knowledge.questions.flatMap((q) =>
    q.entry === null || trainedOn(q.question) ? [] : [{ ...q, entry: q.entry, vector: embeddings.embed(q.question) }],
  );
  const kin = kinOf(knowledge);
  const byEntry = Map.groupBy(asked, (q) => q.entry);
  const samples: Sample[] = [];
  for (const q of asked) {
    const of = hash32(q.entry) % FOLDS;
    const like = likes[of];
    if (!like) continue;
    const readings = new Map<string, Read>();
    const read = (text: string) => {
      const known = readings.get(text) ?? readQuestion(text, like);
      readings.set(text, known);
      return known;
    };
    const add = (kind: SampleKind, a: string, b: string) =>
      samples.push({ features: sameFeatures(read(a), read(b), like), same: kind in SAME_SHARE, kind, weight: 1, of });
    const near = (list: readonly Asked[]) =>
      list
        .map((o) => ({ o, near: dot(q.vector, o.vector) }))
        .sort((x, y) => y.near - x.near)
        .map(({ o }) => o);
    const siblings = near((byEntry.get(q.entry) ?? []).filter((s) => s !== q));
    const others = near(asked.filter((o) => o.entry !== q.entry && !kin(q.entry, o.entry)));
    const foreign = others.find((o) => o.lang !== q.lang);
    for (const s of drawn(siblings, q.question, 3)) add('sibling', q.question, s.question);
    for (const o of [...others.slice(0, 2), ...(foreign ? [foreign] : [])]) add('nearest', q.question, o.question);
    for (const o of drawn(others.slice(0, TOPIC), `${q.question}x`, 2)) add('topic', q.question, o.question);
    for (const o of drawn(others, `${q.question}?`, 3)) add('any', q.question, o.question);
    for (const s of [q, ...drawn(siblings, `${q.question}!`, 2)]) {
      const twisted = twist(s);
      if (twisted) add(s === q ? 'twisted' : 'twistedSibling', q.question, twisted);
    }
    const donor = drawn(others, `${q.question}+`, 4).find((o) => o.lang === q.lang);
    const swapped = donor && swap(read(q.question), read(donor.question));
    if (swapped) {
      add('swapped', q.question, swapped);
      for (const s of drawn(siblings, `${q.question}-`, 1)) add('swappedSibling', s.question, swapped);
    }
    add('shortened', q.question, lightened(read(q.question)));
    add('reworded', q.question, reword(q));
    const own = siblings.find((s) => s.lang === q.lang);
    const abroad = siblings.find((s) => s.lang !== q.lang);
    if (own) add('nearestOwn', q.question, own.question);
    if (abroad) add('nearestForeign', q.question, abroad.question);
  }
  return weighted(samples);
}

/** Each kind weighs what its share is, however many there are; the sum is their number. */
function weighted(samples: readonly Sample[]): Sample[] {
  const shares: Record<SampleKind, number> = { ...SAME_SHARE, ...OTHER_SHARE };
  const counts = new Map<SampleKind, number>();
  for (const { kind } of samples) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return samples.map((s) => ({ ...s, weight: (shares[s.kind] * samples.length) / (2 * (counts.get(s.kind) ?? 1)) }));
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
const SHRINK = 0.001;
const ROUNDS = 1500;

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
  const samples = samplesFrom(loadKnowledge(readConfig().knowledgeDir), embeddings);
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

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
type SampleX = { features: SameFeatures; same: boolean; weight: number; of: number };

/** Precision the threshold is chosen for, on fitting pairs that the fit has not seen. */
const WANTED = 0.9;
const FOLDS = 5;

type Sample = { features: SameFeatures; same: boolean; weight: number; of: number; a: string; b: string; la:string; lb:string; kind: string; entry: string };
type Asked = AskedQuestion & { entry: string; read: Read; vector: Float32Array };

/**
 * Pairs from the questions of knowledge/questions that the embedding was not trained on. Same: two questions of one entry, drawn by chance and the nearest, and
 * a question reworded or shortened. Different: a question and its nearest of other entries, some drawn by chance, and near misses: one notion (platform,
 * person, act, number) or the heaviest word replaced, for those are what a digest must not join. Entries that stand on each other count as neither.
 */
function samplesFrom(knowledge: Knowledge, embeddings: TrainedEmbeddings, likeFor: (fold: number) => Likeness): Sample[] {
  const held: Asked[] = []; const all: Asked[] = [];
  const base = likeness(embeddings, () => []);
  const put = (question: string, lang: Lang, entry: string, isHeld: boolean) => {
    const a = { question, lang, entry, country: 'NO' as const, read: readQuestion(question, likeFor(hash32(entry) % FOLDS)), vector: embeddings.embed(question) };
    all.push(a); if (isHeld) held.push(a);
  };
  for (const q of knowledge.questions) if (q.entry !== null) put(q.question, q.lang, q.entry, !trainedOn(q.question));
  for (const c of knowledge.curated) for (const l of LANGS) for (const q of c.questions[l]) put(q, l, c.id, false);
  const kin = kinOf(knowledge);
  const byEntry = Map.groupBy(all, (q) => q.entry);
  const samples: Sample[] = [];
  for (const q of held) {
    const of = hash32(q.entry) % FOLDS;
    const like = likeFor(of);
    const add = (a: Read, b: Read, same: boolean, kind: string, la: string, lb: string) =>
      samples.push({ features: sameFeatures(a, b, like), same, weight: 1, of, a: a.text, b: b.text, kind, la, lb, entry: q.entry });
    const siblings = (byEntry.get(q.entry) ?? []).filter((s) => s !== q);
    const own = siblings.filter((s) => s.lang === q.lang), foreign = siblings.filter((s) => s.lang !== q.lang);
    for (const s of drawn(own, q.question, 3)) add(q.read, s.read, true, 'sib', q.lang, s.lang);
    for (const s of drawn(foreign, q.question, 4)) add(q.read, s.read, true, 'xsib', q.lang, s.lang);
    const others = all
      .filter((o) => o.entry !== q.entry && !kin(q.entry, o.entry))
      .map((o) => ({ o, near: dot(q.vector, o.vector) }))
      .sort((x, y) => y.near - x.near);
    const oo = others.filter(({ o }) => o.lang === q.lang), of2 = others.filter(({ o }) => o.lang !== q.lang);
    for (const { o } of [...oo.slice(0, 2), ...of2.slice(0,2)]) add(q.read, readQuestion(o.question, like), false, o.lang === q.lang ? 'nearest' : 'xnearest', q.lang, o.lang);
    for (const { o } of [...drawn(oo.slice(0,40), `${q.question}x`, 2), ...drawn(of2.slice(0,100), `${q.question}x`, 2)]) add(q.read, readQuestion(o.question, like), false, 'topic', q.lang, o.lang);
    for (const { o } of [...drawn(oo, `${q.question}?`, 2), ...drawn(of2, `${q.question}?`, 2)]) add(q.read, readQuestion(o.question, like), false, 'other', q.lang, o.lang);
    const other = (s: string) => readQuestion(s, like);
    for (const s of [q, ...drawn(own, `${q.question}!`, 2), ...drawn(foreign, `${q.question}!`, 2)]) {
      const twisted = twist(s);
      if (twisted) add(q.read, other(twisted), false, s===q?'twist': s.lang === q.lang ? 'twistsib' : 'xtwistsib', q.lang, s.lang);
    }
    const donor = drawn(oo, `${q.question}+`, 1)[0]?.o;
    for (const s of [q, ...drawn(own, `${q.question}-`, 1), ...drawn(foreign, `${q.question}-`, 1)]) {
      const d = donor?.lang === s.lang ? donor : drawn(of2.filter(({o})=>o.lang===s.lang), `${q.question}+`, 1)[0]?.o;
      const swapped = d && swap(s.read, d.read);
      if (swapped) add(q.read, other(swapped), false, s===q?'swap':s.lang===q.lang?'swapsib':'xswapsib', q.lang, s.lang);
    }
    add(q.read, other(lightened(q.read)), true, 'lightened',q.lang,q.lang);
    add(q.read, other(reword(q)), true, 'reword',q.lang,q.lang);
    for (const [list, kind] of [[own,'sibnear'],[foreign,'xsibnear']] as const) {
      const near = [...list].sort((x, y) => dot(q.vector, y.vector) - dot(q.vector, x.vector))[0];
      if (near) add(q.read, near.read, true, kind, q.lang, near.lang);
    }
  }
  return samples;
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


import { mattersOf } from '../src/retrieval/likeness.ts';
const embeddings = TrainedEmbeddings.open();
const K = loadKnowledge(readConfig().knowledgeDir);
const likes = Array.from({ length: FOLDS }, (_, fold) => {
  const mine = (id: string | null) => id !== null && hash32(id) % FOLDS === fold;
  const drop = (id: string) => mine(id) && hash32(`${id}.`) % 2 === 0;
  return likeness(embeddings, () => mattersOf({ ...K, questions: K.questions.filter((q) => !mine(q.entry)), curated: K.curated.filter((e) => !drop(e.id)) }));
});
const like = likeness(embeddings, () => mattersOf(K));
const samples = samplesFrom(K, embeddings, (f) => likes[f] ?? like);
console.log(samples.length);
const ps = (file: string) => readFileSync(file,'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l)).map((p) => ({ features: sameFeatures(readQuestion(p.a.question, like), readQuestion(p.b.question, like), like), same: p.same, kind: p.kind, a: p.a.question, b: p.b.question, la: p.a.lang, lb: p.b.lang, id: p.id }));
const slim = (s: {features: SameFeatures}) => ({ ...s, features: SAME_FEATURES.map((k) => +s.features[k].toFixed(4)) });

import { readdirSync } from 'node:fs';
const dir = join(HERE, '../training/sentences');
type Rec = Record<Lang, string[]>;
const recs = readdirSync(dir).filter((f) => f.endsWith('.jsonl')).flatMap((f) => readFileSync(join(dir, f), 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l) as Rec)).filter((r) => LANGS.every((l) => Array.isArray(r[l]) && r[l].length >= 2 && r[l].every((t) => t.endsWith('?'))));
const S3: unknown[] = [];
const rd = (t: string) => readQuestion(t, like);
const vecs = recs.map((r) => Object.fromEntries(LANGS.map((l) => [l, embeddings.embed(r[l][0] ?? '')])) as Record<Lang, Float32Array>);
recs.forEach((r, n) => {
  for (const [i, lang] of LANGS.entries()) {
    const [a = '', b = ''] = r[lang];
    const lang2 = LANGS[(i + 1 + (n % 3)) % 4] ?? 'nb';
    const [a2 = '', b2 = ''] = r[lang2];
    const A = rd(a);
    const add = (t: string, same: boolean, kind: string, lb: Lang) => S3.push({ features: sameFeatures(A, rd(t), like), same, of: n % 5, a, b: t, la: lang, lb, kind });
    add(b, true, 'tPara', lang); add(b2, true, 'tXpara', lang2); add(a2, true, 'tTrans', lang2);
    const t1 = twist({ question: a, lang }), t2 = twist({ question: b, lang }), t3 = twist({ question: a2, lang: lang2 });
    if (t1) add(t1, false, 'tTwist', lang); if (t2) add(t2, false, 'tTwistsib', lang); if (t3) add(t3, false, 'tXtwist', lang2);
    for (const [l, kind] of [[lang, 'tNear'], [lang2, 'tXnear']] as const) {
      const near = vecs.map((v, m) => ({ m, d: m === n ? -1 : dot(vecs[n]?.[lang] ?? v[l], v[l]) })).sort((x, y) => y.d - x.d).slice(2, 12);
      for (const { m } of drawn(near, a, 1)) add(recs[m]?.[l][0] ?? '', false, kind, l);
      const far = drawn(recs, a, 1)[0];
      if (far && far !== r) add(far[l][1] ?? '', false, 'tOther', l);
    }
  }
});
console.log(recs.length, S3.length);
writeFileSync('/tmp/exp/s2.json', JSON.stringify({ keys: SAME_FEATURES, samples: [...samples, ...(S3 as typeof samples)].map(slim), pairs: ps(join(HERE,'pairs.jsonl')).map(slim), old: ps('/tmp/pairs.old.jsonl').map(slim) }));

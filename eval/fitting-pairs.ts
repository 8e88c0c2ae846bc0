import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AskedQuestion, Knowledge } from '../src/core/guideline.ts';
import { Lang } from '../src/core/language.ts';
import {
  type Likeness,
  type Read,
  readQuestion,
  type SameFeatures,
  sameFeatures,
} from '../src/core/learning/same-features.ts';
import { hash32 } from '../src/core/text.ts';
import { likeness, mattersOf } from '../src/retrieval/likeness.ts';
import type { TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import { trainedOn } from '../training/held-out.ts';
import { lightened, reword, swap, twist } from './near-misses.ts';

/** Pairs that the grouping of questions is fitted on; none of them stands in the pairs on which it is judged. */

/**
 * What the fitting pairs are, and what part each kind has among the same or the different ones. Those written by hand (eval/matters.jsonl) carry the fit: `said` and
 * `saidAbroad` are one matter in other words, in one language and in two; `near` a question that differs from it in one thing. The others are made from
 * knowledge/questions, for the range of what is asked.
 */
const SAME_SHARE = {
  said: 0.33,
  saidAbroad: 0.4,
  reworded: 0.13,
  shortened: 0.07,
  nearestOwn: 0.03,
  nearestForeign: 0.04,
};
const OTHER_SHARE = {
  near: 0.3,
  foreign: 0.08,
  related: 0.12,
  unrelated: 0.2,
  twisted: 0.06,
  twistedSibling: 0.02,
  swapped: 0.04,
  swappedSibling: 0.02,
  nearest: 0.04,
  topic: 0.05,
  any: 0.07,
};
/**
 * What the threshold is chosen on: a third of the same ones worded alike, a third otherwise, a third far or in another language; a third of the different ones are
 * near misses, a third of the same topic, a third of any. The fit itself sees more of what is hard, for there is more to learn.
 */
const JUDGED_SHARE = {
  reworded: 0.17,
  shortened: 0.16,
  said: 0.33,
  saidAbroad: 0.34,
  near: 0.17,
  twisted: 0.08,
  swapped: 0.08,
  foreign: 0.08,
  related: 0.09,
  nearest: 0.08,
  topic: 0.09,
  unrelated: 0.17,
  any: 0.16,
};
type SampleKind = keyof typeof SAME_SHARE | keyof typeof OTHER_SHARE;
export type Sample = { features: SameFeatures; same: boolean; kind: SampleKind; weight: number; of: number };

export const FOLDS = 5;
/** Pairs whose numbers differ are few, and decisive. */
const NUMBERS_COUNT = 6;

const Wording = z.strictObject({ lang: Lang, question: z.string().min(1) });
/** One matter as several would ask it, and questions beside it that are not the same. */
const Matter = z.strictObject({ same: z.array(Wording).min(2), other: z.array(Wording).min(1) });

/** Every pair there is to fit on, weighed. */
export function fittingPairs(knowledge: Knowledge, embeddings: TrainedEmbeddings): Sample[] {
  const samples = [...writtenPairs(knowledge, embeddings), ...madePairs(knowledge, embeddings)];
  return weighted(samples, { ...SAME_SHARE, ...OTHER_SHARE }).map((s) => ({
    ...s,
    weight: s.weight * (s.features.numbersDiffer ? NUMBERS_COUNT : 1),
  }));
}

/** Pairs of the matters that were written by hand; each matter in a fold of its own. */
function writtenPairs(knowledge: Knowledge, embeddings: TrainedEmbeddings): Sample[] {
  const matters = readFileSync(join(import.meta.dirname, 'matters.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Matter.parse(JSON.parse(line)));
  const like = likeness(embeddings, () => mattersOf(knowledge));
  const read = remembering(like);
  const samples: Sample[] = [];
  const all = matters.flatMap(({ same, other }, of) =>
    [...same, ...other].map(({ question }) => ({ question, of, vector: embeddings.embed(question) })),
  );
  const add = (kind: SampleKind, a: string, b: string, of: number) =>
    samples.push({
      features: sameFeatures(read(a), read(b), like),
      same: kind in SAME_SHARE,
      kind,
      weight: 1,
      of: of % FOLDS,
    });
  matters.forEach(({ same, other }, of) => {
    same.forEach((a, i) => {
      for (const b of same.slice(0, i)) add(a.lang === b.lang ? 'said' : 'saidAbroad', a.question, b.question, of);
      for (const b of other) add('near', a.question, b.question, of);
    });
  });
  for (const q of all) {
    const others = all
      .filter((o) => o.of !== q.of)
      .map((o) => ({ question: o.question, near: dot(q.vector, o.vector) }))
      .sort((x, y) => y.near - x.near)
      .map((o) => o.question);
    for (const o of others.slice(0, 2)) add('foreign', q.question, o, q.of);
    for (const o of drawn(others.slice(2, 32), `${q.question}t`, 1)) add('related', q.question, o, q.of);
    for (const o of drawn(others, q.question, 2)) add('unrelated', q.question, o, q.of);
  }
  return samples;
}

function remembering(like: Likeness): (text: string) => Read {
  const readings = new Map<string, Read>();
  return (text) => {
    const known = readings.get(text) ?? readQuestion(text, like);
    readings.set(text, known);
    return known;
  };
}

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
 * Pairs from the questions of knowledge/questions that the embedding was not trained on. Same: the two nearest questions of one entry, and a question
 * reworded or shortened; others of one entry need not ask the same. Different: a question and its nearest of other entries, some of its topic and some of any, and near misses: one notion
 * (platform, person, act, number) or the heaviest word replaced, for those are what a digest must not join. Entries that stand on each other count as neither.
 */
function madePairs(knowledge: Knowledge, embeddings: TrainedEmbeddings): Sample[] {
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
    const read = remembering(like);
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
  return samples;
}

/** Each kind weighs what its share is, however many there are; the sum is their number. */
function weighted<S extends Pick<Sample, 'kind' | 'features'>>(
  samples: readonly S[],
  shares: Partial<Record<SampleKind, number>>,
): (S & { weight: number })[] {
  const counts = new Map<SampleKind, number>();
  for (const { kind } of samples) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return samples.map((s) => ({
    ...s,
    weight: ((shares[s.kind] ?? 0) * samples.length) / (2 * (counts.get(s.kind) ?? 1)),
  }));
}

/** The same pairs as they are weighed to choose the threshold. */
export const asJudged = <S extends Sample>(samples: readonly S[]): S[] => weighted(samples, JUDGED_SHARE);

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

import { join } from 'node:path';
import type { Knowledge } from '../src/core/guideline.ts';
import {
  type Likeness,
  type Read,
  readQuestion,
  type SameFeatures,
  sameFeatures,
} from '../src/core/learning/same-features.ts';
import { fitFor } from '../src/core/learning/same-question.ts';
import { hash32 } from '../src/core/text.ts';
import { likeness, mattersOf } from '../src/retrieval/likeness.ts';
import type { TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import { readFamilies, type Wording } from '../training/families.ts';

/**
 * What part each kind of pair has among the same or the different ones. Same, by how the two are worded: `light` both plain or near a plain one, `story` one of them told, `said`
 * all else. Different: `near` another matter of the family, which differs in one thing; of other families `rival` one of the likeliest to be taken for it, `related` near ones,
 * `unrelated` any.
 */
const SHARE = {
  light: 0.25,
  said: 0.45,
  story: 0.3,
  near: 0.43,
  rival: 0.11,
  related: 0.17,
  unrelated: 0.29,
};
type SampleKind = keyof typeof SHARE;
/** Two questions, `same` or not, by which of the two regressions they are judged, and how much the pair counts beside others. */
export type Sample = { features: SameFeatures; fit: 'inOne' | 'across'; same: boolean; weight: number };
type Made = Sample & { kind: SampleKind };

/** Questions of other families that one is ranked against; those nearest to it are drawn by rank. */
const RANKED = 1500;
/** Ranks, from and to, of the others that stand for a kind, and how many are drawn. The very nearest may ask the same. */
const OTHERS = [
  { kind: 'rival', from: 1, to: 5, count: 1 },
  { kind: 'related', from: 2, to: 14, count: 2 },
  { kind: 'unrelated', from: 0, to: RANKED, count: 1 },
] as const;

type Placed = Wording & { family: number; matter: number; vector: Float32Array };

/** The pairs of `eval/families.jsonl` that the grouping of questions is fitted on, weighed: in one language and across two, the same and the different ones count alike, and each kind by its share. */
export function fittingPairs(knowledge: Knowledge, embeddings: TrainedEmbeddings): Sample[] {
  const all = readFamilies(join(import.meta.dirname, 'families.jsonl')).flatMap(({ matters }, family) =>
    matters.flatMap((wordings, matter) =>
      wordings.map((w): Placed => ({ ...w, family, matter, vector: embeddings.embed(w.question) })),
    ),
  );
  const like = likeness(embeddings, () => mattersOf(knowledge));
  const read = remembering(like);
  const samples: Made[] = [];
  const add = (kind: SampleKind, a: Placed, b: Placed) => {
    const [x, y] = [read(a.question), read(b.question)];
    const same = a.family === b.family && a.matter === b.matter;
    samples.push({ features: sameFeatures(x, y, like), fit: fitFor(x, y), same, kind, weight: 1 });
  };
  for (const family of Map.groupBy(all, (w) => w.family).values())
    family.forEach((a, i) => {
      for (const b of family.slice(0, i)) add(a.matter === b.matter ? worded(a, b) : 'near', a, b);
    });
  for (const a of all) for (const { kind, b } of others(a, all)) add(kind, a, b);
  return weighted(samples);
}

function worded(a: Wording, b: Wording): 'light' | 'said' | 'story' {
  if (a.kind === 'story' || b.kind === 'story') return 'story';
  return a.kind === 'reworded' || b.kind === 'reworded' ? 'said' : 'light';
}

/** Questions of other families that one is set against, drawn by hash, so that every run draws the same. */
function others(a: Placed, all: readonly Placed[]): { kind: SampleKind; b: Placed }[] {
  const ranked = drawn(all, a.question, RANKED)
    .filter((o) => o.family !== a.family)
    .map((b) => ({ b, near: dot(a.vector, b.vector) }))
    .sort((x, y) => y.near - x.near)
    .map(({ b }) => b);
  return OTHERS.flatMap(({ kind, from, to, count }) =>
    drawn(ranked.slice(from, to), `${kind} ${a.question}`, count).map((b) => ({ kind, b })),
  );
}

function remembering(like: Likeness): (text: string) => Read {
  const readings = new Map<string, Read>();
  return (text) => {
    const known = readings.get(text) ?? readQuestion(text, like);
    readings.set(text, known);
    return known;
  };
}

function weighted(samples: readonly Made[]): Sample[] {
  const key = (s: Made) => `${s.fit} ${s.kind}`;
  const counts = new Map<string, number>();
  for (const s of samples) counts.set(key(s), (counts.get(key(s)) ?? 0) + 1);
  return samples.map((s) => ({ ...s, weight: (SHARE[s.kind] * samples.length) / (4 * (counts.get(key(s)) ?? 1)) }));
}

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

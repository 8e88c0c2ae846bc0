import { basename } from 'node:path';
import type { Knowledge } from '../src/core/guideline.ts';
import { LANGS } from '../src/core/language.ts';
import { FUSION, type Weights } from '../src/core/ranking.ts';
import { words } from '../src/core/text.ts';
import type { EmbeddingModel } from '../src/retrieval/embeddings.ts';
import { CROSS, crossSet, readCross } from './cross.ts';
import { askAll, type Changes, indexSet, type RetrievalSet, readSet } from './retrieval.ts';

const { near, far } = FUSION;
const withoutPart = (weights: Weights): Weights => ({ ...weights, part: 0 });

/** The default retriever with one part off, to see what the part is worth. */
const ABLATIONS: readonly ({ name: string } & Changes)[] = [
  { name: 'everything' },
  { name: 'no expanded words', parts: { fusion: { ...FUSION, far: { ...far, expanded: 0 } } } },
  { name: 'no windows of 30 words', parts: { windows: undefined } },
  { name: 'always weighed as near', parts: { fusion: { ...FUSION, enough: 0 } } },
  { name: 'always weighed as far', parts: { fusion: { ...FUSION, enough: Number.POSITIVE_INFINITY } } },
  { name: 'no balance between languages', parts: { groups: undefined } },
  {
    name: 'no parts of texts',
    parts: { fusion: { ...FUSION, near: withoutPart(near), far: withoutPart(far) } },
  },
  { name: 'no 5-grams', termsOf: (text) => words(text).map((word) => `=${word}`) },
  { name: 'no embedding', parts: { mode: 'lexical' } },
  { name: 'cosines alone', parts: { mode: 'dense' } },
];

export type AblationRow = { name: string; sets: { set: string; r1: number; r5: number }[] };
/** Sets under one name, whose questions are counted together. */
type Named = { name: string; sets: RetrievalSet[] };

/** Folders in BEIR layout, and with `knowledge` the cases of eval/cases/cross.jsonl in all directions. */
export function ablationSets(dirs: readonly string[], knowledge?: Knowledge): Named[] {
  const cases = knowledge ? readCross(CROSS) : [];
  return [
    ...dirs.map((dir) => ({ name: basename(dir), sets: [readSet(dir)] })),
    ...(knowledge ? [{ name: 'own, 16 directions', sets: LANGS.map((lang) => crossSet(knowledge, cases, lang)) }] : []),
  ];
}

/** R@1 and R@5 of every ablation on every set. An index is built twice a set: with 5-grams and without. */
export async function ablate(named: readonly Named[], embeddings: EmbeddingModel): Promise<AblationRow[]> {
  const rows: AblationRow[] = ABLATIONS.map(({ name }) => ({ name, sets: [] }));
  for (const { name: set, sets } of named) {
    const ranks = ABLATIONS.map((): number[] => []);
    for (const one of sets) {
      const whole = await indexSet(one, embeddings);
      for (const [i, { parts, termsOf }] of ABLATIONS.entries()) {
        const { retriever } = termsOf ? await indexSet(one, embeddings, termsOf) : whole;
        const { found } = await askAll(retriever(parts), one.queries);
        found.forEach((ids, q) => {
          const rank = ids.findIndex((id) => one.queries[q]?.relevant.has(id));
          ranks[i]?.push(rank < 0 ? 99 : rank);
        });
      }
    }
    const within = (of: readonly number[], k: number) => of.filter((r) => r < k).length / Math.max(1, of.length);
    rows.forEach((row, i) => {
      row.sets.push({ set, r1: within(ranks[i] ?? [], 1), r5: within(ranks[i] ?? [], 5) });
    });
  }
  return rows;
}

export function printAblation(rows: readonly AblationRow[]): void {
  console.log('R@1 / R@5 of the default retriever, and with one part off');
  console.table(
    Object.fromEntries(
      rows.map(({ name, sets }) => [
        name,
        Object.fromEntries(sets.map((s) => [s.set, `${s.r1.toFixed(3)} / ${s.r5.toFixed(3)}`])),
      ]),
    ),
  );
}

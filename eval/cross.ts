import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type Knowledge, linesOf } from '../src/core/guideline.ts';
import { LANGS, Lang } from '../src/core/language.ts';
import { foldSpace, hash32 } from '../src/core/text.ts';
import type { EmbeddingModel } from '../src/retrieval/embeddings.ts';
import { askAll, evaluateRetrieval, indexSet, type RetrievalSet } from './retrieval.ts';

/** A question and the rules, as `guideline:rule`, any of which answers it. */
const CrossCase = z.object({
  id: z.string().min(1),
  lang: Lang,
  question: z.string().min(1),
  rules: z.array(z.string().min(3)).min(1),
});
type CrossCase = z.infer<typeof CrossCase>;

export const CROSS = join(import.meta.dirname, 'cases', 'cross.jsonl');

/** Reads a file of cases, one JSON object a line. Throws an error that names the line and what is wrong with it. */
export function readCross(file: string): CrossCase[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      const result = CrossCase.safeParse(JSON.parse(line));
      if (!result.success) throw new Error(`${file}:${i + 1} ${result.error.issues[0]?.message}`);
      return [result.data];
    });
}

/**
 * The rules of all guidelines in one language: their own lines where the guideline is written in it, else our paraphrase, and nothing beside it. Throws where a case
 * names a rule that does not exist.
 */
export function crossSet(knowledge: Knowledge, cases: readonly CrossCase[], lang: Lang): RetrievalSet {
  const docs = knowledge.guidelines.flatMap((g) =>
    g.rules.flatMap((rule) => {
      const text = g.language === lang ? foldSpace(linesOf(g, rule.lines)) : rule.expansions?.[lang].paraphrase;
      return text ? [{ id: `${g.id}:${rule.id}`, text, lang }] : [];
    }),
  );
  const known = new Set(docs.map((d) => d.id));
  for (const { id, rules } of cases)
    for (const rule of rules)
      if (!known.has(rule)) throw new Error(`${basename(CROSS)}: ${id} names the rule ${rule}, which does not exist`);
  return { docs, queries: cases.map((c) => ({ text: c.question, relevant: new Set(c.rules) })) };
}

/** Half of the questions may be looked at when weights are chosen; the others only say afterwards whether it helped. */
const mayBeTunedOn = ({ id }: CrossCase): boolean => hash32(id) % 2 === 0;

type Asked = { one: CrossCase; texts: Lang; rank: number; found: string[] };

/** Every question asked of the rules in every language; `rank` is that of the first right rule, 0 the best, 99 where it is not among ten. */
async function askCross(
  knowledge: Knowledge,
  cases: readonly CrossCase[],
  embeddings: EmbeddingModel,
): Promise<Asked[]> {
  const out: Asked[] = [];
  for (const texts of LANGS) {
    const set = crossSet(knowledge, cases, texts);
    const { retriever } = await indexSet(set, embeddings);
    const { found } = await askAll(retriever(), set.queries);
    cases.forEach((one, i) => {
      const ids = found[i] ?? [];
      const rank = ids.findIndex((id) => one.rules.includes(id));
      out.push({ one, texts, rank: rank < 0 ? 99 : rank, found: ids.slice(0, 3) });
    });
  }
  return out;
}

const within = (asked: readonly Asked[], k: number) =>
  asked.filter((a) => a.rank < k).length / Math.max(1, asked.length);
const both = (asked: readonly Asked[]) => `${within(asked, 1).toFixed(2)} / ${within(asked, 5).toFixed(2)}`;

/** R@1 and R@5 for each language of the question and of the texts and for each half, then the questions of one half whose rule is not among the first five. */
export async function reportCross(knowledge: Knowledge, embeddings: EmbeddingModel, brief: boolean): Promise<void> {
  const cases = readCross(CROSS);
  const asked = await askCross(knowledge, cases, embeddings);
  const rows = [...LANGS, 'all'].map((from) => {
    const of = asked.filter((a) => from === 'all' || a.one.lang === from);
    return [
      `${from} (${of.length / LANGS.length} questions)`,
      { ...Object.fromEntries(LANGS.map((to) => [`→ ${to}`, both(of.filter((a) => a.texts === to))])), all: both(of) },
    ];
  });
  console.log('R@1 / R@5, language of the question → language of the texts');
  console.table(Object.fromEntries(rows));
  const other = asked.filter((a) => a.one.lang !== a.texts);
  console.log(`between languages ${both(other)} · within one ${both(asked.filter((a) => a.one.lang === a.texts))}`);
  for (const tuned of [true, false]) {
    const half = asked.filter((a) => mayBeTunedOn(a.one) === tuned);
    const english = half.filter((a) => a.one.lang === 'en');
    const name = tuned ? 'the half that weights may be chosen by' : 'the half kept apart';
    console.log(`${name}: ${both(half)}, English questions ${both(english)} (${half.length / LANGS.length} questions)`);
  }
  if (brief) return;
  console.log('\nnot among the first five, of the half that may be looked at:');
  for (const { one, rules, missed } of missesOf(asked.filter((a) => mayBeTunedOn(a.one))))
    console.log(
      `- ${one.id} ${one.question}\n    expected ${rules.join(' or ')}; ${missed.map((a) => `${a.texts}: ${a.found.join(' · ')}`).join('\n    ')}`,
    );
}

function missesOf(asked: readonly Asked[]): { one: CrossCase; rules: string[]; missed: Asked[] }[] {
  const missed = asked.filter((a) => a.rank >= 5);
  return [...new Set(missed.map((a) => a.one))].map((one) => ({
    one,
    rules: one.rules,
    missed: missed.filter((a) => a.one === one),
  }));
}

/** The three modes on folders in BEIR layout. */
export async function reportFolders(dirs: readonly string[], embeddings: EmbeddingModel): Promise<void> {
  const rows: Record<string, Record<string, string>> = {};
  for (const dir of dirs) {
    const row: Record<string, string> = {};
    for (const mode of ['lexical', 'dense', 'hybrid'] as const) {
      const { r1, r5 } = await evaluateRetrieval(dir, mode, embeddings);
      row[mode] = `${r1.toFixed(3)} / ${r5.toFixed(3)}`;
    }
    rows[basename(dir)] = row;
  }
  console.log('\nR@1 / R@5');
  console.table(rows);
}

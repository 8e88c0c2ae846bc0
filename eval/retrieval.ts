import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Lang } from '../src/core/language.ts';
import { detectLanguage, trainLanguageModel } from '../src/core/language-model.ts';
import type { Candidate } from '../src/core/ranking.ts';
import { type Built, buildContent, modelsFor, retrieverOf } from '../src/retrieval/content.ts';
import type { EmbeddingModel } from '../src/retrieval/embeddings.ts';
import type { HybridParts, HybridRetriever } from '../src/retrieval/hybrid.ts';
import type { TermsOf } from '../src/retrieval/lexical.ts';
import { windows } from '../src/retrieval/terms.ts';
import { collectSentences } from '../training/collect/own.ts';
import { percentile } from './answers.ts';

export type Mode = 'lexical' | 'dense' | 'hybrid';
export type RetrievalReport = {
  docs: number;
  queries: number;
  r1: number;
  r5: number;
  r10: number;
  mrr10: number;
  ndcg10: number;
  buildMs: number;
  p50Ms: number;
  p99Ms: number;
  rssMb: number;
};

const Doc = z.object({ _id: z.string(), title: z.string().default(''), text: z.string() });
const Query = z.object({ _id: z.string(), text: z.string() });

function jsonl<S extends z.ZodType>(file: string, schema: S): z.infer<S>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      const result = schema.safeParse(JSON.parse(line));
      if (!result.success)
        throw new Error(
          `${file}:${i + 1} ${result.error.issues[0]?.path.join('.')}: ${result.error.issues[0]?.message}`,
        );
      return [result.data];
    });
}

/** A set to measure on: texts by id, and questions with the ids of the texts that answer them. */
export type RetrievalSet = {
  docs: { id: string; text: string; lang?: Lang }[];
  queries: { text: string; relevant: ReadonlySet<string> }[];
};

/** Reads a folder in BEIR layout: corpus.jsonl, queries.jsonl, qrels/test.tsv. */
export function readSet(dir: string): RetrievalSet {
  const relevant = new Map<string, Set<string>>();
  for (const line of readFileSync(join(dir, 'qrels', 'test.tsv'), 'utf8')
    .split('\n')
    .slice(1)) {
    const [query, doc, score] = line.trim().split('\t');
    if (!query || !doc || Number(score) <= 0) continue;
    relevant.set(query, (relevant.get(query) ?? new Set()).add(doc));
  }
  return {
    docs: jsonl(join(dir, 'corpus.jsonl'), Doc).map((d) => ({
      id: d._id,
      text: d.title ? `${d.title}\n${d.text}` : d.text,
    })),
    queries: jsonl(join(dir, 'queries.jsonl'), Query).flatMap(({ _id, text }) => {
      const wanted = relevant.get(_id);
      return wanted ? [{ text, relevant: wanted }] : [];
    }),
  };
}

let detector: ReturnType<typeof trainLanguageModel> | undefined;

/** The language of a text from elsewhere. The product knows that of its documents; a set does not say. */
export function languageOf(text: string): Lang {
  if (!detector) {
    const texts: Record<Lang, string[]> = { nb: [], nn: [], sv: [], en: [] };
    for (const record of collectSentences(join(import.meta.dirname, '..', 'training', 'sentences')))
      for (const { lang, text: one } of record.texts) if (lang !== 'da') texts[lang].push(one);
    detector = trainLanguageModel(texts);
  }
  return detectLanguage(detector, text).lang;
}

/** A language that one document in a hundred speaks is a mistake, and the document is taken for one of the most. */
const RARE = 0.01;

/** The language of each document of a set: as it says, else as it looks. */
export function languagesOf(docs: readonly { text: string; lang?: Lang }[]): Lang[] {
  const out = docs.map((d) => d.lang ?? languageOf(d.text));
  const counts = new Map<Lang, number>();
  for (const lang of out) counts.set(lang, (counts.get(lang) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]).map(([lang]) => lang);
  return out.map((lang, i) =>
    most && docs[i]?.lang === undefined && (counts.get(lang) ?? 0) < docs.length * RARE ? most : lang,
  );
}

/** What can be changed to see what a part is worth: parts of the retriever, or what texts are cut into. */
export type Changes = { parts?: Partial<HybridParts>; termsOf?: TermsOf };

/** The product's own index over a set; each text a passage of one guideline, so that only the text decides. */
export async function indexSet(
  { docs }: RetrievalSet,
  embeddings: EmbeddingModel | undefined,
  termsOf?: TermsOf,
): Promise<{ content: Built; retriever: (parts?: Partial<HybridParts>) => HybridRetriever }> {
  const models = embeddings ? modelsFor(embeddings) : undefined;
  const languages = languagesOf(docs);
  const content = await buildContent(
    {
      candidates: docs.map(({ id, text }, i) => aPassage(id, text, languages[i] ?? 'nb')),
      units: docs.map(({ text }, owner) => ({ owner, text, parts: windows(text) })),
      languages,
    },
    { models, ...(termsOf ? { termsOf } : {}) },
  );
  return { content, retriever: (parts = {}) => retrieverOf(content, models, parts) };
}

/** A text from elsewhere as a passage. */
export function aPassage(id: string, text: string, language: Lang): Candidate {
  return {
    kind: 'passage',
    id,
    document: 'set',
    file: 'set.txt',
    lines: [1, 1],
    text,
    language,
    section: null,
    rule: null,
    anchor: null,
    country: 'NO',
    authority: 4,
    status: 'ok',
    expansions: null,
    figures: false,
  };
}

/** Ids of the ten best for each question, and how long each took, in milliseconds. */
export async function askAll(
  retriever: HybridRetriever,
  queries: readonly { text: string }[],
): Promise<{ found: string[][]; times: number[] }> {
  const found: string[][] = [];
  const times: number[] = [];
  for (const { text } of queries) {
    const from = performance.now();
    const { ranked } = await retriever.search(text, { lang: 'nb', country: 'NO', limit: 10 });
    times.push(performance.now() - from);
    found.push(ranked.map((r) => r.candidate.id));
  }
  return { found, times };
}

/**
 * Measures the product's retriever on a folder in BEIR layout. Each document is indexed as the product indexes a passage without a sidecar. Recall is 1
 * where any relevant document is among the first k; nDCG uses binary gains.
 */
export async function evaluateRetrieval(
  dir: string,
  mode: Mode,
  embeddings: EmbeddingModel,
  { parts, termsOf }: Changes = {},
): Promise<RetrievalReport> {
  const set = readSet(dir);
  const { queries } = set;
  languageOf('');
  const started = performance.now();
  const index = await indexSet(set, mode === 'lexical' ? undefined : embeddings, termsOf);
  const retriever = index.retriever({ mode, ...parts });
  const buildMs = Math.round(performance.now() - started);
  const { found, times } = await askAll(retriever, queries);
  const ranks = found.map((ids, q) => ids.flatMap((id, rank) => (queries[q]?.relevant.has(id) ? [rank] : [])));
  times.sort((a, b) => a - b);
  const within = (k: number) => ranks.filter((r) => (r[0] ?? 99) < k).length / Math.max(1, ranks.length);
  const mean = (xs: number[]) => xs.reduce((a, b) => a + b, 0) / Math.max(1, xs.length);
  const ideal = (n: number) =>
    Array.from({ length: Math.min(10, n) }, (_, i) => 1 / Math.log2(i + 2)).reduce((a, b) => a + b, 0);
  return {
    docs: set.docs.length,
    queries: queries.length,
    r1: within(1),
    r5: within(5),
    r10: within(10),
    mrr10: mean(ranks.map((r) => (r.length > 0 ? 1 / ((r[0] ?? 0) + 1) : 0))),
    ndcg10: mean(
      ranks.map(
        (r, i) => r.reduce((s, rank) => s + 1 / Math.log2(rank + 2), 0) / ideal(queries[i]?.relevant.size ?? 1),
      ),
    ),
    buildMs,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  };
}

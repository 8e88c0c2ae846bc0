import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fuse, WEIGHTS, type Weights } from '../src/core/ranking.ts';
import { embedAll } from '../src/retrieval/build-index.ts';
import type { EmbeddingModel } from '../src/retrieval/embeddings.ts';
import { LexicalIndex } from '../src/retrieval/lexical.ts';
import { windows } from '../src/retrieval/terms.ts';
import { top } from '../src/retrieval/top.ts';
import { buildVectors } from '../src/retrieval/vector.ts';
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

/**
 * Measures the retriever on a folder in BEIR layout: corpus.jsonl, queries.jsonl, qrels/test.tsv. Each document is indexed whole and in windows,
 * as the product indexes a passage. Recall is 1 where any relevant document is among the first k; nDCG uses binary gains.
 */
export async function evaluateRetrieval(
  dir: string,
  mode: Mode,
  embeddings: EmbeddingModel,
  weights: Weights = WEIGHTS,
): Promise<RetrievalReport> {
  const docs = jsonl(join(dir, 'corpus.jsonl'), Doc);
  const relevant = new Map<string, Set<string>>();
  for (const line of readFileSync(join(dir, 'qrels', 'test.tsv'), 'utf8')
    .split('\n')
    .slice(1)) {
    const [query, doc, score] = line.trim().split('\t');
    if (!query || !doc || Number(score) <= 0) continue;
    relevant.set(query, (relevant.get(query) ?? new Set()).add(doc));
  }
  const queries = jsonl(join(dir, 'queries.jsonl'), Query).filter((q) => relevant.has(q._id));
  const texts = docs.map((d) => (d.title ? `${d.title}\n${d.text}` : d.text));
  const used: Weights =
    mode === 'lexical' ? { ...weights, dense: 0 } : mode === 'dense' ? { whole: 0, part: 0, dense: 1 } : weights;

  const started = performance.now();
  const lexical = LexicalIndex.build(
    texts.map((text, owner) => ({ owner, text, parts: windows(text) })),
    texts.length,
  );
  const vectors =
    used.dense > 0 ? buildVectors(await embedAll(embeddings, texts), embeddings.dimensions).index : undefined;
  const buildMs = Math.round(performance.now() - started);

  const times: number[] = [];
  const ranks: number[][] = [];
  for (const query of queries) {
    const from = performance.now();
    const scores = lexical.score(query.text);
    const fused = new Float32Array(texts.length);
    const dense = new Float32Array(texts.length);
    if (vectors)
      for (const { id, similarity } of vectors.search(
        await embeddings.embedQuery(query.text),
        Math.min(texts.length, 400),
      ))
        dense[id] = Math.max(0, similarity);
    for (let i = 0; i < fused.length; i++)
      fused[i] = fuse({ whole: scores.whole[i] ?? 0, part: scores.part[i] ?? 0, dense: dense[i] ?? 0 }, used);
    const found = top(fused, 10);
    times.push(performance.now() - from);
    const wanted = relevant.get(query._id);
    ranks.push(found.flatMap((id, rank) => (wanted?.has(docs[id]?._id ?? '') ? [rank] : [])));
  }
  times.sort((a, b) => a - b);
  const within = (k: number) => ranks.filter((r) => (r[0] ?? 99) < k).length / Math.max(1, ranks.length);
  const mean = (xs: number[]) => xs.reduce((a, b) => a + b, 0) / Math.max(1, xs.length);
  const ideal = (n: number) =>
    Array.from({ length: Math.min(10, n) }, (_, i) => 1 / Math.log2(i + 2)).reduce((a, b) => a + b, 0);
  return {
    docs: docs.length,
    queries: queries.length,
    r1: within(1),
    r5: within(5),
    r10: within(10),
    mrr10: mean(ranks.map((r) => (r.length > 0 ? 1 / ((r[0] ?? 0) + 1) : 0))),
    ndcg10: mean(
      ranks.map(
        (r, i) =>
          r.reduce((s, rank) => s + 1 / Math.log2(rank + 2), 0) / ideal(relevant.get(queries[i]?._id ?? '')?.size ?? 1),
      ),
    ),
    buildMs,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  };
}

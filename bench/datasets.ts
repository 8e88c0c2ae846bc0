import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { readCases } from '../eval/cases.ts';
import type { Country, Lang } from '../src/core/language.ts';
import { foldSpace } from '../src/core/text.ts';
import { loadKnowledge } from '../src/knowledge/load.ts';
import { collect } from '../src/retrieval/candidates.ts';
import type { Asked, Doc } from './engines/engine.ts';

type Query = Asked & { relevant: ReadonlySet<string> };
export type Dataset = { name: string; lang: Lang; docs: Doc[]; queries: Query[] };

const BeirDoc = z.object({ _id: z.string(), title: z.string().default(''), text: z.string() });
const BeirQuery = z.object({ _id: z.string(), text: z.string() });

/** Reads a folder in BEIR layout: corpus.jsonl, queries.jsonl, qrels/test.tsv. Throws an error that names the file and line at fault. */
export function readBeir(dir: string): Dataset {
  const docs = jsonl(join(dir, 'corpus.jsonl'), BeirDoc).map((d) => ({
    id: d._id,
    text: d.title ? `${d.title}\n${d.text}` : d.text,
  }));
  const relevant = new Map<string, Set<string>>();
  for (const line of readFileSync(join(dir, 'qrels', 'test.tsv'), 'utf8')
    .split('\n')
    .slice(1)) {
    const [query, doc, score] = line.trim().split('\t');
    if (query && doc && Number(score) > 0) relevant.set(query, (relevant.get(query) ?? new Set()).add(doc));
  }
  const sample = docs
    .slice(0, 50)
    .map((d) => d.text)
    .join(' ');
  const lang: Lang = (sample.match(/[äö]/giu) ?? []).length > (sample.match(/[æø]/giu) ?? []).length ? 'sv' : 'nb';
  const country: Country = lang === 'sv' ? 'SE' : 'NO';
  const queries = jsonl(join(dir, 'queries.jsonl'), BeirQuery).flatMap((q) => {
    const wanted = relevant.get(q._id);
    return wanted ? [{ text: q.text, lang, country, relevant: wanted }] : [];
  });
  return { name: basename(dir), lang, docs, queries };
}

/**
 * varsam's own corpus: the passages' original texts, and the answerable tuning cases that stand alone (a follow-up means nothing without what
 * was said before). A passage is relevant where it overlaps an expected range of its file. `expanded` holds the texts by which the product
 * finds the passage, the sidecars' paraphrases and questions among them.
 */
export function readOwn(knowledgeDir: string, casesFile: string): Dataset {
  const { candidates, units } = collect(loadKnowledge(knowledgeDir));
  const passages = candidates.flatMap((candidate, owner) =>
    candidate.kind === 'passage' ? [{ candidate, owner }] : [],
  );
  const docs: Doc[] = passages.map(({ candidate, owner }) => ({
    id: candidate.id,
    text: foldSpace(candidate.text),
    candidate,
    expanded: units.filter((u) => u.owner === owner).map(({ text, parts }) => ({ text, parts })),
  }));
  const queries = readCases(casesFile).flatMap((one) => {
    if (one.expect !== 'answered' || one.history.length > 0 || one.citations.length === 0) return [];
    const hits = passages.filter(({ candidate: p }) =>
      one.citations.some((c) => c.file === p.file && c.lines[0] <= p.lines[1] && p.lines[0] <= c.lines[1]),
    );
    return hits.length > 0
      ? [
          {
            text: one.question,
            lang: one.lang,
            country: one.country,
            relevant: new Set(hits.map((h) => h.candidate.id)),
          },
        ]
      : [];
  });
  return { name: 'own corpus', lang: 'nb', docs, queries };
}

function jsonl<S extends z.ZodType>(file: string, schema: S): z.infer<S>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      let parsed: unknown;
      try {
        parsed = JSON.parse(line);
      } catch {
        throw new Error(`${file}:${i + 1} is not JSON. Put one object on each line.`);
      }
      const result = schema.safeParse(parsed);
      if (!result.success)
        throw new Error(
          `${file}:${i + 1} ${result.error.issues[0]?.path.join('.')}: ${result.error.issues[0]?.message}`,
        );
      return [result.data];
    });
}

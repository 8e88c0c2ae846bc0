import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCases } from '../../eval/cases.ts';
import { answerQuestion } from '../../src/app/answer-question.ts';
import type { Retriever } from '../../src/app/ports.ts';
import { readConfig } from '../../src/config.ts';
import { open } from '../../src/main.ts';
import { mask } from '../../src/privacy/mask.ts';
import { type OpenedIndex, openOrBuild } from '../../src/retrieval/build-index.ts';
import calibration from '../../src/retrieval/calibration.json' with { type: 'json' };
import { openOrBuildOwn } from '../../src/retrieval/own-index.ts';
import { PostgresPassages, type Queryable } from '../../src/retrieval/postgres-index.ts';
import { fillPassages, postgresRetriever } from '../../src/retrieval/postgres-retriever.ts';
import { TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';
import { keepingLog } from '../support/fakes.ts';
import { realIndex, realKnowledge } from '../support/knowledge.ts';
import { newDatabase, onPostgres } from '../support/postgres.ts';

/** varsam's own answers, over passages that Postgres finds: as from the index in memory, which holds them all. */

const OPTIONS = { lang: 'nb', country: 'NO', limit: 10 } as const;
const dir = mkdtempSync(join(tmpdir(), 'varsam-passages-'));
let db: PGlite;
let core: OpenedIndex;
let passages: PostgresPassages;
let retriever: Retriever;
const over = (base: OpenedIndex['retriever']) => {
  if (!core.models) throw new Error('no embedding');
  return postgresRetriever(passages, base, { content: core.content, models: core.models });
};

beforeAll(async () => {
  db = await PGlite.create({ extensions: { vector } });
  const sent: Queryable = { query: (sql, parameters) => db.query<Record<string, unknown>>(sql, parameters) };
  const embeddings = TrainedEmbeddings.open();
  core = await openOrBuild('core', realKnowledge, { embeddings, withoutPassages: true });
  passages = await PostgresPassages.open(embeddings, sent, 'shared');
  retriever = over(core.retriever);
  if (core.models) expect(await fillPassages(passages, core, core.models)).toBe(true);
}, 120_000);
afterAll(async () => {
  await db.close();
  rmSync(dir, { recursive: true });
});

describe('passages that are found in Postgres', () => {
  test('give the answers that the index in memory gives', async () => {
    const whole = await realIndex();
    const cases = readCases('eval/cases/tune.jsonl').filter((_, i) => i % 5 === 0);
    const deps = { knowledge: realKnowledge(), mask, languages: whole.languages, calibration, log: keepingLog() };
    const answered = async (by: Retriever, { question, lang, country }: (typeof cases)[number]) => {
      const asked = { text: question, history: [], fallbackLang: lang, country };
      const { answer, trace } = await answerQuestion(asked, { ...deps, retriever: by });
      return { status: answer.status, best: trace.ranked[0]?.candidate.id, top: trace.ranked.slice(0, 3) };
    };
    let same = 0;
    for (const one of cases) {
      const [here, there] = [await answered(whole.retriever, one), await answered(retriever, one)];
      if (here.status === there.status) same++;
      if (here.status === 'answered') expect(there.top.map((r) => r.candidate.id)).toContain(here.best);
    }
    expect(same / cases.length).toBeGreaterThan(0.95);
  }, 240_000);

  test('are found by their own words and lines, whole', async () => {
    const { ranked } = await retriever.search('Hur ofta ska ögonblicksbilder tas?', {
      ...OPTIONS,
      lang: 'sv',
      country: 'SE',
    });
    const [found] = ranked.flatMap(({ candidate }) => (candidate.kind === 'passage' ? [candidate] : []));
    const lines = realKnowledge().guidelines.find((g) => g.id === found?.document)?.lines ?? [];
    expect(found?.text).toBe(lines.slice((found?.lines[0] ?? 0) - 1, found?.lines[1]).join('\n'));
    expect(core.content.saved.outlines.some((c) => c.kind === 'passage')).toBe(false);
  });

  test('are put there once, and again when the knowledge is another, without what it has lost', async () => {
    if (!core.models) return;
    expect(await fillPassages(passages, core, core.models)).toBe(false);
    const all = await passages.count();
    const guidelines = core.knowledge.guidelines.slice(1);
    const fewer = { knowledge: { ...core.knowledge, hash: 'fewer', guidelines } };
    expect(await fillPassages(passages, fewer, core.models)).toBe(true);
    expect(await passages.count()).toBeLessThan(all);
    expect(await fillPassages(passages, core, core.models)).toBe(true);
    expect(await passages.count()).toBe(all);
  }, 60_000);

  test('stand beside what a municipality knows itself', async () => {
    const question = 'Hva med fløtmannsordningen på Vesleøya?';
    const entry = core.knowledge.curated.find((c) => c.outcome === 'answered')?.id ?? '';
    const more = { entry, lang: 'nb' as const, country: 'NO' as const, question };
    const load = () => ({ ...core.knowledge, hash: 'own', questions: [...core.knowledge.questions, more] });
    const own = await openOrBuildOwn(core, 'own', load, dir);
    const { ranked } = await over(own.retriever).search(question, OPTIONS);
    expect(ranked[0]?.candidate.id).toBe(`curated:${entry}`);
    expect(ranked.some((r) => r.candidate.kind === 'passage')).toBe(true);
  });

  test('of no question are none', async () => {
    expect((await retriever.search('  ', OPTIONS)).ranked).toEqual([]);
  });
});

test('without a database there is nothing to find them in, and the configuration says so', () => {
  expect(() => readConfig({ VARSAM_INDEX: 'postgres' })).toThrow(
    'VARSAM_INDEX is postgres, but VARSAM_DATABASE_URL is not set.',
  );
});

onPostgres(() => {
  test('VARSAM_INDEX=postgres answers from the server of this machine where that has pgvector, and says what is missing where it has not', async () => {
    const url = await newDatabase();
    const config = readConfig({
      VARSAM_INDEX: 'postgres',
      VARSAM_DATABASE_URL: url,
      VARSAM_DATA_DIR: dir,
      VARSAM_LOG: 'silent',
    });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from pg_available_extensions where name = 'vector' and default_version >= '0.8'",
    );
    await client.end();
    if (!rows[0]?.n) {
      await expect(open(config)).rejects.toThrow(/VARSAM_INDEX=postgres: .*create extension vector/);
      return;
    }
    const varsam = await open(config);
    const { ranked } = await varsam.retriever.search('Må vi arkivere kommentarer?', OPTIONS);
    expect(ranked.some((r) => r.candidate.kind === 'passage')).toBe(true);
    await varsam.close();
  }, 60_000);
});

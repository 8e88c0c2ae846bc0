import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { Document } from '@langchain/core/documents';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../src/retrieval/candidates.ts';
import { HashedSubwordEmbeddings } from '../../src/retrieval/embeddings.ts';
import { GRAPH_OPTIONS, PassagesError, PostgresPassages, type Queryable } from '../../src/retrieval/postgres-index.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { newDatabase, onPostgres } from '../support/postgres.ts';
import { type AnyVectorIndex, vectorIndexContract } from './vector-index.contract.ts';

/** Debian 12 has no pgvector; PGlite brings Postgres itself with it, through npm, in this process. It keeps nothing. */
let db: PGlite;
beforeAll(async () => {
  db = await PGlite.create({ extensions: { vector } });
});
afterAll(() => db.close());

const sent = (): Queryable => ({ query: (sql, parameters) => db.query<Record<string, unknown>>(sql, parameters) });
const model = (name: string, dimensions: number) => Object.assign(new HashedSubwordEmbeddings(), { name, dimensions });

let indexes = 0;
vectorIndexContract('passages in Postgres', async (vectors, dimensions): Promise<AnyVectorIndex> => {
  const passages = await PostgresPassages.open(model("d'16", dimensions), sent(), `index ${indexes++}`);
  const size = vectors.length / dimensions;
  const nth = (n: number) => Array.from(vectors.subarray(n * dimensions, (n + 1) * dimensions));
  const documents = [...Array(size).keys()].map(
    (n) =>
      new Document({ id: `${n}`, pageContent: `avsnitt ${n}`, metadata: { lang: 'nb', country: 'NO', document: 'd' } }),
  );
  await passages.addVectors(
    documents.map((_, n) => nth(n)),
    documents,
  );
  const search = async (query: ArrayLike<number>, k: number) =>
    (await passages.similaritySearchVectorWithScore(Array.from(query), k)).map(([{ id }, similarity]) => ({
      id: Number(id),
      similarity,
    }));
  return {
    size: passages.count(),
    search,
    similarity: async (id, query) => (await search(query, size)).find((f) => f.id === id)?.similarity ?? Number.NaN,
  };
});

describe('passages of the real guidelines in Postgres', () => {
  let passages: PostgresPassages;
  beforeAll(async () => {
    passages = await PostgresPassages.open(new HashedSubwordEmbeddings(), sent(), 'nesodden');
    const documents = collect(realKnowledge()).candidates.flatMap((candidate) => {
      if (candidate.kind !== 'passage') return [];
      const { id, text, language, country, document, lines } = candidate;
      return [new Document({ id, pageContent: text, metadata: { lang: language, country, document, lines } })];
    });
    await passages.addDocuments(documents);
    await passages.addDocuments(documents.slice(0, 20));
    expect(await passages.count()).toBe(documents.length);
  });

  test('each language is read by its own stemmer, and a question of any form finds the word', async () => {
    const [norwegian] = await passages.wordSearch('barnets bilder', 5, { country: 'NO' });
    expect(norwegian?.[0].pageContent).toMatch(/barn|bilde/i);
    const [swedish] = await passages.wordSearch('kommentarerna', 5, { lang: 'sv' });
    expect(swedish?.[0].pageContent).toMatch(/komment/i);
    expect(swedish?.[0].metadata).toMatchObject({
      country: 'SE',
      lang: 'sv',
      lines: [expect.any(Number), expect.any(Number)],
    });
  });

  test('a search gives both figures for whatever either found, and keeps to its filter', async () => {
    const found = await passages.search('Får vi radera kommentarer?', { pool: 20, filter: { country: 'SE' } });
    expect(found.length).toBeGreaterThanOrEqual(20);
    expect(new Set(found.map((f) => f.document.metadata.country))).toEqual(new Set(['SE']));
    expect(found.map((f) => f.cosine)).toEqual(found.map((f) => f.cosine).toSorted((a, b) => b - a));
    expect(found.some((f) => f.words > 0)).toBe(true);
    expect(found.every((f) => f.cosine <= 1.0001 && f.words >= 0 && f.words < 1)).toBe(true);
  });

  test('serves any chain of LangChain’s as a retriever', async () => {
    const [first] = await passages.asRetriever(3, { lang: 'nb' }).invoke('Kan vi slette kommentarer?');
    expect(first?.metadata.lang).toBe('nb');
  });

  test('another tenant and another model see nothing of them, and take nothing away', async () => {
    const others = await PostgresPassages.open(new HashedSubwordEmbeddings(), sent(), 'osteraker');
    const later = await PostgresPassages.open(model('later', 256), sent(), 'nesodden');
    for (const one of [others, later]) {
      expect([await one.count(), await one.similaritySearch('bilde', 5), await one.wordSearch('bilde', 5)]).toEqual([
        0,
        [],
        [],
      ]);
      await one.delete();
    }
    expect(await passages.count()).toBeGreaterThan(0);
  });

  test('a document is taken out whole, and what it is not is refused by name', async () => {
    const before = await passages.count();
    await passages.delete({ document: 'osteraker' });
    const left = await passages.count();
    expect(left).toBeLessThan(before);
    expect(await passages.wordSearch('kommentarerna', 50, { document: 'osteraker' })).toEqual([]);
    const wrong = new Document({
      id: 'x',
      pageContent: 'tekst',
      metadata: { lang: 'da', country: 'DK', document: 'd' },
    });
    await expect(passages.addDocuments([wrong])).rejects.toThrow(/metadata\.lang \(nb, nn, sv, en\).*: x/);
    expect(await passages.count()).toBe(left);
  });

  test('words of the query language are words and no query: nothing breaks, nothing gets out', async () => {
    for (const query of ["'; drop table varsam_passages; --", '& | ! ( :*', '', '\u0000'])
      await expect(passages.wordSearch(query.replaceAll('\0', ''), 3)).resolves.toBeInstanceOf(Array);
    expect(await passages.count()).toBeGreaterThan(0);
  });
});

onPostgres(() => {
  test('on the server of this machine it works where the server has pgvector, and says so where it has not', async () => {
    const pool = new pg.Pool({ connectionString: await newDatabase(), options: GRAPH_OPTIONS });
    const { rows } = await pool.query<{ n: number }>(
      "select count(*)::int as n from pg_available_extensions where name = 'vector' and default_version >= '0.8'",
    );
    const opened = PostgresPassages.open(new HashedSubwordEmbeddings(), pool, 't');
    if (rows[0]?.n) expect(await (await opened).count()).toBe(0);
    else await expect(opened).rejects.toThrow(/create extension vector/);
    await pool.end();
  });
});

test('without the extension it says which, from where, and who has to let it in', async () => {
  const bare = await PGlite.create();
  const query: Queryable['query'] = (sql, parameters) => bare.query<Record<string, unknown>>(sql, parameters);
  const refused = PostgresPassages.open(new HashedSubwordEmbeddings(), { query }, 't');
  await expect(refused).rejects.toThrow(PassagesError);
  await expect(refused).rejects.toThrow(/pgvector, 0\.8 or later.*postgresql-17-pgvector.*create extension vector/);
  await expect(PostgresPassages.open(model('huge', 3072), sent(), 't')).rejects.toThrow(
    /3072 dimensions; Postgres indexes 2000/,
  );
  await bare.close();
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lang } from '../../src/core/language.ts';
import { competitor, type Engine, type Searcher } from './engine.ts';

/** The part of @orama/orama 3 that is used here. */
type Db = { readonly orama: unique symbol };
type Orama = {
  create(options: object): Db;
  insertMultiple(db: Db, documents: object[], batchSize?: number): Promise<string[]>;
  search(db: Db, params: object): Promise<{ hits: { id: string }[] }>;
  save(db: Db): unknown;
  load(db: Db, raw: unknown): void;
};

const FILE = 'orama.json';
const BATCH = 500;

/** Its own tokenizer for the language, without which it cuts words at å, ä, ö, æ and ø. Stemmers are another package and off by default. */
const create = (orama: Orama, lang: Lang): Db =>
  orama.create({
    schema: { text: 'string' },
    language: lang === 'sv' ? 'swedish' : lang === 'en' ? 'english' : 'norwegian',
  });

const searcher = (orama: Orama, db: Db): Searcher => ({
  search: async ({ text }, k) => (await orama.search(db, { term: text, limit: k })).hits.map((h) => h.id),
});

export const orama: Engine = {
  name: 'Orama',
  build: async (docs, lang, onProgress) => {
    const orama = await competitor<Orama>('@orama/orama');
    const db = create(orama, lang);
    for (let from = 0; from < docs.length; from += BATCH) {
      await orama.insertMultiple(
        db,
        docs.slice(from, from + BATCH).map(({ id, text }) => ({ id, text })),
        BATCH,
      );
      onProgress(from / docs.length);
    }
    return {
      ...searcher(orama, db),
      save: (dir) => writeFileSync(join(dir, FILE), JSON.stringify({ lang, raw: orama.save(db) })),
    };
  },
  open: async (dir) => {
    const orama = await competitor<Orama>('@orama/orama');
    const { lang, raw } = JSON.parse(readFileSync(join(dir, FILE), 'utf8')) as { lang: Lang; raw: unknown };
    const db = create(orama, lang);
    orama.load(db, raw);
    return searcher(orama, db);
  },
};

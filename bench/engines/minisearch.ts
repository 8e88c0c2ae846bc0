import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { competitor, type Engine, type Searcher } from './engine.ts';

/** The part of minisearch 7 that is used here. */
type Index = {
  add(document: { id: string; text: string }): void;
  search(query: string): { id: string }[];
};
type MiniSearch = {
  new (options: object): Index;
  loadJSON(json: string, options: object): Index;
};

const FILE = 'minisearch.json';
/** As its documentation searches free text: prefixes, and words an edit or so away; any word may match. It keeps the texts, as the others do. */
const OPTIONS = { fields: ['text'], storeFields: ['text'], searchOptions: { prefix: true, fuzzy: 0.2 } };

const searcher = (index: Index): Searcher => ({
  search: async ({ text }, k) =>
    index
      .search(text)
      .slice(0, k)
      .map((r) => r.id),
});

export const minisearch: Engine = {
  name: 'MiniSearch',
  build: async (docs, _, onProgress) => {
    const { default: MiniSearch } = await competitor<{ default: MiniSearch }>('minisearch');
    const index = new MiniSearch(OPTIONS);
    docs.forEach(({ id, text }, i) => {
      index.add({ id, text });
      if (i % 1000 === 0) onProgress(i / docs.length);
    });
    return { ...searcher(index), save: (dir) => writeFileSync(join(dir, FILE), JSON.stringify(index)) };
  },
  open: async (dir) => {
    const { default: MiniSearch } = await competitor<{ default: MiniSearch }>('minisearch');
    return searcher(MiniSearch.loadJSON(readFileSync(join(dir, FILE), 'utf8'), OPTIONS));
  },
};

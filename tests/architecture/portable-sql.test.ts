import { describe, expect, test } from 'vitest';
import { type Source, source, sourcesIn } from './sources.ts';

/** The store speaks SQL that SQLite and Postgres both know. What differs is in the files of the dialects. */

const DIALECTS = [
  'src/store/sqlite-dialect.ts',
  'src/store/postgres-dialect.ts',
  'src/store/postgres-settings.ts',
  'src/store/sqlite-file.ts',
];
const DRIVERS = ['node:sqlite', 'pg'];

/** Words that one of the two lacks, or takes otherwise. A comment may name them. */
const LOCAL: [string, RegExp][] = [
  [
    'SQLite alone',
    /\bpragma\b|\browid\b|\bautoincrement\b|\binsert or\b|\bglob\b|\bsqlite_\w+|\bgroup_concat\b|\bifnull\b/i,
  ],
  [
    'SQLite’s own functions of time and text',
    /\bstrftime\b|\bjulianday\b|(?<![.\w])datetime\(|\binstr\(|\bprintf\(|\brandomblob\b/i,
  ],
  ['JSON inside SQL', /\bjson_(?:extract|each|set|object|group)\w*|\bjsonb\w*|->>/i],
  [
    'Postgres alone',
    /\bilike\b|::(?:text|int|jsonb?|timestamp)|(?<![.\w])now\(\)|\bdate_trunc\b|\bfor update\b|\bpg_\w+\(|\bstring_agg\b/i,
  ],
];

/** `text`, `integer` and `blob` are the types whose values are the same in both; the Postgres dialect gives them its own names. */
const COLUMN = /\.addColumn\(\s*'[^']+'\s*,\s*([^,)]+)/g;
const TYPES = ["'text'", "'integer'", "'blob'"];

function unportable(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => !DIALECTS.includes(path))
    .flatMap(({ path, code, imports }) => [
      ...imports.filter((i) => DRIVERS.includes(i.target)).map((i) => `${path}: imports ${i.target}`),
      ...LOCAL.flatMap(([what, words]) =>
        [...code.matchAll(new RegExp(words, 'gi'))].map((m) => `${path}: ${m[0]} (${what})`),
      ),
      ...[...code.matchAll(COLUMN)]
        .filter((m) => !TYPES.includes(m[1] ?? ''))
        .map((m) => `${path}: a column of type ${m[1]}`),
    ]);
}

describe('the SQL of the store', () => {
  test('is what SQLite and Postgres both know, outside the files of the dialects', () => {
    expect(unportable(sourcesIn('src/store'))).toEqual([]);
  });

  test.each([
    ["import { DatabaseSync } from 'node:sqlite';"],
    ['const rows = sql`pragma table_info(turns)`;'],
    ['sql`insert or ignore into turns values (1)`'],
    ["sql`select json_extract(answer, '$.status') from turns`"],
    ["query.where('question', 'ilike', words)"],
    ["table.addColumn('done', 'boolean')"],
    ["table.addColumn(\n  'at',\n  'timestamptz', (c) => c.notNull())"],
  ])('“%s” is caught', (text) => {
    expect(unportable([source('src/store/a.ts', text)])).toHaveLength(1);
  });

  test.each([
    ["table.addColumn('at', 'text', (c) => c.notNull())"],
    ['// SQLite would say pragma here\nexport {};'],
    ["import { Kysely, sql } from 'kysely';\nsql`select coalesce(max(at), '') from turns`"],
  ])('“%s” is fine', (text) => {
    expect(unportable([source('src/store/a.ts', text)])).toEqual([]);
  });
});

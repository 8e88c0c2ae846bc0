import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrations.ts';
import { openSqlite } from '../../src/store/open.ts';
import type { Schema } from '../../src/store/schema.ts';
import { NodeSqliteDialect } from '../../src/store/sqlite-dialect.ts';
import { asked } from '../support/learning.ts';
import { inFile, inMemory } from '../support/sqlite.ts';
import { learningContract } from './learning.contract.ts';

learningContract('what is learned, in a SQLite file', inFile);

learningContract('what is learned, in memory', inMemory);

test('open questions of an older store become groups of one, with the channel they were asked in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-learning-'));
  const file = join(folder, 'store.db');
  const before = new Kysely<Schema>({ dialect: new NodeSqliteDialect(file) });
  await migrate(before, '0004_conversing');
  await before.destroy();
  const old = new DatabaseSync(file);
  old.exec(`insert into conversations values ('t', 'c1', 'terminal', null, 'NO', '2026-03-02T08:00:00.000Z', '2026-03-02T08:00:00.000Z');
    insert into open_questions values ('t', 'q1', 'c1', 'Får vi?', 'nb', 'NO', 'unsure', '2026-03-02T08:00:00.000Z');
    insert into open_questions values ('t', 'q2', 'gone', 'Får vi det?', 'sv', 'SE', 'ask_person', '2026-03-02T08:01:00.000Z');`);
  old.close();
  const { groups, store } = await openSqlite(file);
  expect(await groups.list('t', ['open'])).toMatchObject([
    {
      id: 'q1',
      topic: 'other',
      country: 'NO',
      questions: [{ id: 'q1', channel: 'terminal', conversation: 'c1', user: '' }],
    },
    { id: 'q2', country: 'SE', questions: [{ channel: 'web', reason: 'ask_person', lang: 'sv' }] },
  ]);
  expect((await store.openQuestions('t')).map((q) => q.id)).toEqual(['q1', 'q2']);
  await groups.add(asked('q3'), 'q1', null);
  expect((await groups.group('t', 'q1'))?.questions).toHaveLength(2);
  await store.close();
  rmSync(folder, { recursive: true });
});

test('a damaged question is left out of a list and named; its words are not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-learning-'));
  const file = join(folder, 'store.db');
  const faults: Error[] = [];
  const { groups, store } = await openSqlite(file, { onFault: (f) => faults.push(f) });
  for (const id of ['a', 'b']) await groups.add(asked(id, { question: 'secret' }), null, null);
  const db = new DatabaseSync(file);
  db.exec(`update group_questions set topic = 'weather' where id = 'a'`);
  db.close();
  expect((await groups.list('t', ['open'])).map((g) => g.id)).toEqual(['b']);
  expect(faults.map(String).join()).toMatch(/group_questions \(a\): topic/);
  expect(faults.map(String).join()).not.toMatch(/secret|weather/);
  await store.close();
  rmSync(folder, { recursive: true });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openSqlite } from '../../src/store/open.ts';
import { at } from '../support/assessment.ts';
import { mapOf } from '../support/screening.ts';
import { inFile, inMemory } from '../support/sqlite.ts';
import { conversingContract } from './conversing.contract.ts';

conversingContract('claims and what is remembered, in a SQLite file', inFile);

conversingContract('claims and what is remembered, in memory', inMemory);

test('two processes that share a file give a claim to one of them; damaged facts are an error that says where', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-conversing-'));
  const file = join(folder, 'store.db');
  const [one, two] = [await openSqlite(file), await openSqlite(file)];
  const asked = [one, two, one, two].map(({ claims }) => claims.claim('t', 'e1', at(1), 1000));
  expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
  await one.facts.set('t', 'room', mapOf({ P01: 'main' }), at(1));
  const db = new DatabaseSync(file);
  db.exec("update channel_facts set facts = 'secret'");
  db.close();
  const error = await two.facts.get('t', 'room').catch((e: unknown) => e);
  expect(String(error)).toMatch(/channel_facts \(room\)/);
  expect(String(error)).not.toMatch(/secret/);
  await one.store.close();
  await two.store.close();
  rmSync(folder, { recursive: true });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/store/open.ts';
import { KARI, livedIn, NAME, OLAS, WORDS } from '../support/privacy.ts';
import { privacyContract } from './privacy.contract.ts';

async function sqlitePlace() {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-privacy-'));
  const file = join(folder, 'varsam.db');
  const stores = await openSqlite(file);
  const ofEach = <T>(read: (db: DatabaseSync, table: string) => T): Record<string, T> => {
    const db = new DatabaseSync(file, { readOnly: true });
    const tables = db.prepare(`select name from sqlite_master where type = 'table' and name not like 'kysely%'`).all();
    const out = Object.fromEntries(tables.map(({ name }) => [String(name), read(db, String(name))]));
    db.close();
    return out;
  };
  return {
    ...{ folder, stores },
    rows: async () => ofEach((db, name) => db.prepare(`select * from "${name}"`).all()),
    columns: async () =>
      ofEach((db, name) =>
        db
          .prepare(`select name from pragma_table_info('${name}')`)
          .all()
          .map((c) => String(c.name)),
      ),
    cleanup: async () => {
      await stores.store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

privacyContract('access, erasure and retention in a SQLite file', sqlitePlace);

/** Every file of a folder, byte for byte: the database, its log and what else lies there. */
const bytesIn = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => readFileSync(join(f.parentPath, f.name)).toString('utf8'))
    .join('\n');

describe('the files of a store', () => {
  test('hold none of the words, the name or the id of somebody who was erased, while the store stays open', async () => {
    const { folder, stores, cleanup } = await sqlitePlace();
    await livedIn(stores);
    const theirs = [...WORDS, NAME, KARI];
    expect(theirs.filter((word) => !bytesIn(folder).includes(word))).toEqual([]);
    await stores.personal.erase('t', { user: KARI, names: [NAME] });
    await stores.retention.scrub('whole');
    const left = bytesIn(folder);
    expect(theirs.filter((word) => left.includes(word))).toEqual([]);
    expect(left.includes(OLAS)).toBe(true);
    await cleanup();
  });

  test('hold none of the words whose time is over', async () => {
    const { folder, stores, cleanup } = await sqlitePlace();
    await livedIn(stores);
    for (const kind of ['conversations', 'openQuestions', 'unfinishedScreenings', 'removalDrafts', 'notices'] as const)
      await stores.retention.purge('t', kind, '2036-01-01T00:00:00.000Z');
    await stores.retention.scrub('log');
    expect([OLAS, WORDS[1]].filter((word) => bytesIn(folder).includes(word))).toEqual([]);
    await cleanup();
  });
});

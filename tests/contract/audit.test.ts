import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openSqlite, type Stores } from '../../src/store/open.ts';
import { at } from '../support/assessment.ts';
import { auditContract } from './audit.contract.ts';

/** A SQLite file that several processes could open, with keys of its own. */
function sqlitePlace() {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-audit-'));
  const file = join(folder, 'store.db');
  const open: Stores[] = [];
  return {
    reopen: async (keys: Buffer[]) => {
      const stores = await openSqlite(file, { keys });
      open.push(stores);
      return stores;
    },
    beside: async (sql: string) => {
      const db = new DatabaseSync(file);
      db.exec(sql);
      db.close();
    },
    cleanup: async () => {
      for (const { store } of open) await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

auditContract('the audit log in a SQLite file', async () => {
  const place = sqlitePlace();
  const keys = [randomBytes(32)];
  const reopen = () => place.reopen(keys);
  return { ...place, reopen, stores: await reopen() };
});

describe('a key that is replaced', () => {
  const seen = {
    tenant: 't',
    person: 'U1',
    role: 'author',
    action: 'seen',
    assessment: 'a1',
    version: 1,
    via: 'web',
  } as const;

  test('leaves the log in order, and the person is found under both', async () => {
    const place = sqlitePlace();
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    await (await place.reopen([older])).audit.note({ ...seen, at: at(1) });
    const { audit } = await place.reopen([newer, older]);
    expect((await audit.verify('t')).fault).toBeUndefined();
    await audit.note({ ...seen, at: at(2) });
    expect(await audit.entries('t', { person: 'U1' })).toHaveLength(2);
    await place.cleanup();
  });

  test('without the old one the end is not signed by us', async () => {
    const place = sqlitePlace();
    await (await place.reopen([randomBytes(32)])).audit.note({ ...seen, at: at(1) });
    const { audit } = await place.reopen([randomBytes(32)]);
    expect((await audit.verify('t')).fault).toEqual({ kind: 'end', seq: 2 });
    await place.cleanup();
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type Stores } from '../../src/store/open.ts';

/** Stores for a contract suite, and how they go away; `reopen` gives another connection to the same place, null where nothing outlives one. */
export type Opened = { stores: Stores; reopen: (() => Promise<Stores>) | null; cleanup: () => Promise<void> };

/** A SQLite file of its own, in a folder that goes with it. */
export async function inFile(): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-store-'));
  const open: Stores[] = [];
  const reopen = async () => {
    const stores = await openSqlite(join(folder, 'store.db'));
    open.push(stores);
    return stores;
  };
  const cleanup = async () => {
    for (const { store } of open) await store.close();
    rmSync(folder, { recursive: true });
  };
  return { stores: await reopen(), reopen, cleanup };
}

/** SQLite in memory. */
export async function inMemory(): Promise<Opened> {
  const stores = await openSqlite(':memory:');
  return { stores, reopen: null, cleanup: () => stores.store.close() };
}

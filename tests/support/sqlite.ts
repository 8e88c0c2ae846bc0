import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type Stores } from '../../src/store/open.ts';

/** Stores for a contract suite, and how they go away. */
type Opened = { stores: Stores; cleanup: () => Promise<void> };

/** A SQLite file of its own, in a folder that goes with it. */
export async function inFile(): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-store-'));
  const stores = await openSqlite(join(folder, 'store.db'));
  return {
    stores,
    cleanup: async () => {
      await stores.store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** SQLite in memory. */
export async function inMemory(): Promise<Opened> {
  const stores = await openSqlite(':memory:');
  return { stores, cleanup: () => stores.store.close() };
}

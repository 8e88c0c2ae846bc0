import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type Stores } from '../../src/store/open.ts';
import { accountStoreContract } from './account-store.contract.ts';

accountStoreContract('the register of accounts in a SQLite file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-accounts-'));
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
});

accountStoreContract('the register of accounts in memory', async () => {
  const stores = await openSqlite(':memory:');
  return { stores, reopen: null, cleanup: () => stores.store.close() };
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../src/store/open.ts';
import { calendarContract } from './calendar.contract.ts';

calendarContract('the calendar, in a SQLite file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-calendar-'));
  const stores = await openSqlite(join(folder, 'store.db'));
  return {
    stores,
    cleanup: async () => {
      await stores.store.close();
      rmSync(folder, { recursive: true });
    },
  };
});

calendarContract('the calendar, in memory', async () => {
  const stores = await openSqlite(':memory:');
  return { stores, cleanup: () => stores.store.close() };
});

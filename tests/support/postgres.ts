import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { describe, inject, test } from 'vitest';
import { openPostgres, type Stores } from '../../src/store/open.ts';
import type { Keys } from '../../src/store/seal.ts';
import type { StoreOptions } from '../../src/store/store.ts';
import { type Server, serverIn, startServer, withoutPostgres } from './postgres-server.ts';

let shared: Promise<Server> | undefined;
let databases = 0;

/** A database of its own on the server that all tests of a run share. Whoever needs it first starts it; the end of the run takes it away. */
export async function newDatabase(): Promise<string> {
  shared ??= sharedServer();
  return (await shared).database(`t_${process.pid}_${databases++}`);
}

async function sharedServer(): Promise<Server> {
  const folder = inject('postgresFolder');
  const ready = join(folder, 'ready');
  try {
    mkdirSync(join(folder, 'starting'));
  } catch {
    while (!existsSync(ready)) await pause(50);
    return serverIn(folder, []);
  }
  const server = await startServer([], folder);
  mkdirSync(ready);
  return server;
}

let emptied: Promise<string> | undefined;

/** An empty place in Postgres that can be opened several times, for the contract suites: one database for each file of tests, emptied for each test. */
export async function postgresPlace(options: StoreOptions & { keys?: Keys } = {}): Promise<{
  url: string;
  open: () => Promise<Stores>;
  cleanup: () => Promise<void>;
}> {
  emptied ??= newDatabase();
  const url = await emptied;
  await empty(url);
  const opened: Stores[] = [];
  return {
    url,
    open: async () => {
      const stores = await openPostgres({ url }, options);
      opened.push(stores);
      return stores;
    },
    cleanup: async () => {
      for (const { store } of opened) await store.close();
    },
  };
}

/** Runs SQL beside the store, as somebody with psql would. */
export async function beside(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function empty(url: string): Promise<void> {
  const rows = await beside(
    url,
    `select string_agg(quote_ident(tablename), ', ') as tables from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`,
  );
  if (rows[0]?.tables) await beside(url, `truncate ${rows[0].tables}`);
}

/** What runs where there is a server; elsewhere one skipped test says why. */
export function onPostgres(suite: () => void): void {
  const why = withoutPostgres();
  if (why === undefined) suite();
  else describe.skip(`on Postgres: ${why}`, () => test('is skipped', () => undefined));
}

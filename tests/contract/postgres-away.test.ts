import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgres } from '../../src/store/open.ts';
import { PatientKysely } from '../../src/store/patience.ts';
import { PgDialect } from '../../src/store/postgres-dialect.ts';
import { poolConfig } from '../../src/store/postgres-settings.ts';
import { Person, realConverseDeps } from '../support/converse.ts';
import { beside, newDatabase, onPostgres } from '../support/postgres.ts';
import { account, type Server, startServer } from '../support/postgres-server.ts';
import { canMount, fillUp, mountSmall, unmount } from '../support/small-disk.ts';
import { answered, talk, turn } from './store.builders.ts';

const ENDS =
  'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid != pg_backend_pid()';

onPostgres(() => {
  describe('a database that goes away and comes back', { timeout: 180_000 }, () => {
    let server: Server;
    beforeAll(async () => {
      server = await startServer();
    });
    afterAll(() => server.remove());

    test('loses nothing that was acknowledged, says so meanwhile, and goes on by itself', async () => {
      const stores = await openPostgres({ url: await server.database('away') });
      const deps = await realConverseDeps(stores);
      const person = new Person(deps);
      await person.say('Kan vi legge ut bilde av barn i barnehagen?');
      const before = await stores.store.turns('t', 'c1', 10);
      expect(before).toHaveLength(1);

      await server.kill();
      const [told, ...others] = await person.say('Kan vi slette en kritisk kommentar?');
      expect(others).toEqual([]);
      expect(told?.card.fallback).toMatch(/Jeg får ikke lagret noe akkurat nå\. Send det på nytt om et minutt\./);
      expect(told?.problem).toMatchObject({ key: 'error.away', fault: true });
      await expect(stores.store.turns('t', 'c1', 10)).rejects.toMatchObject({
        fault: 'away',
        message: expect.stringMatching(/^turns \(c1\): .*varsam goes on by itself when it is back\.$/),
      });

      await server.start();
      expect(await stores.store.turns('t', 'c1', 10)).toEqual(before);
      const [answered] = await person.say('Kan vi slette en kritisk kommentar?');
      expect(answered?.problem).toBeUndefined();
      expect(await stores.store.turns('t', 'c1', 10)).toHaveLength(2);
      await stores.store.close();
    });

    test('at the start is said with its place and what to do, without the password', async () => {
      const nobody = 'postgres://varsam:hemmelig@localhost/varsam?host=/nowhere';
      const error = await openPostgres({ url: nobody }).catch((e: unknown) => e);
      expect(error).toMatchObject({ name: 'StoreError', fault: 'away' });
      expect(String(error)).toMatch(/The store \/nowhere\/varsam cannot be opened: .*Start it, or correct its address/);
      expect(String(error)).not.toMatch(/hemmelig/);
    });
  });

  describe('connections that the server ended', () => {
    test('are replaced before anything is sent on them: nobody notices', async () => {
      const url = await newDatabase();
      const { claims, facts, store } = await openPostgres({ url });
      await Promise.all([1, 2, 3].map((n) => claims.claim('t', `e${n}`, '2026-03-02T08:00:00Z', 1000)));
      await beside(url, ENDS);
      expect(await claims.claim('t', 'e4', '2026-03-02T08:00:00Z', 1000)).toBe(true);
      await beside(url, ENDS);
      await facts.set('t', 'room', new Map([['P01', 'main']]), '2026-03-02T08:00:00Z');
      expect((await facts.get('t', 'room')).get('P01')).toBe('main');
      await store.close();
    });

    test('under a transaction that nobody committed: it is done again from the start, once', async () => {
      const url = await newDatabase();
      const db = new PatientKysely<{ notes: { n: number } }>({ dialect: new PgDialect(poolConfig({ url })) });
      await sql`create table notes (n bigint)`.execute(db);
      let tries = 0;
      await db.transaction().execute(async (trx) => {
        await trx.insertInto('notes').values({ n: ++tries }).execute();
        if (tries === 1) await beside(url, ENDS);
        await trx.insertInto('notes').values({ n: 10 }).execute();
      });
      expect(await db.selectFrom('notes').select('n').orderBy('n').execute()).toEqual([{ n: 2 }, { n: 10 }]);
      await db.destroy();
    });

    test('under a commit: nobody knows whether it was done, so it is not done again, and it is said', async () => {
      const url = await newDatabase();
      const cut = await cutting(url, /commit/);
      const db = new PatientKysely<{ notes: { n: number } }>({ dialect: new PgDialect(poolConfig({ url: cut.url })) });
      await sql`create table notes (n bigint)`.execute(db);
      let tries = 0;
      const lost = db.transaction().execute(async (trx) => {
        tries++;
        await trx.insertInto('notes').values({ n: 1 }).execute();
      });
      await expect(lost).rejects.toMatchObject({ fault: 'away', message: expect.stringMatching(/while it committed/) });
      expect(tries).toBe(1);
      await db.destroy();
      cut.close();
    });
  });

  describe('a database whose disk is full', () => {
    test.runIf(canMount())('keeps all it acknowledged, says what to do, and goes on when there is room', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'varsam-pg-small-'));
      mountSmall(folder, '16m', account().uid);
      const url = await newDatabase();
      const name = url.replace(/.*\/([^/?]+)\?.*/, '$1');
      await beside(url, `create tablespace ${name} location '${folder}'`);
      await beside(url, `alter database ${name} set default_tablespace = ${name}`);
      const { store } = await openPostgres({ url });
      await talk(store);
      fillUp(join(folder, 'big'));
      let kept = 0;
      const full = async () => {
        for (; kept < 1000; kept++) {
          const words = [...Array(2000).keys()].map((n) => (n * 7919 + kept * 104_729).toString(36)).join(' ');
          await store.saveTurn({
            tenant: 'nesodden',
            conversation: 'c1',
            turn: turn(`t${kept}`, kept, answered(words)),
          });
        }
      };
      await expect(full()).rejects.toMatchObject({
        fault: 'full',
        trouble: 'unsaved',
        message: expect.stringMatching(/^turns \(t\d+\): .*The disk of the database is full\./),
      });
      rmSync(join(folder, 'big'));
      expect(await store.turns('nesodden', 'c1', 2000)).toHaveLength(kept);
      await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn('last', 59) });
      expect(await store.turns('nesodden', 'c1', 2000)).toHaveLength(kept + 1);
      await store.close();
      await beside(url, `set default_tablespace = ''; alter database ${name} reset default_tablespace`);
      await beside(url, 'drop schema public cascade');
      await beside(url, `drop tablespace ${name}`);
      unmount(folder);
      rmSync(folder, { recursive: true });
    });
  });

  describe('a database that may not be written', () => {
    test('says so, with what to do, and goes on when it may', async () => {
      const url = await newDatabase();
      const stores = await openPostgres({ url });
      const name = url.replace(/.*\/([^/?]+)\?.*/, '$1');
      await beside(url, `alter database ${name} set default_transaction_read_only = on`);
      await beside(url, ENDS);
      const person = new Person(await realConverseDeps(stores));
      const [told] = await person.say('Kan vi slette en kritisk kommentar?');
      expect(told?.card.fallback).toMatch(/Jeg får ikke lagret noe\. Ta vare på teksten din/);
      await expect(stores.claims.claim('t', 'e1', '2026-03-02T08:00:00Z', 1000)).rejects.toMatchObject({
        fault: 'readonly',
        message: expect.stringMatching(/point varsam at the primary server/),
      });
      await beside(
        url,
        `start transaction read write; alter database ${name} reset default_transaction_read_only; commit`,
      );
      await beside(url, ENDS);
      expect((await person.say('Kan vi slette en kritisk kommentar?'))[0]?.problem).toBeUndefined();
      await stores.store.close();
    });
  });
});

/** A way to the same server that breaks off, both ways, when something passes it. */
async function cutting(url: string, when: RegExp): Promise<{ url: string; close: () => void }> {
  const address = new URL(url);
  const behind = join(address.searchParams.get('host') ?? '', '.s.PGSQL.5432');
  const sockets: Socket[] = [];
  const proxy = createServer((near) => {
    const far = createConnection(behind);
    sockets.push(near, far);
    for (const one of [near, far]) one.on('error', () => undefined);
    far.on('data', (bytes) => near.write(bytes));
    near.on('data', (bytes) => {
      if (when.test(bytes.toString('latin1'))) for (const one of [near, far]) one.destroy();
      else far.write(bytes);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const place = proxy.address();
  if (place === null || typeof place === 'string') throw new Error('the proxy listens on a port');
  return {
    url: `postgres://varsam@127.0.0.1:${place.port}${address.pathname}`,
    close: () => {
      for (const one of sockets) one.destroy();
      proxy.close();
    },
  };
}

import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import type { Answer } from '../../src/core/answer.ts';
import type { StoreError } from '../../src/store/errors.ts';
import { openSqliteStore } from '../../src/store/open.ts';
import type { Schema } from '../../src/store/schema.ts';
import { NodeSqliteDialect } from '../../src/store/sqlite-dialect.ts';
import { type Disk, writeAheadLog } from '../../src/store/write-ahead-log.ts';
import { cite, lawNote, OSTERAKER } from './store.builders.ts';
import { storeContract } from './store.contract.ts';

storeContract(
  'the store in a SQLite file',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'varsam-store-'));
    const opened: Store[] = [];
    const open = async () => {
      const store = await openSqliteStore(join(folder, 'store.db'));
      opened.push(store);
      return store;
    };
    const cleanup = async () => {
      for (const store of opened) await store.close();
      rmSync(folder, { recursive: true });
    };
    return { store: await open(), reopen: open, cleanup };
  },
  { lasting: true },
);

storeContract(
  'the store in memory',
  async () => {
    const store = await openSqliteStore(':memory:');
    return { store, reopen: null, cleanup: () => store.close() };
  },
  { lasting: false },
);

const answer: Answer = {
  status: 'answered',
  by: 'curated',
  lang: 'sv',
  country: 'SE',
  text: 'Nej.',
  claims: [],
  citations: [],
  conflicts: [],
  offers: [],
  notices: [],
};
const turn = (id: string) => ({
  id,
  question: 'Får vi radera en kritisk kommentar?',
  answer,
  at: '2026-03-02T08:00:00.000Z',
});
const conversation = {
  tenant: 't',
  id: 'c',
  channel: 'terminal',
  lang: null,
  country: 'SE',
  at: '2026-03-02T08:00:00.000Z',
} as const;

describe('a store file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'varsam-store-'));
    file = join(folder, 'data', 'store.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A store with turns t1, t2, t3, closed, and then what `damage` does to the file. */
  async function prepared(damage: string): Promise<{ store: Store; faults: StoreError[] }> {
    const first = await openSqliteStore(file);
    await first.touchConversation(conversation);
    for (const id of ['t1', 't2', 't3']) await first.saveTurn({ tenant: 't', conversation: 'c', turn: turn(id) });
    await first.close();
    const db = new DatabaseSync(file);
    db.exec(damage);
    db.close();
    const faults: StoreError[] = [];
    return { store: await openSqliteStore(file, { onFault: (fault) => faults.push(fault) }), faults };
  }

  /** Runs a script in a process of its own with `openSqliteStore`, `file`, `name`, `turn` and `conversation` in reach. */
  function elsewhere(name: string, script: string): Promise<{ said: string; signal: string | null }> {
    const module = JSON.stringify(pathToFileURL('src/store/open.ts').href);
    const given = `const { openSqliteStore } = await import(${module});
      const [file, name] = ${JSON.stringify([file, name])};
      const conversation = ${JSON.stringify(conversation)};
      const turn = (id) => ({ ...${JSON.stringify(turn(''))}, id });\n`;
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', given + script]);
      let said = '';
      child.stdout.on('data', (chunk) => (said += chunk));
      child.stderr.on('data', (chunk) => (said += chunk));
      child.on('error', reject);
      child.on('close', (_code, signal) => resolve({ said, signal }));
    });
  }

  test('has a write-ahead log, and checks its references', async () => {
    const db = new Kysely<unknown>({ dialect: new NodeSqliteDialect(join(folder, 'bare.db')) });
    const pragma = async (name: string) =>
      (await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)).rows;
    expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    await db.destroy();
  });

  test('is not said to have kept anything before the disk has it; what only reads or claims waits for no disk', async () => {
    const asked: PromiseWithResolvers<void>[] = [];
    const disk: Disk = {
      sync: () => {
        const one = Promise.withResolvers<void>();
        asked.push(one);
        return one.promise;
      },
      close: async () => undefined,
    };
    const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(join(folder, 'slow.db'), disk) });
    const add = () => sql`insert into t values (1)`.execute(db);
    const made = sql`create table t (n)`.execute(db);
    const claims = () => sql`insert into "claims" values (1)`.execute(db);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    asked[0]?.resolve();
    await made;

    let kept = 0;
    const writing = Promise.all(
      [add, () => db.transaction().execute((t) => sql`delete from t`.execute(t)), add].map((w) =>
        w().then(() => kept++),
      ),
    );
    await vi.waitFor(() => expect(asked).toHaveLength(4));
    // Others see it, and nobody waits for its turn with the connection.
    expect((await sql`select * from t`.execute(db)).rows).toHaveLength(1);
    expect(kept).toBe(0);
    for (const one of asked) one.resolve();
    await writing;

    await expect(claims()).rejects.toThrow('no such table');
    expect(asked).toHaveLength(4);
    const failing = add();
    await vi.waitFor(() => expect(asked).toHaveLength(5));
    asked[4]?.reject(Object.assign(new Error('no room'), { code: 'ENOSPC' }));
    await expect(failing).rejects.toMatchObject({ code: 'ENOSPC' });
    await db.destroy();
  });

  test('is synced once for all that was committed while the disk was busy, and again where that failed', async () => {
    const log = writeAheadLog(join(folder, 'absent.db'));
    const first = await Promise.allSettled([log.sync(), log.sync()]);
    expect(first.map((r) => r.status)).toEqual(['rejected', 'rejected']);
    writeFileSync(join(folder, 'absent.db-wal'), '');
    const [a, b] = [log.sync(), log.sync()];
    expect(a).toBe(b);
    await a;
    await log.sync();
    await log.close();
  });

  test('and its folder are for their owner only, side files too', async () => {
    const store = await openSqliteStore(file);
    await store.touchConversation(conversation);
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect([mode(join(folder, 'data')), mode(file), mode(`${file}-wal`), mode(`${file}-shm`)]).toEqual([
      '700',
      '600',
      '600',
      '600',
    ]);
    await store.close();
  });

  test('that exists keeps the rights its owner gave it', async () => {
    await (await openSqliteStore(file)).close();
    chmodSync(file, 0o640);
    await (await openSqliteStore(file)).close();
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  test('is written so that an acknowledged turn survives a process killed the next moment', async () => {
    const { said, signal } = await elsewhere(
      'killed',
      `const store = await openSqliteStore(file);
       await store.touchConversation(conversation);
       await store.saveTurn({ tenant: 't', conversation: 'c', turn: turn('t1') });
       process.kill(process.pid, 'SIGKILL');`,
    );
    expect([said, signal]).toEqual(['', 'SIGKILL']);
    const store = await openSqliteStore(file);
    expect(await store.turn('t', 't1')).toEqual(turn('t1'));
    await store.close();
  });

  test('that four processes create and write at once gets its tables once, and every turn', async () => {
    const processes = ['a', 'b', 'c', 'd'].map((name) =>
      elsewhere(
        name,
        `const store = await openSqliteStore(file);
         await store.touchConversation(conversation);
         for (let n = 0; n < 25; n++) await store.saveTurn({ tenant: 't', conversation: 'c', turn: turn(name + n) });
         await store.close();`,
      ),
    );
    expect((await Promise.all(processes)).map((p) => p.said)).toEqual(['', '', '', '']);
    const store = await openSqliteStore(file);
    expect(await store.turns('t', 'c', 1000)).toHaveLength(100);
    await store.close();
    const db = new DatabaseSync(file);
    const steps = (of: DatabaseSync) => of.prepare('select name from kysely_migration order by name').all();
    const alone = join(folder, 'alone.db');
    await (await openSqliteStore(alone)).close();
    const other = new DatabaseSync(alone);
    expect(steps(db)).toEqual(steps(other));
    other.close();
    expect(db.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    db.close();
  }, 60_000);

  test('that one process opens four times at once migrates once', async () => {
    const stores = await Promise.all([1, 2, 3, 4].map(() => openSqliteStore(file)));
    await stores[0]?.touchConversation(conversation);
    for (const store of stores) expect(await store.conversation('t', 'c')).toEqual({ lang: null, country: 'SE' });
    for (const store of stores) await store.close();
  });

  test('keeps each citation in a row of its own, law notes without lines, and one verdict of each kind', async () => {
    const store = await openSqliteStore(file);
    await store.touchConversation(conversation);
    const citations = [cite(OSTERAKER, [13, 14]), lawNote];
    await store.saveTurn({ tenant: 't', conversation: 'c', turn: { ...turn('t1'), answer: { ...answer, citations } } });
    for (const [verdict, at] of [
      ['wrong_source', '2026-03-02T08:01:00Z'],
      ['helped', '2026-03-02T08:02:00Z'],
      ['helped', '2026-03-02T08:03:00Z'],
    ] as const) {
      await store.saveFeedback({ tenant: 't', turn: 't1', verdict, at });
    }
    await store.close();
    const db = new DatabaseSync(file);
    expect(db.prepare('select position, document, line_from, line_to from citations order by position').all()).toEqual([
      { position: 0, document: 'osteraker', line_from: 13, line_to: 14 },
      { position: 1, document: 'law:L15', line_from: null, line_to: null },
    ]);
    expect(db.prepare('select verdict, at from feedback order by at').all()).toEqual([
      { verdict: 'wrong_source', at: '2026-03-02T08:01:00.000Z' },
      { verdict: 'helped', at: '2026-03-02T08:03:00.000Z' },
    ]);
    db.close();
  });

  test('keeps no words of a question that was withdrawn', async () => {
    const store = await openSqliteStore(file);
    const words = 'Gjelder dette også kulturskolen på Fagerstrand?';
    const place = { id: 'q1', tenant: 't', conversation: 'c', lang: 'nb', country: 'NO', reason: 'unsure' } as const;
    await store.captureQuestion({ ...place, question: words, at: '2026-03-02T08:00:00Z' });
    await store.withdrawQuestion('t', 'q1');
    await store.close();
    expect(readFileSync(file).includes(words)).toBe(false);
  });

  test.each([
    ['half a JSON', `'{"status":"answ'`, /^turns \(t2\): the answer is no JSON$/],
    ['an answer of an unknown kind', `'{"status":"maybe"}'`, /^turns \(t2\): status/],
    ['no answer', `'null'`, /^turns \(t2\)/],
    ['a blob', `x'00ff'`, /^turns \(t2\)/],
  ])('with %s in one row gives the other rows, and says which one is damaged', async (_what, value, message) => {
    const { store, faults } = await prepared(`update turns set answer = ${value} where id = 't2'`);
    expect((await store.turns('t', 'c', 10)).map((t) => t.id)).toEqual(['t1', 't3']);
    expect(faults).toMatchObject([
      { name: 'StoreError', fault: 'damaged', table: 'turns', id: 't2', message: expect.stringMatching(message) },
    ]);
    await expect(store.turn('t', 't2')).rejects.toMatchObject({ fault: 'damaged', table: 'turns', id: 't2' });
    await store.close();
  });

  test('with an answer that a later version has added to still reads it, additions and all', async () => {
    const { store, faults } = await prepared(
      `update turns set answer = replace(answer, '"text"', '"mood":"calm","text"') where id = 't2'`,
    );
    expect((await store.turn('t', 't2'))?.answer).toEqual({ ...answer, mood: 'calm' });
    expect(faults).toEqual([]);
    await store.close();
  });

  test('that a newer version has changed is left alone, with advice', async () => {
    await (await openSqliteStore(file)).close();
    const db = new DatabaseSync(file);
    db.exec(`insert into kysely_migration values ('0099_later', '2030-01-01T00:00:00.000Z')`);
    db.close();
    await expect(openSqliteStore(file)).rejects.toMatchObject({
      fault: 'newer',
      message: expect.stringMatching(/0099_later.*Update varsam/),
    });
  });

  test('that is no database is refused by name and stays as it is', async () => {
    const notes = join(folder, 'notes.txt');
    const text = 'Møtereferat, ikke en database. '.repeat(50);
    writeFileSync(notes, text);
    await expect(openSqliteStore(notes)).rejects.toMatchObject({
      fault: 'unopenable',
      message: expect.stringContaining(notes),
    });
    expect(readFileSync(notes, 'utf8')).toBe(text);
    await expect(openSqliteStore(join(notes, 'store.db'))).rejects.toMatchObject({ fault: 'unopenable' });
    await expect(openSqliteStore(folder)).rejects.toMatchObject({ fault: 'unopenable' });
  });
});

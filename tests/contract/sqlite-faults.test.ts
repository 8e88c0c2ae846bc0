import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groupCommit } from '../../src/store/group-commit.ts';
import { migrate } from '../../src/store/migrations.ts';
import { openSqlite } from '../../src/store/open.ts';
import type { Schema } from '../../src/store/schema.ts';
import { NodeSqliteDialect } from '../../src/store/sqlite-dialect.ts';
import { createStore } from '../../src/store/store.ts';
import { Person, realConverseDeps } from '../support/converse.ts';
import { canMount, fillUp, mountSmall, unmount } from '../support/small-disk.ts';
import { answered, talk, turn } from './store.builders.ts';

const NOBODY = 65_534;
/** Root may write anywhere, so what others may not is tried as somebody else; where node itself is out of their reach, it can't be. */
const other = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
const can = spawnSync(
  process.execPath,
  ['-e', `import(${JSON.stringify(pathToFileURL('src/store/errors.ts').href)})`],
  other,
);

describe('a store file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'varsam-faults-'));
    file = join(folder, 'varsam.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const long = (n: number) => ({ ...turn(`t${n}`, n), answer: answered('æøå '.repeat(20_000)) });

  test('that has no room left keeps all it acknowledged, says what to do, and goes on when there is room', async () => {
    const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(file) });
    await migrate(db);
    await sql`pragma max_page_count = 200`.execute(db);
    const store = createStore(db, groupCommit(db));
    await talk(store);
    let kept = 0;
    const full = async () => {
      for (;;) {
        await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: long(kept) });
        kept++;
      }
    };
    await expect(full()).rejects.toMatchObject({
      fault: 'full',
      trouble: 'unsaved',
      message: expect.stringMatching(/^turns \(t\d+\): .*The disk of the database is full\. Make room there/),
    });
    expect(kept).toBeGreaterThan(0);
    expect(await store.turns('nesodden', 'c1', 99)).toHaveLength(kept);
    await sql`pragma max_page_count = 100000`.execute(db);
    await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: long(kept) });
    expect(await store.turns('nesodden', 'c1', 99)).toHaveLength(kept + 1);
    await store.close();
  });

  test.runIf(canMount())(
    'on a disk that is full tells whoever asks to keep their text, and loses nothing',
    async () => {
      mountSmall(folder, '2m');
      try {
        const stores = await openSqlite(file);
        const person = new Person(await realConverseDeps(stores));
        await person.say('Kan vi slette en kritisk kommentar?');
        const before = await stores.store.turns('t', 'c1', 10);
        fillUp(join(folder, 'big'));
        const [told] = await person.say('Kan vi legge ut bilde av barn i barnehagen?');
        expect(told?.card.fallback).toMatch(/Jeg får ikke lagret noe\. Ta vare på teksten din, og meld fra/);
        rmSync(join(folder, 'big'));
        expect(await stores.store.turns('t', 'c1', 10)).toEqual(before);
        expect((await person.say('Kan vi legge ut bilde av barn i barnehagen?'))[0]?.problem).toBeUndefined();
        expect(await stores.store.turns('t', 'c1', 10)).toHaveLength(before.length + 1);
        await stores.store.close();
      } finally {
        unmount(folder);
      }
    },
  );

  test('that may not be written says so, still reads, and goes on when it may', async () => {
    const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(file) });
    await migrate(db);
    const store = createStore(db, groupCommit(db));
    await talk(store);
    await sql`pragma query_only = on`.execute(db);
    await expect(store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn('t1') })).rejects.toMatchObject({
      fault: 'readonly',
      message: expect.stringMatching(/Give varsam’s user the right to write it and its folder/),
    });
    expect(await store.conversation('nesodden', 'c1')).toBeDefined();
    await sql`pragma query_only = off`.execute(db);
    await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn('t1') });
    await store.close();
  });

  test.runIf(can.status === 0).each([
    ['the file belongs to somebody else', 0o755, 0o444],
    ['the folder may not be written', 0o555, 0o644],
  ])('whose rights are wrong (%s) is refused at the start, with what to do', async (_what, onFolder, onFile) => {
    await (await openSqlite(file)).store.close();
    chmodSync(file, onFile);
    if (other.uid !== undefined && onFile === 0o644) chownSync(file, other.uid, other.gid);
    chmodSync(folder, onFolder);
    const script = `const { openSqlite } = await import(${JSON.stringify(pathToFileURL('src/store/open.ts').href)});
      const stores = await openSqlite(${JSON.stringify(file)}).catch((e) => console.log(e.fault + ': ' + e.message));
      if (stores) await stores.claims.claim('t', 'e', '2026-03-02T08:00:00Z', 1).catch((e) => console.log(e.fault + ': ' + e.message));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      ...other,
      encoding: 'utf8',
    });
    expect(stdout + stderr).toMatch(
      /^(?:readonly|unopenable): .*varsam\.db.*Give varsam’s user the right to (?:read and )?write it and its folder/,
    );
    chmodSync(folder, 0o755);
  });

  test('that is broken inside says so, and how to get it back', async () => {
    const { store } = await openSqlite(file);
    await talk(store);
    for (let n = 0; n < 6; n++) await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: long(n) });
    await store.close();
    const bytes = readFileSync(file);
    bytes.fill(0x7e, 4096 * 3, 4096 * 40);
    writeFileSync(file, bytes);
    const reads = async () => {
      const again = await openSqlite(file);
      try {
        await again.store.turns('nesodden', 'c1', 99);
        await again.store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: long(9) });
      } finally {
        await again.store.close();
      }
    };
    await expect(reads()).rejects.toMatchObject({
      fault: 'corrupt',
      message: expect.stringMatching(/npm run store -- restore FILE --replace/),
    });
  });
});

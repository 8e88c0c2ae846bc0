import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as moment } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSession } from '../../src/core/screening/session.ts';
import { backupStore, checkStore, restoreStore, type StorePlace } from '../../src/store/backup.ts';
import { openPostgres, openSqlite, type Stores } from '../../src/store/open.ts';
import { at, full, opened } from '../support/assessment.ts';
import { asked } from '../support/learning.ts';
import { beside, newDatabase, onPostgres } from '../support/postgres.ts';
import { dpia, mapOf } from '../support/screening.ts';
import { answered, talk, turn } from './store.builders.ts';

const open = (place: StorePlace): Promise<Stores> =>
  'file' in place ? openSqlite(place.file) : openPostgres(place.postgres);

/** A bit of everything, in two municipalities, with letters that get lost easily. */
async function lived(place: StorePlace): Promise<void> {
  const stores = await open(place);
  for (const tenant of ['nesodden', 'osteraker']) {
    await talk(stores.store, tenant, 'c1', 'nn');
    for (let n = 0; n < 450; n++)
      await stores.store.saveTurn({
        tenant,
        conversation: 'c1',
        turn: turn(`t${n}`, n % 60, answered(`ÆØÅ 👩‍👧 ${n}`)),
      });
    await stores.store.saveFeedback({ tenant, turn: 't3', verdict: 'helped', at: at(2) });
    await stores.groups.add(asked('q1', { tenant }), null, null);
    for (const version of opened(full()).versions) await stores.assessments.append(tenant, version);
    await stores.sessions.save(tenant, {
      id: 's1',
      conversation: 'c1',
      session: startSession(dpia(), 'NO'),
      state: 'open',
      at: at(1),
      revision: 0,
    });
    await stores.facts.set(tenant, 'room', mapOf({ P01: 'main' }), at(1));
    await stores.claims.claim(tenant, 'e1', at(1), 1000);
  }
  await stores.store.close();
}

/** Everything that the ports give back. */
async function told(place: StorePlace): Promise<unknown> {
  const stores = await open(place);
  const all = [];
  for (const tenant of ['nesodden', 'osteraker'])
    all.push({
      turns: await stores.store.turns(tenant, 'c1', 1000),
      open: await stores.store.openQuestions(tenant),
      groups: await stores.groups.list(tenant, ['open']),
      version: await stores.groups.version(tenant),
      dossier: await stores.assessments.dossier(tenant, 'a1'),
      list: await stores.assessments.list(tenant),
      session: await stores.sessions.session(tenant, 's1'),
      facts: [...(await stores.facts.get(tenant, 'room'))],
      claimed: await stores.claims.claim(tenant, 'e1', at(0), 1000),
    });
  await stores.store.close();
  return all;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'varsam-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const inFolder = (name: string) => join(folder, name);
const nothing = { replace: false, kept: '/nowhere' };

/** The drill, from any kind of store to any other. */
function drill(from: string, to: string, places: () => Promise<{ from: StorePlace; to: StorePlace }>): void {
  test(`a backup of ${from} restored into ${to} gives back everything, letter for letter`, async () => {
    const { from: source, to: target } = await places();
    await lived(source);
    const before = await told(source);
    await backupStore(source, inFolder('backup.db'));
    expect(statSync(inFolder('backup.db')).mode & 0o777).toBe(0o600);
    expect(await checkStore({ file: inFolder('backup.db') })).toEqual([]);
    const { rows, kept } = await restoreStore(target, inFolder('backup.db'), nothing);
    expect([rows.turns, rows.citations, kept]).toEqual([900, 900, null]);
    expect(await told(target)).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
}

const file = (name: string) => ({ file: inFolder(name) });
const database = async () => ({ postgres: { url: await newDatabase() } });

drill('a SQLite file', 'another', async () => ({ from: file('a.db'), to: file('b.db') }));
onPostgres(() => {
  drill('a Postgres', 'another', async () => ({ from: await database(), to: await database() }));
  drill('a SQLite file', 'a Postgres: the way up', async () => ({ from: file('a.db'), to: await database() }));
  drill('a Postgres', 'a SQLite file: the way back', async () => ({ from: await database(), to: file('b.db') }));

  test('a restore into a Postgres that fails halfway leaves everything as it was', async () => {
    const [source, target] = [file('a.db'), await database()];
    await lived(source);
    await backupStore(source, inFolder('backup.db'));
    await lived(target);
    const before = await told(target);
    await beside(target.postgres.url, 'alter table sessions add constraint nothing_more check (id is null) not valid');
    await expect(
      restoreStore(target, inFolder('backup.db'), { replace: true, kept: inFolder('kept.db') }),
    ).rejects.toThrow(/nothing_more/);
    await beside(target.postgres.url, 'alter table sessions drop constraint nothing_more');
    expect(await told(target)).toEqual(before);
  });
});

describe('a backup', () => {
  test('is taken while varsam writes, and holds one moment', async () => {
    const stores = await openSqlite(inFolder('a.db'));
    await talk(stores.store);
    let writing = true;
    const writer = (async () => {
      for (let n = 0; writing; n++, await moment())
        await stores.store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn(`t${n}`, 1) });
    })();
    await backupStore(file('a.db'), inFolder('backup.db'));
    writing = false;
    await writer;
    await stores.store.close();
    const db = new DatabaseSync(inFolder('backup.db'), { readOnly: true });
    const count = (table: string) => db.prepare(`select count(*) as n from ${table}`).get()?.n;
    expect(count('turns')).toBe(count('citations'));
    db.close();
    expect(existsSync(inFolder('backup.db-wal'))).toBe(false);
  });

  test('is never written over, and of no store there is none', async () => {
    await (await openSqlite(inFolder('a.db'))).store.close();
    writeFileSync(inFolder('backup.db'), 'the only one');
    await expect(backupStore(file('a.db'), inFolder('backup.db'))).rejects.toThrow(
      /is there already\. Choose another name/,
    );
    expect(readFileSync(inFolder('backup.db'), 'utf8')).toBe('the only one');
    await expect(backupStore(file('none.db'), inFolder('other.db'))).rejects.toThrow(/There is no store at/);
    expect(existsSync(inFolder('none.db'))).toBe(false);
  });
});

describe('a restore', () => {
  test('into a store that holds something is refused, and with --replace keeps what was there', async () => {
    await lived(file('a.db'));
    await backupStore(file('a.db'), inFolder('backup.db'));
    const stores = await openSqlite(inFolder('b.db'));
    await talk(stores.store, 'asker', 'c9', 'sv');
    await stores.store.close();
    await expect(restoreStore(file('b.db'), inFolder('backup.db'), nothing)).rejects.toThrow(
      /not empty\. Add --replace/,
    );
    const done = await restoreStore(file('b.db'), inFolder('backup.db'), { replace: true, kept: inFolder('kept.db') });
    expect(done.kept).toBe(inFolder('kept.db'));
    expect(await told(file('b.db'))).toEqual(await told(file('a.db')));
    const kept = await openSqlite(inFolder('kept.db'));
    expect(await kept.store.conversation('asker', 'c9')).toEqual({ lang: 'sv', country: 'NO' });
    await kept.store.close();
  });

  test('takes the place of a file that is broken, which is put aside as it is', async () => {
    await lived(file('a.db'));
    await backupStore(file('a.db'), inFolder('backup.db'));
    const before = await told(file('a.db'));
    const bytes = readFileSync(inFolder('a.db'));
    bytes.fill(0x7e, 4096 * 3, 4096 * 40);
    writeFileSync(inFolder('a.db'), bytes);
    expect(await checkStore(file('a.db'))).not.toEqual([]);
    await expect(restoreStore(file('a.db'), inFolder('backup.db'), nothing)).rejects.toThrow(/--replace/);
    await restoreStore(file('a.db'), inFolder('backup.db'), { replace: true, kept: inFolder('broken.db') });
    expect(await told(file('a.db'))).toEqual(before);
    expect(readFileSync(inFolder('broken.db')).equals(bytes)).toBe(true);
  });

  test('of something that is no backup, or a broken one, changes nothing', async () => {
    await lived(file('a.db'));
    const before = await told(file('a.db'));
    writeFileSync(inFolder('notes.txt'), 'Møtereferat, ikke en database. '.repeat(50));
    const replace = { replace: true, kept: inFolder('kept.db') };
    await expect(restoreStore(file('a.db'), inFolder('notes.txt'), replace)).rejects.toThrow(
      /no backup that is in order/,
    );
    await expect(restoreStore(file('a.db'), inFolder('gone.db'), replace)).rejects.toThrow(/There is no file/);
    await backupStore(file('a.db'), inFolder('backup.db'));
    const later = new DatabaseSync(inFolder('backup.db'));
    later.exec(`insert into kysely_migration values ('0099_later', '2030-01-01T00:00:00.000Z')`);
    later.close();
    await expect(restoreStore(file('a.db'), inFolder('backup.db'), replace)).rejects.toMatchObject({ fault: 'newer' });
    expect(await told(file('a.db'))).toEqual(before);
    expect(existsSync(inFolder('kept.db'))).toBe(false);
  });
});

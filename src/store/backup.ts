import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { copyRows, isEmpty, type Rows } from './copy-rows.ts';
import { postgresForCopies, sqliteDatabase } from './databases.ts';
import { StoreError } from './errors.ts';
import type { PostgresSettings } from './postgres-settings.ts';
import type { Schema } from './schema.ts';
import { copyOf, faultsIn, putAside, tablesIn, whole } from './sqlite-file.ts';

/** Where a store is. A backup is a SQLite file whichever it is, so that one can be restored into the other. */
export type StorePlace = { file: string } | { postgres: PostgresSettings };

/**
 * Writes the whole store as it is at one moment to a new file, while varsam goes on.
 *
 * @throws StoreError also where the file is there already: a backup is never written over
 */
export async function backupStore(place: StorePlace, to: string): Promise<void> {
  if (existsSync(to))
    throw new StoreError('invalid', `${to} is there already. Choose another name; a backup is never written over.`);
  if ('file' in place) {
    if (!existsSync(place.file)) throw new StoreError('unopenable', `There is no store at ${place.file}.`);
    return copyOf(place.file, to);
  }
  await whole(to, async (beginning) => {
    const [from, copy] = [await postgresForCopies(place.postgres), await sqliteDatabase(beginning)];
    try {
      const tables = tablesIn(beginning);
      // One moment for all tables; nobody waits for it.
      await from
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((trx) => copyRows(loose(trx), loose(copy), tables));
    } finally {
      await Promise.all([from.destroy(), copy.destroy()]);
    }
  });
}

/**
 * Puts a backup in the place of what the store holds, all of it or nothing. What was there is kept: as a backup of its own, or as the file it was where it
 * can't be read any more.
 *
 * @param replace whether the store may hold something
 * @param kept the name of the file that what was there goes to
 * @returns how many rows each table has now, and the file with what was there; null where there was nothing
 * @throws StoreError and the store is as it was
 */
export async function restoreStore(
  place: StorePlace,
  from: string,
  { replace, kept }: { replace: boolean; kept: string },
): Promise<{ rows: Record<string, number>; kept: string | null }> {
  if (!existsSync(from)) throw new StoreError('unopenable', `There is no file ${from}.`);
  const faults = faultsIn(from);
  if (faults.length > 0) throw new StoreError('corrupt', `${from} is no backup that is in order: ${faults.join('; ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'varsam-restore-'));
  const copy = join(folder, 'varsam.db');
  try {
    // A copy: one that an older version made is brought up to date, and the backup stays as it is.
    await copyOf(from, copy);
    const source = await sqliteDatabase(copy);
    try {
      const tables = tablesIn(copy);
      const { db, before } = await target(place, tables, { replace, kept });
      try {
        return { rows: await copyRows(loose(source), loose(db), tables), kept: before };
      } finally {
        await db.destroy();
      }
    } finally {
      await source.destroy();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function target(
  place: StorePlace,
  tables: readonly string[],
  { replace, kept }: { replace: boolean; kept: string },
) {
  const holds = new StoreError(
    'invalid',
    'The store is not empty. Add --replace to put the backup in its place; what is there now is kept in a file of its own.',
  );
  if ('file' in place && existsSync(place.file) && faultsIn(place.file).length > 0) {
    if (!replace) throw holds;
    putAside(place.file, kept);
    return { db: await sqliteDatabase(place.file), before: kept };
  }
  const db = 'file' in place ? await sqliteDatabase(place.file) : await postgresForCopies(place.postgres);
  try {
    if (await isEmpty(loose(db), tables)) return { db, before: null };
    if (!replace) throw holds;
    await backupStore(place, kept);
    return { db, before: kept };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** The rows as they stand, whatever the tables are. */
const loose = (db: Kysely<Schema>) => db as unknown as Kysely<Rows>;

/**
 * What is wrong with a store or a backup, five faults at most; nothing where it is in order. A Postgres looks after its own pages, so that it answers is what
 * can be said of it.
 */
export async function checkStore(place: StorePlace): Promise<string[]> {
  if ('file' in place) return existsSync(place.file) ? faultsIn(place.file) : [`There is no store at ${place.file}.`];
  const db = await postgresForCopies(place.postgres);
  await db.destroy();
  return [];
}

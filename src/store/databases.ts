import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, sql } from 'kysely';
import { StoreError, storeError } from './errors.ts';
import { migrate } from './migrations.ts';
import { PatientKysely } from './patience.ts';
import type { PostgresSettings } from './postgres-settings.ts';
import type { Schema } from './schema.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';

/**
 * A SQLite file with its tables up to date. What is missing is created: the folder for its owner only (0700), the file likewise (0600; SQLite gives its
 * side files the same). What exists keeps the rights it has.
 *
 * @throws StoreError
 */
export async function sqliteDatabase(file: string): Promise<Kysely<Schema>> {
  const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(file) });
  try {
    if (file !== ':memory:') reserve(file);
    await sql`select 1`.execute(db);
    await migrate(db);
  } catch (error) {
    await db.destroy().catch(() => undefined); // It never opened: the reason below is the one that helps.
    throw unopenable(error, `The store ${file} cannot be opened`, FILE_MEND);
  }
  return db;
}

/**
 * A Postgres database with its tables up to date. The driver is loaded with the first call.
 *
 * @throws StoreError
 */
export async function postgresDatabase(settings: PostgresSettings): Promise<Kysely<Schema>> {
  return opened(settings, 'of a conversation');
}

/** The same for a command that reads or writes all of it: no limits on time. */
export async function postgresForCopies(settings: PostgresSettings): Promise<Kysely<Schema>> {
  return opened(settings, 'none');
}

async function opened(settings: PostgresSettings, limits: 'of a conversation' | 'none'): Promise<Kysely<Schema>> {
  const [{ PgDialect }, { migrationConfig, placeOf, poolConfig }] = await Promise.all([
    import('./postgres-dialect.ts'),
    import('./postgres-settings.ts'),
  ]);
  const config = limits === 'none' ? migrationConfig(settings) : poolConfig(settings);
  // Read committed: the lock on migrations is waited for first, and what others did meanwhile must be seen after it.
  const migrating = new Kysely<Schema>({ dialect: new PgDialect(migrationConfig(settings), 'read committed') });
  try {
    await sql`select 1`.execute(migrating);
    await migrate(migrating);
  } catch (error) {
    throw unopenable(error, `The store ${placeOf(settings)} cannot be opened`, SERVER_MEND);
  } finally {
    await migrating.destroy().catch(() => undefined);
  }
  return new PatientKysely<Schema>({ dialect: new PgDialect(config) });
}

const FILE_MEND =
  'Give varsam’s user the right to read and write it and its folder, or set VARSAM_DATA_DIR to another folder. Where the file is broken: npm run store -- restore FILE --replace';
const SERVER_MEND =
  'Correct VARSAM_DATABASE_URL, and let its user create tables in the database; docs/operations.md says how.';

/** What keeps a database from opening and has no name of its own. */
function unopenable(error: unknown, where: string, mend: string): StoreError {
  const known = storeError(error, where);
  if (known.fault !== 'failed' || error instanceof StoreError) return known;
  return new StoreError('unopenable', `${known.message}. ${mend}`, { cause: error });
}

/**
 * Only a file that is not there is opened here, and closed in the same breath: closing a second handle on a database drops every lock
 * that this process holds on it (POSIX), and then two writers could meet.
 */
function reserve(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

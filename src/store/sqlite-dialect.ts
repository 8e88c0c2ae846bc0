import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
  sql,
} from 'kysely';
import { type Disk, writeAheadLog } from './write-ahead-log.ts';

/**
 * How long SQLite itself waits for a lock, in ms. It waits with the whole process: another connection of the same process could
 * never let go meanwhile. So it gives up soon, and the driver tries again after letting others run.
 */
const BUSY_TIMEOUT_MS = 25;
/** How long a statement is tried in all, in ms, before the lock is somebody else's fault. */
const PATIENCE_MS = 15_000;
const SQLITE_BUSY = 5;

/**
 * Kysely's SqliteDialect over `node:sqlite`. A transaction takes the write lock when it begins: one that read first and wrote later
 * could be refused halfway, and two processes could both decide to migrate.
 *
 * @param file path of the database, or ':memory:'
 */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #disk: Disk;

  /** @param disk what makes a commit durable; given by tests */
  constructor(file: string, disk: Disk = writeAheadLog(file)) {
    const config = { database: () => openDatabase(file) };
    super(config);
    this.#config = config;
    this.#disk = disk;
  }

  override createDriver(): Driver {
    return new PatientDriver(this.#config, this.#disk);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

/** SQLite rolls back `create table` like anything else; Kysely leaves that unused, and a migration would have no transaction. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class PatientDriver extends SqliteDriver {
  readonly #disk: Disk;
  /** Whoever has the connection has written something that must outlive a power cut. */
  #wrote = false;

  constructor(config: SqliteDialectConfig, disk: Disk) {
    super(config);
    this.#disk = disk;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => {
        this.#wrote ||= !(READS.test(query.sql) || CLAIMS.test(query.sql));
        // A statement that was refused for a lock has changed nothing: trying again is safe.
        return patiently(() => connection.executeQuery(query));
      },
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
  }

  /** Whoever wrote waits for the disk; the connection is the next one's meanwhile. */
  override async releaseConnection(): Promise<void> {
    const wrote = this.#wrote;
    this.#wrote = false;
    await super.releaseConnection();
    if (wrote) await this.#disk.sync();
  }

  override async destroy(): Promise<void> {
    await this.#disk.close();
    await super.destroy();
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** Runs `work`, again and again while another connection holds the lock, for at most PATIENCE_MS. */
async function patiently<T>(work: () => T | Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
      // A random pause: two that wait for the same lock must not go on meeting.
      await pause(2 + Math.random() * 20);
    }
  }
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    (error.errcode & 0xff) === SQLITE_BUSY
  );
}

async function openDatabase(file: string): Promise<SqliteDatabase> {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    const mode = await patiently(() => db.prepare('pragma journal_mode = wal').get()?.journal_mode);
    // Without that log there is nothing to sync beside SQLite, and it does so itself.
    db.exec(`pragma synchronous = ${mode === 'wal' ? 'normal' : 'full'}`);
    // Withdrawn words do not stay in freed pages.
    db.exec('pragma secure_delete = on');
  } catch (error) {
    db.close();
    throw error;
  }
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => db.close(),
    prepare: (sql) => {
      const known = prepared.get(sql);
      if (known) return known;
      const made = adapt(db.prepare(sql));
      if (prepared.size >= MOST_PREPARED) prepared.clear();
      prepared.set(sql, made);
      return made;
    },
  };
}
/** Statements that are at hand: a few hundred are all there are, but for lists of many lengths. */
const MOST_PREPARED = 500;

const READS = /^\s*(?:select|pragma|explain|begin|commit|rollback|savepoint|release)\b/i;
/**
 * Claims say who works on what, and nobody has been promised one: a power cut that takes the last of them costs a message that is worked on again when it
 * is sent again. Waiting for the disk twice a message costs everybody more (`npm run bench -- dialogue`). The next write that is waited for takes
 * them along.
 */
const CLAIMS = /^(?:insert into|update|delete from) "claims"/;

/** Kysely expects better-sqlite3: parameters in one array, and a word on whether a statement gives rows. */
function adapt(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(bindable)),
    run: (parameters) => statement.run(...parameters.map(bindable)),
    iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
  };
}

/** The store writes text, whole numbers and null; anything else is a slip in a query, better found here than in a row. */
function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  throw new TypeError(`SQLite takes no parameter of type ${typeof value}`);
}

/**
 * Takes what was deleted out of a SQLite file: its freed pages are zeroes already (secure_delete), the write-ahead log is written into the file and cut to nothing,
 * and `whole` writes the file anew. In a database of another kind nothing is done.
 */
export async function scrub<DB>(db: Kysely<DB>, what: 'log' | 'whole'): Promise<void> {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return;
  if (what === 'whole') await sql`vacuum`.execute(db);
  // Somebody who is reading holds it up: then the next one takes it along.
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
}

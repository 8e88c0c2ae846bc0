import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';

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

  constructor(file: string) {
    const config = { database: () => openDatabase(file) };
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new PatientDriver(this.#config);
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
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      // A statement that was refused for a lock has changed nothing: trying again is safe.
      executeQuery: (query) => patiently(() => connection.executeQuery(query)),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
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
    await patiently(() => db.exec('pragma journal_mode = wal'));
    // full: a write that was acknowledged outlives a power cut. secure_delete: withdrawn words do not stay in freed pages.
    db.exec('pragma synchronous = full; pragma secure_delete = on');
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
      const made = adapt(db.prepare(sql), CLAIMS.test(sql) ? (work) => unsynced(db, work) : (work) => work());
      if (prepared.size >= MOST_PREPARED) prepared.clear();
      prepared.set(sql, made);
      return made;
    },
  };
}
/** Statements that are at hand: a few hundred are all there are, but for lists of many lengths. */
const MOST_PREPARED = 500;

/**
 * Claims say who works on what, and nobody has been promised one: a power cut that takes the last of them costs a message that is worked on again when it
 * is sent again. Waiting for the disk twice a message costs everybody more (`npm run bench -- dialogue`). The next write that is waited for takes
 * them along.
 */
const CLAIMS = /^(?:insert into|update|delete from) "claims"/;
function unsynced<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  db.exec('pragma synchronous = normal');
  try {
    return work();
  } finally {
    db.exec('pragma synchronous = full');
  }
}

/** Kysely expects better-sqlite3: parameters in one array, and a word on whether a statement gives rows. */
function adapt(statement: StatementSync, within: <T>(work: () => T) => T): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => within(() => statement.all(...parameters.map(bindable))),
    run: (parameters) => within(() => statement.run(...parameters.map(bindable))),
    iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
  };
}

/** The store writes text, whole numbers and null; anything else is a slip in a query, better found here than in a row. */
function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  throw new TypeError(`SQLite takes no parameter of type ${typeof value}`);
}

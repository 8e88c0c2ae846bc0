import {
  type ColumnDefinitionNode,
  CompiledQuery,
  type DatabaseConnection,
  DataTypeNode,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import { databaseFault, reasonOf, StoreError, storeError } from './errors.ts';
import { notDone, Patience, undone } from './patience.ts';

/**
 * Kysely over node-postgres, with what the store relies on in SQLite:
 * - every statement and transaction is serializable; a statement that lost against another is run again here, a transaction by `PatientKysely`;
 * - text sorts by code point, whatever the database's own collation;
 * - counts, sums and booleans come back as numbers;
 * - a connection that broke is replaced, and what was surely not done on it is done on the next.
 */
export class PgDialect implements Dialect {
  readonly #config: pg.PoolConfig;
  readonly #isolation: 'serializable' | 'read committed';

  constructor(config: pg.PoolConfig, isolation: 'serializable' | 'read committed' = 'serializable') {
    this.#config = config;
    this.#isolation = isolation;
  }

  createDriver(): Driver {
    return new PgDriver({
      ...this.#config,
      types: { getTypeParser },
      options:
        `${this.#config.options ?? ''} -c default_transaction_isolation=${this.#isolation.replace(' ', '\\ ')}`.trim(),
    });
  }

  createQueryCompiler(): PostgresQueryCompiler {
    return new Compiler();
  }

  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }

  createIntrospector(...[db]: Parameters<Dialect['createIntrospector']>): PostgresIntrospector {
    return new PostgresIntrospector(db);
  }
}

/** Types whose text is a number in SQLite: int8 (count), numeric (sum), float8, and bool. */
const NUMBERS = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.NUMERIC, pg.types.builtins.FLOAT8]);

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (NUMBERS.has(oid)) return Number;
  if (oid === pg.types.builtins.BOOL) return (text: string) => (text === 't' ? 1 : 0);
  return pg.types.getTypeParser(oid, format as 'text');
};

/** SQLite compares text byte by byte; `C` does the same, and UTF-8 keeps the order of code points. */
class Compiler extends PostgresQueryCompiler {
  protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
    const given = node.dataType;
    const known = DataTypeNode.is(given) ? TYPES[String(given.dataType)] : undefined;
    const dataType = known ? Object.assign({}, given, { dataType: known }) : given;
    super.visitColumnDefinition({ ...node, dataType });
  }
}
const TYPES: Record<string, DataTypeNode['dataType']> = {
  text: 'text collate "C"' as DataTypeNode['dataType'],
  integer: 'bigint',
  blob: 'bytea',
};

/** A connection that can be exchanged while nothing has begun on it. */
class PgConnection implements DatabaseConnection {
  client: pg.PoolClient;
  inTransaction = false;
  /** The client is of no more use: a query of ours may still be running on it, or its socket is gone. */
  broken = false;
  readonly #another: () => Promise<pg.PoolClient>;

  constructor(client: pg.PoolClient, another: () => Promise<pg.PoolClient>) {
    this.client = client;
    this.#another = another;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.inTransaction) return this.#run(query);
    const patience = new Patience();
    for (;;) {
      try {
        return await this.#run(query);
      } catch (error) {
        const reads = query.query.kind === 'SelectQueryNode';
        const again = undone(error) || notDone(error) || (reads && databaseFault(error) === 'away');
        if (!again || !(await patience.pause(error))) throw error;
        if (this.broken) await this.#exchange();
      }
    }
  }

  async #run<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { command, rowCount, rows } = await this.client.query<Record<string, unknown>>(
        sql,
        parameters.map(bindable),
      );
      const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE';
      return { rows: rows as R[], ...(changes ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
    } catch (error) {
      this.broken ||= databaseFault(error) === 'away';
      throw error;
    }
  }

  async #exchange(): Promise<void> {
    this.client.release(true);
    this.client = await this.#another();
    this.broken = false;
  }

  /** Chunk by chunk, so that a table of any size fits; inside a transaction alone. */
  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    if (!this.inTransaction) throw new Error('Rows are read one by one inside a transaction alone.');
    await this.#run({ ...query, sql: `declare rows_of_varsam no scroll cursor for ${query.sql}` });
    for (;;) {
      const chunk = await this.#run<R>(CompiledQuery.raw(`fetch ${chunkSize} from rows_of_varsam`));
      if (chunk.rows.length === 0) break;
      yield chunk;
    }
    await this.#run(CompiledQuery.raw('close rows_of_varsam'));
  }
}

class PgDriver implements Driver {
  readonly #config: pg.PoolConfig;
  #pool: pg.Pool | undefined;

  constructor(config: pg.PoolConfig) {
    this.#config = config;
  }

  async init(): Promise<void> {
    this.#pool = new pg.Pool(this.#config);
    // A connection that breaks while nobody uses it, or under a statement that fails on its own: whoever asks next gets another.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async acquireConnection(): Promise<PgConnection> {
    return new PgConnection(await this.#client(), () => this.#client());
  }

  async #client(): Promise<pg.PoolClient> {
    const patience = new Patience();
    for (;;) {
      if (!this.#pool) throw new StoreError('failed', 'The store is closed.');
      try {
        return await this.#pool.connect();
      } catch (error) {
        if (databaseFault(error) !== 'away') throw error;
        if (!(await patience.pause(error))) throw storeError(error, 'No connection to the database');
      }
    }
  }

  async beginTransaction(connection: PgConnection, { isolationLevel, accessMode }: TransactionSettings): Promise<void> {
    const how = [isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(' ');
    await connection.executeQuery(CompiledQuery.raw(`start transaction ${how}`));
    connection.inTransaction = true;
  }

  async commitTransaction(connection: PgConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('commit'));
    } catch (error) {
      // Whether it was committed is not known: never to be run again as if it were not.
      if (databaseFault(error) === 'away')
        throw new StoreError('away', `The database went away while it committed: ${reasonOf(error)}`, { cause: error });
      throw error;
    }
    connection.inTransaction = false;
  }

  async rollbackTransaction(connection: PgConnection): Promise<void> {
    // The server rolls back by itself when its connection is gone, and what was thrown first says why.
    if (!connection.broken) await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined);
    connection.inTransaction = false;
  }

  async releaseConnection(connection: PgConnection): Promise<void> {
    connection.client.release(connection.broken || connection.inTransaction);
  }

  async destroy(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.end();
  }
}

const BINDABLE = ['string', 'number', 'bigint', 'boolean'];
/** What the store writes in SQLite, and the booleans of Kysely's own questions about tables; anything else is a slip in a query. */
function bindable(value: unknown): unknown {
  if (value === null || BINDABLE.includes(typeof value)) return value;
  throw new TypeError(`The store takes no parameter of type ${typeof value}`);
}

import { type Kysely, sql } from 'kysely';
import { StoreError } from './errors.ts';

/** Rows of any table, as they stand. */
export type Rows = Record<string, Record<string, unknown>>;

/** Rows read and written at once: a statement takes 32,766 values at most in SQLite, and a table has some twenty columns. */
const CHUNK = 200;

/**
 * Copies every row of the tables from one database to another, in one transaction there: all of it or nothing. What stood there before goes.
 *
 * @param tables each after those it refers to
 * @returns how many rows each table has now
 * @throws StoreError where fewer came over than there were
 */
export async function copyRows(
  from: Kysely<Rows>,
  to: Kysely<Rows>,
  tables: readonly string[],
): Promise<Record<string, number>> {
  return to.transaction().execute(async (trx) => {
    for (const table of tables.toReversed()) await trx.deleteFrom(table).execute();
    const counts: Record<string, number> = {};
    for (const table of tables) {
      let read = 0;
      let some: Record<string, unknown>[] = [];
      const write = async () => {
        if (some.length > 0) await trx.insertInto(table).values(some).execute();
        some = [];
      };
      for await (const row of from.selectFrom(table).selectAll().stream(CHUNK)) {
        read++;
        some.push(row);
        if (some.length === CHUNK) await write();
      }
      await write();
      counts[table] = await rowsOf(trx, table);
      if (counts[table] !== read)
        throw new StoreError('failed', `${table}: ${read} rows were read, and ${counts[table]} are there`, { table });
    }
    return counts;
  });
}

async function rowsOf(db: Kysely<Rows>, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db);
  return Number(rows[0]?.n);
}

/** Whether there is a row in any of the tables. */
export async function isEmpty(db: Kysely<Rows>, tables: readonly string[]): Promise<boolean> {
  for (const table of tables) if ((await rowsOf(db, table)) > 0) return false;
  return true;
}

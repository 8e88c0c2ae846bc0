import type { Trouble } from '../app/trouble.ts';

/**
 * unopenable: the file cannot be opened or is no store · newer: a later version has changed its shape · damaged: a row that
 * cannot be read · invalid: a value that must not be stored · away: the database cannot be reached · full: no room left ·
 * readonly: it may not be written · corrupt: the database itself is broken · failed: it refused or broke off for another reason.
 */
export type StoreFault =
  | 'unopenable'
  | 'newer'
  | 'damaged'
  | 'invalid'
  | 'away'
  | 'full'
  | 'readonly'
  | 'corrupt'
  | 'failed';

const UNSAVED: readonly StoreFault[] = ['full', 'readonly', 'corrupt'];

/**
 * A fault of the store. The message names the table and the row, for whoever runs varsam; it never holds what a row says,
 * because messages end in logs.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;
  readonly table: string | null;
  readonly id: string | null;
  /** What it means for whoever is waiting; undefined where it is about one row. */
  readonly trouble: Trouble | undefined;

  constructor(fault: StoreFault, message: string, where: { table?: string; id?: string; cause?: unknown } = {}) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.fault = fault;
    this.table = where.table ?? null;
    this.id = where.id ?? null;
    this.trouble = fault === 'away' ? 'away' : UNSAVED.includes(fault) ? 'unsaved' : undefined;
  }
}

/** The words of whatever was thrown. An AggregateError (every address of a host refused) has none of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

type DatabaseFault = Extract<StoreFault, 'away' | 'full' | 'readonly' | 'corrupt'>;

/** What to do about it, for whoever runs varsam. docs/operations.md has the long form under the same words. */
const MEND: Record<DatabaseFault, string> = {
  away: 'The database cannot be reached. Start it, or correct its address; varsam goes on by itself when it is back.',
  full: 'The disk of the database is full. Make room there; varsam goes on by itself.',
  readonly:
    'The database may not be written. Give varsam’s user the right to write it and its folder, or point varsam at the primary server.',
  corrupt: 'The database is broken. Stop varsam and restore the last backup: npm run store -- restore FILE --replace',
};

/** Result codes of SQLite, without what is in their upper bytes: https://sqlite.org/rescode.html */
const SQLITE: Record<number, DatabaseFault> = { 8: 'readonly', 11: 'corrupt', 13: 'full' };

/** SQLSTATE codes and those of the system: https://www.postgresql.org/docs/current/errcodes-appendix.html. Class 08 and 57P are taken whole. */
const SQLSTATE: Record<string, DatabaseFault> = {
  '25006': 'readonly',
  '53100': 'full',
  '53300': 'away',
  ENOSPC: 'full',
  EROFS: 'readonly',
  XX001: 'corrupt',
  XX002: 'corrupt',
};
const UNREACHED = /^(?:08...|57P0[1-5])$/;
/** node-postgres gives these no code. */
const BROKEN_OFF =
  /^(?:Connection terminated|Client (?:has encountered a connection error|was closed) and is not queryable|timeout exceeded when trying to connect|Query read timeout|timeout expired)/;

/** What a database's own error comes to; undefined where it says nothing about the database as a whole. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError) return error.errors.map(databaseFault).find(Boolean);
  if ('errcode' in error && typeof error.errcode === 'number') return SQLITE[error.errcode & 0xff];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // A socket's own errors: refused, reset, no such host. `connect` finds no socket file too (ENOENT).
  const bySocket = 'syscall' in error && /^(?:connect|read|write|getaddrinfo)$/.test(String(error.syscall));
  if (SQLSTATE[code]) return SQLSTATE[code];
  return UNREACHED.test(code) || bySocket || BROKEN_OFF.test(error.message) ? 'away' : undefined;
}

/** A StoreError that says what happened, where, and what to do where that is known. */
export function storeError(cause: unknown, where: string, place: { table?: string; id?: string } = {}): StoreError {
  if (cause instanceof StoreError) {
    // What went wrong below every table, such as no connection, gets its place here.
    if (cause.table !== null) return cause;
    return new StoreError(cause.fault, `${where}: ${cause.message}`, { ...place, cause: cause.cause ?? cause });
  }
  const fault = databaseFault(cause);
  const what = `${where}: ${reasonOf(cause)}`;
  return new StoreError(fault ?? 'failed', fault ? `${what}. ${MEND[fault]}` : what, { ...place, cause });
}

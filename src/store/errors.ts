/**
 * unopenable: the file cannot be opened or is no store · newer: a later version has changed its shape · damaged: a row that
 * cannot be read · invalid: a value that must not be stored · failed: the database refused or broke off.
 */
export type StoreFault = 'unopenable' | 'newer' | 'damaged' | 'invalid' | 'failed';

/**
 * A fault of the store. The message names the table and the row, for whoever runs varsam; it never holds what a row says,
 * because messages end in logs.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;
  readonly table: string | null;
  readonly id: string | null;

  constructor(fault: StoreFault, message: string, where: { table?: string; id?: string; cause?: unknown } = {}) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.fault = fault;
    this.table = where.table ?? null;
    this.id = where.id ?? null;
  }
}

/** The words of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

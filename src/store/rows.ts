import { StoreError, storeError } from './errors.ts';
import { Time } from './schema.ts';

/** Turns whatever the database throws into a StoreError that says where. */
export async function within<T>(table: string, id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw storeError(cause, `${table} (${id})`, { table, id });
  }
}

type Schemed<T> = {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; code?: string }[] } };
};

/** The value as the schema reads it; a StoreError names the first place that is wrong, and never what stands there. */
export function checked<T>(
  schema: Schemed<T>,
  value: unknown,
  table: string,
  id: string,
  fault: 'damaged' | 'invalid' = 'damaged',
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join('.') || 'the whole';
  throw new StoreError(fault, `${table} (${id}): ${place} is not what it should be (${issue?.code ?? 'invalid'})`, {
    table,
    id,
  });
}

/** UTC with milliseconds, so that text order is time order. */
export function utc(table: string, id: string, at: string): string {
  return new Date(checked(Time, at, table, id, 'invalid')).toISOString();
}

/** Half a surrogate pair has no UTF-8, and Postgres keeps no NUL: both become the replacement character, in every database. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** What can be read of a list; a damaged row is left out and reported. */
export function readable<R, T>(rows: readonly R[], read: (row: R) => T, onFault: (fault: StoreError) => void): T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      onFault(error);
      return [];
    }
  });
}

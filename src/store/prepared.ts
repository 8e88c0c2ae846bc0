import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

type Value = string | number | null;
/** A statement with its values still to be given. Rejects with the database's own error. */
type Prepared<G, R> = (db: Kysely<Schema>, given: G) => Promise<R[]>;

/** Where each parameter of a compiled statement comes from: a value that is given each time, by name, or one that is always the same. */
type Known = { query: CompiledQuery; slots: readonly ({ name: string } | { value: unknown })[] };

/**
 * A statement that every message needs, compiled once for each database: to build one with Kysely takes several times as long as SQLite takes to run it. What `build` is given
 * stands for the values and may only be put where a parameter goes; whatever else it reads from them is fixed with the first call.
 */
export function prepared<G extends Record<string, Value>, R = unknown>(
  build: (db: Kysely<Schema>, given: G) => Compilable<R>,
): Prepared<G, R> {
  /** By what is the same for a database and its transactions. */
  const known = new WeakMap<object, Known>();
  const compile = (db: Kysely<Schema>): Known => {
    const marks = new Proxy({} as G, { get: (_, name) => markOf(String(name)) });
    const query = build(db, marks).compile() as CompiledQuery;
    return { query, slots: query.parameters.map((value) => nameIn(value) ?? { value }) };
  };
  return async (db, given) => {
    const { adapter } = db.getExecutor();
    const made = known.get(adapter) ?? compile(db);
    known.set(adapter, made);
    const parameters = made.slots.map((slot) => ('name' in slot ? given[slot.name] : slot.value));
    return (await db.executeQuery({ ...made.query, parameters })).rows as R[];
  };
}

/** One statement for each length of a list, such as the rows of an insert: built when that length first comes. */
export function byLength<T>(make: (length: number) => T): (length: number) => T {
  const made = new Map<number, T>();
  return (length) => {
    const known = made.get(length) ?? make(length);
    made.set(length, known);
    return known;
  };
}

const MARK = '\0value ';
const markOf = (name: string) => MARK + name;
const nameIn = (value: unknown) =>
  typeof value === 'string' && value.startsWith(MARK) ? { name: value.slice(MARK.length) } : undefined;

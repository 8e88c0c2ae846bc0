import type { Kysely, Transaction } from 'kysely';
import { databaseFault, StoreError } from './errors.ts';
import type { Schema } from './schema.ts';

/** Something to write. It may be run twice: what it has done the first time was rolled back then. */
type Write<T> = (trx: Transaction<Schema>) => Promise<T>;
/** Writes it. Resolves when it is durable. */
export type Writer = <T>(work: Write<T>) => Promise<T>;

/** So many writes share one transaction at most. */
const MOST = 200;

type Waiting = { work: Write<unknown>; resolve: (value: never) => void; reject: (error: unknown) => void };

/**
 * Group commit: what is to be written while another transaction is on its way shares the next one, and with it one wait for the disk. Each write is as durable as if
 * it were alone. Where one of them fails, each is written by itself, so that no write suffers for another's fault.
 */
export function groupCommit(db: Kysely<Schema>): Writer {
  const waiting: Waiting[] = [];
  let running = false;

  const run = async () => {
    // Whatever came in with the same turn of the event loop joins.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (waiting.length > 0) await together(waiting.splice(0, MOST));
    running = false;
  };
  const together = async (group: Waiting[]) => {
    try {
      const values = await db.transaction().execute(async (trx) => {
        const out: unknown[] = [];
        for (const { work } of group) out.push(await work(trx));
        return out;
      });
      for (const [i, { resolve }] of group.entries()) resolve(values[i] as never);
    } catch (error) {
      // A database that is away is away for each of them, and every further try takes its time.
      if (group.length === 1 || isAway(error)) for (const { reject } of group) reject(error);
      else for (const one of group) await together([one]);
    }
  };
  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ work, resolve, reject });
      if (running) return;
      running = true;
      void run();
    });
}

const isAway = (error: unknown): boolean =>
  error instanceof StoreError ? error.fault === 'away' : databaseFault(error) === 'away';

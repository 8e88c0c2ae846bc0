import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, type Transaction, type TransactionBuilder } from 'kysely';
import { databaseFault, StoreError } from './errors.ts';

/** In ms. How long the same work is tried while others are faster; SQLite's writers wait as long for each other. */
const CONTENTION_MS = 15_000;
/** In ms. How long one that lost its connection looks for another: a restart of the server, not an outage. Somebody is waiting for a word. */
const AWAY_MS = 2_500;

/** The database undid it because of another that ran at the same time (serialization failure, deadlock): nothing has happened. */
export function undone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}

/**
 * It was not done: it never left this process, since the connection was known to be broken; or the server ended the connection instead of answering
 * (admin_shutdown). A connection that broke without a word is another matter: the answer may have been lost, and not the work.
 */
export function notDone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.endsWith('is not queryable') || ('code' in error && error.code === '57P01');
}

/** How often and how long something is tried again. */
export class Patience {
  readonly #since = performance.now();
  #times = 0;

  /** Waits a moment, longer each time and by chance, so that two in each other's way do not go on meeting. False when it has been long enough. */
  async pause(error: unknown): Promise<boolean> {
    const limit = undone(error) ? CONTENTION_MS : AWAY_MS;
    const longest = Math.min(250, 5 * 2 ** this.#times++);
    const wait = longest / 2 + (Math.random() * longest) / 2;
    if (performance.now() - this.#since + wait > limit) return false;
    await pause(wait);
    return true;
  }
}

/**
 * Kysely whose transactions are run again from the start where the database undid them, or lost them before they were committed. So what a transaction does
 * must be done to the database alone.
 */
export class PatientKysely<DB> extends Kysely<DB> {
  /** Those that have lost once go one by one: in each other's way again, none would ever win. */
  #losers: Promise<unknown> = Promise.resolve();

  override transaction(): TransactionBuilder<DB> {
    return this.#patient(super.transaction());
  }

  #patient(builder: TransactionBuilder<DB>): TransactionBuilder<DB> {
    const once = builder.execute.bind(builder);
    const levels = builder.setIsolationLevel.bind(builder);
    const modes = builder.setAccessMode.bind(builder);
    return Object.assign(builder, {
      setIsolationLevel: (...args: Parameters<typeof levels>) => this.#patient(levels(...args)),
      setAccessMode: (...args: Parameters<typeof modes>) => this.#patient(modes(...args)),
      execute: async <T>(work: (trx: Transaction<DB>) => Promise<T>): Promise<T> => {
        try {
          return await once(work);
        } catch (error) {
          const why = causeOf(error);
          if (undone(why)) return this.#queue(() => retried(() => once(work), error));
          if (lost(error)) return retried(() => once(work), error);
          throw error;
        }
      },
    });
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#losers.then(work);
    this.#losers = turn.catch(() => undefined);
    return turn;
  }
}

/** The database's own error, where a store has said already what it was doing. */
const causeOf = (error: unknown): unknown =>
  error instanceof StoreError && error.fault === 'failed' ? error.cause : error;

/** The connection was lost under a transaction that nobody had committed. One that found no connection at all has waited already. */
const lost = (error: unknown): boolean => !(error instanceof StoreError) && databaseFault(error) === 'away';

async function retried<T>(work: () => Promise<T>, first: unknown): Promise<T> {
  const patience = new Patience();
  let error = first;
  while ((undone(causeOf(error)) || lost(error)) && (await patience.pause(causeOf(error)))) {
    try {
      return await work();
    } catch (next) {
      error = next;
    }
  }
  throw error;
}

import type { Kysely } from 'kysely';
import type { Claims } from '../app/converse-ports.ts';
import { utc, within } from './rows.ts';
import type { Schema } from './schema.ts';

/** Platforms resend within minutes or hours; after this long in ms a claim is forgotten. */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;

/** A lease that ends so much later in ms than one given now would is of a clock that was set back since; clocks of processes side by side differ by less. */
const SET_BACK_MS = 10 * 60 * 1000;

/**
 * The port `Claims` on a database that `migrate` has prepared. One statement decides who gets a key, so any number of processes may ask at once; the
 * time is the caller's.
 *
 * @throws StoreError from every function
 */
export function createClaims(db: Kysely<Schema>): Claims {
  return {
    claim: (tenant, key, at, leaseMs) =>
      within('claims', key, async () => {
        const now = utc('claims', key, at);
        const until = later(now, leaseMs);
        const given = await db
          .insertInto('claims')
          .values({ tenant, key, until, done: 0 })
          .onConflict((conflict) =>
            conflict
              .columns(['tenant', 'key'])
              .doUpdateSet({ until })
              .where('claims.done', '=', 0)
              .where(({ eb, or }) =>
                or([eb('claims.until', '<=', now), eb('claims.until', '>', later(until, SET_BACK_MS))]),
              ),
          )
          .returning('key')
          .executeTakeFirst();
        return given !== undefined;
      }),

    finish: (tenant, key) =>
      within('claims', key, async () => {
        const done = await db
          .updateTable('claims')
          .set({ done: 1 })
          .where('tenant', '=', tenant)
          .where('key', '=', key)
          .returning('until')
          .executeTakeFirst();
        if (done)
          await db
            .deleteFrom('claims')
            .where('tenant', '=', tenant)
            .where('until', '<', later(done.until, -KEPT_MS))
            .execute();
      }),

    release: (tenant, key) =>
      within('claims', key, async () => {
        await db
          .deleteFrom('claims')
          .where('tenant', '=', tenant)
          .where('key', '=', key)
          .where('done', '=', 0)
          .execute();
      }),
  };
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

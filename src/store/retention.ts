import type { Kysely } from 'kysely';
import type { Retention } from '../app/privacy-ports.ts';
import { Dry, PURGES } from './purges.ts';
import { utc, within } from './rows.ts';
import type { Schema } from './schema.ts';
import { scrub } from './sqlite-dialect.ts';

/** The port `Retention` on a database that `migrate` has prepared. @throws StoreError from every function */
export function createRetention(db: Kysely<Schema>): Retention {
  return {
    purge: (tenant, kind, given, { dry = false } = {}) =>
      within(kind, tenant, async () => {
        const before = utc(kind, tenant, given);
        try {
          return await db.transaction().execute(async (trx) => {
            const count = await PURGES[kind](trx, tenant, before);
            if (dry) throw new Dry(count);
            return count;
          });
        } catch (error) {
          if (error instanceof Dry) return Number(error.result);
          throw error;
        }
      }),

    tenants: () =>
      within('tenants', 'all', async () => {
        const found = new Set<string>();
        for (const table of LED)
          for (const { tenant } of await db.selectFrom(table).select('tenant').distinct().execute()) found.add(tenant);
        return [...found].sort();
      }),

    scrub: (what) => within('database', what, () => scrub(db, what)),
  };
}

/** Tables that say who has anything. */
const LED = [
  'conversations',
  'question_groups',
  'expert_answers',
  'sessions',
  'assessments',
  'accounts',
  'preferences',
  'channel_facts',
  'removal_drafts',
  'notices',
  'deliveries',
  'kept',
  'absences',
  'due_marks',
  'console_passes',
] as const;

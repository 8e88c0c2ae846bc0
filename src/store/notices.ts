import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Deliveries, Notice, Notices } from '../app/learn-ports.ts';
import { Country, Lang } from '../core/language.ts';
import { CHANNELS } from '../core/message.ts';
import { StoreError } from './errors.ts';
import { checked, readable, storable, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';
import type { StoreOptions } from './store.ts';

const StoredNotice = z.object({
  id: z.string(),
  tenant: z.string(),
  question: z.string(),
  expert: z.string(),
  channel: z.enum(CHANNELS),
  conversation: z.string(),
  user: z.string(),
  lang: Lang,
  country: Country,
  text: z.string(),
  askedAt: z.string(),
}) satisfies z.ZodType<Notice>;

/**
 * The port `Notices` on a database that `migrate` has prepared. One row for each question: whoever asked is told once. What is told is forgotten but for
 * when.
 *
 * @throws StoreError from every function; `waiting` leaves a damaged row out and reports it to `onFault` instead
 */
export function createNotices(db: Kysely<Schema>, options: StoreOptions = {}): Notices {
  const onFault = options.onFault ?? ((fault: StoreError) => process.emitWarning(fault));
  return {
    add: (notices, given) =>
      within('notices', notices[0]?.id ?? 'none', async () => {
        if (notices.length === 0) return;
        const rows = notices.map((notice) => {
          const { tenant, question, id, channel } = checked(StoredNotice, notice, 'notices', notice.id, 'invalid');
          const at = utc('notices', id, given);
          return { tenant, question, id, channel, notice: storable(JSON.stringify(notice)), at, told_at: null };
        });
        await db.transaction().execute(async (trx) => {
          for (const row of rows)
            await trx
              .insertInto('notices')
              .values(row)
              .onConflict((conflict) => conflict.columns(['tenant', 'question']).doNothing())
              .execute();
        });
      }),

    waiting: (channels, limit) =>
      within('notices', 'waiting', async () => {
        if (channels.length === 0 || limit < 1) return [];
        const rows = await db
          .selectFrom('notices')
          .select(['id', 'notice'])
          .where('told_at', 'is', null)
          .where('channel', 'in', [...channels])
          .orderBy('at')
          .orderBy('id')
          .limit(Math.floor(limit))
          .execute();
        return readable(rows, (row) => checked(StoredNotice, parsed(row), 'notices', row.id), onFault);
      }),

    told: (tenant, id, at) =>
      within('notices', id, async () => {
        await db
          .updateTable('notices')
          .set({ told_at: utc('notices', id, at), notice: '{}' })
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .where('told_at', 'is', null)
          .execute();
      }),
  };
}

function parsed({ id, notice }: { id: string; notice: string }): unknown {
  try {
    return JSON.parse(notice);
  } catch {
    throw new StoreError('damaged', `notices (${id}): the notice is no JSON`, { table: 'notices', id });
  }
}

/**
 * The port `Deliveries` on a database that `migrate` has prepared.
 *
 * @throws StoreError from every function
 */
export function createDeliveries(db: Kysely<Schema>): Deliveries {
  return {
    begin: (tenant, recipient, kind, what, given) =>
      within('deliveries', what, async () => {
        const at = utc('deliveries', what, given);
        return await db.transaction().execute(async (trx) => {
          const begun = await trx
            .insertInto('deliveries')
            .values({ tenant, recipient, kind, what, at })
            .onConflict((conflict) => conflict.columns(['tenant', 'recipient', 'kind', 'what']).doNothing())
            .returning('what')
            .executeTakeFirst();
          if (!begun || kind !== 'digest') return begun !== undefined;
          const later = await trx
            .selectFrom('deliveries')
            .select('what')
            .where('tenant', '=', tenant)
            .where('recipient', '=', recipient)
            .where('kind', '=', kind)
            .where('what', '>', what)
            .executeTakeFirst();
          // A clock that was set back asks for a week that is over: it stays noted, and is not sent.
          return later === undefined;
        });
      }),

    has: (tenant, recipient, kind, what) =>
      within('deliveries', what, async () => {
        const row = await db
          .selectFrom('deliveries')
          .select('what')
          .where('tenant', '=', tenant)
          .where('recipient', '=', recipient)
          .where('kind', '=', kind)
          .where('what', '=', what)
          .executeTakeFirst();
        return row !== undefined;
      }),

    undo: (tenant, recipient, kind, what) =>
      within('deliveries', what, async () => {
        await db
          .deleteFrom('deliveries')
          .where('tenant', '=', tenant)
          .where('recipient', '=', recipient)
          .where('kind', '=', kind)
          .where('what', '=', what)
          .execute();
      }),

    last: (tenant, kind) =>
      within('deliveries', tenant, async () => {
        const rows = await db
          .selectFrom('deliveries')
          .select((eb) => ['recipient', eb.fn.max('at').as('at')])
          .where('tenant', '=', tenant)
          .where('kind', '=', kind)
          .groupBy('recipient')
          .execute();
        return Object.fromEntries(rows.map((row) => [row.recipient, String(row.at)]));
      }),
  };
}

import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Arrival, Inbox, Piece } from '../app/inbox-ports.ts';
import { CHANNELS } from '../core/message.ts';
import { StoreError } from './errors.ts';
import type { Writer } from './group-commit.ts';
import { checked, storable, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';
import { type Keys, seal, unseal } from './seal.ts';
import type { StoreOptions } from './store.ts';

/** Nothing is held or put off for longer, in ms: a time beyond that was written by a clock that has been set back since. */
const LONGEST_MS = 5 * 60 * 1000;

type Row = Pick<Schema['inbox'], (typeof COLUMNS)[number]>;
const COLUMNS = ['tenant', 'channel', 'event', 'lane', 'work', 'body', 'at', 'tries', 'position'] as const;
const Channel = z.enum(CHANNELS);

/** The same key that `claims` knows the event by: one place remembers what is done, whoever did it. */
const keyOf = ({ channel, event }: Pick<Arrival, 'channel' | 'event'>): string => `event/${channel}/${event}`;
const nameOf = (tenant: string, key: string): string => `inbox/${tenant}/${key}`;
const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/**
 * The port `Inbox` on a database that `migrate` has prepared. A row is there until its work is done; its body is encrypted.
 *
 * @throws StoreError from every function
 */
export function createInbox(
  db: Kysely<Schema>,
  write: Writer,
  { keys, onFault = (fault) => process.emitWarning(fault) }: StoreOptions & { keys: Keys },
): Inbox {
  let count = 0;
  /** What no key opens can't be worked on, and must not hold up its lane. */
  const readable = async (row: Row): Promise<Piece[]> => {
    try {
      return [await opened(db, row, keys)];
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      onFault(error);
      await write((trx) =>
        trx.deleteFrom('inbox').where('tenant', '=', row.tenant).where('event', '=', row.event).execute(),
      );
      return [];
    }
  };
  return {
    put: (arrival) => {
      const key = keyOf(arrival);
      const { tenant, channel, event, lane, work, body } = arrival;
      return within('inbox', key, async () => {
        const at = utc('inbox', key, arrival.at);
        // What one process takes in within a millisecond keeps its order.
        const position = `${at}#${String(++count).padStart(9, '0')}#${work}`;
        const sealed = seal(keys, nameOf(tenant, key), storable(body));
        const row = { tenant, key, channel, event, lane, position, work, body: sealed, at, until: at, tries: 0 };
        return write(async (trx) => {
          const known = await trx
            .selectFrom('claims')
            .select('key')
            .where('tenant', '=', tenant)
            .where('key', '=', key)
            .where('done', '=', 1)
            .executeTakeFirst();
          if (known) return false;
          const kept = await trx
            .insertInto('inbox')
            .values({ ...row, holder: null })
            .onConflict((conflict) => conflict.columns(['tenant', 'key']).doNothing())
            .returning('key')
            .executeTakeFirst();
          return kept !== undefined;
        });
      });
    },

    take: (channels, by, given, { leaseMs, limit }) =>
      within('inbox', by, async () => {
        if (channels.length === 0 || limit < 1) return [];
        const now = utc('inbox', by, given);
        const isFree = (eb: ExpressionBuilder<Schema, 'inbox'>) =>
          eb.or([eb('inbox.until', '<=', now), eb('inbox.until', '>', later(now, LONGEST_MS))]);
        // The look costs no write: most of them find nothing.
        const next = await db
          .selectFrom('inbox')
          .select(['inbox.tenant', 'inbox.key'])
          .where('inbox.channel', 'in', channels)
          .where(isFree)
          .where((eb) =>
            eb.not(
              eb.exists(
                eb
                  .selectFrom('inbox as earlier')
                  .select(sql`1`.as('one'))
                  .whereRef('earlier.tenant', '=', 'inbox.tenant')
                  .whereRef('earlier.lane', '=', 'inbox.lane')
                  .whereRef('earlier.position', '<', 'inbox.position'),
              ),
            ),
          )
          .orderBy('inbox.position')
          .limit(limit)
          .execute();
        if (next.length === 0) return [];
        const taken = await write(async (trx) => {
          const rows: Row[] = [];
          for (const { tenant, key } of next) {
            const row = await trx
              .updateTable('inbox')
              .set((eb) => ({ until: later(now, leaseMs), holder: by, tries: eb('tries', '+', 1) }))
              .where('tenant', '=', tenant)
              .where('key', '=', key)
              .where(isFree)
              .returning(COLUMNS)
              .executeTakeFirst();
            if (row) rows.push(row);
          }
          return rows;
        });
        const pieces: Piece[] = [];
        for (const row of taken) pieces.push(...(await readable(row)));
        return pieces;
      }),

    renew: (pieces, by, given, leaseMs) =>
      within('inbox', by, async () => {
        const until = later(utc('inbox', by, given), leaseMs);
        await write(async (trx) => {
          for (const piece of pieces)
            await trx
              .updateTable('inbox')
              .set({ until })
              .where('tenant', '=', piece.tenant)
              .where('key', '=', keyOf(piece))
              .where('holder', '=', by)
              .execute();
        });
      }),

    mark: (piece, step, ref) =>
      within('inbox_marks', step, async () => {
        await write((trx) =>
          trx
            .insertInto('inbox_marks')
            .values({ tenant: piece.tenant, key: keyOf(piece), step, ref })
            .onConflict((conflict) => conflict.columns(['tenant', 'key', 'step']).doUpdateSet({ ref }))
            .execute(),
        );
      }),

    done: (piece, at) => {
      const [tenant, key] = [piece.tenant, keyOf(piece)];
      return within('inbox', key, async () => {
        const until = utc('inbox', key, at);
        await write(async (trx) => {
          await trx.deleteFrom('inbox').where('tenant', '=', tenant).where('key', '=', key).execute();
          await trx.deleteFrom('inbox_marks').where('tenant', '=', tenant).where('key', '=', key).execute();
          await trx
            .insertInto('claims')
            .values({ tenant, key, until, done: 1 })
            .onConflict((conflict) => conflict.columns(['tenant', 'key']).doUpdateSet({ until, done: 1 }))
            .execute();
        });
      });
    },

    later: (piece, by, at) => {
      const key = keyOf(piece);
      return within('inbox', key, async () => {
        const until = utc('inbox', key, at);
        await write((trx) =>
          trx
            .updateTable('inbox')
            .set({ until, holder: null })
            .where('tenant', '=', piece.tenant)
            .where('key', '=', key)
            .where('holder', '=', by)
            .execute(),
        );
      });
    },

    forget: (given) =>
      within('inbox', 'all', async () => {
        const before = utc('inbox', 'all', given);
        return write(async (trx) => {
          await trx.deleteFrom('claims').where('until', '<', before).execute();
          const lost = await trx.deleteFrom('inbox').where('at', '<', before).returning(['tenant', 'key']).execute();
          for (const { tenant, key } of lost)
            await trx.deleteFrom('inbox_marks').where('tenant', '=', tenant).where('key', '=', key).execute();
          return lost.length;
        });
      }),
  };
}

async function opened(db: Kysely<Schema>, row: Row, keys: Keys): Promise<Piece> {
  const { position: _, tenant, event, body, ...rest } = row;
  const channel = checked(Channel, row.channel, 'inbox', event);
  const key = keyOf({ channel, event });
  const marks =
    row.tries < 2
      ? []
      : await db
          .selectFrom('inbox_marks')
          .select(['step', 'ref'])
          .where('tenant', '=', tenant)
          .where('key', '=', key)
          .execute();
  const { text } = unseal(keys, nameOf(tenant, key), body);
  return { ...rest, tenant, event, channel, body: text, marks: new Map(marks.map(({ step, ref }) => [step, ref])) };
}

import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Arrival, Inbox, Piece } from '../app/inbox-ports.ts';
import { CHANNELS } from '../core/message.ts';
import { StoreError } from './errors.ts';
import type { Writer } from './group-commit.ts';
import {
  expect,
  finish,
  hold,
  inLane,
  insert,
  mark,
  nextOf,
  type Row,
  remove,
  removeMarks,
} from './inbox-statements.ts';
import { checked, storable, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';
import { type Keys, seal, unseal } from './seal.ts';
import type { StoreOptions } from './store.ts';

/** Nothing is held or put off for longer, in ms: a time beyond that was written by a clock that has been set back since. */
const LONGEST_MS = 5 * 60 * 1000;

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
  /** How many of each lane are on their way in. */
  const coming = new Map<string, number>();
  /** Pieces that have marks in the database by this process, and pieces whose end is on its way there. */
  const marked = new Set<string>();
  const ending = new Set<string>();
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
    put: (arrival, mine) => {
      const key = keyOf(arrival);
      const { tenant, channel, event, lane, work, body } = arrival;
      const place = nameOf(tenant, lane);
      const alone = !coming.has(place);
      coming.set(place, (coming.get(place) ?? 0) + 1);
      return within('inbox', key, async () => {
        const at = utc('inbox', key, arrival.at);
        // What one process takes in within a millisecond keeps its order.
        const position = `${at}#${String(++count).padStart(9, '0')}#${work}`;
        const sealed = seal(keys, nameOf(tenant, key), storable(body));
        // Looked at before it is written: two processes that looked while they wrote would undo each other.
        const taken = mine && alone && (await inLane(db, { tenant, lane })).length === 0 ? mine : undefined;
        const until = taken ? later(at, taken.leaseMs) : at;
        const held = { until, holder: taken?.by ?? null, tries: taken ? 1 : 0 };
        const row = { tenant, key, channel, event, lane, position, work, body: sealed, at, ...held };
        return write(async (trx) => {
          if ((await expect(trx, { tenant, key, until: at })).length === 0) return false;
          if ((await insert(trx, row)).length === 0) return false;
          return taken ? { ...arrival, at, tries: 1, marks: new Map() } : true;
        });
      }).finally(() => {
        const left = (coming.get(place) ?? 1) - 1;
        if (left > 0) coming.set(place, left);
        else coming.delete(place);
      });
    },

    take: (channels, by, given, { leaseMs, limit }) =>
      within('inbox', by, async () => {
        if (channels.length === 0 || limit < 1) return [];
        const now = utc('inbox', by, given);
        const turn = { now, late: later(now, LONGEST_MS) };
        const asked = Object.fromEntries(channels.map((channel, i) => [`channel${i}`, channel]));
        // The look costs no write: most of them find nothing.
        const next = await nextOf(channels.length)(db, { ...asked, ...turn, limit });
        if (next.length === 0) return [];
        const until = later(now, leaseMs);
        const taken = await write(async (trx) => {
          const rows: Row[] = [];
          for (const { tenant, key } of next)
            rows.push(...(await hold(trx, { tenant, key, until, holder: by, ...turn })));
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
        const key = keyOf(piece);
        const name = nameOf(piece.tenant, key);
        await write(async (trx) => {
          // Asked for with the last mark, its end takes all of them away.
          if (ending.has(name)) return;
          marked.add(name);
          await mark(trx, { tenant: piece.tenant, key, step, ref });
        });
      }),

    done: (piece, at) => {
      const [tenant, key] = [piece.tenant, keyOf(piece)];
      const name = nameOf(tenant, key);
      return within('inbox', key, async () => {
        const until = utc('inbox', key, at);
        ending.add(name);
        try {
          await write(async (trx) => {
            await remove(trx, { tenant, key });
            if (piece.tries !== 1 || marked.has(name)) await removeMarks(trx, { tenant, key });
            await finish(trx, { tenant, key, until });
          });
          marked.delete(name);
        } finally {
          ending.delete(name);
        }
      });
    },

    later: (piece, by, at) => {
      const key = keyOf(piece);
      // Whoever takes it next counts another try, and takes its marks away.
      marked.delete(nameOf(piece.tenant, key));
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

import { type ExpressionBuilder, sql } from 'kysely';
import { byLength, prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** What the inbox asks of the database with every message. */

export type Row = Pick<Schema['inbox'], (typeof COLUMNS)[number]>;
const COLUMNS = ['tenant', 'channel', 'event', 'lane', 'work', 'body', 'at', 'tries', 'position'] as const;
type Key = { tenant: string; key: string };

/**
 * Gives a row unless it is done; whoever has claimed it keeps it. Written and not looked up: what two processes look up while they write, a serializable database undoes.
 */
export const expect = prepared((db, { tenant, key, until }: Key & { until: string }) =>
  db
    .insertInto('claims')
    .values({ tenant, key, until, done: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'key'])
        .doUpdateSet((eb) => ({ until: eb.ref('claims.until') }))
        .where('claims.done', '=', 0),
    )
    .returning('key'),
);

/** Gives a row where it was not there. */
export const insert = prepared((db, row: Schema['inbox']) =>
  db
    .insertInto('inbox')
    .values({
      ...{ tenant: row.tenant, key: row.key, channel: row.channel, event: row.event, lane: row.lane },
      ...{ position: row.position, work: row.work, body: row.body, at: row.at, until: row.until },
      ...{ tries: row.tries, holder: row.holder },
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'key']).doNothing())
    .returning('key'),
);

/** Gives a row where something of a lane is there. */
export const inLane = prepared((db, { tenant, lane }: { tenant: string; lane: string }) =>
  db.selectFrom('inbox').select('key').where('tenant', '=', tenant).where('lane', '=', lane).limit(1),
);

type Turn = { now: string; late: string };
/** Nobody holds it, or nobody can: `late` is a time beyond which nothing is held. */
const isFree = (eb: ExpressionBuilder<Schema, 'inbox'>, { now, late }: Turn) =>
  eb.or([eb('inbox.until', '<=', now), eb('inbox.until', '>', late)]);
const isFirst = (eb: ExpressionBuilder<Schema, 'inbox'>) =>
  eb.not(
    eb.exists(
      eb
        .selectFrom('inbox as earlier')
        .select(sql`1`.as('one'))
        .whereRef('earlier.tenant', '=', 'inbox.tenant')
        .whereRef('earlier.lane', '=', 'inbox.lane')
        .whereRef('earlier.position', '<', 'inbox.position'),
    ),
  );

/** What is next in each lane, by the number of channels that are asked for: `channel0` and so on. */
export const nextOf = byLength((channels) =>
  prepared<Turn & { limit: number } & Record<string, string | number>, Key>((db, given) =>
    db
      .selectFrom('inbox')
      .select(['inbox.tenant', 'inbox.key'])
      .where(
        'inbox.channel',
        'in',
        Array.from({ length: channels }, (_, i) => String(given[`channel${i}`])),
      )
      .where((eb) => isFree(eb, given))
      .where(isFirst)
      .orderBy('inbox.position')
      .limit(given.limit),
  ),
);

type Hold = Key & { until: string; holder: string };
export const hold = prepared<Hold & Turn, Row>((db, given) =>
  db
    .updateTable('inbox')
    .set((eb) => ({ until: given.until, holder: given.holder, tries: eb('tries', '+', 1) }))
    .where('tenant', '=', given.tenant)
    .where('key', '=', given.key)
    .where((eb) => isFree(eb, given))
    .returning(COLUMNS),
);

export const mark = prepared((db, { tenant, key, step, ref }: Schema['inbox_marks']) =>
  db
    .insertInto('inbox_marks')
    .values({ tenant, key, step, ref })
    .onConflict((conflict) => conflict.columns(['tenant', 'key', 'step']).doUpdateSet({ ref })),
);

export const remove = prepared((db, { tenant, key }: Key) =>
  db.deleteFrom('inbox').where('tenant', '=', tenant).where('key', '=', key),
);
export const removeMarks = prepared((db, { tenant, key }: Key) =>
  db.deleteFrom('inbox_marks').where('tenant', '=', tenant).where('key', '=', key),
);
export const finish = prepared((db, { tenant, key, until }: Key & { until: string }) =>
  db
    .insertInto('claims')
    .values({ tenant, key, until, done: 1 })
    .onConflict((conflict) => conflict.columns(['tenant', 'key']).doUpdateSet({ until, done: 1 })),
);

import type { Kysely } from 'kysely';
import type { Sessions, StoredSession } from '../app/screening-ports.ts';
import { Session } from '../core/screening/session.ts';
import { StoreError } from './errors.ts';
import { prepared } from './prepared.ts';
import { checked, utc, within } from './rows.ts';
import { type Schema, SessionRow } from './schema.ts';
import type { StoreOptions } from './store.ts';

type Row = Pick<Schema['sessions'], (typeof COLUMNS)[number]>;
const COLUMNS = ['id', 'conversation', 'session', 'state', 'at', 'assessment', 'revision', 'event'] as const;

type Where = { tenant: string; conversation: string };
/** The last changed first. */
const unfinished = prepared<Where, Row>((db, { tenant, conversation }) =>
  db
    .selectFrom('sessions')
    .select(COLUMNS)
    .where('tenant', '=', tenant)
    .where('conversation', '=', conversation)
    .where('state', 'in', ['open', 'paused'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc'),
);
const unfinishedOf = prepared<Where & { definition: string }, Row>((db, { tenant, conversation, definition }) =>
  db
    .selectFrom('sessions')
    .select(COLUMNS)
    .where('tenant', '=', tenant)
    .where('conversation', '=', conversation)
    .where('state', 'in', ['open', 'paused'])
    .where('definition', '=', definition)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc'),
);
const byId = prepared<{ tenant: string; id: string }, Row>((db, { tenant, id }) =>
  db.selectFrom('sessions').select(COLUMNS).where('tenant', '=', tenant).where('id', '=', id),
);

/**
 * The port `Sessions` on a database that `migrate` has prepared.
 *
 * @throws StoreError from every function; a damaged session does not stop a conversation: `unfinished` reports it and looks on
 */
export function createSessions(db: Kysely<Schema>, options: StoreOptions = {}): Sessions {
  const onFault = options.onFault ?? ((fault: StoreError) => process.emitWarning(fault));
  return {
    save: (tenant, stored) =>
      within('sessions', stored.id, async () => {
        const { id, conversation, session, state, at, assessment, revision, event } = stored;
        checked(Session, session, 'sessions', id, 'invalid');
        const now = {
          definition: session.definition,
          version: session.version,
          session: JSON.stringify(session),
          state,
          at: utc('sessions', id, at),
          assessment: assessment ?? null,
          revision: revision + 1,
          event: event ?? null,
        };
        const written =
          revision === 0
            ? await db
                .insertInto('sessions')
                .values({ tenant, id, conversation, ...now })
                .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
                .returning('id')
                .executeTakeFirst()
            : await db
                .updateTable('sessions')
                .set(now)
                .where('tenant', '=', tenant)
                .where('id', '=', id)
                .where('revision', '=', revision)
                .returning('id')
                .executeTakeFirst();
        return written && { ...stored, at: now.at, revision: now.revision };
      }),

    session: (tenant, id) =>
      within('sessions', id, async () => {
        const [row] = await byId(db, { tenant, id });
        return row && read(row);
      }),

    unfinished: (tenant, conversation, definition) =>
      within('sessions', conversation, async () => {
        const rows = definition
          ? await unfinishedOf(db, { tenant, conversation, definition })
          : await unfinished(db, { tenant, conversation });
        for (const row of rows)
          try {
            return read(row);
          } catch (error) {
            if (!(error instanceof StoreError)) throw error;
            onFault(error);
          }
        return undefined;
      }),

    forget: (tenant, id) =>
      within('sessions', id, async () => {
        await db.deleteFrom('sessions').where('tenant', '=', tenant).where('id', '=', id).execute();
      }),
  };
}

function read(row: Row): StoredSession {
  let session: unknown;
  try {
    session = JSON.parse(row.session);
  } catch {
    throw new StoreError('damaged', `sessions (${row.id}): the session is no JSON`, { table: 'sessions', id: row.id });
  }
  const { assessment, event, ...rest } = row;
  const more = { ...(assessment ? { assessment } : {}), ...(event ? { event } : {}) };
  return checked(SessionRow, { ...rest, session, ...more }, 'sessions', row.id);
}

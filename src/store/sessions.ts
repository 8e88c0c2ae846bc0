import type { Kysely } from 'kysely';
import type { Sessions, StoredSession } from '../app/screening-ports.ts';
import { Session } from '../core/screening/session.ts';
import { StoreError } from './errors.ts';
import { checked, utc, within } from './rows.ts';
import { type Schema, SessionRow } from './schema.ts';
import type { StoreOptions } from './store.ts';

type Row = Pick<Schema['sessions'], (typeof COLUMNS)[number]>;
const COLUMNS = ['id', 'conversation', 'session', 'state', 'at', 'assessment'] as const;

/**
 * The port `Sessions` on a database that `migrate` has prepared.
 *
 * @throws StoreError from every function; a damaged session does not stop a conversation: `unfinished` reports it and looks on
 */
export function createSessions(db: Kysely<Schema>, options: StoreOptions = {}): Sessions {
  const onFault = options.onFault ?? ((fault: StoreError) => process.emitWarning(fault));
  return {
    save: (tenant, { id, conversation, session, state, at, assessment }) =>
      within('sessions', id, async () => {
        checked(Session, session, 'sessions', id, 'invalid');
        const row = { tenant, id, conversation, definition: session.definition, version: session.version };
        const now = {
          session: JSON.stringify(session),
          state,
          at: utc('sessions', id, at),
          assessment: assessment ?? null,
        };
        await db
          .insertInto('sessions')
          .values({ ...row, ...now })
          .onConflict((conflict) =>
            conflict
              .columns(['tenant', 'id'])
              .doUpdateSet({ ...now, definition: row.definition, version: row.version })
              // Messages may arrive out of order.
              .where('sessions.at', '<=', now.at),
          )
          .execute();
      }),

    session: (tenant, id) =>
      within('sessions', id, async () => {
        const row = await db
          .selectFrom('sessions')
          .select(COLUMNS)
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst();
        return row && read(row);
      }),

    unfinished: (tenant, conversation, definition) =>
      within('sessions', conversation, async () => {
        let query = db
          .selectFrom('sessions')
          .select(COLUMNS)
          .where('tenant', '=', tenant)
          .where('conversation', '=', conversation)
          .where('state', 'in', ['open', 'paused']);
        if (definition) query = query.where('definition', '=', definition);
        for (const row of await query.orderBy('at', 'desc').orderBy('id', 'desc').execute())
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
  const { assessment, ...rest } = row;
  return checked(SessionRow, { ...rest, session, ...(assessment ? { assessment } : {}) }, 'sessions', row.id);
}

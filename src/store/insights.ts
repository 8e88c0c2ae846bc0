import { type Kysely, sql } from 'kysely';
import type { Insights } from '../app/insight-ports.ts';
import { Session } from '../core/screening/session.ts';
import { StoreError } from './errors.ts';
import { checked, readable, utc, within } from './rows.ts';
import { type Schema, SessionRow } from './schema.ts';
import type { StoreOptions } from './store.ts';

/**
 * The port `Insights` on a database that `migrate` has prepared. Words are not read: how an answer ended is told from its JSON as text, where the sequence looked
 * for can't stand inside a string, since quotation marks are escaped there.
 *
 * @throws StoreError from every function; `screenings` leaves a damaged row out and reports it to `onFault` instead
 */
export function createInsights(db: Kysely<Schema>, options: StoreOptions = {}): Insights {
  const onFault = options.onFault ?? ((fault: StoreError) => process.emitWarning(fault));
  return {
    asked: (tenant, since) =>
      within('turns', tenant, async () => {
        const rows = await db
          .selectFrom('turns as t')
          .leftJoin('citations as c', (on) =>
            on.onRef('c.tenant', '=', 't.tenant').onRef('c.turn', '=', 't.id').on('c.position', '=', 0),
          )
          .select([
            't.at',
            'c.document',
            'c.line_from',
            'c.line_to',
            sql<string>`case when t.answer like '%"status":"answered"%' then 'answered' when t.answer like '%"status":"refused"%' then 'refused' else 'unsure' end`.as(
              'status',
            ),
          ])
          .where('t.tenant', '=', tenant)
          .where('t.at', '>=', utc('turns', tenant, since))
          .where('t.answer', 'not like', '%"key":"told"%')
          .orderBy('t.at')
          .orderBy('t.id')
          .execute();
        return rows.map(({ at, status, ...place }) => ({
          at,
          status: status as 'answered' | 'unsure' | 'refused',
          document: place.document,
          lines: linesOf(place),
        }));
      }),

    cited: (tenant) =>
      within('citations', tenant, async () => {
        const rows = await db
          .selectFrom('citations')
          .select(['document', 'line_from', 'line_to'])
          .distinct()
          .where('tenant', '=', tenant)
          .execute();
        return rows.map((row) => ({ document: row.document, lines: linesOf(row) }));
      }),

    screenings: (tenant) =>
      within('sessions', tenant, async () => {
        const rows = await db
          .selectFrom('sessions')
          .select(['id', 'session', 'state'])
          .where('tenant', '=', tenant)
          .where('state', '!=', 'offered')
          .orderBy('at')
          .orderBy('id')
          .execute();
        const read = ({ id, session, state }: (typeof rows)[number]) => ({
          session: checked(Session, jsonOf(id, session), 'sessions', id),
          state: checked(SessionRow.shape.state, state, 'sessions', id),
        });
        return readable(rows, read, onFault);
      }),
  };
}

const linesOf = (row: { line_from: number | null; line_to: number | null }): [number, number] | null =>
  row.line_from === null || row.line_to === null ? null : [Number(row.line_from), Number(row.line_to)];

function jsonOf(id: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StoreError('damaged', `sessions (${id}): the session is no JSON`, { table: 'sessions', id });
  }
}

import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Absences, Marks } from '../app/calendar-ports.ts';
import { checked, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';

const AbsenceRow = z.object({ person: z.string().min(1), from: z.iso.date(), until: z.iso.date() });
const MarkRow = z.object({ subject: z.string().min(1), state: z.enum(['done', 'snoozed']), until: z.iso.date() });

/** The port `Absences` on a database that `migrate` has prepared. @throws StoreError from every function */
export function createAbsences(db: Kysely<Schema>): Absences {
  const table = 'absences';
  return {
    set: (tenant, absence, at) =>
      within(table, absence.person, async () => {
        const { person, from, until } = checked(AbsenceRow, absence, table, absence.person, 'invalid');
        const now = { from_day: from, until_day: until, at: utc(table, person, at) };
        await db
          .insertInto(table)
          .values({ tenant, person, ...now })
          .onConflict((conflict) => conflict.columns(['tenant', 'person']).doUpdateSet(now))
          .execute();
      }),
    clear: (tenant, person) =>
      within(table, person, async () => {
        await db.deleteFrom(table).where('tenant', '=', tenant).where('person', '=', person).execute();
      }),
    list: (tenant) =>
      within(table, tenant, async () => {
        const rows = await db
          .selectFrom(table)
          .select(['person', 'from_day as from', 'until_day as until'])
          .where('tenant', '=', tenant)
          .orderBy('person')
          .execute();
        return rows.map((row) => checked(AbsenceRow, row, table, row.person));
      }),
  };
}

/** The port `Marks`. A row is named by what it says of which: the same is done until one day and put off until another. @throws StoreError */
export function createMarks(db: Kysely<Schema>): Marks {
  const table = 'due_marks';
  return {
    set: (tenant, mark, at) =>
      within(table, mark.subject, async () => {
        const { subject, state, until } = checked(MarkRow, mark, table, mark.subject, 'invalid');
        const now = { until_day: until, at: utc(table, subject, at) };
        await db
          .insertInto(table)
          .values({ tenant, due: `${state}/${subject}`, state, ...now })
          .onConflict((conflict) => conflict.columns(['tenant', 'due']).doUpdateSet(now))
          .execute();
      }),
    list: (tenant) =>
      within(table, tenant, async () => {
        const rows = await db
          .selectFrom(table)
          .select(['due', 'state', 'until_day as until'])
          .where('tenant', '=', tenant)
          .orderBy('due')
          .execute();
        return rows.map(({ due, ...row }) =>
          checked(MarkRow, { ...row, subject: due.slice(row.state.length + 1) }, table, due),
        );
      }),
  };
}

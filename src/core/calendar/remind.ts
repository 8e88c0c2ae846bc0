import type { Country } from '../language.ts';
import { dayIn } from '../learning/week.ts';
import type { CalendarSetup, Due, Recipient } from './due.ts';
import type { DueKind } from './duty.ts';
import { addDays, wallClock } from './moment.ts';

/** Who is told now of what is due: the owner, then the substitute, then the unit, once each. Pure. */

/** `key`: the same reminder to the same recipient, for ever. */
export type Reminder = { due: Due; to: Recipient; key: string };

/** Working days after which the second and the third get it too. Comments can't wait; a snapshot can. */
const LATER: Record<DueKind, readonly number[]> = {
  supervision: [0, 1, 2],
  snapshot: [0, 5, 10],
  quiet: [0, 5, 10],
  owner_left: [0],
  assessment_review: [0, 10, 20],
  register_review: [0, 10, 20],
  // The weekly digest has these.
  answer_review: [],
};
/** Nobody is reminded before or after, by the clock of the place. */
const HOURS = { from: '08:00', to: '16:00' } as const;

/** Whether people are at work there now. */
function atWork(country: Country, now: Date, { zone, isWorkday }: CalendarSetup): boolean {
  const [day = '', time = ''] = wallClock(now, zone).split(' ');
  return isWorkday(country, day) && time >= HOURS.from && time < HOURS.to;
}

/** Every reminder that is to have been given by now. Whoever gives them leaves out those whose key was given before. */
export function reminders(dues: readonly Due[], now: Date, setup: CalendarSetup): Reminder[] {
  const today = dayIn(now, setup.zone);
  return dues.flatMap((one) => {
    if (one.due > today || one.snoozed !== null || !atWork(one.country, now, setup)) return [];
    const waited = workdaysBetween(one.since, today, one.country, setup);
    return one.chain.flatMap((to, i): Reminder[] => {
      const after = LATER[one.kind][i];
      if (after === undefined || waited < after) return [];
      return [{ due: one, to, key: [one.since, one.kind, one.subject, to.role].join('/') }];
    });
  });
}

/** Working days after the first day, up to and with the second. */
function workdaysBetween(from: string, to: string, country: Country, { isWorkday }: CalendarSetup): number {
  let n = 0;
  for (let day = addDays(from, 1); day <= to && n < 40; day = addDays(day, 1)) if (isWorkday(country, day)) n++;
  return n;
}

import type { Calendar } from '../app/calendar-ports.ts';
import { openWorkdays } from './workdays.ts';

/** The calendar over a store, by the clock of a place. The rules of holidays are read once, when somebody first needs them. */
export function openCalendar(stores: Pick<Calendar, 'absences' | 'marks'>, zone: string): Calendar {
  const { absences, marks } = stores;
  let read: ReturnType<Calendar['isWorkday']> | undefined;
  return {
    absences,
    marks,
    zone,
    isWorkday: () => {
      read ??= openWorkdays();
      return read;
    },
  };
}

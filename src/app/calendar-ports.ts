import type { Absence, CalendarSetup, Mark } from '../core/calendar/due.ts';

/** What the calendar needs of the world. */

/** Who is away; each person has one absence, the last that was said. */
export interface Absences {
  set(tenant: string, absence: Absence, at: string): Promise<void>;
  clear(tenant: string, person: string): Promise<void>;
  list(tenant: string): Promise<Absence[]>;
}

/** What was done or put off of what is due. */
export interface Marks {
  /** The last word on the same counts. */
  set(tenant: string, mark: Mark, at: string): Promise<void>;
  list(tenant: string): Promise<Mark[]>;
}

export type Calendar = {
  absences: Absences;
  marks: Marks;
  /** Whose days count: an IANA zone. */
  zone: string;
  /** The holidays of each country; read when they are first needed. */
  isWorkday: () => Promise<CalendarSetup['isWorkday']>;
};

import { createEvents, type DateArray } from 'ics';

/** Something on a day, all day. */
export type Event = { id: string; day: string; title: string };

/** Days as an iCalendar file (RFC 5545), to be taken into somebody's own calendar. The same id again moves the event and makes no second one. */
export function toIcs(events: readonly Event[], now: Date): string {
  const { error, value } = createEvents(
    events.map(({ id, day, title }) => ({
      uid: id,
      start: partsOf(day),
      end: partsOf(day, 1),
      title,
      timestamp: now.getTime(),
    })),
    { productId: 'varsam', method: 'PUBLISH', calName: 'varsam' },
  );
  if (!value) throw error ?? new Error('the days could not be written as a calendar');
  return value;
}

/** The day, or so many after it: an all-day event ends on the day after (RFC 5545, 3.6.1). */
function partsOf(day: string, later = 0): DateArray {
  const at = new Date(Date.parse(`${day}T00:00:00Z`) + later * 86_400_000);
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
}

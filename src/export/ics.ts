import { createEvents, type DateArray } from 'ics';

/** Something on a day, all day. */
export type Event = { id: string; day: string; title: string };

/** Days as an iCalendar file (RFC 5545), to be taken into somebody's own calendar. The same id again moves the event and makes no second one. */
export function toIcs(events: readonly Event[], now: Date): string {
  const { error, value } = createEvents(
    events.map(({ id, day, title }) => ({
      uid: id,
      start: partsOf(day),
      duration: { days: 1 },
      title,
      timestamp: now.getTime(),
    })),
    { productId: 'varsam', method: 'PUBLISH', calName: 'varsam' },
  );
  if (!value) throw error ?? new Error('the days could not be written as a calendar');
  return value;
}

function partsOf(day: string): DateArray {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return [year, month, date];
}

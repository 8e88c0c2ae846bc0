/** Weeks and working hours as a wall clock in a place shows them, summer time or not. Pure: the time is given. */

export type Local = { year: number; month: number; day: number; hour: number; minute: number };

const formats = new Map<string, Intl.DateTimeFormat>();
/** What a clock on the wall shows in a time zone (an IANA name). @throws RangeError for a zone that does not exist */
export function local(at: Date, zone: string): Local {
  let format = formats.get(zone);
  if (!format) {
    const two = '2-digit';
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const parts = new Map<string, number>(format.formatToParts(at).map((p) => [p.type, Number(p.value)]));
  const of = (type: string) => parts.get(type) ?? 0;
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') };
}

const DAY = 86_400_000;

/** The day in that place, ISO: `2026-11-23`. */
export function dayIn(at: Date, zone: string): string {
  const { year, month, day } = local(at, zone);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** The ISO week in that place: `2026-W47`. The year is that of the week's Thursday. */
export function weekIn(at: Date, zone: string): string {
  const { year, month, day } = local(at, zone);
  const noon = Date.UTC(year, month - 1, day);
  const weekday = (new Date(noon).getUTCDay() + 6) % 7;
  const thursday = new Date(noon + (3 - weekday) * DAY);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = 1 + Math.floor((thursday.getTime() - first) / (7 * DAY));
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

/** Noon (UTC) on the Monday of an ISO week, or undefined for what is no week: there is no 2026-W54. */
export function mondayOf(week: string): Date | undefined {
  const [, year = '', number = ''] = /^(\d{4})-W(\d\d)$/.exec(week) ?? [];
  if (!year) return undefined;
  const fourth = new Date(Date.UTC(Number(year), 0, 4, 12));
  const monday = new Date(fourth.getTime() + ((Number(number) - 1) * 7 - ((fourth.getUTCDay() + 6) % 7)) * DAY);
  return weekIn(monday, 'UTC') === week ? monday : undefined;
}

const OPENS = 8 * 60;
const CLOSES = 16 * 60;

/** Working time between two moments in minutes: Monday to Friday, 8 to 16 by the clock of that place. Nothing where `to` comes before `from`. */
export function workingMinutes(from: Date, to: Date, zone: string): number {
  if (to <= from) return 0;
  const [a, b] = [local(from, zone), local(to, zone)];
  const midnight = ({ year, month, day }: Local) => Date.UTC(year, month - 1, day);
  let sum = 0;
  for (let day = midnight(a); day <= midnight(b); day += DAY) {
    if ([0, 6].includes(new Date(day).getUTCDay())) continue;
    const begin = day === midnight(a) ? Math.max(OPENS, a.hour * 60 + a.minute) : OPENS;
    const end = day === midnight(b) ? Math.min(CLOSES, b.hour * 60 + b.minute) : CLOSES;
    sum += Math.max(0, end - begin);
  }
  return sum;
}

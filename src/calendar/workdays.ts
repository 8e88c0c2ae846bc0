import type Holidays from 'date-holidays';
import type { Country } from '../core/language.ts';

/**
 * Working days: Monday to Friday, less the days off of `date-holidays` (whose rules are known for any year). Public holidays count in both countries. In Sweden so do
 * Midsummer Eve, Christmas Eve and New Year's Eve, which the holidays act treats as Sundays; in Norway Christmas Eve and New Year's Eve are short days at work.
 * The library is read when it is first needed: its rules for all the world's countries take 0.3 s.
 */
export async function openWorkdays(): Promise<(country: Country, day: string) => boolean> {
  const { default: Rules } = await import('date-holidays');
  const rules = new Map<Country, Holidays>();
  const known = new Map<string, ReadonlySet<string>>();
  const daysOff = (country: Country, year: string): ReadonlySet<string> => {
    const key = `${country}/${year}`;
    const before = known.get(key);
    if (before) return before;
    const of = rules.get(country) ?? new Rules(country);
    rules.set(country, of);
    const days = of
      .getHolidays(Number(year))
      .filter(({ type }) => type === 'public' || (country === 'SE' && type === 'bank'))
      .map(({ date }) => date.slice(0, 10));
    const found = new Set(days);
    known.set(key, found);
    return found;
  };
  return (country, day) => {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6 && !daysOff(country, day.slice(0, 4)).has(day);
  };
}

import type { Lang } from './language.ts';

export type Locales = Record<Lang, Record<string, string>>;

/** A fixed string with its {values} filled in. An unknown key gives the key: visible in a test, harmless in a chat. */
export function say(locales: Locales, lang: Lang, key: string, values: Record<string, string | number> = {}): string {
  const text = locales[lang][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot));
}

const MONTHS: Record<Lang, string[]> = {
  nb: [
    'januar',
    'februar',
    'mars',
    'april',
    'mai',
    'juni',
    'juli',
    'august',
    'september',
    'oktober',
    'november',
    'desember',
  ],
  nn: [
    'januar',
    'februar',
    'mars',
    'april',
    'mai',
    'juni',
    'juli',
    'august',
    'september',
    'oktober',
    'november',
    'desember',
  ],
  sv: [
    'januari',
    'februari',
    'mars',
    'april',
    'maj',
    'juni',
    'juli',
    'augusti',
    'september',
    'oktober',
    'november',
    'december',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

/** `2022-12-20` as a reader of the language writes it: 20. desember 2022, 20 december 2022, 20 December 2022. */
export function date(lang: Lang, iso: string): string {
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-');
  const name = MONTHS[lang][Number(month) - 1];
  if (!name || !day) return iso;
  return lang === 'nb' || lang === 'nn' ? `${Number(day)}. ${name} ${year}` : `${Number(day)} ${name} ${year}`;
}

const WEEKDAYS: Record<Lang, string[]> = {
  nb: ['søndag', 'mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag'],
  nn: ['søndag', 'måndag', 'tysdag', 'onsdag', 'torsdag', 'fredag', 'laurdag'],
  sv: ['söndag', 'måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lördag'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};

/** The day of the week of an ISO date: mandag, måndag, Monday. What is no date stays as it stands. */
export function weekday(lang: Lang, iso: string): string {
  return WEEKDAYS[lang][new Date(`${iso.slice(0, 10)}T00:00:00Z`).getUTCDay()] ?? iso;
}

/** Quotation marks of the language. */
export function quoted(lang: Lang, text: string): string {
  if (lang === 'sv') return `”${text}”`;
  return lang === 'en' ? `“${text}”` : `«${text}»`;
}

/** `26–28`, or `49` for one line. */
export function lineRange([from, to]: readonly [number, number]): string {
  return from === to ? `${from}` : `${from}–${to}`;
}

import { type Local, local } from '../learning/week.ts';
import { foldLetters } from '../text.ts';

/** Days and times as people write them, in four languages at once, and as a clock on the wall of a place shows them. Pure: today is given. */

const DAY_MS = 86_400_000;

/** The day so many days later, ISO. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The day so many months later; the 31st becomes the last of a shorter month. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'ma', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'des'];
const monthOf = (word: string): number =>
  MONTHS.indexOf((/^ma[ij]/.test(word) ? 'ma' : word.slice(0, 3)).replace('oct', 'okt').replace('dec', 'des')) + 1;

/**
 * A day in a text: `2026-12-12`, `12.12.2026`, `12.12.`, `12. desember`, `12 december 2026`, `December 12`. Without a year the next one that is not before
 * `today`. Undefined where there is none, or it is no day that there is.
 */
export function dayIn(text: string, today: string): string | undefined {
  const said = foldLetters(text);
  const iso = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(said);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /\b(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2})\b)?/.exec(said);
  if (dotted) return near(Number(dotted[1]), Number(dotted[2]), yearOf(dotted[3]), today);
  const named = /\b(\d{1,2})\.?\s+(\p{L}{3,9})\b\.?(?:\s+(\d{4}))?/u.exec(said);
  if (named && monthOf(named[2] ?? '')) return near(Number(named[1]), monthOf(named[2] ?? ''), yearOf(named[3]), today);
  const english = /\b(\p{L}{3,9})\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4}))?/u.exec(said);
  if (english && monthOf(english[1] ?? ''))
    return near(Number(english[2]), monthOf(english[1] ?? ''), yearOf(english[3]), today);
  return undefined;
}

const yearOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : text.length === 2 ? 2000 + Number(text) : Number(text);

function near(date: number, month: number, year: number | undefined, today: string): string | undefined {
  if (year !== undefined) return dayOf(year, month, date);
  const now = Number(today.slice(0, 4));
  const day = dayOf(now, month, date);
  return day !== undefined && day < today ? dayOf(now + 1, month, date) : day;
}

function dayOf(year: number, month: number, date: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, date));
  const there = at.getUTCMonth() === month - 1 && at.getUTCDate() === date && month >= 1;
  return there ? at.toISOString().slice(0, 10) : undefined;
}

/** `2026-11-23 09:05` by the clock of a place (an IANA zone). */
export function wallClock(at: Date, zone: string): string {
  const { year, month, day, hour, minute } = local(at, zone);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

/**
 * A moment as somebody writes it by the clock of a place: a day, and a time behind it (`09:05`, `kl. 9.05`), ISO in UTC. Without a time it is noon. A day
 * without a year is the last one, since what is written down has happened. Undefined for what is no moment.
 */
export function momentIn(text: string, today: string, zone: string): string | undefined {
  const time = /(?:^|\s|t|kl\.?\s*)([01]?\d|2[0-3])[:.]([0-5]\d)\s*$/i.exec(text.trim());
  const rest = time ? text.trim().slice(0, time.index) : text;
  const day = dayIn(rest, addDays(today, -364));
  if (!day) return undefined;
  const [hour, minute] = time ? [Number(time[1]), Number(time[2])] : [12, 0];
  return fromWall(day, hour, minute, zone).toISOString();
}

/** The moment at which a clock there shows this. An hour that summer time skips is the one after it. */
export function fromWall(day: string, hour: number, minute: number, zone: string): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`) + (hour * 60 + minute) * 60_000;
  const shown = ({ year, month, day: d, hour: h, minute: m }: Local) => Date.UTC(year, month - 1, d, h, m);
  let at = wanted;
  for (let i = 0; i < 2; i++) at += wanted - shown(local(new Date(at), zone));
  return new Date(at);
}

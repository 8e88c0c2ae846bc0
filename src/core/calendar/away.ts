import { foldLetters } from '../text.ts';
import { addDays, dayIn } from './moment.ts';

/** "Away until …" and "back", as people say it. */

const AWAY =
  /^(?:jeg er |eg er |jag är |jag ar |i am |i’m |i'm )?(?:borte|vekke|borta|away|fravär(?:ende)?|frånvarande|bortrest|ferie|semester|on leave|out of office)\b/;
const BACK =
  /^(?:jeg er |eg er |jag är |i am |i’m |i'm )?(?:tilbake|attende|tillbaka|back)(?: igjen| att| igen| again)?$/;
const FROM = /(?:\bfra\b|\bfrå\b|\bfrån\b|\bfrom\b)(.*?)(?=(?:\btil\b|\btill\b|\buntil\b|\bto\b)|$)/;
const UNTIL = /(?:\btil(?: og med)?\b|\btom\b|\bt\.o\.m\.?|\btill(?: och med)?\b|\buntil\b|\bthrough\b|\bto\b)(.*)$/;

export type Said =
  | { kind: 'away'; from: string; until: string }
  | { kind: 'back' }
  | { kind: 'unread' }
  | { kind: 'backwards' };

/**
 * What a message says of an absence: `borte til 12. desember`, `borta från 1 juli till 3 augusti`, `away until 2026-12-12`, `tilbake`. The last day is a day
 * away. `unread`: it is about an absence, but names no day. Undefined: it is about something else.
 */
export function absenceIn(text: string, today: string): Said | undefined {
  const said = foldLetters(text)
    .replace(/^@\S+\s+/, '')
    .replace(/^\/?varsam\s+/, '')
    .replace(/(?<![.!\s])[.!\s]+$/, '');
  if (BACK.test(said)) return { kind: 'back' };
  if (!AWAY.test(said) || said.length > 80 || said.includes('?')) return undefined;
  const first = FROM.exec(said)?.[1];
  const last = UNTIL.exec(said)?.[1] ?? (first === undefined ? said : undefined);
  const from = first === undefined ? today : dayIn(first, today);
  const until = last === undefined ? undefined : dayIn(last, from ?? today);
  if (!from || !until) return { kind: 'unread' };
  return until < from || until > addDays(from, 366) ? { kind: 'backwards' } : { kind: 'away', from, until };
}

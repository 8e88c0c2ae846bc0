import { idnr } from '@navikt/fnrvalidator';
import personnummer from 'personnummer';
import type { Hit } from './hit.ts';

// The package's types describe an ES module, but Node loads its CommonJS build, whose only export is the class itself.
const Personnummer = personnummer as unknown as { valid(pin: string): boolean };

type Run = { from: number; to: number; digits: string; joined: boolean };
/** Neighbouring digit runs seen as one number; `shape` has the length of each run, `gaps` what stands between them. */
type Window = { from: number; to: number; digits: string; shape: string; gaps: string[] };

/** What people put between the digits of one number. No newline, comma or colon: those part numbers. */
const GAP = /^[ \t\u00a0\u2000-\u200b\u202f\u00ad.\-\u2010-\u2015/]{1,3}$/;
const LONGEST = 19;

function digitRuns(text: string): Run[] {
  const runs: Run[] = [];
  for (const match of text.matchAll(/\d+/g)) {
    const from = match.index;
    const before = runs.at(-1);
    const joined = before !== undefined && from - before.to <= 3 && GAP.test(text.slice(before.to, from));
    runs.push({ from, to: from + match[0].length, digits: match[0], joined });
  }
  return runs;
}

/** Every number of 10 to 19 digits that begins and ends with a run: at most 19 a run, so linear in the text. */
function* windows(text: string, runs: readonly Run[]): Generator<Window> {
  for (let i = 0; i < runs.length; i++) {
    let digits = '';
    const shape: number[] = [];
    const gaps: string[] = [];
    for (let k = i; k < runs.length; k++) {
      const run = runs[k];
      const first = runs[i];
      if (!run || !first || (k > i && !run.joined) || digits.length + run.digits.length > LONGEST) break;
      if (k > i) gaps.push(text.slice(runs[k - 1]?.to, run.from));
      digits += run.digits;
      shape.push(run.digits.length);
      if (digits.length >= 10) yield { from: first.from, to: run.to, digits, shape: shape.join('-'), gaps: [...gaps] };
    }
  }
}

/** A day and month as Norwegian numbers write them: D-numbers add 40 to the day, help and test numbers 40, 65 or 80 to the month. */
function norwegianDate(digits: string): boolean {
  const day = Number(digits.slice(0, 2)) % 40;
  const month = Number(digits.slice(2, 4));
  const months = [0, 40, 65, 80].map((extra) => month - extra);
  return day >= 1 && day <= 31 && Number(digits[0]) < 8 && months.some((m) => m >= 1 && m <= 12);
}

/** A Swedish date YYMMDD; coordination numbers add 60 to the day. */
function swedishDate(digits: string): boolean {
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6)) % 60;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Digits that go on in letters are part of an id in a link; only a number that passes its own checks is masked there. */
function insideAnId(text: string, window: Window): boolean {
  return !window.shape.includes('-') && /^[\p{L}_]/u.test(text.slice(window.to, window.to + 1));
}

function isNorwegian(text: string, window: Window): boolean {
  if (window.digits.length !== 11) return false;
  if (idnr(window.digits).status === 'valid') return true;
  // In doubt masked: a mistyped number is still somebody's. Written 6+5 it can hardly be anything else.
  return window.shape === '6-5' || (window.shape === '11' && norwegianDate(window.digits) && !insideAnId(text, window));
}

const SWEDISH_SHAPES = new Set(['10', '12', '6-4', '8-4', '2-2-2-4', '4-2-2-4']);

function isSwedish(text: string, window: Window): boolean {
  if (!SWEDISH_SHAPES.has(window.shape)) return false;
  const short = window.digits.slice(-10);
  if (!swedishDate(short)) return false;
  if (window.digits.length === 12 && !/^(?:18|19|20)/.test(window.digits)) return false;
  if (window.digits.length === 10 && /\d[-/:.]$/.test(text.slice(Math.max(0, window.from - 2), window.from)))
    return false;
  if (insideAnId(text, window)) return false;
  // Both centuries are tried, so that the answer does not depend on today's date.
  if (['19', '20', '18'].some((century) => Personnummer.valid(century + short))) return true;
  return /^(?:6|8)-4$/.test(window.shape) && /^[-\u2010-\u2015]$/.test(window.gaps[0] ?? '');
}

/** With a plus the bearer is over a hundred. */
const CENTENARIAN = /(?<!\d)(?:\d{2})?\d{6} ?\+ ?\d{4}(?!\d)/g;

/**
 * Norwegian fødselsnummer and D-numbers, Swedish personnummer and samordningsnummer, in whatever way they are grouped; also
 * those that only look like one when written 6+5 or 6-4. A long run of digits with a valid fødselsnummer inside goes whole.
 */
export function identityNumbers(text: string): Hit[] {
  const hits: Hit[] = [];
  const runs = digitRuns(text);
  const add = (from: number, to: number) => hits.push({ from, to, kind: 'identity_number' });
  for (const window of windows(text, runs)) {
    if (isNorwegian(text, window) || isSwedish(text, window)) add(window.from, window.to);
  }
  for (const run of runs) {
    if (run.digits.length < 12) continue;
    for (let i = 0; i + 11 <= run.digits.length; i++) {
      const inside = run.digits.slice(i, i + 11);
      if (!norwegianDate(inside) || idnr(inside).status !== 'valid') continue;
      add(run.from, run.to);
      break;
    }
  }
  for (const match of text.matchAll(CENTENARIAN)) {
    if (swedishDate(match[0].replace(/\D/g, '').slice(-10))) add(match.index, match.index + match[0].length);
  }
  return hits;
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Payment cards: 13 to 19 digits from an issuer's range that pass Luhn, in one run or in the groups printed on the card. */
export function cards(text: string): Hit[] {
  const hits: Hit[] = [];
  for (const { from, to, digits, shape, gaps } of windows(text, digitRuns(text))) {
    if (digits.length < 13 || !/^[2-6]/.test(digits)) continue;
    const grouped = /^4(?:-[3-7]){2,4}$/.test(shape) && gaps.every((gap) => gap.length === 1);
    if ((grouped || !shape.includes('-')) && luhn(digits)) hits.push({ from, to, kind: 'card' });
  }
  return hits;
}

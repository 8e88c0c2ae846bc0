import { foldSpace } from '../../core/text.ts';
import type { Extracted, Heading } from './document.ts';
import { DocumentError } from './errors.ts';

/** Control characters that no text has; tabs, line breaks and form feeds do occur. */
const CONTROL = /[^\P{Cc}\t\n\v\f\r]/gu;

/**
 * Bytes as text: UTF-8 (with or without BOM), UTF-16 (by BOM, or by where its zero bytes stand), else Windows-1252, of which Latin-1 is a
 * part. Undefined when the bytes are no text. A file that is UTF-8 but for a few bytes is damaged: read as Windows-1252, every å in it
 * would turn into two wrong letters.
 */
export function decodeText(bytes: Uint8Array, fileName: string): string | undefined {
  const utf16 = utf16Order(bytes);
  if (utf16) return readable(new TextDecoder(utf16).decode(bytes));
  if (bytes.subarray(0, 65_536).includes(0)) return undefined;
  const utf8 = new TextDecoder().decode(bytes);
  const broken = utf8.match(/\ufffd/g)?.length ?? 0;
  if (broken === 0 || broken === bytesOfReplacement(bytes)) return readable(utf8);
  const western = readable(new TextDecoder('windows-1252').decode(bytes));
  const whole = utf8.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  if (western !== undefined && whole > 4 * broken)
    throw new DocumentError('damaged', { file: fileName, reason: 'mixed encodings' });
  return western;
}

/** A file may hold the replacement character itself: EF BF BD. */
function bytesOfReplacement(bytes: Uint8Array): number {
  let count = 0;
  for (let i = bytes.indexOf(0xef); i >= 0; i = bytes.indexOf(0xef, i + 1))
    if (bytes[i + 1] === 0xbf && bytes[i + 2] === 0xbd) count++;
  return count;
}

function readable(text: string): string | undefined {
  const controls = text.match(CONTROL)?.length ?? 0;
  return controls * 1000 > text.length ? undefined : text;
}

function utf16Order(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 2048);
  if (head.length < 8 || bytes.length % 2 !== 0) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i++) if (head[i] === 0) i % 2 === 0 ? even++ : odd++;
  const many = head.length / 2 / 2;
  if (odd > many && even === 0) return 'utf-16le';
  if (even > many && odd === 0) return 'utf-16be';
  return undefined;
}

/** The lines of a text whatever its line breaks; the break that ends the file opens no line of its own. */
export function splitLines(text: string): string[] {
  const lines = text.normalize('NFC').replace(/\r\n?/g, '\n').split('\n');
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines;
}

/** A short line that could be a heading by its looks alone: begins like a title, ends without punctuation, is no bullet, page number or date. */
function looksLikeHeading(line: string): boolean {
  if (line.length < 3 || line.length > 80 || line.split(' ').length > 12) return false;
  if (!/^(?:(?:\d{1,2}\.?){1,4} ?|§ ?\d+ ?)?\p{Lu}/u.test(line) || !/\p{L}{3}/u.test(line)) return false;
  return !/[.,;:!…\-–]$/.test(line) && !/^(side|sida|page|sid) \d/i.test(line) && !/ {2}|\t|@|https?:/.test(line);
}

/**
 * Headings of a text without markup: a short line with a blank line before and, after it, a blank line or a line of running text. Words
 * that only stand in a row of such lines (cells of a chart, a list of names) are none: a heading has a paragraph under it.
 */
export function guessHeadings(lines: readonly string[]): Heading[] {
  const folded = lines.map(foldSpace);
  const headings: Heading[] = [];
  folded.forEach((line, i) => {
    if (!looksLikeHeading(line) || (folded[i - 1] ?? '') !== '') return;
    const next = folded[i + 1] ?? '';
    const after = next === '' ? folded.slice(i + 1, i + 6).find(Boolean) : next;
    if (after === undefined || after.length < 40 || (next !== '' && (line.length > 60 || !/^[\p{Lu}•–-]/u.test(next))))
      return;
    const number = /^(?:\d{1,2}\.?)+/.exec(line)?.[0].replace(/\.$/, '');
    const level = number
      ? number.split('.').length
      : headings.length === 0 && folded.slice(0, i).every((l) => l === '')
        ? 1
        : 2;
    headings.push({ line: i + 1, level, text: line });
  });
  return headings;
}

/** Plain text: the file's own lines. The title is the first heading where the file begins with one. */
export function textDocument(text: string): Extracted {
  const lines = splitLines(text);
  const headings = guessHeadings(lines);
  const first = lines.findIndex((line) => foldSpace(line) !== '');
  const opening = foldSpace(lines[first] ?? '');
  const title = headings[0]?.line === first + 1 ? headings[0].text : looksLikeHeading(opening) ? opening : undefined;
  return { lines, headings, format: 'text', ...(title ? { title } : {}) };
}

import { cleanLine, type Heading } from './document.ts';
import { guessHeadings } from './text.ts';

/** A run of letters as pdf.js gives it: where its baseline begins in points (y grows upwards), how wide it is, how large its letters. */
export type Run = { text: string; x: number; y: number; width: number; size: number; endsLine: boolean };
export type PdfLine = { text: string; y: number; size: number };

/**
 * The lines of a page, in the order in which the page was written: a run off the baseline begins a new line (a raised note number does
 * not), a gap between runs becomes a blank. Nothing is sorted or joined: columns stay apart, and a line can be found on the page.
 */
export function pageLines(runs: readonly Run[]): PdfLine[] {
  const lines: PdfLine[] = [];
  let open: { text: string; y: number; end: number; sizes: Map<number, number> } | undefined;
  const close = (): void => {
    if (!open) return;
    const text = cleanLine(open.text).trim();
    const size = [...open.sizes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
    if (text) lines.push({ text, y: open.y, size });
    open = undefined;
  };
  for (const run of runs) {
    if (run.text.trim() !== '') {
      const size = Math.round(run.size * 2) / 2;
      if (open && Math.abs(run.y - open.y) > 0.5 * run.size) close();
      open ??= { text: '', y: run.y, end: run.x, sizes: new Map() };
      if (run.x - open.end > 0.2 * run.size) open.text += ' ';
      open.text += run.text;
      open.end = run.x + run.width;
      open.sizes.set(size, (open.sizes.get(size) ?? 0) + run.text.length);
    } else if (open && run.text !== '') open.text += ' ';
    if (run.endsLine) close();
  }
  close();
  return lines;
}

/** Pages put after each other, with a blank line where the page leaves more air than between its lines. `at` maps back. */
export function joinPages(pages: readonly PdfLine[][]): {
  lines: string[];
  starts: number[];
  at: Map<number, PdfLine>;
} {
  const lines: string[] = [];
  const starts: number[] = [];
  const at = new Map<number, PdfLine>();
  for (const page of pages) {
    starts.push(lines.length + 1);
    const gaps = page.slice(1).map((line, i) => (page[i]?.y ?? line.y) - line.y);
    const usual = gaps.filter((gap) => gap > 0).sort((a, b) => a - b)[Math.floor(gaps.length / 3)];
    page.forEach((line, i) => {
      const gap = gaps[i - 1];
      const air = Math.max(1.35 * (usual ?? 0), 1.3 * line.size);
      if (gap !== undefined && (gap < -line.size || gap > air)) lines.push('');
      lines.push(line.text);
      at.set(lines.length, line);
    });
    if (page.length === 0) lines.push('');
  }
  return { lines, starts, at };
}

export type Bookmark = { title: string; page: number; level: number };

/** Headings: where the bookmarks point when there are any, else the lines in larger letters, else those that look like one. */
export function pdfHeadings(text: ReturnType<typeof joinPages>, bookmarks: readonly Bookmark[]): Heading[] {
  const marked = fromBookmarks(text, bookmarks);
  if (marked.length > 1) return marked;
  const sized = fromSizes(text);
  const found = sized.length > 1 ? sized : guessHeadings(text.lines);
  return withoutRunningTitles(found, text.starts.length);
}

function fromBookmarks({ lines, starts }: ReturnType<typeof joinPages>, bookmarks: readonly Bookmark[]): Heading[] {
  const letters = (s: string) => s.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const headings: Heading[] = [];
  for (const { title, page, level } of bookmarks) {
    const from = Math.max(starts[page - 1] ?? 1, (headings.at(-1)?.line ?? 0) + 1);
    const to = (starts[page] ?? lines.length + 1) - 1;
    const wanted = letters(title);
    for (let line = from; line <= to && wanted; line++) {
      const here = letters(lines[line - 1] ?? '');
      // A heading may run over two or three lines.
      if (
        here &&
        (here === wanted ||
          (wanted.startsWith(here) && letters(lines.slice(line - 1, line + 2).join('')).startsWith(wanted)))
      ) {
        headings.push({ line, level, text: cleanLine(title).trim() });
        break;
      }
    }
  }
  return headings;
}

function fromSizes({ lines, at }: ReturnType<typeof joinPages>): Heading[] {
  const letters = new Map<number, number>();
  for (const line of at.values()) letters.set(line.size, (letters.get(line.size) ?? 0) + line.text.length);
  const body = [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
  const larger = (n: number) => (at.get(n)?.size ?? 0) >= 1.12 * body;
  const headings: (Heading & { size: number })[] = [];
  for (let n = 1; n <= lines.length; n++) {
    const line = at.get(n);
    if (!line || !larger(n)) continue;
    const parts = [line.text];
    while (parts.length < 3 && at.get(n + parts.length)?.size === line.size)
      parts.push(at.get(n + parts.length)?.text ?? '');
    const text = parts.join(' ');
    if (text.length <= 140 && /\p{L}{2}/u.test(text) && !/[.,;]$/.test(text))
      headings.push({ line: n, level: 0, text, size: line.size });
    n += parts.length - 1;
  }
  const sizes = [...new Set(headings.map((h) => h.size))].sort((a, b) => b - a);
  return headings.map(({ line, text, size }) => ({ line, level: Math.min(6, sizes.indexOf(size) + 1), text }));
}

/** What stands on two pages of five and more, numbers aside, is the page's head or foot. */
function withoutRunningTitles(headings: Heading[], pages: number): Heading[] {
  const form = (h: Heading) => h.text.replace(/\d+/g, '#');
  const times = new Map<string, number>();
  for (const heading of headings) times.set(form(heading), (times.get(form(heading)) ?? 0) + 1);
  return headings.filter((heading) => (times.get(form(heading)) ?? 0) < Math.max(3, 0.4 * pages));
}

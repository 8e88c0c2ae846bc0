import type { Lines, Section } from '../../core/guideline.ts';
import { foldSpace } from '../../core/text.ts';
import type { Heading } from '../extract/document.ts';

/** A section under a heading may be this long; the schema allows no longer range. */
const LONGEST = 120;
/** What a part of a longer one, or of a text without headings, aims at. */
const PART = 60;

/** Lower-case letters, digits and hyphens: å→a, ä→a, ö→o, ø→o, æ→ae. Empty when nothing of the name is left. */
export function slug(text: string, longest = 60): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/æ/g, 'ae')
    .replace(/ø/g, 'o')
    .replace(/ð/g, 'd')
    .replace(/þ/g, 'th')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, longest)
    .replace(/-$/, '');
}

function clip(text: string, longest: number): string {
  const folded = foldSpace(text);
  if (folded.length <= longest) return folded;
  return `${folded.slice(0, longest).replace(/(?<!\s)\s+\S*$/, '')} …`;
}

/** Parts of a range: each ends at the blank line nearest to PART lines, or there where no blank line is near. */
function parts(lines: readonly string[], from: number, to: number, longest: number): Lines[] {
  const out: Lines[] = [];
  let start = from;
  while (to - start + 1 > longest) {
    let end = start + PART - 1;
    for (let away = 0; away <= PART / 2; away++) {
      const at = [end + away, end - away].find((n) => foldSpace(lines[n - 1] ?? '') === '');
      if (at === undefined) continue;
      end = at;
      break;
    }
    out.push([start, end]);
    start = end + 1;
  }
  out.push([start, to]);
  return out;
}

type Block = { from: number; title: string | undefined };

/**
 * Where sections begin. A heading with nothing under it is no section: it goes with the next one, and its words go before that one's title
 * where it stands above it ("Kommentarer – När en kommentar får döljas"), the document's own title left out.
 */
function blocks(lines: readonly string[], headings: readonly Heading[], title: string): Block[] {
  const hasText = (from: number, to: number, heading: string) =>
    lines.slice(from, to).some((line) => /[\p{L}\p{N}]/u.test(line) && !foldSpace(heading).includes(foldSpace(line)));
  const first = headings[0]?.line ?? 1;
  // A line or two before the first heading (a page's head, front matter) go with it; more is a section of its own.
  const opening = lines.slice(0, first - 1).filter((line) => foldSpace(line) !== '').length;
  const out: Block[] = opening > 3 ? [{ from: 1, title: undefined }] : [];
  let waiting: Heading[] = [];
  let waitingFrom: number | undefined;
  headings.forEach((heading, i) => {
    const next = headings[i + 1]?.line ?? lines.length + 1;
    waiting = [...waiting.filter((h) => h.level < heading.level), heading];
    const start = waitingFrom ?? heading.line;
    if (i + 1 < headings.length && !hasText(heading.line, next - 1, heading.text)) {
      waitingFrom = start;
      return;
    }
    const words = waiting.map((h) => h.text).filter((text, n) => n === waiting.length - 1 || foldSpace(text) !== title);
    out.push({ from: out.length === 0 ? 1 : start, title: words.join(' – ') });
    waiting = [];
    waitingFrom = undefined;
  });
  return out;
}

/**
 * Sections that follow each other and cover every line: one under each heading, divided where it is too long to look through; a text
 * without headings in parts of about 60 lines. Ids come from the titles, so that they outlive a new edition.
 */
export function draftSections(lines: readonly string[], headings: readonly Heading[], title: string): Section[] {
  const found = blocks(lines, headings, title);
  const all = found.length > 0 ? found : [{ from: 1, title: undefined }];
  const taken = new Set<string>();
  return all.flatMap((block, i) => {
    const to = (all[i + 1]?.from ?? lines.length + 1) - 1;
    const ranges = parts(lines, block.from, to, block.title === undefined ? PART + PART / 2 : LONGEST);
    return ranges.map((range, n): Section => {
      const opening = lines.slice(range[0] - 1, range[1]).find((line) => /[\p{L}\p{N}]/u.test(line));
      const name = block.title === undefined ? clip(opening ?? title, 60) : clip(block.title, 120);
      const whole = block.title !== undefined && n > 0 ? `${name} (${n + 1})` : name;
      return { id: unique(slug(whole, 40) || `s${taken.size + 1}`, taken), lines: range, title: whole };
    });
  });
}

/** The id itself, or with the first free number behind it. It is taken from then on. */
export function unique(id: string, taken: Set<string>): string {
  let free = id;
  for (let n = 2; taken.has(free); n++) free = `${id}-${n}`;
  taken.add(free);
  return free;
}

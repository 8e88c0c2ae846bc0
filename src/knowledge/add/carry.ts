import { type Lines, locateQuote, type Rule, type Section } from '../../core/guideline.ts';
import { foldSpace } from '../../core/text.ts';
import type { Heading } from '../extract/document.ts';
import { unique } from './sections.ts';

/** Every place where words stand in a text, white space folded as `locateQuote` folds it. Built once, so that many can be looked for. */
function finder(lines: readonly string[]): (words: string) => Lines[] {
  const starts: number[] = [];
  const numbers: number[] = [];
  let joined = '';
  lines.forEach((line, i) => {
    const folded = foldSpace(line);
    if (!folded) return;
    if (joined) joined += ' ';
    starts.push(joined.length);
    numbers.push(i + 1);
    joined += folded;
  });
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return numbers[low] ?? 1;
  };
  return (words) => {
    const wanted = foldSpace(words);
    const found: Lines[] = [];
    if (wanted)
      for (let at = joined.indexOf(wanted); at >= 0; at = joined.indexOf(wanted, at + 1))
        found.push([lineAt(at), lineAt(at + wanted.length - 1)]);
    return found;
  };
}

export type Carried = {
  rules: Rule[];
  /** Kept by their anchor, but the words around it are others than before: a person should read them again. */
  changed: string[];
  dropped: string[];
};

/**
 * The rules of a guideline in its new text. A rule whose whole text still stands gets its new lines; one of which only the anchor stands
 * gets as many lines around it as before, inside its section; the others are dropped. Where words stand more than once, the place
 * nearest to where they stood (in proportion) is taken. `old` is the former text, undefined when it is lost.
 */
export function carryRules(
  rules: readonly Rule[],
  old: readonly string[] | undefined,
  lines: readonly string[],
  sections: readonly Section[],
): Carried {
  const find = finder(lines);
  const scale = old && old.length > 0 ? lines.length / old.length : 1;
  const carried: Carried = { rules: [], changed: [], dropped: [] };
  for (const rule of rules) {
    const expected = rule.lines[0] * scale;
    const nearest = (places: readonly Lines[]) =>
      [...places].sort((a, b) => Math.abs(a[0] - expected) - Math.abs(b[0] - expected))[0];
    const before = old?.slice(rule.lines[0] - 1, rule.lines[1]).join('\n') ?? '';
    const whole = nearest(find(before).filter(([from, to]) => to - from < 120));
    const anchor = whole ?? nearest(find(rule.anchor));
    if (!anchor) {
      carried.dropped.push(rule.id);
      continue;
    }
    const range = whole ?? around(anchor, rule, old, lines, sections);
    if (!whole) carried.changed.push(rule.id);
    carried.rules.push({ ...rule, lines: range });
  }
  return carried;
}

function around(
  anchor: Lines,
  rule: Rule,
  old: readonly string[] | undefined,
  lines: readonly string[],
  sections: readonly Section[],
): Lines {
  const place = old && locateQuote(old, rule.lines, rule.anchor);
  const before = place ? place[0] - rule.lines[0] : 0;
  const after = place ? rule.lines[1] - place[1] : 0;
  const section = sections.find((s) => s.lines[0] <= anchor[0] && anchor[0] <= s.lines[1])?.lines ?? [1, lines.length];
  const from = Math.min(anchor[0], Math.max(section[0], anchor[0] - before));
  const to = Math.max(anchor[1], Math.min(section[1], anchor[1] + after));
  return to - from < 120 ? [from, to] : anchor;
}

/** A text and the sections of it. */
type Sectioned = { lines: readonly string[]; sections: readonly Section[] };

/**
 * Headings for a new edition: its own, and every line that opened a section before and still stands once. A person may have divided the
 * text where nothing looks like a heading.
 */
export function headingsOf(
  edition: { lines: readonly string[]; headings: readonly Heading[] },
  former: Sectioned,
): Heading[] {
  const places = new Map<string, number[]>();
  edition.lines.forEach((line, i) => {
    const folded = foldSpace(line);
    places.set(folded, [...(places.get(folded) ?? []), i + 1]);
  });
  const kept = former.sections.flatMap((section): Heading[] => {
    const text = foldSpace(openingOf(section, former));
    const [line, again] = places.get(text) ?? [];
    const known = line === undefined || again !== undefined || edition.headings.some((h) => h.line === line);
    return text === '' || known ? [] : [{ line, level: 2, text }];
  });
  return [...edition.headings, ...kept].sort((a, b) => a.line - b.line);
}

function openingOf({ lines: [from, to] }: Section, { lines }: Sectioned): string {
  return lines.slice(from - 1, to).find((line) => /\p{L}/u.test(line)) ?? '';
}

/**
 * A section that is still here, by its opening words, title or id, keeps its id and the title that a person gave it, in four languages
 * perhaps.
 */
export function keepSectionNames(drafted: Sectioned, former: Sectioned): Section[] {
  const taken = new Set<string>();
  const names = (section: Section, text: Sectioned): string[] => {
    const { id, title } = section;
    return [id, openingOf(section, text), ...(typeof title === 'string' ? [title] : Object.values(title))]
      .map(foldSpace)
      .filter(Boolean);
  };
  return drafted.sections.map((section) => {
    const own = names(section, drafted);
    const same = former.sections.find(
      (old) => !taken.has(old.id) && names(old, former).some((name) => own.includes(name)),
    );
    return { id: unique(same?.id ?? section.id, taken), lines: section.lines, title: same?.title ?? section.title };
  });
}

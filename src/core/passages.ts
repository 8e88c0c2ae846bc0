import { hasFigure } from './figures.ts';
import { type Knowledge, type LoadedGuideline, linesOf, sectionAt } from './guideline.ts';
import type { Candidate } from './ranking.ts';
import { foldSpace } from './text.ts';

/** A passage cut from a section without rules is at most about this many words. */
const PASSAGE_WORDS = 110;
/** A rule over more lines than this is cut into pieces as well. */
const LONG_RULE = 40;

export type Passage = Extract<Candidate, { kind: 'passage' }>;

/** Passages of a guideline: one a rule, and for sections that no rule describes, pieces of their text. */
export function passages(guideline: LoadedGuideline): Passage[] {
  const base = {
    kind: 'passage' as const,
    document: guideline.id,
    file: guideline.file,
    language: guideline.language,
    country: guideline.country,
    authority: guideline.authority,
  };
  const out: Passage[] = guideline.rules.map((rule) => ({
    ...base,
    id: `${guideline.id}:${rule.id}`,
    lines: rule.lines,
    text: linesOf(guideline, rule.lines),
    section: sectionAt(guideline, rule.lines[0])?.id ?? null,
    rule: rule.id,
    anchor: rule.anchor,
    status: rule.status,
    expansions: rule.expansions ?? null,
    figures: hasFigure(linesOf(guideline, rule.lines)),
  }));
  // A rule over many lines, such as a list of definitions, is also cut into pieces, so that one of its items can be found and cited.
  const long = guideline.rules.filter((r) => r.lines[1] - r.lines[0] > LONG_RULE);
  const bare = guideline.sections.filter(
    (s) => !guideline.rules.some((r) => r.lines[0] <= s.lines[1] && s.lines[0] <= r.lines[1]),
  );
  for (const { id, lines: range, status } of [...bare.map((s) => ({ ...s, status: undefined })), ...long]) {
    for (const lines of pieces(guideline, range)) {
      const text = linesOf(guideline, lines);
      if (foldSpace(text).length < 20) continue;
      out.push({
        ...base,
        id: `${guideline.id}:${lines.join('-')}`,
        lines,
        text,
        section: status === undefined ? id : (sectionAt(guideline, lines[0])?.id ?? null),
        rule: null,
        anchor: null,
        status: status ?? (guideline.validity?.writtenBefore ? 'dated' : 'ok'),
        expansions: null,
        figures: hasFigure(text),
      });
    }
  }
  return out;
}

/** Line ranges of about PASSAGE_WORDS words that end at a blank line or a full stop where there is one, and cover the section. */
function pieces(guideline: LoadedGuideline, [from, to]: [number, number]): [number, number][] {
  const out: [number, number][] = [];
  let start = from;
  let words = 0;
  for (let line = from; line <= to; line++) {
    const text = foldSpace(guideline.lines[line - 1] ?? '');
    words += text ? text.split(' ').length : 0;
    const next = foldSpace(guideline.lines[line] ?? '');
    const pause = next === '' || /[.!?:]$/.test(text);
    if ((words >= PASSAGE_WORDS && pause) || words >= PASSAGE_WORDS * 2 || line - start >= 35) {
      out.push([start, line]);
      start = line + 1;
      words = 0;
    }
  }
  if (start <= to && words > 0) out.push([start, to]);
  return out;
}

/** The passages just before and after one, in the same section: what a sentence cut by a line range leans on. */
export function neighbours(passage: Passage, knowledge: Knowledge): Passage[] {
  const guideline = knowledge.guidelines.find((g) => g.id === passage.document);
  if (!guideline) return [];
  const near = passages(guideline)
    .filter((p) => p.section === passage.section && p.id !== passage.id)
    .sort((a, b) => a.lines[0] - b.lines[0]);
  const before = near.filter((p) => p.lines[1] <= passage.lines[0]).at(-1);
  const after = near.find((p) => p.lines[0] >= passage.lines[1]);
  return [before, after].filter((p) => p !== undefined);
}

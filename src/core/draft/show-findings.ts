import type { DraftFinding, DraftReading, FindingKind } from './read-draft.ts';

/** A finding as it may be shown to whoever pasted the draft: recognisable to them by its first letters and its place, and to nobody else. */
export type ShownFinding = { kind: FindingKind; shown: string; line: number; word: number };

/** Findings on a card; the others are counted. Those that weigh most come first. */
const MOST = 10;
/** Letters of a finding that are drawn. */
const LONGEST = 40;
/** Digits that stand in clear, so that one number is told from another; an age has at most two. */
const DIGITS: Partial<Record<FindingKind, number>> = { child: 2, phone: 2, identity_number: 2, card: 2, plate: 0 };
const WEIGHT = { stop: 0, check: 1, note: 2 } as const;

/** What a draft holds, to be drawn from memory and kept nowhere. `more` is how many are not among them. Lines and words are counted from 1 in the draft. */
export function showFindings(
  text: string,
  { draft, findings }: DraftReading,
): { findings: ShownFinding[]; more: number } {
  const first = [...findings].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity] || a.from - b.from).slice(0, MOST);
  const post = text.slice(draft.from, draft.to);
  return {
    findings: first
      .sort((a, b) => a.from - b.from)
      .map((f) => ({ ...placeIn(post, f.from - draft.from), ...drawn(text, f) })),
    more: findings.length - first.length,
  };
}

function placeIn(post: string, at: number): { line: number; word: number } {
  const before = post.slice(0, at).split('\n');
  const word = (before.at(-1) ?? '').split(/\s+/).filter(Boolean).length + 1;
  return { line: before.length, word };
}

function drawn(text: string, { from, to, kind }: DraftFinding): { kind: FindingKind; shown: string } {
  const said = text.slice(from, to).replace(/\s+/g, ' ');
  return { kind, shown: cut(kind === 'link' ? host(said) : hidden(said, DIGITS[kind] ?? 1)) };
}

/** The first letter of each word, the first digits, and everything else as dots: "K… N…", "98• •• •••". */
function hidden(said: string, digits: number): string {
  let left = digits;
  return said
    .replace(/\p{N}/gu, (digit) => (left-- > 0 ? digit : '•'))
    .replace(/(\p{L})[\p{L}\p{M}'’-]+/gu, (word, letter: string) => (UNITS.test(word) ? word : `${letter}…`));
}
/** What stands beside a child's age. */
const UNITS = /^(?:år|åring|åringen|years?|yrs?|old|aged?|mnd|i|på|er|är|is|som|who)$/iu;

/** The beginning of an address: who it leads to stands behind, and may be a person. */
function host(link: string): string {
  const name = link.replace(/^https?:\/\//i, '').replace(/^www\./i, '');
  const [whole = ''] = name.split(/[/?#]/);
  const [label = '', ...rest] = whole.split('.').slice(-2);
  return `${label.slice(0, 3)}….${rest.join('.')}${name.length > whole.length ? '/…' : ''}`;
}

function cut(text: string): string {
  const letters = [...text];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : text;
}

import { z } from 'zod';
import type { RiskBank } from './assessment/risk-bank.ts';
import type { Duty } from './calendar/duty.ts';
import type { Guard } from './guard.ts';
import { Country, Lang, Localised, LocalisedList } from './language.ts';
import type { Grounds } from './moderation/ground.ts';
import type { Definition } from './screening/definition.ts';
import { foldSpace } from './text.ts';

/**
 * What the corpus is made of. A guideline is an original file that nobody touches and a sidecar that says what its lines mean.
 * Line numbers are 1-based, `\n` only, both ends included.
 */
export const Lines = z
  .tuple([z.int().positive(), z.int().positive()])
  .refine(([from, to]) => from <= to, 'the first line comes after the last')
  .refine(([from, to]) => to - from < 120, 'a range of more than 120 lines is no place to look');
export type Lines = z.infer<typeof Lines>;

/** 1 law · 2 authority or court · 3 KS/SKR · 4 own municipality · 5 another municipality, an example only. */
export const Authority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
export type Authority = z.infer<typeof Authority>;

const Modality = z.enum(['MUST', 'MUST_NOT', 'SHOULD', 'SHOULD_NOT', 'MAY', 'FACT']);
/** ok · local: holds in that municipality only · dated · superseded: its premise has changed · artefact: the text itself is damaged. */
export const Status = z.enum(['ok', 'local', 'dated', 'superseded', 'artefact']);
export type Status = z.infer<typeof Status>;

/** A paraphrase and likely questions in one language, indexed beside the original text (document expansion). */
const Expansion = z.strictObject({
  paraphrase: z.string().min(1),
  questions: z.array(z.string().min(1)).min(2).max(4),
});
export const Expansions = z.strictObject({ nb: Expansion, nn: Expansion, sv: Expansion, en: Expansion });

const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/, 'an id is letters, digits and hyphens');

export const Rule = z.strictObject({
  id: Id,
  lines: Lines,
  modality: Modality,
  status: Status,
  tags: z.array(z.string()),
  /** Words inside the range that the rule turns on; a quote is cut around them. */
  anchor: z.string().min(1),
  expansions: Expansions.optional(),
});
export type Rule = z.infer<typeof Rule>;

export const Section = z.strictObject({ id: Id, lines: Lines, title: z.union([Localised, z.string().min(1)]) });
export type Section = z.infer<typeof Section>;

/** A file beside the one that names it, and nowhere else. */
const Beside = z.string().regex(/^(?!\.{1,2}$)[^/\\]+$/, 'the name of a file in the same folder, without / or \\');

export const Guideline = z.strictObject({
  id: Id,
  /** The original's own file name, in the same folder. */
  file: Beside,
  /** For PDF, DOCX and HTML: the plain text that was read out of it, whose lines are cited. Absent: the original is text. */
  text: Beside.optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 hexadecimal digits'),
  title: z.string().min(1),
  publisher: z.string().min(1),
  /** Facts that the text itself does not state. */
  inferred: z.array(z.enum(['publisher', 'title', 'published', 'country', 'language', 'authority'])).default([]),
  country: Country,
  language: Lang,
  authority: Authority,
  /** ISO date, or what is known of it ("c. 2011"), or null. */
  published: z.string().nullable(),
  validity: z
    .strictObject({
      /** Written before this date changed the ground under it; shown as a flag on superseded rules. */
      writtenBefore: z.iso.date().optional(),
      supersededBy: z.array(z.string()).default([]),
      lastVerified: z.iso.date(),
    })
    .optional(),
  /** First line of each page of the original, where it has pages. */
  pages: z.array(z.int().positive()).optional(),
  sections: z.array(Section).min(1),
  rules: z.array(Rule).default([]),
});
export type Guideline = z.infer<typeof Guideline>;

/** A note on the law in our own words: never statute text, always with its source and how sure it is. */
export const LawNote = z.strictObject({
  id: z.string().regex(/^L\d\d$/, 'a law note is L and two digits'),
  jurisdiction: z.string().min(2),
  topic: z.string().min(1),
  title: Localised,
  note: Localised,
  questions: LocalisedList,
  source: z.string().min(1),
  /** primary: an authority's, court's or statute's own page · secondary: somebody about it · gk: general knowledge, not looked up. */
  confidence: z.string().min(1),
  /** When the source was last read again; null where it has not been since it was first noted. */
  lastVerified: z.iso.date().nullable(),
});
export type LawNote = z.infer<typeof LawNote>;

/** A line of the corpus with the words quoted from it, or a law note. */
export const Reference = z.union([
  z.strictObject({
    at: z.string().regex(/^[a-z0-9][a-z0-9-]*:\d+-\d+$/, 'a reference is document:from-to, such as norberg:105-107'),
    quote: z.string().min(1),
  }),
  z.strictObject({ law: z.string().regex(/^L\d\d$/) }),
]);
export type Reference = z.infer<typeof Reference>;

const curatedBase = {
  id: Id,
  topic: z.string().min(1),
  questions: LocalisedList,
};
export const Screening = z.enum([
  'photo-check',
  'dpia',
  'start-account',
  'week-round',
  'remove-comment',
  'confidential-post',
  'move-case',
  'takedown-request',
  'snapshot',
  'close-account',
  'breach',
]);
export type Screening = z.infer<typeof Screening>;
/** A list of steps to be done; the other two judge a post and a plan. */
export function isChecklist(screening: Screening): boolean {
  return screening !== 'photo-check' && screening !== 'dpia';
}

/** An answer somebody wrote beforehand, a gap somebody knows of, or a request that is refused. */
export const CuratedEntry = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...curatedBase,
    outcome: z.literal('answered'),
    country: Country.optional(),
    claims: z
      .array(z.strictObject({ text: Localised, country: Country.optional(), cite: z.array(Reference).min(1) }))
      .min(1)
      .max(6),
    screening: Screening.optional(),
    conflicts: z.array(z.string()).default([]),
    rules: z.array(z.string()).default([]),
    reviewBy: z.iso.date(),
  }),
  z.strictObject({
    ...curatedBase,
    outcome: z.literal('unsure'),
    missing: Localised,
    closest: z.array(Reference).default([]),
  }),
  z.strictObject({ ...curatedBase, outcome: z.literal('refused'), reason: Localised, way_on: Localised }),
]);
export type CuratedEntry = z.infer<typeof CuratedEntry>;

/**
 * A question as somebody would type it, and the written answer or the rule that meets it; null where no source answers it. The first kind teaches
 * search more ways to ask, the second where knowledge ends.
 */
export const AskedQuestion = z.strictObject({
  lang: Lang,
  country: Country,
  question: z.string().trim().min(1),
  entry: Id.nullable(),
});
export type AskedQuestion = z.infer<typeof AskedQuestion>;

/** Two sources that say different things. Both are shown, with whom each speaks for; they are never averaged. */
export const Conflict = z.strictObject({
  id: z.string().regex(/^K\d+$/),
  topic: Localised,
  sides: z.array(z.strictObject({ says: Localised, cite: z.array(Reference) })).min(1),
  handling: Localised,
  countries: z.array(Country).min(1),
});
export type Conflict = z.infer<typeof Conflict>;

/** A guideline with the lines of its text, as the loader gives it. */
export type LoadedGuideline = Guideline & { lines: string[] };

/** Everything varsam knows, validated: plain data that can be written as JSON and read back. */
export type Knowledge = {
  /** Hash of every file it was read from; an index made from another knowledge is stale. */
  hash: string;
  guidelines: LoadedGuideline[];
  law: LawNote[];
  curated: CuratedEntry[];
  questions: AskedQuestion[];
  conflicts: Conflict[];
  guards: Guard[];
  screenings: Definition[];
  risks: RiskBank | null;
  /** Why something may be removed, and what is no reason. */
  grounds: Grounds;
  /** What the calendar reminds of. */
  duties: Duty[];
  locales: Record<Lang, Record<string, string>>;
};

/** What a municipality knows beside the shared knowledge; `hash` is of both. */
export type OwnKnowledge = Pick<Knowledge, 'hash' | 'guidelines' | 'curated' | 'questions' | 'conflicts'>;

/** The shared knowledge with a municipality's own behind it in each list; entries are shared, not copied. */
export function withOwn(shared: Knowledge, own: OwnKnowledge): Knowledge {
  return {
    ...shared,
    hash: own.hash,
    guidelines: [...shared.guidelines, ...own.guidelines],
    curated: [...shared.curated, ...own.curated],
    questions: [...shared.questions, ...own.questions],
    conflicts: [...shared.conflicts, ...own.conflicts],
  };
}

/** What `withOwn` put behind the shared knowledge. */
export function ownOf(knowledge: Knowledge, shared: Knowledge): OwnKnowledge {
  return {
    hash: knowledge.hash,
    guidelines: knowledge.guidelines.slice(shared.guidelines.length),
    curated: knowledge.curated.slice(shared.curated.length),
    questions: knowledge.questions.slice(shared.questions.length),
    conflicts: knowledge.conflicts.slice(shared.conflicts.length),
  };
}

/** The text of a line range, lines joined by newlines. Out of range gives what there is. */
export function linesOf(guideline: Pick<LoadedGuideline, 'lines'>, [from, to]: Lines): string {
  return guideline.lines.slice(from - 1, to).join('\n');
}

/** The innermost section that a line stands in. */
export function sectionAt(guideline: Pick<Guideline, 'sections'>, line: number): Section | undefined {
  return guideline.sections
    .filter((s) => s.lines[0] <= line && line <= s.lines[1])
    .sort((a, b) => a.lines[1] - a.lines[0] - (b.lines[1] - b.lines[0]))[0];
}

/**
 * The narrowest line range inside `within` where a quote stands, white space folded, or undefined when it does not stand there.
 * This is the one test of "verbatim" in the whole program.
 */
export function locateQuote(lines: readonly string[], within: Lines, quote: string): Lines | undefined {
  const wanted = foldSpace(quote);
  if (!wanted) return undefined;
  const folded = lines.slice(within[0] - 1, within[1]).map(foldSpace);
  const join = (from: number, to: number) =>
    folded
      .slice(from, to + 1)
      .filter(Boolean)
      .join(' ');
  if (!join(0, folded.length - 1).includes(wanted)) return undefined;
  let from = 0;
  let to = folded.length - 1;
  while (from < to && join(from + 1, to).includes(wanted)) from++;
  while (to > from && join(from, to - 1).includes(wanted)) to--;
  return [within[0] + from, within[0] + to];
}

import type { Answer, Citation } from '../../src/core/answer.ts';
import { type Context, fromCurated } from '../../src/core/compose.ts';
import type { CuratedEntry, Knowledge, LawNote, LoadedGuideline, Rule } from '../../src/core/guideline.ts';
import type { Localised } from '../../src/core/language.ts';
import type { Candidate, Ranked } from '../../src/core/ranking.ts';

/** Small made-up knowledge for tests of one rule at a time. A text without a locale shows its key. */

export const inAll = (text: string): Localised => ({
  nb: text,
  nn: `${text} (nn)`,
  sv: `${text} (sv)`,
  en: `${text} (en)`,
});
const noQuestions = () => ({ nb: [], nn: [], sv: [], en: [] });

export function aRule(id: string, lines: [number, number], over: Partial<Rule> = {}): Rule {
  return { id, lines, modality: 'SHOULD', status: 'ok', tags: [], anchor: 'x', ...over };
}

export function aGuideline(lines: string[], over: Partial<LoadedGuideline> = {}): LoadedGuideline {
  return {
    id: 'bygda',
    file: 'bygda.txt',
    sha256: '0'.repeat(64),
    title: 'Retningslinjer',
    publisher: 'Bygda kommune',
    inferred: [],
    country: 'NO',
    language: 'nb',
    authority: 5,
    published: '2022-12-20',
    sections: [{ id: 'all', lines: [1, lines.length], title: inAll('Alt') }],
    rules: [],
    lines,
    ...over,
  };
}

export function aLawNote(id: string, over: Partial<LawNote> = {}): LawNote {
  return {
    id,
    jurisdiction: 'EU',
    topic: 'Art. 35',
    title: inAll(`Om ${id}`),
    note: inAll(`Et notat om ${id}, med våre egne ord.`),
    questions: noQuestions(),
    source: 'example.org',
    confidence: 'secondary',
    lastVerified: null,
    ...over,
  };
}

export function someKnowledge(over: Partial<Knowledge> = {}): Knowledge {
  return {
    hash: 'h',
    guidelines: [],
    law: [],
    curated: [],
    questions: [],
    conflicts: [],
    guards: [],
    screenings: [],
    risks: null,
    grounds: { grounds: [], none: [] },
    duties: [],
    locales: { nb: {}, nn: {}, sv: {}, en: {} },
    ...over,
  };
}

type Entry<O extends CuratedEntry['outcome']> = Extract<CuratedEntry, { outcome: O }>;
export function aWritten(id: string, over: Partial<Entry<'answered'>> = {}): Entry<'answered'> {
  return {
    id,
    topic: 't',
    outcome: 'answered',
    questions: noQuestions(),
    claims: [{ text: inAll(id), cite: [{ law: 'L01' }] }],
    conflicts: [],
    rules: [],
    reviewBy: '2027-01-01',
    ...over,
  };
}
export function aGap(id: string, over: Partial<Entry<'unsure'>> = {}): Entry<'unsure'> {
  return {
    id,
    topic: 't',
    outcome: 'unsure',
    questions: noQuestions(),
    missing: inAll('Tallene.'),
    closest: [],
    ...over,
  };
}
export function aRefusal(id: string): Entry<'refused'> {
  return {
    id,
    topic: 't',
    outcome: 'refused',
    questions: noQuestions(),
    reason: inAll('Fordi.'),
    way_on: inAll('noe annet'),
  };
}

/** A written answer as a reader gets it, `seeAlso` being what search found as close. */
export const composed = (entry: Entry<'answered'>, context: Context, seeAlso: readonly Candidate[] = []): Answer =>
  fromCurated(entry, seeAlso, context);

type Passage = Extract<Candidate, { kind: 'passage' }>;
/** A passage over some lines of a guideline. */
export function aPassage(guideline: LoadedGuideline, lines: [number, number], over: Partial<Passage> = {}): Passage {
  return {
    kind: 'passage',
    id: `${guideline.id}:${lines.join('-')}`,
    document: guideline.id,
    file: guideline.file,
    lines,
    text: guideline.lines.slice(lines[0] - 1, lines[1]).join('\n'),
    language: guideline.language,
    section: 'all',
    rule: null,
    anchor: null,
    country: guideline.country,
    authority: guideline.authority,
    status: 'ok',
    expansions: null,
    figures: false,
    ...over,
  };
}

export const lawCandidate = (law: string, jurisdiction = 'EU'): Candidate => ({
  kind: 'law',
  id: `law:${law}`,
  law,
  jurisdiction,
  figures: false,
});
export const curatedCandidate = (entry: CuratedEntry): Candidate => ({
  kind: 'curated',
  id: `curated:${entry.id}`,
  entry: entry.id,
  outcome: entry.outcome,
  restsOn: [],
  figures: false,
});

export function ranked(candidate: Candidate, score: number): Ranked {
  return { candidate, score, signals: { whole: score, part: score, dense: 0 }, bestPart: '' };
}

/** What a reader can check of a citation. */
export const placesOf = (citations: readonly Citation[]) =>
  citations.map((c) => (c.lines ? `${c.document}:${c.lines.join('-')}` : c.document));

import type { Answer, Citation, Notice } from '../answer.ts';
import { MAX_CITATIONS, MAX_CITED_LINES } from '../answer.ts';
import { cite } from '../grounding.ts';
import { type Knowledge, type Lines, linesOf } from '../guideline.ts';
import type { Country, Lang } from '../language.ts';
import { quoted, say } from '../locale.ts';
import { type ExpertAnswer, type ExpertCite, standing } from './expert.ts';

/** How an expert's answer is given to whoever asks: their words as they wrote them, with their office and date, and the lines they rest on. */

/** What a citation of an expert's answer is called. */
const expertDocument = (id: string): string => `expert:${id}`;

/** The expert's answer that an answer gives, by id. */
export function expertIn(answer: Pick<Answer, 'citations'>): string | undefined {
  const found = answer.citations.find((c) => c.document.startsWith('expert:'));
  return found?.document.slice('expert:'.length);
}

type View = { knowledge: Knowledge; lang: Lang; country: Country };

/** The answer in the reader's language where it was written in it, else as it was written, which the words say. `more`: what else is to be said beside it. */
export function fromExpert(
  expert: ExpertAnswer,
  { knowledge, lang, country }: View,
  now: Date,
  more: Notice[] = [],
): Answer {
  const flagged = standing(expert, now) === 'flagged';
  const citations: Citation[] = [own(expert, flagged)];
  for (const ref of expert.cites) {
    const citation = citeLines(knowledge, ref, lang);
    if (citation && citations.length < MAX_CITATIONS) citations.push(citation);
  }
  const foreign = { unit: expert.by, lang: say(knowledge.locales, lang, `lang.in.${expert.lang}`) };
  const text =
    expert.lang === lang
      ? expert.text
      : say(knowledge.locales, lang, 'answer.other_lang', { ...foreign, quote: quoted(expert.lang, expert.text) });
  const notices: Notice[] = flagged ? [...more, { key: 'review_passed', values: { date: expert.reviewBy } }] : more;
  return {
    status: 'answered',
    by: 'expert',
    lang,
    country,
    text,
    claims: [{ text, citations: citations.map((_, i) => i) }],
    citations,
    conflicts: [],
    offers: [],
    notices,
  };
}

function own({ id, text, lang, by, at, country }: ExpertAnswer, flagged: boolean): Citation {
  return {
    document: expertDocument(id),
    file: null,
    lines: null,
    quote: text,
    quoteLang: lang,
    section: null,
    // Never the question: its words are somebody else's.
    title: by,
    publisher: by,
    published: at.slice(0, 10),
    inferred: [],
    country,
    authority: 4,
    status: flagged ? 'dated' : 'ok',
    writtenBefore: null,
  };
}

/** The citation of lines by the original's file name; undefined where they don't stand there or are too many. */
export function citeLines(knowledge: Knowledge, { file, lines }: ExpertCite, lang: Lang): Citation | undefined {
  const guideline = knowledge.guidelines.find((g) => g.file === file);
  if (!guideline || lines[1] > guideline.lines.length || lines[1] - lines[0] >= MAX_CITED_LINES) return undefined;
  return cite(knowledge, guideline.id, lines as Lines, linesOf(guideline, lines), lang);
}

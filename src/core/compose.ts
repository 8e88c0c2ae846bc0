import type { Answer, Citation, Claim, Notice, Offer } from './answer.ts';
import { CitationList, cite, citeLaw, citeReference, quoteAround } from './grounding.ts';
import type { Conflict, CuratedEntry, Knowledge } from './guideline.ts';
import type { Country, Lang } from './language.ts';
import { say } from './locale.ts';
import type { Candidate } from './ranking.ts';

/** Builds answers from what was decided. Pure: the same decision gives the same answer, for ever. */

export type Context = { knowledge: Knowledge; lang: Lang; country: Country };
type Entry<O extends CuratedEntry['outcome']> = Extract<CuratedEntry, { outcome: O }>;
/** At most so many statements in an answer put together from rules. */
const MAX_RULES = 2;

/**
 * An answer written beforehand, with the claims that hold for this user's country; where there are none, the other country's as an example. The first
 * of `seeAlso` whose lines the answer does not cite yet is shown among the sources, for search found it as close.
 */
export function fromCurated(entry: Entry<'answered'>, seeAlso: readonly Candidate[], context: Context): Answer {
  const { knowledge, lang, country } = context;
  const list = new CitationList();
  const claims = claimsFor(entry, country).flatMap((claim): Claim[] => {
    const citations = claim.cite.flatMap((ref) => {
      const citation = citeReference(knowledge, ref, lang);
      const position = citation ? list.add(citation) : -1;
      return position < 0 ? [] : [position];
    });
    return citations.length > 0 ? [{ text: claim.text[lang], citations }] : [];
  });
  if (claims.length === 0) return unsure([], null, context);
  for (const candidate of seeAlso) {
    const citation = citationOf(candidate, context);
    if (!citation || list.list.some((c) => touches(c, citation))) continue;
    list.add(citation);
    break;
  }
  const offers = entry.screening ? [{ screening: entry.screening }] : [];
  return answered(
    'curated',
    claims,
    list.list,
    knowledge.conflicts.filter((c) => c.countries.includes(country) && entry.conflicts.includes(c.id)).map((c) => c.id),
    offers,
    context,
  );
}

/** Whether two citations share a line of the same document. */
function touches(a: Citation, b: Citation): boolean {
  return (
    a.document === b.document &&
    a.lines !== null &&
    b.lines !== null &&
    a.lines[0] <= b.lines[1] &&
    b.lines[0] <= a.lines[1]
  );
}

/**
 * The claims that hold in a country. Where those stand on notes about the law alone, the first claim of the other country that quotes a guideline
 * joins them, as the example it says it is: a line that can be opened is worth more than none.
 */
function claimsFor(entry: Entry<'answered'>, country: Country): Entry<'answered'>['claims'] {
  const own = entry.claims.filter((c) => (c.country ?? country) === country);
  if (own.length === 0) return entry.claims;
  const quotes = (claim: (typeof own)[number]) => claim.cite.some((ref) => 'at' in ref);
  const example = own.some(quotes) ? undefined : entry.claims.find((c) => !own.includes(c) && quotes(c));
  return example ? [...own, example] : own;
}

/** An answer from the guidelines' own rules: each paraphrase with the words it stands on. */
export function fromPassages(candidates: readonly Candidate[], context: Context): Answer {
  const { knowledge, lang } = context;
  const list = new CitationList();
  const claims: Claim[] = [];
  for (const candidate of candidates.slice(0, MAX_RULES)) {
    const citation = citationOf(candidate, context);
    const position = citation ? list.add(citation) : -1;
    if (!citation || position < 0) continue;
    const text =
      candidate.kind === 'passage'
        ? (candidate.expansions?.[lang].paraphrase ??
          say(knowledge.locales, lang, 'says.quote', { publisher: citation.publisher }))
        : citation.quote;
    claims.push({ text, citations: [position] });
  }
  if (claims.length === 0) return unsure([], null, context);
  return answered('rule', claims, list.list, conflictsFor(list.list, context), [], context);
}

/** An answer from claims that were grounded. */
export function fromClaims(
  claims: Claim[],
  citations: Citation[],
  offers: Offer[],
  conflicts: string[],
  context: Context,
): Answer {
  return answered('model', claims, citations, conflicts, offers, context);
}

/** "I don't know", with what is missing where that is known, and the closest lines, labelled as no answer. */
export function unsure(
  closest: readonly Candidate[],
  entry: Entry<'unsure'> | string | null,
  context: Context,
): Answer {
  const { knowledge, lang, country } = context;
  const list = new CitationList();
  if (entry && typeof entry !== 'string')
    for (const ref of entry.closest) {
      const citation = citeReference(knowledge, ref, lang);
      if (citation) list.add(citation);
    }
  else
    for (const candidate of closest) {
      const citation = citationOf(candidate, context);
      if (citation && list.list.length < 2) list.add(citation);
    }
  const missing = typeof entry === 'string' ? entry : (entry?.missing[lang] ?? null);
  const text = missing
    ? say(knowledge.locales, lang, 'unsure.gap', { missing })
    : say(knowledge.locales, lang, 'unsure.kept');
  return {
    status: 'unsure',
    lang,
    country,
    text,
    missing,
    claims: [],
    citations: list.list,
    conflicts: [],
    offers: [],
    notices: noticesFor(list.list, context),
  };
}

export function refused(entry: Entry<'refused'>, { knowledge, lang, country }: Context): Answer {
  const text = say(knowledge.locales, lang, 'refused', { reason: entry.reason[lang], way_on: entry.way_on[lang] });
  return { status: 'refused', lang, country, text, claims: [], citations: [], conflicts: [], offers: [], notices: [] };
}

/** The citation a candidate would give, or undefined for written entries, which cite for themselves, and for what answers nothing. */
export function citationOf(candidate: Candidate, { knowledge, lang }: Context): Citation | undefined {
  if (candidate.kind === 'law') return citeLaw(knowledge, candidate.law, lang);
  if (candidate.kind !== 'passage') return undefined;
  const { document, lines, text, anchor } = candidate;
  // On a slide with few words a line, forty words run over more lines than may be cited: then the words the rule turns on must do.
  const whole = cite(knowledge, document, lines, quoteAround(text, anchor), lang);
  return whole ?? (anchor === null ? undefined : cite(knowledge, document, lines, anchor, lang));
}

function answered(
  by: 'curated' | 'rule' | 'model',
  claims: Claim[],
  citations: Citation[],
  conflicts: string[],
  offers: Offer[],
  context: Context,
): Answer {
  const { lang, country } = context;
  const text = claims.map((c) => c.text).join(' ');
  return {
    status: 'answered',
    by,
    lang,
    country,
    text,
    claims,
    citations,
    conflicts,
    offers,
    notices: noticesFor(citations, context),
  };
}

/** What must be said beside the sources: another country, another municipality, old ground, a note instead of the law itself. */
function noticesFor(citations: readonly Citation[], { country, knowledge, lang }: Context): Notice[] {
  const notices: Notice[] = [];
  const foreign = citations.find((c) => c.file !== null && c.country !== null && c.country !== country);
  if (foreign?.country)
    notices.push({
      key: 'other_country',
      values: { country: say(knowledge.locales, lang, `country.${foreign.country}`) },
    });
  if (citations.some((c) => c.authority === 5 && c.country === country)) notices.push({ key: 'other_municipality' });
  const old = citations.find((c) => c.writtenBefore !== null);
  if (old?.writtenBefore) notices.push({ key: 'outdated', values: { date: old.writtenBefore } });
  const notes = citations.filter((c) => c.document.startsWith('law:'));
  // The oldest look is the one that counts; a note that was never looked at again makes them all unchecked.
  const checked = notes.map((c) => c.published ?? '').sort()[0];
  if (notes.length > 0) notices.push({ key: 'law_note', ...(checked ? { values: { date: checked } } : {}) });
  return notices;
}

/** Conflicts one of whose sides stands on the lines cited, such as matter in the user's country. A written answer names its own. */
function conflictsFor(citations: readonly Citation[], { knowledge, country }: Context): string[] {
  const concerns = (conflict: Conflict) => {
    const sides = conflict.sides.filter((side) =>
      side.cite.some(
        (ref) =>
          'at' in ref &&
          citations.some((c) => {
            const [document, range = ''] = ref.at.split(':');
            const [from = 0, to = 0] = range.split('-').map(Number);
            return c.document === document && c.lines !== null && c.lines[0] <= to && from <= c.lines[1];
          }),
      ),
    );
    return sides.length > 0;
  };
  return knowledge.conflicts.filter((c) => c.countries.includes(country) && concerns(c)).map((c) => c.id);
}

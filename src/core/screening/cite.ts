import { type Citation, MAX_CITED_LINES } from '../answer.ts';
import { citeReference } from '../grounding.ts';
import type { Knowledge, Lines, Reference } from '../guideline.ts';
import type { Country, Lang } from '../language.ts';

/** A place in a source as a screening names it: the whole range, and the words in it that matter with their own, narrower lines. */
type Place = { citation: Citation; lines: Lines };
export type Cited = { places: Place[]; law: Citation[] };

/**
 * References as citations, the reader's own country first. Law notes of another country alone are left out: a Swedish user is not pointed to § 104.
 * A range too long to be looked at gives way to the lines of its quote.
 */
export function citeAll(refs: readonly Reference[], country: Country, knowledge: Knowledge, lang: Lang): Cited {
  const places: Place[] = [];
  const law: Citation[] = [];
  for (const ref of refs) {
    const citation = citeReference(knowledge, ref, lang);
    if (!citation) continue;
    if ('law' in ref) {
      if (concerns(knowledge, ref.law, country)) law.push(citation);
      continue;
    }
    const [from = 0, to = 0] = (ref.at.split(':')[1] ?? '').split('-').map(Number);
    places.push({ citation, lines: to - from >= MAX_CITED_LINES && citation.lines ? citation.lines : [from, to] });
  }
  const foreign = (p: Place) => (p.citation.country === country ? 0 : 1);
  return { places: places.sort((a, b) => foreign(a) - foreign(b)), law };
}

function concerns(knowledge: Knowledge, id: string, country: Country): boolean {
  const jurisdiction = knowledge.law.find((n) => n.id === id)?.jurisdiction ?? '';
  return jurisdiction.split('/').some((j) => j === country || j === 'EU');
}

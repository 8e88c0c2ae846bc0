import { type LoadedGuideline, locateQuote, type Reference } from '../core/guideline.ts';

/** What references can name. */
export type Known = {
  guidelines: Map<string, LoadedGuideline>;
  law: Set<string>;
  conflicts: Set<string>;
  rules: Set<string>;
};

/** Tells `at` what is wrong with a reference: a source that is not there, or a quote that does not stand in its lines. */
export function checkReference(ref: Reference, known: Known, at: (problem: string, mend: string) => void): void {
  if ('law' in ref) {
    if (!known.law.has(ref.law)) at(`cites the law note ${ref.law}, which does not exist`, 'Correct the id.');
    return;
  }
  const { document, lines } = parseReference(ref.at);
  const guideline = known.guidelines.get(document);
  if (!guideline)
    at(`cites ${document}, which is no guideline here`, `Use one of ${[...known.guidelines.keys()].join(', ')}.`);
  else if (!locateQuote(guideline.lines, lines, ref.quote))
    at(
      `the quote “${ref.quote.slice(0, 60)}” does not stand at ${ref.at}`,
      'Copy the words letter for letter, or correct the lines.',
    );
}

/** `norberg:105-107` as its parts. The form was checked by the schema. */
function parseReference(at: string): { document: string; lines: [number, number] } {
  const [document = '', range = ''] = at.split(':');
  const [from = 0, to = 0] = range.split('-').map(Number);
  return { document, lines: [from, to] };
}

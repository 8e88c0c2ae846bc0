import type { Choice } from '../core/card.ts';
import { shortened } from '../core/cards/owner-cards.ts';
import type { CardView } from '../core/cards/view.ts';
import type { ExpertCite } from '../core/learning/expert.ts';
import { citeLines } from '../core/learning/give.ts';
import type { Group } from '../core/learning/question.ts';
import { quoted } from '../core/locale.ts';
import { linesText } from '../core/present.ts';
import type { Retriever } from './ports.ts';

/** Lines that an answer may rest on: what was ticked, what was nearest to the question, and what a search finds. As `document:from-to`. */

/** As many as a card shows, beside those that are ticked. */
const OFFERED = 6;
const LOOKED_AT = 20;

/** A place by its guideline's id; undefined for what is none, or is not there. */
export function citeAt({ knowledge, lang }: CardView, place: string): ExpertCite | undefined {
  const [, document = '', from = '', to = ''] = /^(.+):(\d+)-(\d+)$/.exec(place) ?? [];
  const file = knowledge.guidelines.find((g) => g.id === document)?.file;
  const cite = file === undefined ? undefined : { file, lines: [Number(from), Number(to)] as [number, number] };
  return cite && cite.lines[0] <= cite.lines[1] && citeLines(knowledge, cite, lang) ? cite : undefined;
}

/** The place of lines by the file they stand in. */
export function placeOf({ knowledge }: CardView, { file, lines }: ExpertCite): string {
  return `${knowledge.guidelines.find((g) => g.file === file)?.id ?? file}:${lines[0]}-${lines[1]}`;
}

/** Lines to tick: first those that are ticked, then the best. `query` empty: by the question itself, beginning with what its asker was shown. */
export async function linesToCite(
  view: CardView,
  group: Group,
  ticked: readonly string[],
  query: string,
  retriever: Retriever,
): Promise<Choice[]> {
  const [first] = group.questions;
  const shown = query
    ? []
    : group.questions.flatMap((q) => q.closest.flatMap((c) => (c.lines ? [`${c.document}:${c.lines.join('-')}`] : [])));
  const { lang, country } = view;
  const { ranked } = await retriever.search(query || (first?.question ?? ''), { lang, country, limit: LOOKED_AT });
  const found = ranked.flatMap(({ candidate: c }) =>
    c.kind === 'passage' ? [`${c.document}:${c.lines.join('-')}`] : [],
  );
  const offered = [...new Set([...shown, ...found])].filter((place) => !ticked.includes(place));
  const choices = (places: readonly string[]) =>
    places.flatMap((place) => {
      const label = labelOf(view, place);
      return label ? [{ value: place, label }] : [];
    });
  return [...choices(ticked), ...choices(offered).slice(0, OFFERED)];
}

/** The beginning of the lines, and where they stand. */
function labelOf(view: CardView, place: string): string | undefined {
  const cite = citeAt(view, place);
  const citation = cite && citeLines(view.knowledge, cite, view.lang);
  if (!cite || !citation) return undefined;
  const lines = linesText(cite.lines, view.knowledge.locales, view.lang);
  const where = ` · ${shortened(citation.publisher, 26)}, ${lines}`;
  return `${quoted(citation.quoteLang, shortened(citation.quote, 106 - where.length))}${where}`;
}

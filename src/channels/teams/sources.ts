import type { Source } from '../../core/card.ts';
import { quoted } from '../../core/locale.ts';
import { type Drawing, type Element, folded, heading, paragraph, paragraphs, run } from './element.ts';
import { LIMITS } from './limits.ts';

/** Quotes with where they stand. A quote is shown whole or not at all. */

export function sourceList(title: string, items: readonly Source[], shown: number, draw: Drawing): Element[] {
  const there = items.slice(0, draw.allow.sources);
  if (there.length < items.length) draw.cut();
  if (there.length === 0) return [];
  const open = there.slice(0, shown).flatMap((s) => sourceElements(s, draw));
  const rest = there.slice(shown);
  return [
    ...(open.length > 0 ? [heading(title), ...open] : []),
    ...(rest.length > 0
      ? folded(
          draw,
          shown > 0 ? draw.t('more_sources', { n: rest.length }) : title,
          rest.flatMap((s) => sourceElements(s, draw)),
        )
      : []),
  ];
}

/** The words in their own language's quotation marks, or a note in ours; below them whose they are, and what to know of that. */
export function sourceElements(source: Source, draw: Drawing): Element[] {
  const { n, quote, quoteLang, verbatim } = source;
  const mark = n === undefined ? [] : [run(`[${n}] `, { weight: 'Bolder' })];
  const words = verbatim
    ? [paragraph([...mark, run(quoted(quoteLang, quote), { italic: true })])]
    : mark.length > 0
      ? [paragraph([...mark, run(quote)])]
      : paragraphs(quote);
  return [{ type: 'Container', spacing: 'Small', items: [...words, placeOf(source, draw)] }];
}

/** Whose the words are, what to know of that, and the way there. A separator goes with what stands before it: by itself it would weigh as much as words. */
export function placeOf({ verbatim, from, flags, at }: Source, { t, href }: Drawing): Element {
  const address = at ? href(at) : null;
  const url = address !== null && address.length <= LIMITS.card.url ? address : null;
  const said = [
    { text: from, looks: { size: 'Small', isSubtle: true } as const },
    ...flags.map((flag) => ({ text: flag, looks: { size: 'Small', weight: 'Bolder' } as const })),
  ];
  const runs = said.map(({ text, looks }, i) => run(url || i < said.length - 1 ? `${text} · ` : text, looks));
  const way = url && {
    ...run(t(verbatim ? 'open_source' : 'web.law.open'), { size: 'Small' }),
    selectAction: { type: 'Action.OpenUrl', url },
  };
  return paragraph(way ? [...runs, way] : runs, { spacing: 'None' });
}

import type { types } from '@slack/bolt';
import type { Link, Source } from '../../core/card.ts';
import type { Lang } from '../../core/language.ts';
import { quoted } from '../../core/locale.ts';
import { type Block, filled, linked, PIECE, points, rich, section, words } from './rich.ts';
import { cut } from './text.ts';

/** What a card is drawn with. */
export type Drawn = {
  /** Where it stands, packed: every button says it. */
  place: string;
  lang: Lang;
  /** Fixed strings in that language. */
  say: (key: string, values?: Record<string, string | number>) => string;
  /** An address, where there is one. */
  href: (link: Link) => string | undefined;
  surface: 'message' | 'modal';
};

/** A quote longer than this is not shown, rather than cut: its place says where it stands. */
const QUOTE = PIECE;
const FROM = 600;

/** Those shown are quoted in full; of the others, each is a line that leads to its place, or says its words where there is no page to lead to. */
export function sourceBlocks(title: string, items: readonly Source[], shown: number, drawn: Drawn): Block[] {
  if (items.length === 0) return [];
  const open = items.slice(0, Math.max(0, shown));
  const folded = items.slice(open.length);
  const quotes = open.map((source) => rich(...quoteOf(source, drawn)));
  const [first, ...rest] = quotes;
  const headed = first && filled(title) ? [rich(bold(title), ...first.elements), ...rest] : quotes;
  // Nothing is folded in Slack, so there is nothing to show.
  const name = open.length > 0 ? drawn.say('slack.more.sources') : title;
  const lines = folded.map((source) => lineOf(source, drawn));
  return [...headed, ...(lines.length > 0 ? points(name, lines) : [])];
}

const bold = (text: string) => section(words(cut(text, PIECE), { bold: true }));

/** A quote as it stands in its source, and below it where that is. A note of our own words is no quote. */
function quoteOf(source: Source, drawn: Drawn): types.RichTextBlockElement[] {
  const { quote, quoteLang, verbatim } = source;
  const said: types.RichTextBlockElement[] =
    !filled(quote) || quote.length > QUOTE
      ? []
      : verbatim
        ? [{ type: 'rich_text_quote', elements: [words(quoted(quoteLang, quote))] }]
        : [section(words(quote))];
  return [...said, section(...placeOf(source, drawn))];
}

function placeOf({ n, from, flags, at }: Source, { href }: Drawn) {
  const url = at ? href(at) : undefined;
  const flagged = flags.filter(filled).map((flag) => words(` · ${cut(flag, FROM)}`, { italic: true }));
  return [
    ...(n === undefined ? [] : [words(`[${n}] `)]),
    linked(cut(filled(from) ? from : '–', FROM), url),
    ...flagged,
  ];
}

function lineOf(source: Source, drawn: Drawn) {
  const place = placeOf(source, drawn);
  const { quote, quoteLang, verbatim, at } = source;
  if ((at && drawn.href(at)) || !filled(quote) || quote.length > QUOTE - 2 * FROM) return place;
  return [words(`${verbatim ? quoted(quoteLang, quote) : quote} `), ...place];
}

import type { types } from '@slack/bolt';
import { cut, pieces } from './text.ts';

/** Block Kit from plain words. Rich text and plain text need no escaping: nothing in them can become a mention, a link or markup. */

export type Block = types.KnownBlock;
type Piece = types.RichTextText | types.RichTextLink;
type Section = types.RichTextSection;

/** The longest words of one block: what is longer goes on in the next one. */
export const PIECE = 2500;

export const filled = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

export function plainText<T extends 'plain_text'>(text: string, max: number, type: T = 'plain_text' as T) {
  return { type, text: filled(text) ? cut(text.trim(), max) : '–', emoji: false };
}

export function words(text: string, style?: types.RichTextText['style']): types.RichTextText {
  return style ? { type: 'text', text, style } : { type: 'text', text };
}

/** Words that lead somewhere, where there is an address. */
export function linked(text: string, url: string | undefined): Piece {
  return url ? { type: 'link', url, text } : words(text);
}

export function section(...elements: Piece[]): Section {
  return { type: 'rich_text_section', elements };
}

type RichBlock = types.RichTextBlock;
export function rich(...elements: RichBlock['elements']): RichBlock {
  return { type: 'rich_text', elements };
}

/** Paragraphs, as many blocks as the words need. */
export function paragraphs(text: string, style?: types.RichTextText['style']): RichBlock[] {
  return pieces(text, PIECE).map((piece) => rich(section(words(piece, style))));
}

/** Small grey words. */
export function small(text: string): types.ContextBlock[] {
  return pieces(text, PIECE).map((piece) => ({ type: 'context', elements: [plainText(piece, PIECE)] }));
}

/** Points in as many blocks as they need, with bullets or as lines that bring a mark of their own; a point longer than a block goes on in the next point. */
export function points(
  title: string | undefined,
  items: readonly Piece[][],
  style: 'bullet' | 'none' = 'bullet',
): RichBlock[] {
  const out: RichBlock[] = [];
  const head = filled(title) ? [section(words(cut(title.trim(), PIECE), { bold: true }))] : [];
  let group: Section[] = [];
  let letters = 0;
  const close = () => {
    if (group.length === 0) return;
    const list: RichBlock['elements'] = style === 'none' ? group : [{ type: 'rich_text_list', style, elements: group }];
    out.push(rich(...(out.length === 0 ? head : []), ...list));
    group = [];
    letters = 0;
  };
  for (const item of items.flatMap(fitting)) {
    const length = item.reduce((sum, p) => sum + (p.text?.length ?? 0), 0);
    if (letters + length > PIECE || group.length >= POINTS) close();
    group.push(section(...item));
    letters += length;
  }
  close();
  if (out.length === 0 && head.length > 0) out.push(rich(...head));
  return out;
}
/** Points of one block; more would weigh too much by their wrapping alone. */
const POINTS = 30;

/** A point as it is where it fits, else as several. */
function fitting(item: Piece[]): Piece[][] {
  const there = item.filter((p) => filled(p.text));
  if (there.length === 0) return [];
  const length = there.reduce((sum, p) => sum + (p.text?.length ?? 0), 0);
  if (length <= PIECE) return [there];
  return there.flatMap((p) => pieces(p.text ?? '', PIECE).map((text) => [{ ...p, text }]));
}

export function header(text: string, max: number): types.HeaderBlock {
  return { type: 'header', text: plainText(text, max) };
}

/** Something to take along, letter for letter. */
export function preformatted(label: string, text: string): RichBlock[] {
  const parts = pieces(text, PIECE);
  return parts.map((piece, i) =>
    rich(...(i === 0 && filled(label) ? [section(words(cut(label, PIECE), { bold: true }))] : []), {
      type: 'rich_text_preformatted',
      elements: [words(piece)],
    } as types.RichTextPreformatted),
  );
}

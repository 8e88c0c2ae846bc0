import type { Link } from '../../core/card.ts';
import type { Lang } from '../../core/language.ts';
import { LIMITS } from './limits.ts';
import { cutLabel, escaped } from './text.ts';

/** The elements of an Adaptive Card that varsam draws, and what a card is drawn with. */

/** One element, action or card as JSON. */
export type Element = { type: string; [key: string]: unknown };
export type AdaptiveCard = Element & { type: 'AdaptiveCard'; version: string; body: Element[] };

/** Says a fixed string of the locale files in the card's language. */
type Say = (key: string, values?: Record<string, string | number>) => string;

export type View = {
  t: Say;
  /** An address that the reader's client can open, or null where there is none. */
  href: (link: Link) => string | null;
  /** A picture as a data address, drawn beforehand; undefined: its words stand in its place. */
  picture: (svg: string) => string | undefined;
  /** What a press becomes. A dialog knows only Action.Submit. */
  press: 'execute' | 'submit';
  /** The thread that a card shown elsewhere belongs to, sealed for the one who sees it. */
  at?: string;
};

/** How much of a card is drawn. */
export type Allowance = {
  pictures: boolean;
  /** "Why do we ask?": with its sources, with the words of each source the first time alone, in words, or not at all. */
  whys: 'all' | 'once' | 'words' | 'none';
  /** Letters of one text. */
  text: number;
  /** Rows of one list. */
  rows: number;
  sources: number;
  hints: boolean;
  /** Letters of a label or an option. */
  labels: number;
  /** Fields of a form; those that find no room are asked for next. */
  fields: number;
};

/** One drawing of a card. */
export type Drawing = View & {
  lang: Lang;
  allow: Allowance;
  /** A new id within the card. */
  id: () => string;
  /** True the first time that something is shown on the card. */
  first: (words: string) => boolean;
  /** Something was left out. */
  cut: () => void;
};

type Looks = {
  weight?: 'Bolder';
  italic?: true;
  isSubtle?: true;
  size?: 'Small' | 'Medium' | 'Large';
  color?: 'Attention' | 'Accent';
  underline?: true;
  fontType?: 'Monospace';
};

/** Plain words in one line, in which no letter is markup. */
export const run = (text: string, looks: Looks = {}): Element => ({
  type: 'TextRun',
  text: text.replaceAll('\n', ' ') || ' ',
  ...looks,
});
/** A paragraph. */
export const paragraph = (inlines: Element[], more: Record<string, unknown> = {}): Element => ({
  type: 'RichTextBlock',
  inlines,
  ...more,
});
/** Paragraphs, one for each line that says something. */
export function paragraphs(text: string, looks: Looks = {}, more: Record<string, unknown> = {}): Element[] {
  const lines = text.split('\n').filter((line) => line.trim());
  return lines.map((line, i) => paragraph([run(line, looks)], { ...more, ...(i > 0 ? { spacing: 'Small' } : {}) }));
}
/** A heading, which a screen reader can jump to. */
export const heading = (text: string): Element => ({
  type: 'TextBlock',
  text: escaped(text).trim() || ' ',
  style: 'heading',
  size: 'Medium',
  weight: 'Bolder',
  wrap: true,
});
/**
 * What is folded until somebody wants to see it: something to press, and the elements it shows. `aside` stands back: a line instead of a button, where there
 * are many.
 */
export function folded(draw: Drawing, label: string, items: Element[], aside = false): Element[] {
  if (items.length === 0) return [];
  const id = draw.id();
  const title = cutLabel(label, LIMITS.card.action) || '…';
  const toggle = { type: 'Action.ToggleVisibility', title, targetElements: [id] };
  const handle: Element = aside
    ? {
        type: 'Container',
        spacing: 'Small',
        selectAction: toggle,
        items: [paragraph([run(title, { size: 'Small', color: 'Accent', underline: true })])],
      }
    : { type: 'ActionSet', spacing: 'Small', actions: [toggle] };
  return [handle, { type: 'Container', id, isVisible: false, items }];
}

import type { Lang } from '../language.ts';
import type { Band } from './risk.ts';

/** A piece of text with its own language where that is another than the document's, and the band its ground shows. */
export type Cell = { text: string; lang: Lang; strong?: boolean; band?: Band };
export type Row = Cell[];
export type Table = {
  kind: 'table';
  caption: string;
  head: string[];
  rows: Row[];
  /** Shares of the width, summing to 1. */
  widths: number[];
};

/** What every format can show. An exporter turns blocks into its own, and decides nothing. */
export type Block =
  | { kind: 'heading'; level: 1 | 2; text: string; id: string }
  | { kind: 'paragraph'; text: string; lang: Lang; tone: 'text' | 'note' }
  | { kind: 'field'; label: string; text: string; lang: Lang; empty: boolean }
  | { kind: 'facts'; caption: string; rows: { label: string; value: string }[] }
  | Table
  | { kind: 'matrix'; svg: string; alt: string; width: number; height: number; table: Table }
  | { kind: 'list'; items: Cell[] };

/** A document ready to be written in some format. */
export type ExportModel = {
  lang: Lang;
  title: string;
  /** What kind of assessment, in words. */
  subtitle: string;
  municipality: string;
  /** Words for the logo, for those who do not see it. */
  logoAlt: string;
  cover: { label: string; value: string }[];
  /** A line at the foot of the title page: who made it, and that people decide. */
  note: string;
  /** `Side {n}`, for formats with pages. */
  page: string;
  blocks: Block[];
};

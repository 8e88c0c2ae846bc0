/** What a document gives, whatever its kind. Line numbers are 1-based; a line holds no line break. */
export type Heading = { line: number; level: number; text: string };
export type Format = 'pdf' | 'docx' | 'html' | 'markdown' | 'text';
export type Extracted = {
  lines: string[];
  /** First line of each page, strictly rising; an empty page has one empty line. Only where the original has pages. */
  pages?: number[];
  headings: Heading[];
  title?: string;
  format: Format;
};

/** How far a slow step has come: pages read of pages there are. */
export type OnProgress = (progress: { step: 'pages'; done: number; total: number }) => void;

/** Beyond these a document is refused: no guideline is that long, and a larger one would stop the machine, not inform anybody. */
export const LIMITS = {
  /** Bytes of the file. */
  file: 50_000_000,
  pages: 3_000,
  /** Bytes of text as UTF-8. */
  text: 5_000_000,
  /** Bytes of everything packed in a DOCX, pictures included. */
  unpacked: 200_000_000,
  /** Bytes of one XML part of a DOCX: parsing takes about thirty times that in memory. */
  xmlPart: 30_000_000,
  packedFiles: 5_000,
  /** Tags of an HTML page, and how deep those that must be closed may stand in each other: a parser's time grows with the square. */
  tags: 1_000_000,
  depth: 1_000,
} as const;

/** A line read out of a formatted document: composed letters (å, not a + ring), single blanks, no control characters. */
export function cleanLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\u200b\u2060]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trimEnd();
}

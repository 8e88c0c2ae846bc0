import type { Lang } from '../language.ts';
import { BANDS, type Band, bandOf, type Rated } from './risk.ts';
import { type Score, scoreOf } from './risk-bank.ts';
import { BAND_NAMES, term } from './words.ts';

/** Which score of a risk a matrix shows. */
export type When = 'before' | 'now' | 'after';
export const WHENS: readonly When[] = ['before', 'now', 'after'];
const PICK: Record<When, (r: Rated) => Score> = {
  before: (r) => r.inherent,
  now: (r) => r.now,
  after: (r) => r.planned,
};

export type Matrix = { when: When; cells: { likelihood: number; consequence: number; band: Band; ids: string[] }[] };
const DEGREES = [1, 2, 3, 4] as const;

/** The sixteen cells, likelihood from the top down, with the risks that stand in each. */
export function matrixOf(all: readonly Rated[], when: When): Matrix {
  const cells = DEGREES.toReversed().flatMap((likelihood) =>
    DEGREES.map((consequence) => {
      const here = all.filter((r) => {
        const s = PICK[when](r);
        return s.likelihood === likelihood && s.consequence === consequence;
      });
      return { likelihood, consequence, band: bandOf(likelihood * consequence), ids: here.map((r) => r.risk.id) };
    }),
  );
  return { when, cells };
}

/** `6 svært høye, 13 høye, 7 middels, 0 lave.` */
export function countsOf(all: readonly Rated[], when: When, lang: Lang): string {
  const counts = Object.fromEntries(
    BANDS.map((band) => [band, all.filter((r) => bandOf(scoreOf(PICK[when](r))) === band).length]),
  );
  return term(lang, 'counts', counts);
}

/** `3 × 4 = 12 svært høy`. */
export function scoreText(score: Score, lang: Lang): string {
  const n = scoreOf(score);
  return `${score.likelihood} × ${score.consequence} = ${n} ${BAND_NAMES[bandOf(n)][lang]}`;
}

/** Light grounds with dark text (contrast at least 7:1); the words say the same as the colours. */
export const BAND_COLOURS: Record<Band, string> = {
  low: '#DDEEDF',
  medium: '#FFF3C4',
  high: '#FBD3B0',
  very_high: '#F2B5B0',
};
const INK = '#1B1F23';
const LINE = '#5A6068';
export const MATRIX_SIZE = { width: 760, height: 532 } as const;
const CELL = { width: 165, height: 108 } as const;
const LEFT = 92;
const TOP = 44;
const IDS_IN_LINE = 4;

/** The matrix as a picture: an SVG with title and description. Drawn here once, shown everywhere. */
export function matrixSvg(matrix: Matrix, lang: Lang, alt: string): string {
  const { width, height } = MATRIX_SIZE;
  const title = `${term(lang, 'matrix')}: ${term(lang, matrix.when)}`;
  const text = (x: number, y: number, size: number, words: string, more = '') =>
    `<text x="${x}" y="${y}" font-size="${size}" ${more}>${xml(words)}</text>`;
  const middle = 'text-anchor="middle"';
  const cells = matrix.cells.map((cell, i) => {
    const x = LEFT + (i % 4) * CELL.width;
    const y = TOP + Math.floor(i / 4) * CELL.height;
    const lines = chunks(cell.ids, IDS_IN_LINE);
    return [
      `<rect x="${x}" y="${y}" width="${CELL.width}" height="${CELL.height}" fill="${BAND_COLOURS[cell.band]}" stroke="${LINE}" stroke-width="1"/>`,
      text(x + 8, y + 21, 17, `${cell.likelihood * cell.consequence}`, 'font-weight="600"'),
      text(x + CELL.width - 8, y + 20, 14, BAND_NAMES[cell.band][lang], 'text-anchor="end"'),
      ...lines.map((ids, n) => text(x + 8, y + 44 + n * 19, 15, ids.join(' '))),
    ].join('');
  });
  const rows = DEGREES.toReversed().map((n, i) =>
    text(LEFT - 12, TOP + i * CELL.height + CELL.height / 2 + 6, 17, String(n), 'text-anchor="end"'),
  );
  const columns = DEGREES.map((n, i) =>
    text(LEFT + i * CELL.width + CELL.width / 2, TOP + 4 * CELL.height + 22, 17, String(n), middle),
  );
  const upright = TOP + 2 * CELL.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="${lang}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Source Sans 3, sans-serif" fill="${INK}">`,
    `<title>${xml(title)}</title><desc>${xml(alt)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#FFFFFF"/>`,
    text(LEFT, 28, 19, title, 'font-weight="600"'),
    ...cells,
    ...rows,
    ...columns,
    text(LEFT + 2 * CELL.width, TOP + 4 * CELL.height + 34 + 8, 15, `${term(lang, 'consequence')} →`, middle),
    text(34, upright, 15, `${term(lang, 'likelihood')} →`, `${middle} transform="rotate(-90 34 ${upright})"`),
    '</svg>',
  ].join('\n');
}

/** The same as a table: likelihood down, consequence across. */
export function matrixTable(matrix: Matrix, lang: Lang): { head: string[]; rows: string[][] } {
  const [down, across] = [term(lang, 'likelihood'), term(lang, 'consequence')];
  return {
    head: [down, ...DEGREES.map((n) => `${across} ${n}`)],
    rows: DEGREES.toReversed().map((n) => [
      String(n),
      ...matrix.cells
        .filter((c) => c.likelihood === n)
        .map((c) => {
          const said = `${n * c.consequence} ${BAND_NAMES[c.band][lang]}`;
          return c.ids.length > 0 ? `${said}: ${c.ids.join(', ')}` : said;
        }),
    ]),
  };
}

function chunks(ids: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, i) => ids.slice(i * size, (i + 1) * size));
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

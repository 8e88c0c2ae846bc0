import { BAND_COLOURS } from '../core/assessment/matrix.ts';
import type { Cell, Table } from '../core/assessment/model.ts';
import { clean, type Page } from './pdf-page.ts';
import { HEAD, LINE } from './tags.ts';

const SIZE = 8.8;
const PAD = { x: 4.5, y: 3.5 } as const;
type Drawn = Cell & { head?: boolean };

/** A table whose rows stay whole; on a new page the header row stands again, as an artifact, since a screen reader has heard it. */
export function drawTable(page: Page, table: Table): void {
  const { doc } = page;
  const widths = table.widths.map((w) => w * page.width);
  const head: Drawn[] = table.head.map((text) => ({
    text,
    lang: table.rows[0]?.[0]?.lang ?? 'en',
    strong: true,
    head: true,
  }));
  const element = doc.struct('Table', { title: table.caption });
  page.add(element);
  const row = (cells: readonly Drawn[], repeated: boolean) => {
    const height = heightOf(page, cells, widths);
    const top = doc.y;
    page.artifact(() => grounds(page, cells, widths, top, height));
    // An element that is never attached would keep the file from ending.
    const tr = repeated ? undefined : doc.struct('TR');
    if (tr) element.add(tr);
    cells.forEach((cell, i) => {
      const draw = () => write(page, cell, page.left + sum(widths.slice(0, i)), top, widths[i] ?? 0);
      const scope = cell.head ? 'Column' : i === 0 && cell.strong ? 'Row' : undefined;
      const options = { ...(cell.head ? {} : page.options(cell.lang)), ...(scope ? { scope } : {}) };
      if (tr) tr.add(doc.struct(scope ? 'TH' : 'TD', options, draw));
      else page.artifact(draw, 'Pagination');
    });
    tr?.end();
    doc.y = top + height;
  };
  const first = table.rows[0];
  page.keep(heightOf(page, head, widths) + (first ? heightOf(page, first, widths) : 0));
  row(head, false);
  for (const cells of table.rows) {
    if (doc.y + heightOf(page, cells, widths) > page.bottom) {
      doc.addPage();
      row(head, true);
    }
    row(cells, false);
  }
  element.end();
  doc.x = page.left;
}

/** Names with their values, a line under each. */
export function drawFacts(page: Page, rows: readonly { label: string; value: string }[]): void {
  const { doc } = page;
  const widths = [0.32 * page.width, 0.68 * page.width];
  const element = doc.struct('Table');
  page.add(element);
  for (const { label, value } of rows) {
    page.keep(30);
    const top = doc.y;
    const tr = doc.struct('TR');
    element.add(tr);
    const bottoms = [label, value].map((text, i) => {
      const draw = () => {
        page.look({ bold: i === 0 });
        doc.text(clean(text), page.left + (i === 0 ? 0 : (widths[0] ?? 0)), top + 4, { width: (widths[i] ?? 0) - 8 });
      };
      const options = { title: label, ...(i === 0 ? { scope: 'Row' } : {}) };
      tr.add(doc.struct(i === 0 ? 'TH' : 'TD', options, draw));
      return doc.y;
    });
    tr.end();
    const bottom = Math.max(...bottoms) + 4;
    page.artifact(() => {
      doc
        .moveTo(page.left, bottom)
        .lineTo(page.left + page.width, bottom)
        .lineWidth(0.6)
        .strokeColor(`#${LINE}`)
        .stroke();
    });
    doc.y = bottom;
  }
  element.end();
  doc.x = page.left;
}

function heightOf(page: Page, cells: readonly Drawn[], widths: readonly number[]): number {
  const heights = cells.map((cell, i) => {
    page.look({ size: SIZE, bold: cell.strong === true });
    return page.doc.heightOfString(clean(cell.text), { width: (widths[i] ?? 0) - 2 * PAD.x });
  });
  // A row can't be higher than a page; what is longer runs on in the JSON.
  return Math.min(Math.max(...heights) + 2 * PAD.y, page.bottom - page.doc.page.margins.top - 60);
}

function grounds(page: Page, cells: readonly Drawn[], widths: readonly number[], top: number, height: number): void {
  cells.forEach((cell, i) => {
    const x = page.left + sum(widths.slice(0, i));
    const fill = cell.head ? `#${HEAD}` : cell.band ? BAND_COLOURS[cell.band] : undefined;
    if (fill) page.doc.rect(x, top, widths[i] ?? 0, height).fill(fill);
    page.doc
      .rect(x, top, widths[i] ?? 0, height)
      .lineWidth(0.5)
      .strokeColor(`#${LINE}`)
      .stroke();
  });
}

function write(page: Page, cell: Drawn, x: number, top: number, width: number): void {
  page.look({ size: SIZE, bold: cell.strong === true });
  page.doc.text(clean(cell.text), x + PAD.x, top + PAD.y, {
    width: width - 2 * PAD.x,
    height: page.bottom - top,
    ellipsis: true,
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

import PDFDocument from 'pdfkit';
import type { Block, ExportModel } from '../core/assessment/model.ts';
import { FONTS } from './fonts.ts';
import { Page } from './pdf-page.ts';
import { drawFacts, drawTable } from './pdf-table.ts';
import { fitted, type Logo, pngOf } from './picture.ts';
import { TAGS } from './tags.ts';

const PICTURE_WIDTH = 440;

/**
 * An assessment as a tagged PDF (PDF/UA-1's rules, checked by no validator here): its fonts inside, headings, paragraphs, tables with header cells and
 * pictures with their words in the structure tree, everything else marked as artifact, bookmarks, language and title set.
 */
export async function toPdf(model: ExportModel, { logo }: { logo?: Logo } = {}): Promise<Uint8Array> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: 57, bottom: 62, left: 57, right: 57 },
    pdfVersion: '1.7',
    // The types know PDF/A only; pdfkit knows both.
    subset: 'PDF/UA' as 'PDF/A-1',
    tagged: true,
    lang: TAGS[model.lang],
    displayTitle: true,
    bufferPages: true,
    info: { Title: model.title, Subject: model.subtitle, Author: model.municipality },
  });
  const done = collected(doc);
  doc.registerFont('regular', FONTS.regular);
  doc.registerFont('bold', FONTS.bold);
  const page = new Page(doc, model.lang);
  cover(page, model, logo);
  doc.addPage();
  model.blocks.forEach((block, i) => {
    draw(page, block, model.blocks[i + 1]);
  });
  page.footers((n) => `${model.title} · ${model.page.replace('{n}', String(n))}`);
  page.end();
  doc.end();
  return done;
}

function collected(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('error', reject);
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}

function cover(page: Page, model: ExportModel, logo: Logo | undefined): void {
  page.down(110);
  if (logo) page.picture(logo.data, fitted(logo, 150, 60), model.logoAlt);
  else page.text('P', model.municipality, { size: 13, muted: true });
  page.down(34);
  page.text('H1', model.title, { size: 26, bold: true });
  page.text('P', model.subtitle, { size: 14, muted: true });
  page.down(28);
  drawFacts(page, model.cover);
  page.down(28);
  page.text('P', model.note, { muted: true });
}

/** `next` decides how much has to fit below a heading: a picture stays with its own. */
function draw(page: Page, block: Block, next: Block | undefined): void {
  switch (block.kind) {
    case 'heading':
      page.heading(
        block.level,
        block.text,
        next?.kind === 'matrix' ? PICTURE_WIDTH * (next.height / next.width) + 60 : 90,
      );
      return;
    case 'paragraph':
      page.text('P', block.text, { lang: block.lang, ...(block.tone === 'note' ? { size: 9.5, muted: true } : {}) });
      return;
    case 'field':
      page.keep(40);
      page.text('P', block.label, { bold: true, after: 1 });
      page.text('P', block.text, { lang: block.lang, muted: block.empty, after: 7 });
      return;
    case 'facts':
      drawFacts(page, block.rows);
      page.down(8);
      return;
    case 'table':
      drawTable(page, block);
      page.down(10);
      return;
    case 'matrix': {
      const width = PICTURE_WIDTH;
      page.picture(pngOf(block.svg), { width, height: (width * block.height) / block.width }, block.alt);
      page.down(6);
      drawTable(page, block.table);
      page.down(10);
      return;
    }
    case 'list':
      page.list(block.items);
  }
}

import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  LineRuleType,
  Packer,
  PageBreak,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { BAND_COLOURS } from '../core/assessment/matrix.ts';
import type { Block, Cell, ExportModel, Table as ModelTable } from '../core/assessment/model.ts';
import type { Lang } from '../core/language.ts';
import { fitted, type Logo, pngOf } from './picture.ts';
import { HEAD, INK, LINE, MUTED, TAGS } from './tags.ts';

/** A4 with margins of 2 cm, in twentieths of a point. */
const PAGE = { width: 11_906, height: 16_838, margin: 1134 } as const;
const TEXT_WIDTH = PAGE.width - 2 * PAGE.margin;
/** Pixels that a picture may be wide. */
const PICTURE_WIDTH = 600;

/**
 * An assessment as a Word document: real headings, header rows that repeat, the language of each text, alt text, the matrix as a picture with its table
 * below.
 */
export async function toDocx(model: ExportModel, { logo }: { logo?: Logo } = {}): Promise<Uint8Array> {
  const children = [...cover(model, logo), ...model.blocks.flatMap((block) => blocks(block, model.lang))];
  const document = new Document({
    title: model.title,
    subject: model.subtitle,
    creator: model.municipality,
    description: model.note,
    styles: {
      default: {
        document: {
          run: { font: 'Calibri', size: 21, color: INK, language: { value: TAGS[model.lang] } },
          paragraph: { spacing: { after: 100, line: 269, lineRule: LineRuleType.AUTO } },
        },
        title: { run: { size: 52, bold: true, color: INK }, paragraph: { spacing: { before: 240, after: 80 } } },
        heading1: {
          run: { size: 30, bold: true, color: INK },
          paragraph: { spacing: { before: 380, after: 100 }, keepNext: true },
        },
        heading2: {
          run: { size: 24, bold: true, color: INK },
          paragraph: { spacing: { before: 260, after: 80 }, keepNext: true },
        },
      },
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { top: PAGE.margin, right: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin },
          },
        },
        footers: { default: footer(model) },
        children,
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

function footer(model: ExportModel): Footer {
  const [before = '', after = ''] = model.page.split('{n}');
  const run = (children: (string | (typeof PageNumber)[keyof typeof PageNumber])[]) =>
    new TextRun({ children, size: 17, color: MUTED });
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        children: [run([`${model.title} · ${before}`, PageNumber.CURRENT, after])],
      }),
    ],
  });
}

function cover(model: ExportModel, logo: Logo | undefined): (Paragraph | Table)[] {
  const size = logo && fitted(logo, 200, 80);
  return [
    new Paragraph({
      spacing: { before: 1800, after: 600, line: 240, lineRule: LineRuleType.AUTO },
      children:
        logo && size
          ? [
              new ImageRun({
                type: logo.type,
                data: logo.data,
                transformation: size,
                altText: { name: 'logo', title: model.municipality, description: model.logoAlt },
              }),
            ]
          : [new TextRun({ text: model.municipality, size: 26, color: MUTED })],
    }),
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun({ text: model.title })] }),
    new Paragraph({
      spacing: { after: 500 },
      children: [new TextRun({ text: model.subtitle, size: 28, color: MUTED })],
    }),
    facts(model.cover, model.lang),
    new Paragraph({
      spacing: { before: 500 },
      children: [new TextRun({ text: model.note, color: MUTED }), new PageBreak()],
    }),
  ];
}

function blocks(block: Block, lang: Lang): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: block.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
          children: [new TextRun({ text: block.text })],
        }),
      ];
    case 'paragraph': {
      const muted = block.tone === 'note' ? { color: MUTED, size: 19 } : {};
      return block.text
        .split('\n')
        .map((text) => new Paragraph({ children: [words({ text, lang: block.lang }, lang, muted)] }));
    }
    case 'field':
      return [
        new Paragraph({
          keepNext: true,
          spacing: { before: 120, after: 20 },
          children: [new TextRun({ text: block.label, bold: true })],
        }),
        ...block.text.split('\n').map(
          (text) =>
            new Paragraph({
              children: [words({ text, lang: block.lang }, lang, block.empty ? { color: MUTED } : {})],
            }),
        ),
      ];
    case 'facts':
      return [facts(block.rows, lang), gap()];
    case 'table':
      return [table(block, lang), gap()];
    case 'matrix':
      return [
        new Paragraph({
          keepNext: true,
          // A picture in a line of fixed height would be cut to that height.
          spacing: { line: 240, lineRule: LineRuleType.AUTO },
          children: [
            new ImageRun({
              type: 'png',
              data: pngOf(block.svg),
              transformation: {
                width: PICTURE_WIDTH,
                height: Math.round((PICTURE_WIDTH * block.height) / block.width),
              },
              altText: { name: block.table.caption, title: block.table.caption, description: block.alt },
            }),
          ],
        }),
        table(block.table, lang),
        gap(),
      ];
    case 'list':
      return block.items.map((item) => new Paragraph({ bullet: { level: 0 }, children: [words(item, lang)] }));
  }
}

type Look = { color?: string; size?: number; bold?: boolean };
function words({ text, lang }: Pick<Cell, 'text' | 'lang'>, usual: Lang, look: Look = {}): ParagraphChild {
  return new TextRun({ text, ...look, ...(lang === usual ? {} : { language: { value: TAGS[lang] } }) });
}

const gap = () => new Paragraph({ spacing: { after: 0 }, children: [new TextRun({ text: '', size: 10 })] });
const line = { style: BorderStyle.SINGLE, size: 4, color: LINE } as const;
const BORDERS = { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line };
const MARGINS = { top: 60, bottom: 60, left: 90, right: 90, marginUnitType: WidthType.DXA };

/** Columns in whole units that add up to the width of the text. */
function columns(widths: readonly number[]): number[] {
  const whole = widths.map((w) => Math.floor(w * TEXT_WIDTH));
  const rest = TEXT_WIDTH - whole.reduce((a, b) => a + b, 0);
  return whole.map((w, i) => (i === whole.length - 1 ? w + rest : w));
}

function table(block: ModelTable, lang: Lang): Table {
  const widths = columns(block.widths);
  const one = (children: Paragraph[], i: number, fill?: string) =>
    new TableCell({
      children,
      width: { size: widths[i] ?? 0, type: WidthType.DXA },
      margins: MARGINS,
      verticalAlign: VerticalAlignTable.TOP,
      ...(fill ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill } } : {}),
    });
  const small = (text: string, look: Look, in_: Lang) =>
    text.split('\n').map(
      (t) =>
        new Paragraph({
          spacing: { after: 0, line: 240 },
          children: [words({ text: t, lang: in_ }, lang, { size: 18, ...look })],
        }),
    );
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: BORDERS,
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: block.head.map((text, i) => one(small(text, { bold: true }, lang), i, HEAD)),
      }),
      ...block.rows.map(
        (row) =>
          new TableRow({
            cantSplit: true,
            children: row.map((c, i) =>
              one(
                small(c.text, c.strong ? { bold: true } : {}, c.lang),
                i,
                c.band ? BAND_COLOURS[c.band].slice(1) : undefined,
              ),
            ),
          }),
      ),
    ],
  });
}

/** Names and values without a header row: the first column says what the second is. */
function facts(rows: readonly { label: string; value: string }[], lang: Lang): Table {
  const widths = columns([0.32, 0.68]);
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
  const cell = (text: string, i: number, bold: boolean) =>
    new TableCell({
      width: { size: widths[i] ?? 0, type: WidthType.DXA },
      margins: { ...MARGINS, left: 0 },
      children: [new Paragraph({ spacing: { after: 0 }, children: [words({ text, lang }, lang, { bold })] })],
    });
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: { ...BORDERS, left: none, right: none, insideVertical: none },
    rows: rows.map(
      ({ label, value }) => new TableRow({ cantSplit: true, children: [cell(label, 0, true), cell(value, 1, false)] }),
    ),
  });
}

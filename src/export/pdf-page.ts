import type { Lang } from '../core/language.ts';
import { INK, MUTED, TAGS } from './tags.ts';

export type Look = { size?: number; bold?: boolean; muted?: boolean; lang?: Lang; after?: number };
type Element = PDFKit.PDFStructureElement;

/** A PDF being written from the top down. Whatever is drawn goes into the structure tree, or is marked as an artifact. */
export class Page {
  readonly doc: PDFKit.PDFDocument;
  readonly #lang: Lang;
  readonly #root: Element;

  constructor(doc: PDFKit.PDFDocument, lang: Lang) {
    this.doc = doc;
    this.#lang = lang;
    this.#root = doc.struct('Document');
    doc.addStructure(this.#root);
  }

  get left(): number {
    return this.doc.page.margins.left;
  }
  get width(): number {
    return this.doc.page.width - this.doc.page.margins.left - this.doc.page.margins.right;
  }
  get bottom(): number {
    return this.doc.page.height - this.doc.page.margins.bottom;
  }

  down(points: number): void {
    this.doc.y += points;
  }

  /** A new page, unless so much still fits on this one. */
  keep(points: number): void {
    if (this.doc.y + points > this.bottom) this.doc.addPage();
  }

  add(element: Element): void {
    this.#root.add(element);
  }

  /** Sets the typeface; everything is measured and drawn with it. */
  look({ size = 10.5, bold = false, muted = false }: Look = {}): void {
    this.doc
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(`#${muted ? MUTED : INK}`);
  }

  /** An element's options: its language, where that is another than the document's. */
  options(lang: Lang | undefined): { lang?: string } {
    return lang && lang !== this.#lang ? { lang: TAGS[lang] } : {};
  }

  text(tag: string, text: string, look: Look = {}): void {
    const { after = 6, lang } = look;
    this.add(
      this.doc.struct(tag, this.options(lang), () => {
        this.look(look);
        this.doc.text(clean(text), this.left, this.doc.y, { width: this.width, lineGap: 1.5 });
      }),
    );
    this.down(after);
  }

  heading(level: 1 | 2, text: string, room: number): void {
    const size = level === 1 ? 16 : 12.5;
    this.keep(room);
    this.down(level === 1 ? 14 : 8);
    if (level === 1) this.doc.outline.addItem(text);
    // The title of the document is H1, its parts follow below.
    this.text(level === 1 ? 'H2' : 'H3', text, { size, bold: true, after: 5 });
  }

  list(items: readonly { text: string; lang: Lang }[]): void {
    const list = this.doc.struct('L');
    this.add(list);
    for (const { text, lang } of items) {
      const item = this.doc.struct('LI');
      list.add(item);
      item.add(
        this.doc.struct('LBody', this.options(lang), () => {
          this.look({ size: 9.5 });
          this.doc.text(clean(text), this.left, this.doc.y, { width: this.width, lineGap: 1 });
        }),
      );
      item.end();
      this.down(2);
    }
    list.end();
  }

  picture(data: Uint8Array, { width, height }: { width: number; height: number }, alt: string): void {
    this.keep(height + 8);
    const { y } = this.doc;
    const options = { alt, bbox: [this.left, y, this.left + width, y + height], placement: 'Block' };
    this.add(
      this.doc.struct('Figure', options, () => {
        this.doc.image(Buffer.from(data), this.left, y, { width, height });
      }),
    );
    this.doc.y = y + height;
  }

  /** Lines, grounds and the like: seen, and passed over by a screen reader. */
  artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.doc.markContent('Artifact', { type });
    draw();
    this.doc.endMarkedContent();
  }

  /** A line at the foot of every page but the first. */
  footers(text: (n: number) => string): void {
    const { start, count } = this.doc.bufferedPageRange();
    for (let n = start + 1; n < start + count; n++) {
      this.doc.switchToPage(n);
      const { margins, height } = this.doc.page;
      const bottom = margins.bottom;
      margins.bottom = 0;
      this.artifact(() => {
        this.look({ size: 8.5, muted: true });
        this.doc.text(clean(text(n + 1)), this.left, height - 40, {
          width: this.width,
          align: 'right',
          lineBreak: false,
        });
      }, 'Pagination');
      margins.bottom = bottom;
    }
  }

  end(): void {
    this.#root.end();
  }
}

/** Control characters have no glyph and end a text early. */
export function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.toWellFormed().replace(/[\u0000-\u0009\u000b-\u001f]/g, ' ');
}

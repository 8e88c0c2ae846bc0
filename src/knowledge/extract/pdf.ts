import { getDocumentProxy } from 'unpdf';
import { cleanLine, type Extracted, LIMITS, type OnProgress } from './document.ts';
import { DocumentError } from './errors.ts';
import { type Bookmark, joinPages, type PdfLine, pageLines, pdfHeadings, type Run } from './pdf-lines.ts';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** Letters that a page with text has at the least, on average: a scanner's stamp or a page number is no text. */
const LETTERS_A_PAGE = 20;

/**
 * PDF page by page. Throws DocumentError: encrypted (a password is needed to open it; one that only limits printing is not in the way),
 * damaged, too_large, no_text (scanned pages, or letters that the file gives no meaning to).
 */
export async function pdfDocument(file: string, bytes: Uint8Array, onProgress?: OnProgress): Promise<Extracted> {
  // pdf.js repairs a file cut short without a word, and the pages at its end would be missing unnoticed.
  if (!/%%EOF|startxref/.test(Buffer.from(bytes.subarray(-4096)).toString('latin1')))
    throw new DocumentError('damaged', { file, reason: 'no end of file' });
  const pdf = await open(file, bytes);
  try {
    if (pdf.numPages > LIMITS.pages)
      throw new DocumentError('too_large', { file, unit: 'pages', amount: pdf.numPages, limit: LIMITS.pages });
    const pages = await readPages(file, pdf, onProgress);
    refuseTextless(file, pages);
    const text = joinPages(pages);
    const headings = pdfHeadings(text, await bookmarksOf(pdf));
    const largest = Math.min(...headings.map((h) => h.level));
    const title =
      headings.find((h) => h.level === largest && h.line < (text.starts[1] ?? Infinity))?.text ?? (await ownTitle(pdf));
    return { lines: text.lines, pages: text.starts, headings, format: 'pdf', ...(title ? { title } : {}) };
  } catch (cause) {
    if (cause instanceof DocumentError) throw cause;
    throw new DocumentError('damaged', { file, reason: 'pdf' }, { cause });
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function open(file: string, bytes: Uint8Array): Promise<Pdf> {
  try {
    // A copy: pdf.js takes the buffer away from its owner. Verbosity 0: its warnings are about drawing.
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, stopAtErrors: false });
  } catch (cause) {
    const locked = cause instanceof Error && cause.name === 'PasswordException';
    throw new DocumentError(
      locked ? 'encrypted' : 'damaged',
      { file, ...(locked ? {} : { reason: 'pdf' }) },
      { cause },
    );
  }
}

async function readPages(file: string, pdf: Pdf, onProgress: OnProgress | undefined): Promise<PdfLine[][]> {
  const pages: PdfLine[][] = [];
  let size = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const runs: Run[] = [];
    for (const item of items) {
      if (!('str' in item)) continue;
      const [, , c = 0, d = 0, x = 0, y = 0] = item.transform as number[];
      runs.push({ text: item.str, x, y, width: item.width, size: Math.hypot(c, d), endsLine: item.hasEOL });
      size += Buffer.byteLength(item.str);
    }
    if (size > LIMITS.text)
      throw new DocumentError('too_large', { file, unit: 'text', amount: size, limit: LIMITS.text });
    pages.push(pageLines(runs));
    page.cleanup();
    onProgress?.({ step: 'pages', done: number, total: pdf.numPages });
  }
  return pages;
}

function refuseTextless(file: string, pages: readonly PdfLine[][]): void {
  const text = pages.flatMap((page) => page.map((line) => line.text)).join('');
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  // A font without a table of its letters gives private-use or unassigned characters: they look right on paper and mean nothing.
  const senseless = text.match(/[\p{Co}\p{Cn}\ufffd]/gu)?.length ?? 0;
  if (letters < LETTERS_A_PAGE * Math.min(pages.length, 50) || senseless > letters)
    throw new DocumentError('no_text', { file, unit: 'pages', amount: pages.length });
}

/** The bookmarks with the page that each points to. They are a help, never a reason to fail. */
async function bookmarksOf(pdf: Pdf): Promise<Bookmark[]> {
  const found: Bookmark[] = [];
  type Node = { title: string; dest: string | unknown[] | null; items: Node[] };
  const visit = async (nodes: readonly Node[], level: number): Promise<void> => {
    for (const node of nodes) {
      if (found.length >= LIMITS.pages || level > 6) return;
      const dest = typeof node.dest === 'string' ? await pdf.getDestination(node.dest) : node.dest;
      const ref: unknown = dest?.[0];
      if (ref !== null && typeof ref === 'object' && 'num' in ref && 'gen' in ref)
        found.push({
          title: node.title,
          page: (await pdf.getPageIndex({ num: Number(ref.num), gen: Number(ref.gen) })) + 1,
          level,
        });
      await visit(node.items, level + 1);
    }
  };
  try {
    await visit((await pdf.getOutline()) ?? [], 1);
    return found;
  } catch {
    return [];
  }
}

/** The title that the file carries about itself, unless a program put its own words there. */
async function ownTitle(pdf: Pdf): Promise<string | undefined> {
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  const title = 'Title' in info && typeof info.Title === 'string' ? cleanLine(info.Title).trim() : '';
  const generated =
    /^(microsoft|powerpoint|untitled|uten navn|namnlös|document\d*|dokument\d*$|\(?anonymous)|\.(docx?|pdf|indd|pptx?|odt)$/i;
  return title.length > 2 && title.length <= 150 && !generated.test(title) ? title : undefined;
}

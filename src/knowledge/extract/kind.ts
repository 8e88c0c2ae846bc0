import { extname } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import type { Format } from './document.ts';
import { DocumentError } from './errors.ts';
import { decodeText } from './text.ts';
import { holdsWord } from './zip.ts';

const PROMISED: Record<string, Format> = {
  pdf: 'pdf',
  docx: 'docx',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  text: 'text',
};
/** Endings that promise something else than any of ours; an ending that nobody knows ("guide.v2") promises nothing. */
const OTHER = new Set(
  'doc dot docm xls xlsx ppt pptx odt ods odp rtf pages epub zip png jpg jpeg gif webp tif tiff heic bmp mp3 mp4 exe'.split(
    ' ',
  ),
);
/** Kinds that are written in plain letters and are still no guideline. */
const TEXT_BUT_NO_DOCUMENT = new Set(['rtf', 'ps', 'eps', 'ics', 'vcf', 'xml', 'svg']);

export type Content = { format: 'pdf' } | { format: 'docx' } | { format: 'html' | 'markdown' | 'text'; text: string };

/**
 * What a file is, from its content; the name only settles what content can't (Markdown or plain text) and must not contradict it.
 * Throws DocumentError: empty, mislabelled, unsupported, encrypted, damaged.
 */
export async function contentOf(file: string, bytes: Uint8Array): Promise<Content> {
  if (bytes.length === 0) throw new DocumentError('empty', { file });
  const ending = extname(file).slice(1).toLowerCase();
  const promised: string | undefined = PROMISED[ending] ?? (OTHER.has(ending) ? ending : undefined);
  const expect = (found: Format): void => {
    if (promised !== undefined && promised !== found)
      throw new DocumentError('mislabelled', { file, claimed: ending, found });
  };

  const type = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (type?.ext === 'pdf' || hasPdfHeader(bytes)) {
    expect('pdf');
    return { format: 'pdf' };
  }
  if (type?.ext === 'docx' || (type?.ext === 'zip' && promised === 'docx')) {
    const word = holdsWord(bytes);
    if (word === undefined) throw new DocumentError('damaged', { file, reason: 'no zip directory' });
    if (word) {
      expect('docx');
      return { format: 'docx' };
    }
  }
  // Word wraps a document with a password into the old container format.
  if (type?.ext === 'cfb' && Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le')))
    throw new DocumentError('encrypted', { file });

  // The first letters of a text may look like a signature ("BM" begins a bitmap), so whole text outweighs what they say.
  const text = decodeText(bytes, file);
  if (text === undefined || (type && TEXT_BUT_NO_DOCUMENT.has(type.ext) && !isPage(text))) {
    const found = type && (type.ext === 'cfb' ? 'doc' : type.ext);
    const details = { file, ...(found ? { found } : {}) };
    if (PROMISED[ending]) throw new DocumentError('mislabelled', { ...details, claimed: ending });
    throw new DocumentError('unsupported', details);
  }
  if (text.trim() === '') throw new DocumentError('empty', { file });
  if (isPage(text) || (promised === 'html' && /<[a-z][^<>]*>/i.test(text))) {
    expect('html');
    return { format: 'html', text: recoded(text, bytes) };
  }
  if (promised === 'markdown') return { format: 'markdown', text };
  expect('text');
  return { format: 'text', text };
}

/** Some programs write a few bytes before the header; readers look for it in the first 1,024. A text about PDF has no trailer. */
function hasPdfHeader(bytes: Uint8Array): boolean {
  const text = (part: Uint8Array) => Buffer.from(part).toString('latin1');
  return /%PDF-[12]\.\d/.test(text(bytes.subarray(0, 1024))) && text(bytes.subarray(-2048)).includes('startxref');
}

function isPage(text: string): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?(<!--(?:(?!-->)[\s\S]){0,2000}-->\s*)*<(!doctype\s+html|html|head|body)\b/i.test(
    text.slice(0, 4000),
  );
}

/** Read as Windows-1252 for want of anything better, a page may still declare what it is. */
function recoded(text: string, bytes: Uint8Array): string {
  const declared = declaredEncoding(bytes);
  if (!declared || /^utf-|^windows-1252$/.test(declared)) return text;
  const utf8 = new TextDecoder().decode(bytes);
  return utf8.includes('\ufffd') ? new TextDecoder(declared).decode(bytes) : text;
}

/** The encoding that a page says it is in; undefined when it says none that is known. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 2048));
  const label = /<meta[^<>]+charset=["']?([\w-]+)/i.exec(head)?.[1];
  if (!label) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

import { type Extracted, LIMITS, type OnProgress } from './document.ts';
import { DocumentError } from './errors.ts';
import { contentOf } from './kind.ts';
import { markdownDocument } from './markdown.ts';
import { textDocument } from './text.ts';

export type { Extracted, OnProgress } from './document.ts';
export { LIMITS } from './document.ts';
export { DocumentError, type DocumentErrorCode, documentErrorText } from './errors.ts';

/**
 * Reads a document into lines, with its pages, headings and title. Nothing is written and nothing fetched.
 * Throws DocumentError for every document that can't be taken in; `documentErrorText` says it to a person.
 */
export async function extractDocument(
  fileName: string,
  bytes: Uint8Array,
  onProgress?: OnProgress,
): Promise<Extracted> {
  if (bytes.length > LIMITS.file)
    throw new DocumentError('too_large', { file: fileName, unit: 'bytes', amount: bytes.length, limit: LIMITS.file });
  const extracted = await read(fileName, bytes, onProgress);
  const size = extracted.lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  if (size > LIMITS.text)
    throw new DocumentError('too_large', { file: fileName, unit: 'text', amount: size, limit: LIMITS.text });
  if (!extracted.lines.some((line) => /[\p{L}\p{N}]/u.test(line)))
    throw new DocumentError('no_text', { file: fileName });
  return extracted;
}

/** The parsers are loaded when there is something for them: the one for HTML alone takes longer to load than all the rest. */
async function read(file: string, bytes: Uint8Array, onProgress: OnProgress | undefined): Promise<Extracted> {
  const content = await contentOf(file, bytes);
  if (content.format === 'pdf') return (await import('./pdf-apart.ts')).pdfApart(file, bytes, onProgress);
  if (content.format === 'docx') return (await import('./docx.ts')).docxDocument(file, bytes);
  if (content.format !== 'html' && Buffer.byteLength(content.text) > LIMITS.text)
    throw new DocumentError('too_large', {
      file,
      unit: 'text',
      amount: Buffer.byteLength(content.text),
      limit: LIMITS.text,
    });
  try {
    if (content.format === 'html') return (await import('./html.ts')).htmlDocument(content.text);
    return content.format === 'markdown' ? markdownDocument(content.text) : textDocument(content.text);
  } catch (cause) {
    // A parser that gives up (tags nested ten thousand deep) has met no document that a person wrote.
    throw new DocumentError('damaged', { file, reason: content.format }, { cause });
  }
}

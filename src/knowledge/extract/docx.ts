import mammoth from 'mammoth';
import type { Extracted } from './document.ts';
import { DocumentError } from './errors.ts';
import { htmlDocument } from './html.ts';
import { checkZip } from './zip.ts';

/** Beside mammoth's own map of the heading styles: the title of the document, as Word names it in English, Norwegian and Swedish. */
const STYLES = ['Title', 'Tittel', 'Rubrik', 'Titel'].map((name) => `p[style-name='${name}'] => h1:fresh`);

/**
 * DOCX through mammoth to HTML, then as HTML. Pictures, comments, headers and footers are left out; deleted text stays deleted. A DOCX
 * has no pages until it is printed, so there are none here.
 */
export async function docxDocument(file: string, bytes: Uint8Array): Promise<Extracted> {
  checkZip(file, bytes);
  const html = await convert(file, bytes);
  return { ...htmlDocument(html), format: 'docx' };
}

async function convert(file: string, bytes: Uint8Array): Promise<string> {
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
      {
        styleMap: STYLES,
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      },
    );
    return value;
  } catch (cause) {
    throw new DocumentError('damaged', { file, reason: 'docx' }, { cause });
  }
}

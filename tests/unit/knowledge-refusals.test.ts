import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGS } from '../../src/core/language.ts';
import {
  DocumentError,
  type DocumentErrorCode,
  documentErrorText,
  extractDocument,
  LIMITS,
} from '../../src/knowledge/extract/index.ts';
import { LOCKED_DOCX, makeDocx, makePdf, makeZip, PNG } from '../fixtures/documents/make.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/documents', name)));
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

async function refusal(name: string, content: Uint8Array): Promise<DocumentError> {
  const error: unknown = await extractDocument(name, content).then(
    () => undefined,
    (e: unknown) => e,
  );
  if (error instanceof DocumentError) return error;
  throw new Error(`expected a DocumentError for ${name}, got ${String(error)}`);
}

describe('a document that can’t be taken in', () => {
  const pages = (n: number) => Array.from({ length: n }, (_, i) => [`Side nummer ${i}`]);
  const refused: [string, DocumentErrorCode, string, () => Uint8Array][] = [
    ['an empty file', 'empty', 'tom.pdf', () => new Uint8Array()],
    ['a file of blanks', 'empty', 'blank.txt', () => bytes(' \n\t\n')],
    ['more bytes than the limit', 'too_large', 'stor.pdf', () => new Uint8Array(LIMITS.file + 1)],
    ['more text than the limit', 'too_large', 'lang.txt', () => bytes('Kommunen svarer. '.repeat(LIMITS.text / 16))],
    ['more pages than the limit', 'too_large', 'tykk.pdf', () => makePdf(pages(LIMITS.pages + 1))],
    ['a PDF with a password', 'encrypted', 'passord.pdf', () => fixture('passord.pdf')],
    ['a DOCX with a password', 'encrypted', 'passord.docx', () => LOCKED_DOCX],
    ['scanned pages', 'no_text', 'skannet.pdf', () => fixture('skannet.pdf')],
    ['a DOCX without words', 'no_text', 'bilder.docx', () => makeDocx(['', ' '])],
    [
      'a web page that is only a program',
      'no_text',
      'app.html',
      () => bytes('<!doctype html><body><script>start()</script></body>'),
    ],
    ['a PDF named DOCX', 'mislabelled', 'avtale.docx', () => fixture('utskriftssperre.pdf')],
    ['a picture named PDF', 'mislabelled', 'skjermbilde.pdf', () => PNG],
    ['a DOCX named text', 'mislabelled', 'brev.txt', () => makeDocx(['Hei'])],
    ['a text named PDF', 'mislabelled', 'notat.pdf', () => bytes('Dette er et notat om bilder.')],
    ['a web page named text', 'mislabelled', 'side.txt', () => bytes('<!DOCTYPE html><html><p>Hei</p></html>')],
    ['a workbook named DOCX', 'mislabelled', 'tall.docx', () => makeZip({ 'xl/workbook.xml': '<workbook/>' })],
    ['a picture', 'unsupported', 'bilde.png', () => PNG],
    ['RTF', 'unsupported', 'brev.rtf', () => bytes('{\\rtf1\\ansi Hei alle sammen}')],
    ['bytes that mean nothing', 'unsupported', 'data.bin', () => new Uint8Array(500).map((_, i) => (i * 37) % 256)],
    ['a PDF cut short', 'damaged', 'kuttet.pdf', () => fixture('retningslinjer-bilder.pdf').slice(0, 20_000)],
    [
      'a PDF of nothing but its first and last words',
      'damaged',
      'tull.pdf',
      () => bytes('%PDF-1.7\ntull og tøys\nstartxref\n0\n%%EOF'),
    ],
    ['a DOCX cut short', 'damaged', 'kuttet.docx', () => fixture('riktlinjer.docx').slice(0, 30_000)],
    ['a DOCX whose document is no XML', 'damaged', 'tull.docx', () => makeDocx(['<<<'])],
    [
      'a text in two encodings',
      'damaged',
      'blandet.txt',
      () => new Uint8Array([...bytes('Blåbær og rødgrød på øya '), 0xe5]),
    ],
    ['tags nested beyond reading', 'damaged', 'dyp.html', () => bytes(`<html>${'<div>'.repeat(50_000)}hei`)],
    [
      'a DOCX that unpacks beyond the limit',
      'zip_bomb',
      'bombe.docx',
      () => makeDocx(['Hei'], { 'word/a.bin': '' }, { 'word/a.bin': LIMITS.unpacked + 1 }),
    ],
    [
      'a DOCX that hides how much it unpacks to',
      'zip_bomb',
      'skjult.docx',
      () => makeDocx(['Hei'], { 'word/a.bin': new Uint8Array(5_000_000) }, { 'word/a.bin': 10 }),
    ],
  ];
  it.each(refused)('is refused: %s', async (_, code, name, content) => {
    const error = await refusal(name, content());
    expect(error.code).toBe(code);
    for (const lang of LANGS) {
      const text = documentErrorText(error, lang);
      expect(text).toContain(name);
      expect(text).not.toMatch(/[{}]|undefined|NaN|Error/);
      expect(text.split(/[.:] /).length, 'says what is wrong and how to mend it').toBeGreaterThan(1);
    }
  });

  it('says what the name promises and what the content is', async () => {
    const error = await refusal('skjermbilde.pdf', PNG);
    expect(documentErrorText(error, 'nb')).toBe(
      '«skjermbilde.pdf» heter PDF, men innholdet er PNG. Gi filen riktig endelse, eller finn filen du mente.',
    );
    expect(documentErrorText(await refusal('notat.pdf', bytes('Et notat.')), 'sv')).toContain('oformaterad text');
  });

  it('says how large it is and how large it may be, never the same number for both', () => {
    const error = new DocumentError('too_large', {
      file: 'a.pdf',
      unit: 'bytes',
      amount: LIMITS.file + 1,
      limit: LIMITS.file,
    });
    expect(documentErrorText(error, 'en')).toContain('51 MB. The limit is 50 MB');
    const pages = new DocumentError('too_large', { file: 'a.pdf', unit: 'pages', amount: 3400, limit: 3000 });
    expect(documentErrorText(pages, 'en')).toContain('3,400 pages');
  });

  it('is always refused with a DocumentError, whatever the bytes', async () => {
    const ending = fc.constantFrom('pdf', 'docx', 'html', 'md', 'txt', 'bin');
    const signature = fc.constantFrom('', '%PDF-1.7\n', 'PK\x03\x04', '<html>', '\x89PNG\r\n', '\ufeff');
    await fc.assert(
      fc.asyncProperty(ending, signature, fc.uint8Array({ maxLength: 300 }), async (end, start, tail) => {
        const content = new Uint8Array([...Buffer.from(start, 'latin1'), ...tail]);
        const result = await extractDocument(`x.${end}`, content).catch((e: unknown) => e);
        return result instanceof DocumentError || (typeof result === 'object' && result !== null && 'lines' in result);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused wherever a PDF or DOCX was cut off', async () => {
    for (const name of ['riktlinjer.docx', 'retningslinjer-bilder.pdf'])
      for (const share of [0.01, 0.1, 0.3, 0.5, 0.7, 0.9]) {
        const whole = fixture(name);
        await expect(
          extractDocument(name, whole.slice(0, Math.floor(whole.length * share))),
          `${name} ${share}`,
        ).rejects.toBeInstanceOf(DocumentError);
      }
  });
});

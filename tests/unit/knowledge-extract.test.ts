import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { locateQuote } from '../../src/core/guideline.ts';
import { LANGS } from '../../src/core/language.ts';
import {
  type DocumentError,
  documentErrorText,
  type Extracted,
  extractDocument,
} from '../../src/knowledge/extract/index.ts';
import { pdfApart } from '../../src/knowledge/extract/pdf-apart.ts';
import { makePdf } from '../fixtures/documents/make.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/documents', name)));
const read = (name: string) => extractDocument(name, fixture(name));
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding));
const outline = ({ headings }: Extracted) => headings.map((h) => `${'#'.repeat(h.level)} ${h.text}`);
const where = ({ lines }: Extracted, quote: string) => locateQuote(lines, [1, lines.length], quote);

describe('a PDF', () => {
  it('gives its lines as they stand on the page, with the first line of each page', async () => {
    const pdf = await read('retningslinjer-bilder.pdf');
    expect(pdf.format).toBe('pdf');
    expect(pdf.pages).toHaveLength(3);
    const [, second = 0, third = 0] = pdf.pages ?? [];
    const onSecond = where(pdf, 'kan brukes uten samtykke når ingen enkeltperson er hovedmotivet');
    expect(onSecond?.[0]).toBeGreaterThan(second);
    expect(onSecond?.[1]).toBeLessThan(third);
    expect(where(pdf, 'Personvernombudet i Fjellvik kommune gir råd.')?.[0]).toBeGreaterThan(third);
    expect(pdf.lines).toContain('Portrett Alltid skriftlig');
  });

  it('has its larger lines as headings, also one that runs over two lines, and never its page numbers', async () => {
    const pdf = await read('retningslinjer-bilder.pdf');
    expect(outline(pdf)).toEqual([
      '# Retningslinjer for bilder på kommunens kanaler',
      '## Formål',
      '## Samtykke',
      '## Situasjonsbilder',
      '## Sletting og arkiv',
      '## Spørsmål',
    ]);
    expect(pdf.title).toBe('Retningslinjer for bilder på kommunens kanaler');
  });

  it('opens when its password only restricts printing', async () => {
    expect(where(await read('utskriftssperre.pdf'), 'Hatefulle ytringer skal skjules og dokumenteres.')).toBeDefined();
  });

  it('tells of each page as it is read', async () => {
    const seen: string[] = [];
    await extractDocument('a.pdf', fixture('retningslinjer-bilder.pdf'), (p) =>
      seen.push(`${p.step} ${p.done}/${p.total}`),
    );
    expect(seen).toEqual(['pages 1/3', 'pages 2/3', 'pages 3/3']);
  });

  it('keeps a line for a page without text, so that page numbers stay right', async () => {
    const pdf = await extractDocument(
      'a.pdf',
      makePdf([
        ['Rutine', 'Kommentarer leses hver dag av redaktøren i enheten.'],
        [],
        ['Arkiv', 'Saksdokumenter journalføres samme dag.'],
      ]),
    );
    const [, empty = 0, last = 0] = pdf.pages ?? [];
    expect(pdf.lines[empty - 1]).toBe('');
    expect(pdf.lines[last - 1]).toBe('Arkiv');
  });

  it('is a PDF by its content when the name has an ending that promises nothing', async () => {
    expect((await extractDocument('veileder.v2', fixture('utskriftssperre.pdf'))).format).toBe('pdf');
  });
});

describe('a DOCX', () => {
  it('gives its title, headings, lists with their numbers and one line for each table row', async () => {
    const docx = await read('riktlinjer.docx');
    expect(docx.format).toBe('docx');
    expect(docx.pages).toBeUndefined();
    expect(docx.title).toBe('Riktlinjer för sociala medier');
    expect(outline(docx)).toEqual([
      '# Riktlinjer för sociala medier',
      '# Syfte',
      '# Kommentarer',
      '## När en kommentar får döljas',
      '# Gallring',
    ]);
    expect(docx.lines).toContain('2. Diarieför kommentaren.');
    expect(docx.lines).toContain('- Kritik är ingen grund.');
    expect(docx.lines).toContain('Skärmdump av dold kommentar | fem år');
    expect(where(docx, 'när den innehåller hot, hets eller personuppgifter om någon annan.')).toBeDefined();
  });
});

describe('an HTML page', () => {
  it('gives its text without menus, scripts, styles and the foot of the page', async () => {
    const html = await read('kommentarer.html');
    expect(html.lines.join('\n')).not.toMatch(/Framside|track|color|Kontakt oss|JavaScript/);
    expect(outline(html)).toEqual([
      '# Reglar for kommentarfelt',
      '## Kva vi fjernar',
      '## Kor lenge vi tek vare på dei',
    ]);
    expect(html.lines).toContain('Reglane gjeld for alle som svarar på vegner av kommunen i sosiale medium.');
    expect(html.lines).toContain('- personopplysningar om andre, til dømes:');
    expect(html.lines).toContain('1. fødselsnummer');
    expect(html.lines).toContain('Skjult kommentar | to år');
  });

  it('is read in the encoding that it declares', async () => {
    const page = '<!doctype html><meta charset="iso-8859-15"><h1>Gebyr</h1><p>Det koster 5 \xa4 å få det på papir.</p>';
    const html = await extractDocument('gebyr.html', bytes(page, 'latin1'));
    expect(html.lines).toContain('Det koster 5 € å få det på papir.');
  });

  it('keeps headings in a table that only lays out the page', async () => {
    const html = await extractDocument(
      'gammel.htm',
      bytes(
        '<html><table><tr><td><h2>Arkiv</h2><p>Alt lagres.</p></td><td><h2>Sletting</h2><p>Intet slettes.</p></td></tr></table>',
      ),
    );
    expect(outline(html)).toEqual(['## Arkiv', '## Sletting']);
    expect(html.lines).toContain('Intet slettes.');
  });
});

describe('Markdown and text', () => {
  it('keep the lines of the file, so that a line number is the same in any editor', async () => {
    const markdown = await read('veileder.md');
    expect(markdown.lines).toEqual(
      readFileSync(join(import.meta.dirname, '../fixtures/documents/veileder.md'), 'utf8')
        .trimEnd()
        .split('\n'),
    );
    for (const { line, text } of markdown.headings) expect(markdown.lines[line - 1]).toContain(text.split(' ')[0]);
  });

  it('have headings of both Markdown kinds, none from fences, quotes or front matter', async () => {
    const markdown = await read('veileder.md');
    expect(outline(markdown)).toEqual([
      '# Veileder for sosiale medier',
      '## Hvem svarer?',
      '## Arkiv',
      '### Sletting og arkiv',
    ]);
    expect(markdown.title).toBe('Veileder for sosiale medier');
  });

  it('have the headings that a reader sees in the guideline of Norberg', async () => {
    const file = join(import.meta.dirname, '../../knowledge/guidelines/norberg/003_3fae86cb0a854f13.txt');
    const text = await extractDocument('norberg.txt', new Uint8Array(readFileSync(file)));
    const found = outline(text).join('\n');
    for (const heading of [
      'Syfte och ändamål',
      'Vad är sociala medier?',
      'Vad får jag publicera?',
      'Uppsikt och moderering',
      'Lagbestämmelser',
    ])
      expect(found).toContain(`# ${heading}`);
  });

  it('are read in UTF-8 with and without a mark, UTF-16 both ways with and without one, and Windows-1252', async () => {
    const text = 'Råd om bilder\n\nBarn på åtte år: “spør” først – §7, 3 €.';
    const swapped = (b: Buffer) => Buffer.from(b).swap16();
    const variants: Record<string, Buffer> = {
      'utf-8': Buffer.from(text),
      'utf-8 with mark': Buffer.from(`\ufeff${text}`),
      'utf-16le with mark': Buffer.from(`\ufeff${text}`, 'utf16le'),
      'utf-16be with mark': swapped(Buffer.from(`\ufeff${text}`, 'utf16le')),
      'utf-16le': Buffer.from(text, 'utf16le'),
      'utf-16be': swapped(Buffer.from(text, 'utf16le')),
      'windows-1252': Buffer.from(
        text.replace('“', '\x93').replace('”', '\x94').replace('–', '\x96').replace('€', '\x80'),
        'latin1',
      ),
    };
    for (const [name, content] of Object.entries(variants)) {
      const { lines } = await extractDocument('råd.txt', new Uint8Array(content));
      expect(lines, name).toEqual(text.split('\n'));
    }
  });

  it('have one line for each line break of Windows and old Macs, and composed letters', async () => {
    const { lines } = await extractDocument('a.txt', bytes('Forste\r\nA\u030ast lag\rslutt\r\n'));
    expect(lines).toEqual(['Forste', 'Åst lag', 'slutt']);
  });
});

/** One page whose content unpacks a thousandfold, twice over: 40 kB that become gigabytes. */
function bomb(): Uint8Array {
  const blank = deflateSync(Buffer.alloc(400_000_000, 32), { level: 9 });
  const packed = deflateSync(blank, { level: 9 });
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>',
  ];
  const parts = ['%PDF-1.4\n', ...objects.map((body, i) => `${i + 1} 0 obj\n${body}\nendobj\n`)].map((s) =>
    Buffer.from(s, 'latin1'),
  );
  parts.push(
    Buffer.from(`4 0 obj\n<< /Length ${packed.length} /Filter [/FlateDecode /FlateDecode] >>\nstream\n`, 'latin1'),
  );
  parts.push(packed, Buffer.from('\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n', 'latin1'));
  return Buffer.concat(parts);
}

describe('a PDF that never comes to an end', () => {
  it('is given up after a while, in words, and leaves nothing running', async () => {
    const error = await pdfApart('bombe.pdf', bomb(), undefined, 1500).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'too_slow' });
    for (const lang of LANGS) expect(documentErrorText(error as DocumentError, lang)).toContain('bombe.pdf');
  });
});

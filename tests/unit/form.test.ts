import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import JSZip from 'jszip';
import mammoth from 'mammoth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillAssessmentForm } from '../../src/commands/fill-form.ts';
import { defaultMunicipality } from '../../src/core/assessment/default-municipality.ts';
import { fillForm } from '../../src/export/form.ts';
import { KnowledgeError } from '../../src/knowledge/load.ts';
import { full, opened } from '../support/assessment.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { dpia } from '../support/screening.ts';

let dir = '';
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'form-'));
  writeFileSync(join(dir, 'form.docx'), await someForm());
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A form as a municipality might have it: headings, a table of labels, a sentence with a gap. */
function someForm(): Promise<Buffer> {
  const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
  return Packer.toBuffer(
    new Document({
      sections: [
        {
          children: [
            new Paragraph({ text: '1. Beskrivning av  behandlingen', heading: HeadingLevel.HEADING_1 }),
            new Paragraph({ text: '2. Risker', heading: HeadingLevel.HEADING_1 }),
            new Table({ rows: [new TableRow({ children: [cell('Kommun'), cell('')] })] }),
            new Paragraph({
              children: [new TextRun('Ärendet gäller [TI'), new TextRun({ text: 'TEL].', bold: true })],
            }),
            new Paragraph('Undertecknas av personuppgiftsansvarig.'),
          ],
        },
      ],
    }),
  );
}
const text = async (bytes: Uint8Array) => (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;
const input = () => {
  const dossier = opened(full());
  return {
    dossier,
    definition: dpia(),
    knowledge: realKnowledge(),
    municipality: defaultMunicipality('NO', 'nb'),
    lang: 'nb',
  } as const;
};
const mapping = (yaml: string): string => {
  const file = join(dir, 'mapping.yaml');
  writeFileSync(file, yaml);
  return file;
};

describe('a controller’s own form', () => {
  it('is filled in below headings, beside labels and in gaps, and nothing else in it changes', async () => {
    const file = mapping(
      [
        'form: form.docx',
        'fill:',
        '  - { below: "1. Beskrivning av behandlingen", with: [description.purpose, description] }',
        '  - { below: "2. risker", with: [risks] }',
        '  - { beside: "Kommun", with: [municipality] }',
        '  - { instead: "[TITEL]", with: [title] }',
      ].join('\n'),
    );
    const filled = await text(await fillAssessmentForm(file, input()));
    const title = input().dossier.versions[0]?.document.title ?? '';
    expect(filled).toContain(`Ärendet gäller ${title}.`);
    expect(filled.indexOf('R01')).toBeGreaterThan(filled.indexOf('2. Risker'));
    expect(filled).toMatch(/Kommun\s+Kommunen/);
    expect(filled).toContain('Undertecknas av personuppgiftsansvarig.');
    expect(filled).not.toMatch(/undefined|\[object/);
  });

  it('names the line of the mapping whose heading the form does not have', async () => {
    const file = mapping(
      'form: form.docx\nfill:\n  - { below: "2. Risker", with: [risks] }\n  - { below: "9. Slutsats", with: [conclusion] }\n',
    );
    await expect(fillAssessmentForm(file, input())).rejects.toThrow(/^mapping\.yaml:4 “9\. Slutsats” stands 0 times/);
  });

  it('names every part there is when a mapping asks for one that is not', async () => {
    const file = mapping('form: form.docx\nfill:\n  - { below: "2. Risker", with: [riscs] }\n');
    const error = await fillAssessmentForm(file, input()).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(KnowledgeError);
    expect(String(error)).toMatch(/there is no part riscs; there are: title, .*description\.purpose/);
  });

  it('takes markup in a text for text', async () => {
    const filled = await fillForm(await someForm(), [
      { place: { below: '2. Risker' }, lines: ['<w:br/> & "så" \u0000\u000b ]]>'] },
    ]);
    expect(filled.ok && (await text(filled.bytes))).toContain('<w:br/> & "så"  ]]>');
  });

  it('is refused when it is no Word document', async () => {
    const zip = await new JSZip().file('a.txt', 'a').generateAsync({ type: 'uint8array' });
    for (const bytes of [new Uint8Array(), new TextEncoder().encode('%PDF-1.7'), zip])
      expect(await fillForm(bytes, [])).toEqual({ ok: false, faults: [{ problem: 'no_form' }] });
  });
});

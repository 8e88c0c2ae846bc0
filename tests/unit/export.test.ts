import mammoth from 'mammoth';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, test } from 'vitest';
import { render } from '../../src/core/assessment/render.ts';
import { current } from '../../src/core/assessment/versions.ts';
import { LANGS, type Lang } from '../../src/core/language.ts';
import { toDocx } from '../../src/export/docx.ts';
import { fromJson, toJson } from '../../src/export/json.ts';
import { toMarkdown } from '../../src/export/markdown.ts';
import { toPdf } from '../../src/export/pdf.ts';
import { advised, as, decide, edit, fresh, full, must, NESODDEN, opened, step } from '../support/assessment.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { dpia } from '../support/screening.ts';

const decided = () => must(step(advised(opened(full())), as('controller', 'director'), decide()));
const model = (lang: Lang = 'nb', dossier = decided()) =>
  render({ dossier, definition: dpia(), knowledge: realKnowledge(), municipality: NESODDEN, lang });

describe('as JSON', () => {
  test('an assessment with all its versions comes back the same', () => {
    const dossier = decided();
    const read = fromJson(toJson(dossier));
    expect(read).toEqual({ ok: true, dossier });
    if (read.ok) expect(toJson(read.dossier)).toBe(toJson(dossier));
  });

  test('a file that is something else says where it is wrong, and not what stands there', () => {
    expect(fromJson('nei')).toEqual({ ok: false, faults: [{ path: '', problem: 'is no JSON' }] });
    const dossier = decided();
    const broken = JSON.parse(toJson(dossier));
    broken.versions[0].document.state = 'approved by Kari';
    const read = fromJson(JSON.stringify(broken));
    expect(read.ok).toBe(false);
    expect(JSON.stringify(read)).toMatch(/versions\.0\.document\.state/);
    expect(JSON.stringify(read)).not.toMatch(/Kari/);
  });
});

describe('as Markdown', () => {
  test('has headings, tables with as many cells as their heads, and a line for every risk', () => {
    const text = toMarkdown(model());
    expect(text).toMatch(/^# Facebook-side for hele kommunen\n/);
    expect(text.match(/^## \d+ /gm)).toHaveLength(14);
    expect(text).toMatch(/^\| \*\*R12\*\* \|.*3 × 4 = 12 svært høy/m);
    let columns = 0;
    for (const line of text.split('\n')) {
      const cells = line.startsWith('|') ? line.replaceAll('\\|', '').split('|').length : 0;
      if (cells && columns) expect(cells).toBe(columns);
      columns = cells;
    }
  });

  test('takes what somebody wrote as text, never as a heading, link, column or HTML', () => {
    const nasty = '# Tittel\n[lenke](http://x) | <script>alert(1)</script> *stjerne*';
    const d = must(edit(opened(fresh()), (doc) => ({ ...doc, texts: { ...doc.texts, header: { unit: nasty } } })));
    const text = toMarkdown(model('nb', d));
    expect(text).not.toMatch(/^# Tittel|<script>|[^\\]\[lenke/m);
    expect(text).toContain('\\<script\\>');
  });
});

describe('as Word', () => {
  test('has real headings, tables with header rows, and the matrix with words for those who do not see it', async () => {
    const { value: html } = await mammoth.convertToHtml({ buffer: Buffer.from(await toDocx(model())) });
    expect(html.match(/<h1>/g)?.length).toBeGreaterThanOrEqual(17);
    expect(html).toMatch(/<h1>9 Risikoer<\/h1>/);
    expect(html).toMatch(/<thead>.*?Før tiltak/);
    expect(html.match(/<img alt="Risikomatrise[^"]+tabell under bildet\."/g)).toHaveLength(2);
    expect(html).toContain('12 svært høy: R12, R17');
  });
});

describe('as PDF', () => {
  test('is tagged, says its language and title, and holds the text of every part in every language', async () => {
    for (const lang of LANGS) {
      const pdf = await toPdf(model(lang));
      const raw = Buffer.from(pdf).toString('latin1');
      expect(raw).toMatch(/\/Marked true/);
      expect(raw).toMatch(/\/Lang \((nb-NO|nn-NO|sv-SE|en-GB)\)/);
      expect(raw).toMatch(/\/S \/TH\b/);
      expect(raw).toMatch(/\/S \/Figure\b/);
      const { text } = await extractText(await getDocumentProxy(pdf), { mergePages: true });
      for (const block of model(lang).blocks)
        if (block.kind === 'heading') expect(text.replace(/\s+/g, ' ')).toContain(block.text);
      expect(text).toContain('R26');
    }
  }, 60_000);

  test('with control characters, emoji and very long words in its texts is still made', async () => {
    const odd = `a\u0000b\u0007c 👩‍👧 ${'x'.repeat(3000)}\n\n${'Lang tekst. '.repeat(1500)}`;
    const d = must(edit(opened(fresh()), (doc) => ({ ...doc, texts: { ...doc.texts, header: { unit: odd } } })));
    expect((await toPdf(model('nb', d))).length).toBeGreaterThan(1000);
    expect((await toDocx(model('nb', d))).length).toBeGreaterThan(1000);
    expect(current(d).texts.header?.unit).toBe(odd);
  });
});

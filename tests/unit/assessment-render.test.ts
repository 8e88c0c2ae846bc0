import { describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/core/assessment/document.ts';
import { matrixOf, matrixSvg, matrixTable } from '../../src/core/assessment/matrix.ts';
import type { Block, ExportModel } from '../../src/core/assessment/model.ts';
import { render } from '../../src/core/assessment/render.ts';
import { rated } from '../../src/core/assessment/risk.ts';
import type { Dossier } from '../../src/core/assessment/versions.ts';
import { LANGS, type Lang } from '../../src/core/language.ts';
import { advised, as, decide, fresh, full, must, NESODDEN, opened, step } from '../support/assessment.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { dpia, QUIET } from '../support/screening.ts';

const shown = (dossier: Dossier, lang: Lang = 'nb'): ExportModel =>
  render({ dossier, definition: dpia(), knowledge: realKnowledge(), municipality: NESODDEN, lang });
const headings = (m: ExportModel) => m.blocks.flatMap((b) => (b.kind === 'heading' && b.level === 1 ? [b.text] : []));
const textsOf = (b: Block): string[] => {
  if (b.kind === 'table') return [b.caption, ...b.head, ...b.rows.flat().map((c) => c.text)];
  if (b.kind === 'matrix') return [b.alt, ...textsOf(b.table)];
  if (b.kind === 'facts') return b.rows.flatMap((r) => [r.label, r.value]);
  if (b.kind === 'list') return b.items.map((i) => i.text);
  return b.kind === 'field' ? [b.label, b.text] : [b.text];
};
const all = (m: ExportModel) => [
  m.title,
  m.subtitle,
  m.note,
  ...m.cover.flatMap((c) => [c.label, c.value]),
  ...m.blocks.flatMap(textsOf),
];

describe('an assessment as it is shown', () => {
  const decided = () => must(step(advised(opened(full())), as('controller', 'director'), decide()));

  test('has the fourteen parts, the answers and the versions', () => {
    const titles = headings(shown(decided()));
    expect(titles.slice(1, 15).map((t) => Number.parseInt(t, 10))).toEqual([...Array(14).keys()].map((n) => n + 1));
    expect(titles.slice(15)).toEqual(['Svarene', 'Versjoner']);
  });

  test('as a PLM has the short parts only', () => {
    const plm: Assessment = fresh(QUIET);
    const numbers = headings(shown(opened(plm))).map((t) => Number.parseInt(t, 10));
    expect(numbers.filter((n) => !Number.isNaN(n))).toEqual([1, 2, 3, 4, 6, 9, 10, 12, 13, 14]);
  });

  test('in Sweden never bears Oslo’s name PLM', () => {
    for (const lang of LANGS) {
      const texts = all(shown(opened(fresh(QUIET, 'SE', 'sv', 'Intern kanal')), lang));
      expect(texts.filter((t) => /\bPLM\b/.test(t))).toEqual([]);
    }
  });

  test('in every language fills in every value, and keeps what people wrote in theirs', () => {
    for (const lang of LANGS) {
      const m = shown(decided(), lang);
      for (const text of all(m)) expect(text).not.toMatch(/\{\w+\}|undefined|NaN/);
      const own = m.blocks.find((b) => b.kind === 'field' && b.text.startsWith('Ny Facebook-side'));
      expect(own).toMatchObject({ lang: 'nb' });
    }
    expect(headings(shown(decided(), 'sv'))).toContain('10 Åtgärder');
    expect(headings(shown(decided(), 'nn'))).toContain('5 Interesseavveging');
  });

  test('says whose the risk bank and the scale are, and that people decide', () => {
    const texts = all(shown(opened(fresh()))).join('\n');
    expect(texts).toMatch(/ikke KS’ risikobank/);
    expect(texts).toMatch(/Skalaen er varsams egen/);
    expect(texts).toMatch(/Personvernombudet gir råd\. Behandlingsansvarlig beslutter\./);
  });

  test('never calls anything approved or safe in varsam’s own words', () => {
    for (const lang of LANGS)
      expect(all(shown(decided(), lang)).join('\n')).not.toMatch(/\b(godkjent|godkjend|godkänd|approved|klarert)\b/i);
  });

  test('shows a suggestion as a suggestion, and counts no figure before one is confirmed', () => {
    const texts = all(shown(opened(fresh())));
    expect(texts).toContain('Forslag 4 × 3 = 12 svært høy, ikke bekreftet');
    expect(texts.some((t) => t.startsWith('26 risikoer er ikke bekreftet'))).toBe(true);
    expect(shown(opened(fresh())).blocks.some((b) => b.kind === 'matrix')).toBe(false);
  });

  test('gives each answer its lines, and names each source once below', () => {
    const m = shown(decided());
    const answers = m.blocks.find((b) => b.kind === 'table' && b.caption === 'Svarene');
    const d11 = answers?.kind === 'table' ? answers.rows.find((r) => r[0]?.text === 'D11') : undefined;
    expect(d11?.map((c) => c.text)).toEqual([
      'D11',
      expect.stringContaining('profilert'),
      'Ja',
      expect.stringMatching(/\[1\] 86–90.*L07/),
    ]);
    const sources = m.blocks.find((b) => b.kind === 'list');
    expect(sources && textsOf(sources)[0]).toMatch(/^\[1\] KS, /);
  });

  test('is the same however often it is made', () => {
    expect(shown(decided())).toEqual(shown(decided()));
  });
});

describe('the risk matrix', () => {
  const table = rated(full());

  test('has a number and a word in each of its sixteen cells, and every risk once', () => {
    const m = matrixOf(table, 'before');
    for (const lang of LANGS) {
      const { rows } = matrixTable(m, lang);
      const cells = rows.flatMap((r) => r.slice(1));
      expect(cells).toHaveLength(16);
      for (const cell of cells) expect(cell).toMatch(/^\d+ \p{L}+/u);
    }
    expect(m.cells.flatMap((c) => c.ids).toSorted()).toEqual(table.map((r) => r.risk.id).toSorted());
    expect(m.cells.find((c) => c.likelihood === 3 && c.consequence === 4)?.ids).toEqual(['R12', 'R17']);
  });

  test('says the same as a picture, with title and description, and takes no text for markup', () => {
    const svg = matrixSvg(matrixOf(table, 'now'), 'sv', 'A <b> & "c"');
    expect(svg).toContain('<desc>A &lt;b&gt; &amp; &quot;c&quot;</desc>');
    expect(svg.match(/<rect/g)).toHaveLength(17);
    expect(svg).toContain('mycket hög');
    expect(svg).toContain('R12');
  });
});

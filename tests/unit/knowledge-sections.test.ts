import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Guideline } from '../../src/core/guideline.ts';
import { draftSections, slug } from '../../src/knowledge/add/sections.ts';

describe('a slug', () => {
  it('is a name in plain letters', () => {
    expect(['Råd på Øya.PDF', 'Ärlighet & Ömsesidighet', 'Ælgens_KÅR'].map((name) => slug(name))).toEqual([
      'rad-pa-oya-pdf',
      'arlighet-omsesidighet',
      'aelgens-kar',
    ]);
  });
});

describe('drafted sections', () => {
  it('follow each other over every line, none too long to look through, each with its own id', () => {
    const line = fc.constantFrom('', 'Kommunen svarer på spørsmål fra innbyggerne.', 'Formål', '§ 3');
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 400 }),
        fc.array(fc.nat(399), { maxLength: 12 }),
        (lines, places) => {
          const at = [...new Set(places.filter((n) => n < lines.length))].sort((a, b) => a - b);
          const headings = at.map((n, i) => ({ line: n + 1, level: (i % 3) + 1, text: lines[n] || 'Uten navn' }));
          const sections = draftSections(lines, headings, 'Regler');
          expect(sections[0]?.lines[0]).toBe(1);
          expect(sections.at(-1)?.lines[1]).toBe(lines.length);
          sections.slice(1).forEach((section, i) => {
            expect(section.lines[0]).toBe((sections[i]?.lines[1] ?? 0) + 1);
          });
          expect(new Set(sections.map((s) => s.id)).size).toBe(sections.length);
          for (const section of sections)
            expect(Guideline.shape.sections.safeParse([section]).success, JSON.stringify(section)).toBe(true);
        },
      ),
    );
  });

  it('of a text without headings are about sixty lines and end at blank ones', () => {
    const lines = Array.from({ length: 300 }, (_, i) =>
      i % 9 === 8 ? '' : 'kommunen svarer alle som spør, og lagrer svaret.',
    );
    const sections = draftSections(lines, [], 'Regler');
    for (const { lines: range } of sections.slice(0, -1)) {
      expect(Math.abs(range[1] - range[0] - 59)).toBeLessThan(6);
      expect(lines[range[1] - 1]).toBe('');
    }
  });
});

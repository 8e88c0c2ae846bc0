import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CuratedEntry,
  Guideline,
  LawNote,
  Lines,
  linesOf,
  locateQuote,
  Reference,
  Rule,
  sectionAt,
} from '../../src/core/guideline.ts';
import { foldSpace } from '../../src/core/text.ts';
import { aGap, aGuideline, aLawNote, aRule, aWritten, inAll } from '../support/builders.ts';
import { realKnowledge } from '../support/knowledge.ts';

const SLIDE = [
  'Innhold i DPIA',
  '',
  '\uf0a7 Systematisk',
  '\uf0a7 beskrivelse',
  '\uf0a7 Risiko\u00advurdering',
  'Risiko',
];

describe('a quote', () => {
  test('is found in the fewest lines it stands on', () => {
    expect(locateQuote(SLIDE, [1, 6], 'Systematisk beskrivelse')).toEqual([3, 4]);
    expect(locateQuote(SLIDE, [1, 6], 'beskrivelse')).toEqual([4, 4]);
    expect(locateQuote(SLIDE, [1, 6], 'DPIA Systematisk')).toEqual([1, 3]);
  });

  test('may be written with other white space, bullets and soft hyphens, and in no other way', () => {
    expect(locateQuote(SLIDE, [1, 6], ' Systematisk\n\uf0d8beskrivelse ')).toEqual([3, 4]);
    expect(locateQuote(SLIDE, [1, 6], 'Risiko vurdering')).toEqual([5, 5]);
    expect(locateQuote(SLIDE, [1, 6], 'systematisk beskrivelse')).toBeUndefined();
    expect(locateQuote(SLIDE, [1, 6], 'Systematisk beskriving')).toBeUndefined();
    expect(locateQuote(SLIDE, [1, 6], 'Systematisk … beskrivelse')).toBeUndefined();
  });

  test('stands only inside the lines that are named', () => {
    expect(locateQuote(SLIDE, [4, 6], 'Systematisk')).toBeUndefined();
    expect(locateQuote(SLIDE, [3, 3], 'Systematisk beskrivelse')).toBeUndefined();
    expect(locateQuote(SLIDE, [40, 50], 'Systematisk')).toBeUndefined();
  });

  test('of nothing stands nowhere', () => {
    expect(locateQuote(SLIDE, [1, 6], '')).toBeUndefined();
    expect(locateQuote(SLIDE, [1, 6], ' \uf0a7\u00ad\n')).toBeUndefined();
  });

  test('cut anywhere out of a real guideline is found again, on lines that hold it', () => {
    for (const { lines } of realKnowledge().guidelines)
      fc.assert(
        fc.property(
          fc.nat(lines.length - 1),
          fc.nat(12),
          fc.nat(40),
          fc.integer({ min: 3, max: 200 }),
          (start, more, skip, length) => {
            const whole = foldSpace(lines.slice(start, start + more + 1).join('\n'));
            const quote = foldSpace(whole.slice(skip, skip + length));
            fc.pre(quote.length > 0);
            const found = locateQuote(lines, [start + 1, start + more + 1], quote);
            expect(found).toBeDefined();
            const [from, to] = found ?? [0, 0];
            expect(from).toBeGreaterThanOrEqual(start + 1);
            expect(to).toBeLessThanOrEqual(start + more + 1);
            expect(foldSpace(lines.slice(from - 1, to).join('\n'))).toContain(quote);
          },
        ),
        { numRuns: 60 },
      );
  });
});

describe('lines and sections', () => {
  const guideline = aGuideline(['a', 'b', 'c', 'd', 'e'], {
    sections: [
      { id: 'all', lines: [1, 5], title: 'Alt' },
      { id: 'inner', lines: [2, 3], title: 'Inni' },
    ],
  });

  test('are counted from 1, both ends included', () => {
    expect(linesOf(guideline, [2, 4])).toBe('b\nc\nd');
    expect(linesOf(guideline, [5, 9])).toBe('e');
  });

  test('a line stands in the innermost section that holds it', () => {
    expect(sectionAt(guideline, 3)?.id).toBe('inner');
    expect(sectionAt(guideline, 4)?.id).toBe('all');
    expect(sectionAt(guideline, 6)).toBeUndefined();
  });

  test('a range runs forwards, begins at 1 at the earliest and is short enough to look at', () => {
    expect(
      [
        [1, 1],
        [5, 124],
      ].map((l) => Lines.safeParse(l).success),
    ).toEqual([true, true]);
    expect([[0, 1], [3, 2], [1.5, 2], [1, 121], [1], [1, 2, 3]].map((l) => Lines.safeParse(l).success)).toEqual(
      Array(6).fill(false),
    );
  });
});

describe('the form of the content', () => {
  test('a reference names a document and lines with the words quoted, or a law note, never both', () => {
    expect(Reference.safeParse({ at: 'norberg:105-107', quote: 'använd bilder' }).success).toBe(true);
    expect(Reference.safeParse({ law: 'L15' }).success).toBe(true);
    for (const bad of [
      { at: 'norberg:105' },
      { at: 'norberg:105', quote: 'x' },
      { at: 'norberg:105-107' },
      { law: '15' },
      { law: 'L15', at: 'a:1-2', quote: 'x' },
      { at: 'Norberg 105', quote: 'x' },
    ])
      expect(Reference.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
  });

  test('a written answer has claims that each cite something, and a day for its review', () => {
    expect(CuratedEntry.safeParse(aWritten('a')).success).toBe(true);
    expect(CuratedEntry.safeParse({ ...aWritten('a'), claims: [] }).success).toBe(false);
    expect(CuratedEntry.safeParse(aWritten('a', { claims: [{ text: inAll('x'), cite: [] }] })).success).toBe(false);
    expect(CuratedEntry.safeParse(aWritten('a', { reviewBy: '2027-13-01' })).success).toBe(false);
    const { reviewBy: _, ...undated } = aWritten('a');
    expect(CuratedEntry.safeParse(undated).success).toBe(false);
  });

  test('a gap can’t carry claims and a key nobody knows is a fault', () => {
    expect(CuratedEntry.safeParse(aGap('g')).success).toBe(true);
    expect(CuratedEntry.safeParse({ ...aGap('g'), claims: [] }).success).toBe(false);
    expect(CuratedEntry.safeParse({ ...aGap('g'), remark: 'x' }).success).toBe(false);
    expect(CuratedEntry.safeParse({ ...aGap('g'), outcome: 'maybe' }).success).toBe(false);
  });

  test('a rule keeps the force of its source and says what state it is in', () => {
    expect(Rule.safeParse(aRule('R1', [1, 2])).success).toBe(true);
    expect(Rule.safeParse({ ...aRule('R1', [1, 2]), modality: 'WISH' }).success).toBe(false);
    expect(Rule.safeParse({ ...aRule('R1', [1, 2]), status: 'fine' }).success).toBe(false);
    expect(Rule.safeParse(aRule('no spaces', [1, 2])).success).toBe(false);
  });

  test('a law note has its source and how sure it is', () => {
    expect(LawNote.safeParse(aLawNote('L99')).success).toBe(true);
    expect(LawNote.safeParse(aLawNote('L99', { source: '' })).success).toBe(false);
    expect(LawNote.safeParse(aLawNote('L99', { confidence: '' })).success).toBe(false);
    expect(LawNote.safeParse(aLawNote('X1')).success).toBe(false);
  });

  test('a guideline has one of five weights and one of two countries', () => {
    const { lines: _, ...sidecar } = aGuideline(['a']);
    expect(Guideline.safeParse(sidecar).success).toBe(true);
    for (const bad of [{ authority: 6 }, { country: 'DK' }, { language: 'da' }, { sha256: 'abc' }, { sections: [] }])
      expect(Guideline.safeParse({ ...sidecar, ...bad }).success, JSON.stringify(bad)).toBe(false);
  });
});

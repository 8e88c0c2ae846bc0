import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromArrays, LexicalIndex, toArrays, type Unit } from '../../src/retrieval/lexical.ts';

/** Two answers and one rule; the second answer is found by either of two texts. */
const UNITS: Unit[] = [
  {
    owner: 0,
    text: 'Kan vi slette en kommentar?\nNår får vi fjerne innlegg?',
    parts: ['Kan vi slette en kommentar?', 'Når får vi fjerne innlegg?'],
  },
  { owner: 1, text: 'Hvor lenge kan bilder ligge ute?', parts: ['Hvor lenge kan bilder ligge ute?'] },
  { owner: 1, text: 'Hur länge får bilder ligga kvar?', parts: ['Hur länge får bilder ligga kvar?'] },
  { owner: 2, text: 'Ta et skjermbilde og lagre det i arkivet.', parts: ['Ta et skjermbilde og lagre det i arkivet.'] },
];
const index = LexicalIndex.build(UNITS, 3);
const bestOf = (scores: Float32Array) => scores.indexOf(Math.max(...scores));
const partTexts = UNITS.flatMap((u) => u.parts);

describe('lexical search', () => {
  test('gives each candidate the score of its best text, whatever its language', () => {
    expect(bestOf(index.score('slette kommentarer').whole)).toBe(0);
    expect(bestOf(index.score('hvor lenge ligger bildene ute').whole)).toBe(1);
    expect(bestOf(index.score('hur länge får de ligga kvar').whole)).toBe(1);
  });

  test('names the part that matched best: the question variant, not the whole', () => {
    const { part, bestPart } = index.score('når kan vi fjerne et innlegg');
    expect(bestOf(part)).toBe(0);
    expect(partTexts[bestPart[0] ?? -1]).toBe('Når får vi fjerne innlegg?');
  });

  test('a candidate that shares nothing with the question scores nothing and has no part', () => {
    const { whole, part, bestPart } = index.score('xyz');
    expect([...whole, ...part]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...bestPart]).toEqual([-1, -1, -1]);
  });

  test('where every text is its own only part, one scale is kept and both signals are the same', () => {
    const simple = LexicalIndex.build(UNITS.slice(1), 3);
    expect(simple.data.parts.docs).toBe(0);
    const { whole, part } = simple.score('bilder');
    expect([...part]).toEqual([...whole]);
  });

  test('finds the candidates and parts that scoring all of them would put first', () => {
    const word = fc.constantFrom('og', 'i', 'kan', 'bilde', 'barn', 'arkiv', 'svar', 'slette');
    const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((w) => w.join(' '));
    const unit = fc.array(text, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 1, maxLength: 40 }),
        text,
        fc.integer({ min: 1, max: 5 }),
        (all, query, k) => {
          const owners = Math.ceil(all.length / 2);
          const many = LexicalIndex.build(
            all.map((parts, u) => ({ owner: u >> 1, text: parts.join('\n'), parts })),
            owners,
          );
          const { whole, part } = many.score(query);
          const best = (scores: Float32Array) =>
            [...scores]
              .filter((s) => s > 0)
              .sort((a, b) => b - a)
              .slice(0, k);
          const found = many.search(query, k);
          const wholes = best(whole);
          const foundWholes = found.best.slice(0, wholes.length).map((owner) => found.of(owner).whole);
          expect(foundWholes).toEqual(wholes.map((s) => expect.closeTo(s, 5)));
          if (many.data.parts.docs > 0) {
            expect(found.parts[0]?.score ?? 0).toBeCloseTo(best(part)[0] ?? 0, 5);
            expect(found.parts).toHaveLength(Math.min(k, found.parts.length));
          }
        },
      ),
    );
  });

  test('comes back from its arrays as it was', () => {
    const found = (i: LexicalIndex) => {
      const { best, parts } = i.search('slette bilder', 3);
      return { best, parts };
    };
    expect(found(fromArrays(structuredClone(toArrays(index))))).toEqual(found(index));
  });

  test('takes no units in disorder: what a candidate owns must stand together', () => {
    expect(() => LexicalIndex.build(UNITS.toReversed(), 3)).toThrow('order of their owners');
  });

  test('all scores lie from 0 to below 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (query) => {
        const { whole, part } = index.score(query);
        return [...whole, ...part].every((s) => s >= 0 && s < 1);
      }),
    );
  });
});

describe('how much of a question the sources know', () => {
  test('is all of it when every word stands somewhere, and none when none does', () => {
    expect(index.known('kommentar bilder')).toBeCloseTo(1);
    expect(index.known('xyz qwq')).toBe(0);
    expect(index.known('')).toBe(0);
  });

  test('falls with every strange word', () => {
    expect(index.known('slette romskip')).toBeLessThan(index.known('slette kommentar'));
    expect(index.known('slette romskip')).toBeGreaterThan(0);
  });

  test('and how much of it one text covers is a share too', () => {
    expect(index.covered('slette kommentar', UNITS[0]?.text ?? '')).toBeGreaterThan(0.7);
    expect(index.covered('slette kommentar', UNITS[3]?.text ?? '')).toBeLessThan(0.3);
    expect(index.covered('', 'x')).toBe(0);
    fc.assert(
      fc.property(fc.string(), fc.string(), (query, text) => {
        const share = index.covered(query, text);
        return share >= 0 && share <= 1 + 1e-9;
      }),
    );
  });
});

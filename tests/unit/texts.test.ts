import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Records, Texts } from '../../src/retrieval/texts.ts';

const all = (texts: Texts) => Array.from({ length: texts.length }, (_, i) => texts.at(i));

describe('the texts of an index', () => {
  test('come back letter for letter, whatever letters they have', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        expect(all(Texts.of(texts))).toEqual(texts);
      }),
    );
  });

  test('of parts come back too, overlapping, repeated, or unlike the whole', () => {
    const units = [
      { text: 'Bilder på nett.\nSpør først.', parts: ['Bilder på nett.', 'Spør først.'] },
      { text: 'å æ å æ å', parts: ['å æ å', 'å æ å', 'å æ å æ å'] },
      { text: 'to  blanke', parts: ['to blanke', 'blanke'] },
      { text: '', parts: [''] },
    ];
    expect(all(Texts.ofParts(units))).toEqual(units.flatMap((u) => u.parts));
  });

  test('keep a part once where it is a stretch of the whole', () => {
    const { blobs } = Texts.ofParts([{ text: 'Spør arkivet', parts: ['Spør', 'arkivet'] }]).save('parts');
    expect(blobs.parts?.read(0, blobs.parts.size).toString()).toBe('Spør arkivet');
  });

  test('are nothing where there is none', () => {
    expect([Texts.of(['a']).at(1), Texts.of([]).at(0), new Records(Texts.of([])).at(0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('are the same saved and opened', () => {
    const texts = Texts.of(['Ta et skjermbilde', 'Svar samme dag']);
    expect(all(Texts.open('texts', texts.save('texts')))).toEqual(all(texts));
    expect(() => Texts.open('others', texts.save('texts'))).toThrow('the index has no others');
  });

  test('may be values, read when they are asked for', () => {
    const values = [{ id: 'a', lines: [1, 2] }, { id: 'ø' }];
    const records = new Records(Texts.of(values.map((v) => JSON.stringify(v))));
    expect([records.length, records.at(0), records.at(1)]).toEqual([2, ...values]);
  });
});

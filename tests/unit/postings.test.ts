import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bm25 } from '../../src/retrieval/bm25.ts';
import { MOST, readNumber, sizeOfNumber, writeNumber } from '../../src/retrieval/postings.ts';

const words = (text: string) => text.split(' ').filter(Boolean);

describe('packed numbers', () => {
  test('come back as they went, in the bytes that were measured', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), (n) => {
        const bytes = new Uint8Array(8);
        expect(writeNumber(bytes, 1, n)).toBe(1 + sizeOfNumber(n));
        expect(readNumber(bytes, 1)).toBe(n);
      }),
    );
  });

  test.each([
    [127, 1],
    [128, 2],
    [16_383, 2],
    [16_384, 3],
    [2 ** 21, 4],
    [2 ** 28, 5],
  ])('%i takes %i bytes', (n, size) => {
    expect(sizeOfNumber(n)).toBe(size);
  });
});

describe('packed postings', () => {
  test('find a term in documents far apart, once and often, and in no other', () => {
    const texts = Array.from({ length: 40_000 }, () => 'og');
    texts[0] = 'kommune og';
    texts[150] = 'kommune kommune og';
    texts[20_000] = 'kommune og';
    texts[39_999] = `${'kommune '.repeat(300)}og`;
    const { partial, of } = Bm25.build(texts, words).score('kommune');
    expect([...partial.keys()].filter((d) => of(d) > 0)).toEqual([0, 150, 20_000, 39_999]);
    expect(of(0)).toBe(of(20_000));
    expect(of(150)).toBeGreaterThan(of(0));
    expect(of(39_999)).toBeLessThan(1);
  });

  test('of a frequent term are a row, and a count that does not fit a byte weighs as the largest that does', () => {
    const texts = ['og', 'og og', '', 'og '.repeat(300), 'og '.repeat(255)];
    const { data } = Bm25.build(texts, words);
    const { partial, of } = Bm25.build(texts, words).score('og');
    expect([...data.bytes.subarray(-texts.length)]).toEqual([1, 2, 0, 255, 255]);
    expect([...partial]).toEqual([0, 0, 0, 0, 0]);
    expect([of(0) > 0, of(1) > of(0), of(2), of(3) < 1]).toEqual([true, true, 0, true]);
  });

  test('are the same read whole or word by word', () => {
    const text = fc.array(fc.constantFrom('bilde', 'bilder', 'barn', 'og'), { maxLength: 9 }).map((w) => w.join(' '));
    const letters = (t: string) => words(t).flatMap((w) => [...w]);
    fc.assert(
      fc.property(fc.array(text, { maxLength: 9 }), (texts) => {
        const whole = Bm25.build(texts, letters).data;
        const byWord = Bm25.build(texts, letters, words).data;
        expect(byWord).toEqual(whole);
      }),
    );
  });

  test('weigh a document by its length: longer than others, less than others', () => {
    const { impacts } = Bm25.build(['a', 'a b c d e f', ''], words).data;
    expect(impacts[0]).toBeGreaterThan(impacts[1] ?? MOST);
    expect(impacts[2]).toBeGreaterThan(impacts[0] ?? MOST);
    expect(Math.max(...impacts)).toBeLessThanOrEqual(MOST);
  });
});

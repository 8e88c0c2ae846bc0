import { readdirSync, readFileSync } from 'node:fs';
import { idnr } from '@navikt/fnrvalidator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type MaskKind, mask } from '../../src/privacy/mask.ts';
import { MASKED, UNCHANGED } from './mask-cases.ts';

const kinds = (text: string): MaskKind[] => mask(text).found.map(({ kind }) => kind);
const total = (text: string) => mask(text).found.reduce((sum, { count }) => sum + count, 0);
const folder = 'knowledge/guidelines';
const seeds = readdirSync(folder).flatMap((id) =>
  readdirSync(`${folder}/${id}`)
    .filter((file) => /^\d{3}_.*\.txt$/.test(file))
    .map((file) => ({ id, text: readFileSync(`${folder}/${id}/${file}`, 'utf8') })),
);

describe('what is personal is taken out', () => {
  it.each(MASKED)('%s', (from, to) => {
    expect(mask(from).text).toBe(to);
  });

  it('tells a card from the identity number that its groups look like', () => {
    expect(kinds('Amex 3782 822463 10005')).toEqual(['card']);
    expect(kinds('fnr 158985 34577')).toEqual(['identity_number']);
  });

  it('says what was found and how often, in a fixed order', () => {
    expect(mask('Kari Hansen (901 23 456) og Emma Lindqvist, kari@example.no').found).toEqual([
      { kind: 'phone', count: 1 },
      { kind: 'email', count: 1 },
      { kind: 'name', count: 2 },
    ]);
  });
});

describe('a question stays what it was', () => {
  it.each(UNCHANGED)('%s', (question) => {
    expect(mask(question)).toEqual({ text: question, found: [] });
  });

  it('lets every question that the curated answers know through unchanged', () => {
    const questions = readdirSync('knowledge/answers').flatMap((file) => {
      const entries: { questions: Record<string, string[]> }[] = parse(
        readFileSync(`knowledge/answers/${file}`, 'utf8'),
      );
      return entries.flatMap((entry) => Object.values(entry.questions).flat());
    });
    expect(questions.length).toBeGreaterThan(500);
    expect(questions.filter((question) => mask(question).text !== question)).toEqual([]);
  });

  it('finds in the five guidelines only the one who is quoted and the authority’s own address', () => {
    const found = seeds.flatMap(({ id, text }) => mask(text).found.map(({ kind, count }) => `${id}: ${count} ${kind}`));
    expect(seeds).toHaveLength(5);
    expect(found.sort()).toEqual(['datatilsynet: 1 email', 'datatilsynet: 1 phone', 'ks-article: 3 name']);
  });

  it('finds nothing in the lines of a guideline taken one by one, beyond those', () => {
    const lines = seeds.flatMap(({ text }) => text.split('\n')).filter((line) => mask(line).text !== line);
    expect(lines.filter((line) => !/Suhail|Mushtaq|postkasse@|22 39 69 00/.test(line))).toEqual([]);
  });
});

/** Words, numbers and marks that the rules look at, thrown together in any order. */
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'Kari kari Per Stein Hansen hansen Berg Norberg rektor Rektor skole kommune Facebook KS og , . : ; - @ / + ( ) [ ] [name] [phone] \n \t'.split(
          ' ',
        ),
        ...'K. Mushtaq Suhail HEIA Storgata gate 12 4 B 22 39 69 00 901 23 456 0047 +47 070- 1234 12345 850115 AB ABC 123 heter elev von Åsa’s a@b.no'.split(
          ' ',
        ),
        '[identity number]',
        'X\uffffY',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.integer({ min: 0, max: 99999999999 }).map(String),
    ),
    { maxLength: 30 },
  )
  .chain((parts) => fc.constantFrom('', ' ', ' ', '.', '\n').map((glue) => parts.join(glue)));

/** A valid Norwegian number, by its own checks: day and month, three individual digits, two control digits. */
const fodselsnummer = fc
  .record({
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.integer({ min: 1, max: 12 }),
    year: fc.integer({ min: 0, max: 99 }),
    individual: fc.integer({ min: 0, max: 999 }),
    extra: fc.constantFrom([0, 0], [40, 0], [0, 40], [0, 80], [40, 80]),
  })
  .map(({ day, month, year, individual, extra }) => {
    const two = (n: number) => String(n).padStart(2, '0');
    const nine = `${two(day + (extra[0] ?? 0))}${two(month + (extra[1] ?? 0))}${two(year)}${String(individual).padStart(3, '0')}`;
    const control = (digits: string, weights: number[]) =>
      (11 - (weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11)) % 11;
    const first = control(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2]);
    return `${nine}${first}${control(`${nine}${first}`, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2])}`;
  })
  .filter((digits) => digits.length === 11);

describe('masking holds for any text', () => {
  it('finds nothing in what it has masked', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        const once = mask(text).text;
        expect(mask(once)).toEqual({ text: once, found: [] });
      }),
      { numRuns: 3000 },
    );
  });

  it('finds nothing in a masked example either', () => {
    for (const [from] of MASKED) expect(total(mask(from).text)).toBe(0);
  });

  it('never throws, whatever the characters, and says the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(mask(text)).toEqual(mask(text));
      }),
    );
  });

  it('never lets the digits of a valid fødselsnummer survive', () => {
    fc.assert(
      fc.property(
        fodselsnummer,
        fc.constantFrom('', ' ', '-', '.', '\u00a0', ' - '),
        fc.constantFrom('', 'fnr', 'Kari ', '12 ', ': ', '(', '22 39 69 00 ', 'a@b.no ', '\n'),
        fc.constantFrom('', ' ', '.', ')', 'x', ' 2023', '@example.no', '/1'),
        (digits, gap, before, after) => {
          expect(idnr(digits).status).toBe('valid');
          const { text, found } = mask(`${before}${digits.slice(0, 6)}${gap}${digits.slice(6)}${after}`);
          expect(text.replace(/\D/g, '')).not.toContain(digits.slice(6));
          expect(text).not.toContain(digits.slice(0, 6));
          expect(found).toContainEqual({ kind: 'identity_number', count: 1 });
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['digits', '1'],
    ['pairs of digits', '22 '],
    ['identity numbers', '15898534577 '],
    ['capitals', 'Aaa '],
    ['first names', 'Kari '],
    ['names and initials', 'Kari K. '],
    ['titles', 'rektor Xyz '],
    ['addresses', 'Storgata 1 '],
    ['half addresses', 'Karl '],
    ['at-signs', 'a@'],
    ['almost e-mails', 'a.b@c.'],
    ['spelled-out e-mails', 'a(at)'],
    ['letters without end', 'gata'],
    ['plus and zeros', '+00'],
    ['hyphens', 'a-'],
    ['combining marks', 'a\u0301'],
    ['lines', '\nA'],
    ['blanks', ' '],
    ['masks', '[name] '],
  ])('takes time in proportion to the text: 200 kB of %s', (_, unit) => {
    const text = unit.repeat(Math.ceil(200_000 / unit.length));
    const started = performance.now();
    mask(text);
    // Generous for a busy machine; what is quadratic takes minutes here.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

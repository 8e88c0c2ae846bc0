import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hash32, words } from '../../src/core/text.ts';
import { Bm25 } from '../../src/retrieval/bm25.ts';
import { terms, windows } from '../../src/retrieval/terms.ts';

const K1 = 1.2;
const B = 0.75;

/** The textbook formula, one document at a time, over the most a document could get. */
function byTheBook(texts: readonly string[], query: string): number[] {
  const docs = texts.map(words);
  const mean = docs.reduce((sum, d) => sum + d.length, 0) / Math.max(1, docs.length) || 1;
  const asked = words(query);
  const idf = (term: string) => {
    const df = docs.filter((d) => d.includes(term)).length;
    return Math.log(1 + (docs.length - df + 0.5) / (df + 0.5));
  };
  const most = asked.reduce((sum, t) => sum + idf(t) * (K1 + 1), 0);
  return docs.map((doc) => {
    const score = asked.reduce((sum, term) => {
      const f = doc.filter((w) => w === term).length;
      return sum + (idf(term) * f * (K1 + 1)) / (f + K1 * (1 - B + (B * doc.length) / mean));
    }, 0);
    return most === 0 ? 0 : score / most;
  });
}

const aText = fc
  .array(fc.constantFrom('bilde', 'barn', 'samtykke', 'arkiv', 'svar', 'og', 'i', 'på'), { maxLength: 12 })
  .map((w) => w.join(' '));

/** The scores of all documents. */
function scoresOf(index: Bm25, query: string): number[] {
  const scores = index.score(query);
  return Array.from(scores.partial, (_, d) => scores.of(d));
}

describe('BM25', () => {
  test('scores as the textbook does, to the precision of its 16-bit impacts', () => {
    fc.assert(
      fc.property(fc.array(aText, { maxLength: 8 }), aText, (texts, query) => {
        const scores = scoresOf(Bm25.build(texts, words), query);
        for (const [d, wanted] of byTheBook(texts, query).entries()) expect(scores[d]).toBeCloseTo(wanted, 3);
      }),
    );
  });

  test('gives every text a score from 0 to below 1, so that a score means the same for every query', () => {
    fc.assert(
      fc.property(fc.array(aText, { minLength: 1, maxLength: 8 }), aText, (texts, query) =>
        scoresOf(Bm25.build(texts, terms), query).every((s) => s >= 0 && s < 1),
      ),
    );
  });

  test('a rare word weighs more than a common one, and an unknown one most of all', () => {
    const index = Bm25.build(['og bilde', 'og arkiv', 'og svar'], words);
    expect(index.idf('og')).toBeLessThan(index.idf('arkiv'));
    expect(index.idf('arkiv')).toBeLessThan(index.idf('romskip'));
    expect([index.has(hash32('og')), index.has(hash32('romskip'))]).toEqual([true, false]);
  });

  test('words that nobody knows pull all scores down: the question is about something else', () => {
    const index = Bm25.build(['ta et skjermbilde', 'svar samme dag'], words);
    const [known = 0] = scoresOf(index, 'skjermbilde');
    const [mixed = 0] = scoresOf(index, 'skjermbilde av romskip ved Jupiter');
    expect(mixed).toBeGreaterThan(0);
    expect(mixed).toBeLessThan(known / 2);
  });

  test('a question without words, or an index without texts, gives nothing', () => {
    expect(scoresOf(Bm25.build(['a b'], words), '?!')).toEqual([0]);
    expect(scoresOf(Bm25.build([], words), 'a')).toEqual([]);
    expect(scoresOf(Bm25.build(['', ''], words), 'a')).toEqual([0, 0]);
  });

  test('leaves frequent words out at first, and says how much they can add at most', () => {
    fc.assert(
      fc.property(fc.array(aText, { minLength: 1, maxLength: 30 }), aText, (texts, query) => {
        const { partial, slack, of } = Bm25.build(texts, words).score(query);
        for (const [d, without] of partial.entries()) {
          expect(of(d)).toBeGreaterThanOrEqual(without);
          expect(of(d)).toBeLessThanOrEqual(without + slack + 1e-6);
        }
      }),
    );
  });

  test('an index opened from its arrays scores as the one that was built', () => {
    const texts = ['Ta et skjermbilde før kommentaren tas bort', 'Svar samme dag', 'Spør arkivet'];
    const built = Bm25.build(texts, terms);
    expect(scoresOf(new Bm25(structuredClone(built.data), terms), 'skjermbilder')).toEqual(
      scoresOf(built, 'skjermbilder'),
    );
  });
});

describe('the terms of a text', () => {
  test('are its words, marked, and their grams', () => {
    expect(terms('Bilde KS')).toEqual(['_bild', 'bilde', 'ilde_', '_ks_', '=bilde', '=ks']);
  });

  test('bring inflections and compounds together that share no whole word', () => {
    const index = Bm25.build(['retningslinjer for kommentarfeltet', 'oppskrift på boller'], terms);
    const [comments = 0, buns = 0] = scoresOf(index, 'kommentarene');
    expect(comments).toBeGreaterThan(buns);
    expect(buns).toBe(0);
  });
});

describe('windows over a long text', () => {
  const text = (n: number) => Array.from({ length: n }, (_, i) => `ord${i}`).join(' ');

  test('a text not much longer than one window stays whole', () => {
    expect(windows(text(90))).toEqual([text(90)]);
    expect(windows('')).toEqual(['']);
  });

  test('a long one is cut into overlapping pieces of 60 words at most, and no word is lost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 91, max: 700 }), (n) => {
        const cut = windows(text(n)).map((w) => w.split(' '));
        expect(cut.every((w) => w.length <= 60)).toBe(true);
        expect(new Set(cut.flat()).size).toBe(n);
        for (const [i, w] of cut.slice(1).entries()) expect(cut[i]).toContain(w[0]);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Country } from '../../src/core/language.ts';
import type { Candidate } from '../../src/core/ranking.ts';
import { outline } from '../../src/retrieval/candidates.ts';
import type { EmbeddingModel } from '../../src/retrieval/embeddings.ts';
import { HashedSubwordEmbeddings } from '../../src/retrieval/embeddings.ts';
import { type HybridParts, HybridRetriever } from '../../src/retrieval/hybrid.ts';
import { LexicalIndex, type Unit } from '../../src/retrieval/lexical.ts';
import { top } from '../../src/retrieval/top.ts';
import { ExactIndex } from '../../src/retrieval/vector.ts';
import { aGuideline, aPassage } from '../support/builders.ts';
import { realIndex } from '../support/knowledge.ts';

const bygda = aGuideline(Array(9).fill('x'));
const passage = (id: string, country: Country = 'NO', over: Partial<Extract<Candidate, { kind: 'passage' }>> = {}) =>
  aPassage(bygda, [1, 1], { id, country, ...over });

/** A retriever over one text a candidate. */
async function over(texts: [Candidate, string][], extra: Partial<HybridParts> = {}, embeddings?: EmbeddingModel) {
  const units: Unit[] = texts.map(([, text], owner) => ({ owner, text, parts: text.split('\n') }));
  const lexical = LexicalIndex.build(units, texts.length);
  const vectors = embeddings
    ? new ExactIndex(
        Float32Array.from((await new HashedSubwordEmbeddings().embedDocuments(units.map((u) => u.text))).flat()),
        256,
      )
    : undefined;
  return new HybridRetriever({
    candidates: texts.map(([c]) => c),
    outlines: texts.map(([c]) => outline(c)),
    partTexts: units.flatMap((u) => u.parts),
    unitOwner: lexical.data.unitOwner,
    lexical,
    vectors,
    embeddings,
    ...extra,
  });
}
const NORWAY = { lang: 'nb', country: 'NO', limit: 10 } as const;
const idsOf = async (
  retriever: HybridRetriever,
  query: string,
  options: { country: Country; limit: number } = NORWAY,
) => (await retriever.search(query, { lang: 'nb', ...options })).ranked.map((r) => r.candidate.id);

const TEXTS: [Candidate, string][] = [
  [passage('delete'), 'Når kan vi slette kommentarer?'],
  [passage('photo'), 'Spør de foresatte før bilder av barn legges ut.'],
  [passage('archive'), 'Ta et skjermbilde og lagre det i arkivet.\nSpør arkivet når dere er i tvil.'],
];

describe('a search', () => {
  test('gives the best first and names the part that matched', async () => {
    const { ranked } = await (await over(TEXTS)).search('hvem spør vi, arkivet?', NORWAY);
    expect(ranked[0]).toMatchObject({ candidate: { id: 'archive' }, bestPart: 'Spør arkivet når dere er i tvil.' });
    expect(ranked.map((r) => r.score)).toEqual(ranked.map((r) => r.score).toSorted((a, b) => b - a));
  });

  test('gives candidates whole, though it ranks them without their texts', async () => {
    const long = passage('long', 'NO', { text: 'Ta et skjermbilde.' });
    const { ranked } = await (await over([[long, 'Ta et skjermbilde.']])).search('skjermbilde', NORWAY);
    expect(ranked[0]?.candidate).toEqual(long);
  });

  test('gives nothing for nothing, and nothing from nothing', async () => {
    for (const query of ['', '  \n', '?!'])
      expect((await (await over(TEXTS)).search(query, NORWAY)).ranked).toEqual([]);
    expect(await (await over([])).search('bilder', NORWAY)).toMatchObject({ ranked: [], known: 0, covered: 0 });
  });

  test('gives only what has something to do with the question', async () => {
    expect(await idsOf(await over(TEXTS), 'skjermbilde')).toEqual(['archive', 'photo']);
    expect(await idsOf(await over(TEXTS), 'kommentarer')).toEqual(['delete']);
  });

  test('gives no more than was asked for', async () => {
    const { retriever } = await realIndex();
    for (const limit of [1, 7, 40])
      expect((await retriever.search('bilder av barn', { ...NORWAY, limit })).ranked).toHaveLength(limit);
  });

  test('never gives the same candidate twice', async () => {
    const { retriever } = await realIndex();
    const { ranked } = await retriever.search('Kan vi slette en kritisk kommentar?', { ...NORWAY, limit: 100 });
    expect(new Set(ranked.map((r) => r.candidate.id)).size).toBe(ranked.length);
  });

  test('gives the same list for the same question', async () => {
    const { retriever } = await realIndex();
    const ask = () => retriever.search('Hvor lenge skal vi lagre skjermbildet?', NORWAY);
    expect(await ask()).toEqual(await ask());
  });

  test('survives whatever a user types', async () => {
    const { retriever } = await realIndex();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (query) => {
        const { ranked, known, covered } = await retriever.search(query, NORWAY);
        expect(ranked.every((r) => Number.isFinite(r.score) && r.score > 0 && r.score <= 1)).toBe(true);
        for (const share of [known, covered]) expect(share >= 0 && share <= 1 + 1e-9).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('of two texts that say the same', () => {
  const SAME = 'Ta et skjermbilde før kommentaren slettes';
  const first = async (a: Candidate, b: Candidate, country: Country = 'NO') =>
    (
      await idsOf(
        await over([
          [a, SAME],
          [b, SAME],
          [passage('z'), 'noe annet'],
        ]),
        'skjermbilde',
        { country, limit: 10 },
      )
    )[0];

  test('the one of the user’s own country comes first', async () => {
    expect(await first(passage('se', 'SE'), passage('no', 'NO'))).toBe('no');
    expect(await first(passage('se', 'SE'), passage('no', 'NO'), 'SE')).toBe('se');
  });

  test('the one with more weight comes first', async () => {
    expect(await first(passage('town', 'NO', { authority: 5 }), passage('ks', 'NO', { authority: 3 }))).toBe('ks');
  });

  test('the one that still holds comes first', async () => {
    for (const status of ['superseded', 'dated', 'artefact'] as const)
      expect(await first(passage('old', 'NO', { status }), passage('new', 'NO'))).toBe('new');
  });

  test('and otherwise the order is fixed', async () => {
    expect(await first(passage('b'), passage('a'))).toBe('a');
  });

  test('but no country lifts a poor match over a good one', async () => {
    const retriever = await over([
      [passage('se', 'SE'), 'Ta et skjermbilde før kommentaren slettes'],
      [passage('no'), 'Svar på kommentaren samme dag'],
    ]);
    expect((await idsOf(retriever, 'skjermbilde før kommentaren slettes'))[0]).toBe('se');
  });
});

describe('embeddings', () => {
  const failing: EmbeddingModel = {
    name: 'far-away',
    dimensions: 256,
    embedDocuments: () => Promise.reject(new Error('ECONNREFUSED')),
    embedQuery: () => Promise.reject(new Error('ECONNREFUSED')),
  };

  test('that can’t be reached leave the lexical part standing', async () => {
    const query = 'slette kommentarer';
    expect(await idsOf(await over(TEXTS, {}, failing), query)).toEqual(await idsOf(await over(TEXTS), query));
  });

  test('alone rank by likeness of the whole', async () => {
    const retriever = await over(TEXTS, { mode: 'dense' }, new HashedSubwordEmbeddings());
    const { ranked } = await retriever.search('bilder av barna', NORWAY);
    expect(ranked[0]?.candidate.id).toBe('photo');
    expect(ranked[0]?.signals.dense).toBeGreaterThan(0);
  });

  test('alone and out of reach give nothing, and nobody is hurt', async () => {
    expect((await (await over(TEXTS, { mode: 'dense' }, failing)).search('bilder', NORWAY)).ranked).toEqual([]);
  });

  test('are not asked in a lexical search', async () => {
    let asked = 0;
    const counting: EmbeddingModel = { ...failing, embedQuery: () => Promise.reject(new Error(`${asked++}`)) };
    await (await over(TEXTS, { mode: 'lexical' }, counting)).search('bilder', NORWAY);
    expect(asked).toBe(0);
  });

  test('without weights know spelling: each vector has length 1, near-spellings are near', async () => {
    const model = new HashedSubwordEmbeddings();
    const [a = [], b = [], c = [], none = []] = await model.embedDocuments([
      'kommentarfelt',
      'kommentarfeltet',
      'skatteoppgjør',
      '',
    ]);
    const dot = (x: number[], y: number[]) => x.reduce((sum, v, i) => sum + v * (y[i] ?? 0), 0);
    expect(dot(a, a)).toBeCloseTo(1, 5);
    expect(dot(none, none)).toBe(0);
    expect(dot(a, b)).toBeGreaterThan(dot(a, c) + 0.3);
    expect(await model.embedQuery('kommentarfelt')).toEqual(a);
  });
});

test('the k largest scores are the ones a full sort would give, and none is zero', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 50 })), fc.integer({ min: 1, max: 12 }), (values, k) => {
      const scores = Float32Array.from(values);
      const wanted = values
        .filter((v) => v > 0)
        .toSorted((a, b) => b - a)
        .slice(0, k);
      expect(top(scores, k).map((i) => scores[i])).toEqual(wanted);
      expect(new Set(top(scores, k)).size).toBe(wanted.length);
    }),
  );
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crossSet } from '../../eval/cross.ts';
import { indexSet, languagesOf, type RetrievalSet } from '../../eval/retrieval.ts';
import type { Lang } from '../../src/core/language.ts';
import { distance, FUSION, fuse } from '../../src/core/ranking.ts';
import { modelName, modelsFor, openContent, retrieverOf, type Saved } from '../../src/retrieval/content.ts';
import { type EmbeddingModel, HashedSubwordEmbeddings, normalise } from '../../src/retrieval/embeddings.ts';
import { buildExpanded } from '../../src/retrieval/expanded.ts';
import type { HybridRetriever } from '../../src/retrieval/hybrid.ts';
import { NearWindows, nearWindows } from '../../src/retrieval/near-windows.ts';
import { openIndex, saveIndex } from '../../src/retrieval/saved-index.ts';
import { TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';
import { realIndex, realKnowledge } from '../support/knowledge.ts';

const model = TrainedEmbeddings.open();
const NORWAY = { lang: 'nb', country: 'NO', limit: 10 } as const;

const SWEDISH = [
  'Vårdnadshavarna ska lämna sitt samtycke innan bilder på barn publiceras.',
  'Hatiska kommentarer ska tas bort så snart som möjligt.',
  'Lösenordet byts när en medarbetare slutar.',
  'Allmänna handlingar ska bevaras i arkivet.',
  'Biblioteket har öppet till klockan nitton på vardagar.',
];
const NORWEGIAN = [
  'Kommunen skal svare på spørsmål i kommentarfeltet innen én virkedag.',
  'Ansatte kan bruke egne profiler på fritiden.',
  'Bare redaktøren kan opprette nye kontoer.',
];
const ENGLISH = [
  'The photo competition of the school ends on Friday.',
  'Children are welcome in the library every day of the week.',
  'The consent of the landlord is needed before a picture is hung on the wall.',
];

const docs = (texts: readonly string[], lang: Lang): RetrievalSet['docs'] =>
  texts.map((text, i) => ({ id: `${lang}${i}`, text, lang }));
const over = (...of: RetrievalSet['docs'][]) => indexSet({ docs: of.flat(), queries: [] }, model);
const idsOf = async (retriever: HybridRetriever, query: string) =>
  (await retriever.search(query, NORWAY)).ranked.map((r) => r.candidate.id);

describe('a question in another language than the texts', () => {
  test.each([
    ['Do the guardians have to agree before we publish photos of children?', 'sv0'],
    ['When can we remove a hateful comment?', 'sv1'],
    ['Må de foresatte gi samtykke før vi legger ut bilder av barna?', 'sv0'],
    ['Kva gjer vi med passordet når ein tilsett sluttar?', 'sv2'],
  ])('finds the Swedish text without any sidecar: %s', async (question, wanted) => {
    const { retriever } = await over(docs(SWEDISH, 'sv'));
    expect((await idsOf(retriever(), question))[0]).toBe(wanted);
  });

  test('is not answered by its own language, where the right text stands in another', async () => {
    const { retriever } = await over(docs(SWEDISH, 'sv'), docs(NORWEGIAN, 'nb'), docs(ENGLISH, 'en'));
    const question = 'Do the guardians have to give consent before a photo of the children is published?';
    expect((await idsOf(retriever(), question))[0]).toBe('sv0');
    expect((await idsOf(retriever({ mode: 'lexical' }), question))[0]).toMatch(/^en/);
  });

  test('is scored by the words near in meaning, and says so', async () => {
    const { retriever } = await over(docs(SWEDISH, 'sv'));
    const { ranked } = await retriever().search('Do the guardians have to agree?', NORWAY);
    expect(ranked[0]?.signals.expanded).toBeGreaterThan(0);
  });
});

describe('a question in the language of the texts', () => {
  const QUESTIONS = [
    'Ska hatiska kommentarer tas bort så snart som möjligt?',
    'Allmänna handlingar ska bevaras i arkivet',
    'Lösenordet byts när en medarbetare slutar?',
  ];

  test.each(QUESTIONS)('gives the same order with and without words near in meaning: %s', async (question) => {
    const { retriever } = await over(docs(SWEDISH, 'sv'));
    const { ranked } = await retriever().search(question, NORWAY);
    const without = await retriever({ expanded: undefined }).search(question, NORWAY);
    expect(ranked).toEqual(without.ranked);
  });

  test('does not even look for them', async () => {
    const { retriever, content } = await over(docs(SWEDISH, 'sv'));
    let asked = 0;
    const { expanded } = content;
    if (!expanded) throw new Error('there is no such index');
    const score = expanded.score.bind(expanded);
    expanded.score = (query) => {
      asked++;
      return score(query);
    };
    for (const question of QUESTIONS) await retriever().search(question, NORWAY);
    expect(asked).toBe(0);
    await retriever().search('When can we remove a hateful comment?', NORWAY);
    expect(asked).toBe(1);
  });

  test('of our own, with sidecars, is found by its words as before', async () => {
    const { ranked } = await (await realIndex()).retriever.search('Kan vi slette en kritisk kommentar?', NORWAY);
    expect(ranked[0]?.signals.expanded).toBeUndefined();
  });
});

describe('the score', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  test('lies in [0, 1], and never falls when a signal rises', () => {
    const signals = fc.record({ whole: share, part: share, dense: share, window: share, expanded: share });
    fc.assert(
      fc.property(signals, signals, share, (a, b, far) => {
        const of = (s: typeof a) => fuse(s, FUSION, far);
        const both = {
          whole: Math.max(a.whole, b.whole),
          part: Math.max(a.part, b.part),
          dense: Math.max(a.dense, b.dense),
          window: Math.max(a.window, b.window),
          expanded: Math.max(a.expanded, b.expanded),
        };
        expect(of(a)).toBeGreaterThanOrEqual(0);
        expect(of(both)).toBeLessThanOrEqual(1);
        expect(of(both)).toBeGreaterThanOrEqual(of(a) - 1e-12);
      }),
    );
  });

  test('weighs words alone from where they are enough, and meaning most where they find nothing', () => {
    expect(distance(FUSION.enough, FUSION)).toBe(0);
    expect(distance(1.5, FUSION)).toBe(0);
    expect(distance(0, FUSION)).toBe(1);
    const meant = { whole: 0, part: 0, dense: 1, window: 1, expanded: 1 };
    expect(fuse(meant, FUSION, 1)).toBeCloseTo(1);
    expect(fuse(meant, FUSION, 0)).toBeCloseTo(0.2 / 1.7);
  });
});

describe('windows', () => {
  const LONG = Array.from({ length: 12 }, (_, i) => `${SWEDISH[i % 5]} ${NORWEGIAN[i % 3]}`).join(' ');

  test('of 30 words overlap by half, reach the end, and a short text has none', () => {
    const numbered = Array.from({ length: 100 }, (_, i) => String(i)).join(' ');
    const cut = nearWindows(numbered);
    expect(cut[0]).toMatch(/^0 .* 29$/);
    expect(cut[1]).toMatch(/^15 .* 44$/);
    expect(cut.at(-1)).toMatch(/ 99$/);
    expect(nearWindows('Ta et skjermbilde.')).toEqual([]);
  });

  test('in a byte a dimension keep the order that single precision gives', () => {
    const texts = nearWindows(LONG).map((window) => `${window} ${window}`);
    const stored = NearWindows.build(texts, model);
    for (const question of ['Must guardians consent?', 'hatiska kommentarer', 'Hvem kan opprette kontoer?']) {
      const query = model.embed(question);
      const dot = (v: Float32Array) => v.reduce((sum, x, d) => sum + x * (query[d] ?? 0), 0);
      const exact = texts.map((text) => Math.max(...nearWindows(text).map((w) => dot(model.embed(w)))));
      const found = texts.map((_, i) => stored.best(i, Float64Array.from(query)) ?? 0);
      found.forEach((cosine, i) => {
        expect(cosine).toBeCloseTo(exact[i] ?? 0, 2);
      });
      for (let i = 0; i < texts.length; i++)
        for (let j = 0; j < texts.length; j++)
          if ((exact[i] ?? 0) > (exact[j] ?? 0) + 0.01) expect(found[i]).toBeGreaterThan(found[j] ?? 0);
    }
  });

  test('find the one sentence of a long text', () => {
    const text = `${NORWEGIAN.join(' ').repeat(3)} ${SWEDISH[0]} ${NORWEGIAN.join(' ').repeat(3)}`;
    const query = model.embed('consent of the guardians to photos of children');
    const whole = model.embed(text).reduce((sum, x, d) => sum + x * (query[d] ?? 0), 0);
    expect(NearWindows.build([text], model).best(0, Float64Array.from(query))).toBeGreaterThan(whole + 0.1);
  });

  test('can’t be made of vectors that can’t be read four at a time', () => {
    expect(() => NearWindows.build(['x'], { dimensions: 6, embed: () => normalise(new Float32Array(6)) })).toThrow(
      '6 dimensions',
    );
  });
});

describe('words near in meaning', () => {
  test('leave out a word that stands for a quarter of the texts', () => {
    const texts = Array.from(
      { length: 40 },
      (_, i) => `${i % 2 ? 'kommunen' : 'fjellet'} ${SWEDISH[i % 5]} nummer${i}`,
    );
    const { index } = buildExpanded([...texts, 'skjermbilde tas'], model);
    const of = (query: string) => Array.from({ length: texts.length + 1 }, (_, i) => index.score(query).of(i));
    expect(of('kommunen').every((s) => s === 0)).toBe(true);
    expect(of('skjermbilde').at(-1)).toBeGreaterThan(0);
    expect(of('skjermbilde kommunen').at(-1)).toBeCloseTo(of('skjermbilde').at(-1) ?? 0);
  });

  test('give no text more than 1, and none anything for nothing', () => {
    const { index } = buildExpanded([...SWEDISH, ...NORWEGIAN], model);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (query) => {
        const { of } = index.score(query);
        return SWEDISH.every((_, i) => of(i) >= 0 && of(i) < 1);
      }),
    );
    expect(index.score('?!').of(0)).toBe(0);
  });
});

describe('an index', () => {
  test('comes back from its files as it was', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'varsam-between-'));
    const long = SWEDISH.map((text) => `${text} ${NORWEGIAN.join(' ')} ${NORWEGIAN.join(' ')}`);
    const { content, retriever } = await over(docs(long, 'sv'), docs(ENGLISH, 'en'));
    const { saved, arrays, blobs } = content;
    saveIndex(dir, 'index.bin', { hash: 'h', model: 'm', json: saved, arrays, blobs });
    const opened = openIndex(dir, 'index.bin', { hash: 'h', model: 'm' });
    if (opened.state !== 'ok') throw new Error(opened.state);
    const again = openContent(opened.json as Saved, opened, { dir, models: modelsFor(model) });
    if (!again) throw new Error('it is lost');
    const ask = (r: HybridRetriever) => r.search('Must the guardians consent to photos?', NORWAY);
    const { ranked } = await ask(retrieverOf(again, modelsFor(model)));
    expect(ranked).toEqual((await ask(retriever())).ranked);
    expect(ranked.some((r) => (r.signals.window ?? 0) > 0)).toBe(true);
    rmSync(dir, { recursive: true });
  });

  test('asks somebody else’s model for whole texts only, and takes words from the built-in one', async () => {
    let asked = 0;
    const hashed = new HashedSubwordEmbeddings();
    const elsewhere: EmbeddingModel = {
      name: 'elsewhere',
      dimensions: hashed.dimensions,
      embedDocuments: (texts) => {
        asked += texts.length;
        return hashed.embedDocuments(texts);
      },
      embedQuery: (text) => hashed.embedQuery(text),
    };
    const { retriever } = await indexSet({ docs: docs(SWEDISH, 'sv'), queries: [] }, elsewhere);
    expect(asked).toBe(SWEDISH.length);
    const { ranked } = await retriever().search('When can we remove a hateful comment?', NORWAY);
    expect(ranked.find((r) => r.candidate.id === 'sv1')?.signals.expanded).toBeGreaterThan(0);
    expect(ranked.every((r) => r.signals.window === undefined)).toBe(true);
    expect(modelName(modelsFor(elsewhere))).toBe(`elsewhere + ${model.name}`);
    expect(modelName(modelsFor(model))).toBe(model.name);
  });
});

describe('the sets that are measured', () => {
  test('know the language of each text, and take one in a hundred for a mistake', () => {
    const many = Array.from({ length: 30 }, () => [...SWEDISH, ...NORWEGIAN]).flat();
    const found = languagesOf([...many, 'The consent of the guardians is needed.'].map((text) => ({ text })));
    expect(found.slice(0, 8)).toEqual(['sv', 'sv', 'sv', 'sv', 'sv', 'nb', 'nb', 'nb']);
    expect(found.at(-1)).toBe('sv');
  });

  test('hold every rule in every language, and complain of a rule that does not exist', () => {
    const rules = realKnowledge().guidelines.flatMap((g) => g.rules);
    for (const lang of ['nb', 'nn', 'sv', 'en'] as const)
      expect(crossSet(realKnowledge(), [], lang).docs).toHaveLength(rules.length);
    const wrong = { id: 'x', lang: 'nb' as const, question: 'q', rules: ['norberg:NRB-999'] };
    expect(() => crossSet(realKnowledge(), [wrong], 'nb')).toThrow('NRB-999');
  });
});

import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/core/answer.ts';
import { citationOf, fromClaims, fromPassages, refused, unsure } from '../../src/core/compose.ts';
import type { Conflict, Reference } from '../../src/core/guideline.ts';
import type { Country, Lang } from '../../src/core/language.ts';
import {
  aGap,
  aGuideline,
  aLawNote,
  aPassage,
  aRefusal,
  aRule,
  aWritten,
  composed,
  curatedCandidate,
  inAll,
  lawCandidate,
  placesOf,
  someKnowledge,
} from '../support/builders.ts';

const bygda = aGuideline(['Spør de foresatte først.', 'Lytt til barnet.', 'Svar samme dag.', 'Ta skjermbilde.'], {
  authority: 3,
  publisher: 'KS',
});
const byn = aGuideline(['Fråga vårdnadshavarna.', 'Det är inte lagligt.', 'Spara först.'], {
  id: 'byn',
  file: 'byn.txt',
  publisher: 'Byns kommun',
  country: 'SE',
  language: 'sv',
  authority: 5,
  rules: [aRule('OLD', [2, 2], { status: 'superseded' })],
  validity: { writtenBefore: '2023-07-10', supersededBy: [], lastVerified: '2026-08-05' },
});
const conflict = (id: string, at: string, countries: Country[] = ['NO', 'SE']): Conflict => ({
  id,
  topic: inAll('t'),
  handling: inAll('h'),
  countries,
  sides: [{ says: inAll('s'), cite: [{ at, quote: 'x' }] }],
});
const knowledge = someKnowledge({
  guidelines: [bygda, byn],
  law: [aLawNote('L15', { jurisdiction: 'NO' }), aLawNote('L17', { jurisdiction: 'SE' })],
  conflicts: [conflict('K1', 'byn:1-3'), conflict('K2', 'byn:1-3', ['NO']), conflict('K3', 'bygda:3-3')],
});
const inNorway = { knowledge, lang: 'nb' as Lang, country: 'NO' as Country };
const inSweden = { knowledge, lang: 'sv' as Lang, country: 'SE' as Country };
const noticesOf = (answer: Answer) => answer.notices.map((n) => n.key);

const NORWEGIAN = { at: 'bygda:1-2', quote: 'Spør de foresatte først.' };
const SWEDISH = { at: 'byn:1-1', quote: 'Fråga vårdnadshavarna.' };
const OLD = { at: 'byn:2-2', quote: 'Det är inte lagligt.' };

describe('a written answer', () => {
  const entry = aWritten('photos', {
    screening: 'photo-check',
    claims: [
      { text: inAll('Felles.'), cite: [NORWEGIAN] },
      { text: inAll('Norsk.'), country: 'NO', cite: [{ law: 'L15' }] },
      { text: inAll('Svensk.'), country: 'SE', cite: [SWEDISH, NORWEGIAN] },
    ],
  });

  test('says what holds in the user’s country, in the user’s language, and counts each place once', () => {
    const answer = composed(entry, inSweden);
    expect(answer).toMatchObject({ status: 'answered', by: 'curated', lang: 'sv', text: 'Felles. (sv) Svensk. (sv)' });
    expect(placesOf(answer.citations)).toEqual(['bygda:1-1', 'byn:1-1']);
    expect(answer.claims.map((c) => c.citations)).toEqual([[0], [1, 0]]);
  });

  test('offers the screening that decides the case', () => {
    expect(composed(entry, inNorway).offers).toEqual([{ screening: 'photo-check' }]);
    expect(
      composed(aWritten('plain'), { ...inNorway, knowledge: someKnowledge({ law: [aLawNote('L01')] }) }).offers,
    ).toEqual([]);
  });

  test('for the other country alone is given as its example', () => {
    const foreign = aWritten('foreign', { claims: [{ text: inAll('Svensk.'), country: 'SE', cite: [SWEDISH] }] });
    const answer = composed(foreign, inNorway);
    expect(answer.text).toBe('Svensk.');
    expect(answer.notices).toContainEqual({ key: 'other_country', values: { country: 'country.SE' } });
  });

  test('whose every quote has gone astray is no answer', () => {
    const astray = aWritten('astray', {
      claims: [{ text: inAll('x'), cite: [{ at: 'bygda:1-2', quote: 'Spør noen andre.' }] }],
    });
    expect(composed(astray, inNorway)).toMatchObject({ status: 'unsure', claims: [], citations: [] });
  });
});

describe('what search found as close to a written answer', () => {
  const entry = aWritten('photos', { claims: [{ text: inAll('Felles.'), cite: [NORWEGIAN] }] });

  test('is shown among its sources: one place, with its notices, and no claim of its own', () => {
    const answer = composed(entry, inNorway, [aPassage(byn, [3, 3]), aPassage(bygda, [3, 3])]);
    expect(placesOf(answer.citations)).toEqual(['bygda:1-1', 'byn:3-3']);
    expect(answer.claims).toEqual([{ text: 'Felles.', citations: [0] }]);
    expect(answer.notices.map((n) => n.key)).toEqual(['other_country']);
  });

  test('is passed over where the answer cites those lines already', () => {
    expect(placesOf(composed(entry, inNorway, [aPassage(bygda, [1, 2]), aPassage(bygda, [3, 3])]).citations)).toEqual([
      'bygda:1-1',
      'bygda:3-3',
    ]);
  });
});

describe('what is said beside the sources', () => {
  const quoting = (...cite: Reference[]) => aWritten('e', { claims: [{ text: inAll('x'), cite }] });

  test('a Norwegian user hears that a Swedish line does not bind them, a Swedish user that a Norwegian one does not', () => {
    expect(composed(quoting(SWEDISH), inNorway).notices).toEqual([
      { key: 'other_country', values: { country: 'country.SE' } },
    ]);
    expect(composed(quoting(NORWEGIAN), inSweden).notices).toEqual([
      { key: 'other_country', values: { country: 'country.NO' } },
    ]);
    expect(noticesOf(composed(quoting(NORWEGIAN), inNorway))).toEqual([]);
  });

  test('a Swedish user hears that another municipality is an example', () => {
    expect(noticesOf(composed(quoting(SWEDISH), inSweden))).toEqual(['other_municipality']);
  });

  test('superseded text carries its flag and the date before which it was written', () => {
    const { notices, citations } = composed(quoting(OLD), inSweden);
    expect(notices).toContainEqual({ key: 'outdated', values: { date: '2023-07-10' } });
    expect(citations[0]).toMatchObject({ status: 'superseded', writtenBefore: '2023-07-10' });
  });

  test('a note on the law is called one', () => {
    expect(noticesOf(composed(quoting({ law: 'L15' }), inNorway))).toEqual(['law_note']);
  });

  test('the same goes for the closest lines of an unsure answer, and for a model’s claims', () => {
    expect(noticesOf(unsure([aPassage(byn, [2, 2])], null, inNorway))).toEqual(['other_country', 'outdated']);
    const { claims, citations } = composed(quoting(OLD), inNorway);
    expect(noticesOf(fromClaims(claims, citations, [], [], inNorway))).toEqual(['other_country', 'outdated']);
  });
});

describe('conflicts', () => {
  test('that an entry names are told, if they matter in the user’s country', () => {
    const entry = aWritten('e', { conflicts: ['K2', 'K3'], claims: [{ text: inAll('x'), cite: [NORWEGIAN] }] });
    expect(composed(entry, inNorway).conflicts).toEqual(['K2', 'K3']);
    expect(composed(entry, inSweden).conflicts).toEqual(['K3']);
  });

  test('that touch the lines of a rule are told without being named', () => {
    expect(fromPassages([aPassage(byn, [3, 3])], inNorway).conflicts).toEqual(['K1', 'K2']);
    expect(fromPassages([aPassage(byn, [3, 3])], inSweden).conflicts).toEqual(['K1']);
    expect(fromPassages([aPassage(bygda, [4, 4])], inNorway).conflicts).toEqual([]);
  });
});

describe('an answer from the rules themselves', () => {
  const expansions = {
    nb: { paraphrase: 'Spør først.', questions: ['a', 'b'] },
    nn: { paraphrase: 'Spør fyrst.', questions: ['a', 'b'] },
    sv: { paraphrase: 'Fråga först.', questions: ['a', 'b'] },
    en: { paraphrase: 'Ask first.', questions: ['a', 'b'] },
  };

  test('gives the paraphrase in the user’s language and the words in the source’s own', () => {
    const answer = fromPassages([aPassage(bygda, [1, 1], { expansions })], inSweden);
    expect(answer).toMatchObject({
      by: 'rule',
      text: 'Fråga först.',
      citations: [{ quote: 'Spør de foresatte først.', quoteLang: 'nb' }],
    });
  });

  test('without a paraphrase says who writes, and quotes', () => {
    expect(fromPassages([aPassage(bygda, [3, 3])], inNorway)).toMatchObject({
      text: 'says.quote',
      citations: [{ quote: 'Svar samme dag.' }],
    });
  });

  test('has two statements at most', () => {
    const all = [1, 2, 3, 4].map((n) => aPassage(bygda, [n, n]));
    expect(fromPassages(all, inNorway).claims).toHaveLength(2);
  });

  test('from nothing that can be cited is none', () => {
    expect(fromPassages([lawCandidate('L99'), curatedCandidate(aWritten('w'))], inNorway).status).toBe('unsure');
    expect(fromPassages([], inNorway).status).toBe('unsure');
  });

  test('of a slide with few words a line quotes the words that the rule turns on, when more would run over 40 lines', () => {
    const slide = aGuideline(
      ['Mulighetenes verden', ...Array.from({ length: 60 }, (_, i) => (i % 2 ? `ord${i}` : ''))],
      { id: 'slide' },
    );
    const own = { ...inNorway, knowledge: someKnowledge({ guidelines: [slide] }) };
    expect(citationOf(aPassage(slide, [1, 61], { anchor: 'Mulighetenes verden' }), own)).toMatchObject({
      lines: [1, 1],
      quote: 'Mulighetenes verden',
    });
  });
});

describe('“I don’t know”', () => {
  test('shows the two closest lines at most, and calls nothing a claim', () => {
    const answer = unsure(
      [1, 2, 3].map((n) => aPassage(bygda, [n, n])),
      null,
      inNorway,
    );
    expect(answer).toMatchObject({
      status: 'unsure',
      text: 'unsure.kept',
      missing: null,
      claims: [],
      offers: [],
      conflicts: [],
    });
    expect(placesOf(answer.citations)).toEqual(['bygda:1-1', 'bygda:2-2']);
  });

  test('says what is missing where that is known, with the lines that name it', () => {
    const locales = { ...knowledge.locales, sv: { 'unsure.gap': 'Det vet jag inte. {missing}' } };
    const answer = unsure([], aGap('gap', { closest: [NORWEGIAN] }), {
      ...inSweden,
      knowledge: { ...knowledge, locales },
    });
    expect(answer).toMatchObject({ text: 'Det vet jag inte. Tallene. (sv)', missing: 'Tallene. (sv)' });
    expect(placesOf(answer.citations)).toEqual(['bygda:1-1']);
  });
});

test('a refusal is one breath: what, why and the way on; no sources, no offers', () => {
  const locales = { ...knowledge.locales, nb: { refused: 'Det gjør jeg ikke. {reason} Jeg kan hjelpe med {way_on}.' } };
  expect(refused(aRefusal('r'), { ...inNorway, knowledge: { ...knowledge, locales } })).toEqual({
    status: 'refused',
    lang: 'nb',
    country: 'NO',
    text: 'Det gjør jeg ikke. Fordi. Jeg kan hjelpe med noe annet.',
    claims: [],
    citations: [],
    conflicts: [],
    offers: [],
    notices: [],
  });
});

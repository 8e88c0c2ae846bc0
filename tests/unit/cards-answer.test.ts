import { describe, expect, test } from 'vitest';
import { answerQuestion } from '../../src/app/answer-question.ts';
import type { Answer } from '../../src/core/answer.ts';
import {
  answerCard,
  askedCard,
  errorCard,
  helpCard,
  invalidCard,
  thanksCard,
  withdrawnCard,
} from '../../src/core/cards/answer-card.ts';
import { wordsCard } from '../../src/core/cards/asker-cards.ts';
import { fromCurated, refused } from '../../src/core/compose.ts';
import { type Country, LANGS, type Lang } from '../../src/core/language.ts';
import { sourceText } from '../../src/core/present.ts';
import { actionOf, buttonsOf, expectSound, labelsOf, partsOf, unluckyWords, viewIn } from '../support/cards.ts';
import { realAnswerDeps } from '../support/fakes.ts';
import { READERS, realKnowledge, writtenAnswers } from '../support/knowledge.ts';

async function answered(text: string, lang: Lang, country: Country): Promise<Answer> {
  const deps = await realAnswerDeps();
  return (await answerQuestion({ text, history: [], lang, fallbackLang: lang, country }, deps)).answer;
}
const PRIVATE = { captured: false, place: 'private' } as const;

describe('the card of an answer', () => {
  test('shows every claim with the numbers of its sources, and those sources under the same numbers', async () => {
    const answer = await answered('Kan jeg legge ut dette klassebildet?', 'nb', 'NO');
    const card = answerCard(viewIn('nb'), { id: 't1', answer }, PRIVATE);
    const words = partsOf(card, 'text').map((p) => p.text);
    for (const { text, citations } of answer.claims) {
      const said = words.join(' ');
      expect(said).toContain(`${text.slice(-30)}${citations.map((c) => ` [${c + 1}]`).join('')}`);
    }
    const [sources] = partsOf(card, 'sources');
    expect(sources?.items.map((s) => s.n)).toEqual(answer.citations.map((_, i) => i + 1));
    expect(sources?.items.map((s) => s.quote)).toEqual(answer.citations.map((c) => c.quote));
    expect(sources?.items[0]?.at).toMatchObject({ to: 'source', turn: 't1' });
    expect(partsOf(card, 'text').find((p) => p.role === 'lead')?.text).toBe('Vent til bildesjekken er ferdig.');
  });

  test('offers the photo check as a button that remembers the question', async () => {
    const answer = await answered('Kan jeg legge ut dette klassebildet?', 'nb', 'NO');
    const card = answerCard(viewIn('nb'), { id: 't1', answer }, PRIVATE);
    expect(actionOf(card, 'Ta bildesjekken')).toEqual({ do: 'start', screening: 'photo-check', turn: 't1' });
  });

  test('asks whether it helped, thanks for it once, and offers to share where others read along', async () => {
    const answer = await answered('Kan jeg legge ut dette klassebildet?', 'nb', 'NO');
    const turn = { id: 't1', answer };
    const card = answerCard(viewIn('nb'), turn, PRIVATE);
    expect(actionOf(card, 'Feil kilde')).toEqual({ do: 'feedback', turn: 't1', verdict: 'wrong_source' });
    expect(labelsOf(card)).not.toContain('Del i tråden');
    const noted = answerCard(viewIn('nb'), turn, { ...PRIVATE, noted: true });
    expect(labelsOf(noted)).not.toContain('Det hjalp');
    expect(noted.fallback).toContain('Takk. Det er notert.');
    const shared = answerCard(viewIn('nb'), turn, { captured: false, place: 'shared' });
    expect(actionOf(shared, 'Del i tråden')).toEqual({ do: 'share', turn: 't1' });
  });

  test('puts both sides beside each other where the sources differ, with whom each speaks for and how to go on', async () => {
    const answer = await answered(
      'How often should we take a snapshot of the Facebook page for the archive?',
      'en',
      'NO',
    );
    expect(answer.conflicts.length).toBeGreaterThan(0);
    const card = answerCard(viewIn('en'), { id: 't1', answer }, PRIVATE);
    const list = partsOf(card, 'list').find((p) => p.title?.startsWith('The sources differ'));
    const conflict = realKnowledge().conflicts.find((c) => c.id === answer.conflicts[0]);
    expect(list?.items).toHaveLength(conflict?.sides.length ?? -1);
    expect(list?.items.map((i) => i.text).join(' ')).toMatch(
      /Norbergs kommun, lines 162–163.*Österåkers kommun, line/s,
    );
    expect(partsOf(card, 'text').map((p) => p.text)).toContain(conflict?.handling.en);
  });

  test('says beside a Swedish source what it is to a reader in Norway, and nothing of it to one in Sweden', async () => {
    const question = 'How often should we take a snapshot of the Facebook page for the archive?';
    const norwegian = answerCard(viewIn('en'), { id: 't', answer: await answered(question, 'en', 'NO') }, PRIVATE);
    const swedish = answerCard(viewIn('en', 'SE'), { id: 't', answer: await answered(question, 'en', 'SE') }, PRIVATE);
    const flags = (card: typeof norwegian) => partsOf(card, 'sources').flatMap((p) => p.items.flatMap((s) => s.flags));
    expect(norwegian.fallback).toContain('Sweden: an example, does not bind you');
    expect(flags(swedish)).not.toContain('Sweden: an example, does not bind you');
  });

  test('says what holds for all of its sources once, and of the one it holds for at that one', () => {
    const entry = writtenAnswers()[0];
    if (!entry) throw new Error('no written answer');
    const answer = fromCurated(entry, [], { knowledge: realKnowledge(), lang: 'en', country: 'NO' });
    const [first] = answer.citations;
    if (!first) throw new Error('it cites');
    const swedish = { ...first, country: 'SE' as const, file: 'x', writtenBefore: null, status: 'ok' as const };
    const FLAG = 'Sweden: an example, does not bind you';
    const drawn = (citations: (typeof first)[], notices: Answer['notices'] = []) => {
      const card = answerCard(viewIn('en'), { id: 't', answer: { ...answer, citations, notices } as Answer }, PRIVATE);
      return { times: card.fallback.split(FLAG).length - 1, part: partsOf(card, 'sources')[0] };
    };
    expect(drawn([swedish, { ...swedish, lines: [1, 2] }]).part).toMatchObject({
      title: `Sources (${FLAG})`,
      items: [{ flags: [] }, { flags: [] }],
    });
    const notice = { key: 'other_country' as const, values: { country: 'Sweden' } };
    expect(drawn([swedish, { ...swedish, lines: [1, 2] }], [notice])).toMatchObject({
      times: 1,
      part: { title: 'Sources' },
    });
    expect(drawn([swedish, { ...swedish, country: 'NO' }]).part?.items.map((s) => s.flags)).toEqual([[FLAG], []]);
  });

  test.each([
    ['en', 'line 459', 'lines 459–460'],
    ['nb', 'linje 459', 'linje 459–460'],
    ['nn', 'linje 459', 'linje 459–460'],
    ['sv', 'rad 459', 'rad 459–460'],
  ] as const)('names one line as one in %s', (lang, one, many) => {
    const { locales } = realKnowledge();
    const entry = writtenAnswers()[0];
    if (!entry) throw new Error('no written answer');
    const answer = fromCurated(entry, [], { knowledge: realKnowledge(), lang, country: 'NO' });
    const [cited] = answer.citations;
    if (!cited) throw new Error('it cites');
    expect(sourceText({ ...cited, lines: [459, 459] }, locales, lang)).toContain(` · ${one} · `);
    expect(sourceText({ ...cited, lines: [459, 460] }, locales, lang)).toContain(` · ${many} · `);
  });

  test('shows every notice of the answer', () => {
    const entry = writtenAnswers()[0];
    if (!entry) throw new Error('no written answer');
    const answer = fromCurated(entry, [], { knowledge: realKnowledge(), lang: 'sv', country: 'SE' });
    const more: Answer = {
      ...answer,
      notices: [{ key: 'offline' }, { key: 'masked', values: { what: 'phone' } }],
    } as Answer;
    const { fallback } = answerCard(viewIn('sv', 'SE'), { id: 't', answer: more }, PRIVATE);
    expect(fallback).toContain('Språkmodellen svarar inte nu.');
    expect(fallback).toContain('Jag tog bort ett telefonnummer');
  });

  test('not knowing shows the closest lines unnumbered, what happens with the question, and a way to take it back', async () => {
    const answer = await answered('Hvor mange følgere har Drammen kommune på TikTok?', 'nb', 'NO');
    expect(answer.status).toBe('unsure');
    const kept = answerCard(viewIn('nb'), { id: 't2', answer }, { captured: true, place: 'shared' });
    expect(kept.fallback).toContain('Det vet jeg ikke.');
    expect(kept.fallback).toContain('Spørsmålet er tatt vare på her. Ingen er satt til å få det ennå.');
    expect(partsOf(kept, 'sources')[0]?.title).toBe('Nærmest, men ikke et svar:');
    expect(partsOf(kept, 'sources')[0]?.items.every((s) => s.n === undefined)).toBe(true);
    expect(buttonsOf(kept).map((b) => b.action)).toEqual([
      { do: 'reword', turn: 't2' },
      { do: 'withdraw', turn: 't2' },
    ]);
    const taken = answerCard(viewIn('nb'), { id: 't2', answer }, { captured: true, withdrawn: true, place: 'private' });
    expect(taken.fallback).toContain('Spørsmålet er ikke sendt.');
    expect(taken.fallback).not.toContain('tatt vare på');
    expect(buttonsOf(taken)).toEqual([]);
  });

  test('is in the language of the answer, not in that of the reader’s menus', async () => {
    const answer = await answered('Måste vi göra en konsekvensbedömning?', 'sv', 'SE');
    const card = answerCard(viewIn('en', 'SE'), { id: 't', answer }, PRIVATE);
    expect(card.lang).toBe('sv');
    expect(labelsOf(card)).toContain('Det hjälpte');
  });

  test('a refusal has its reason and the way on, and no source to be wrong', () => {
    const entry = realKnowledge().curated.find((e) => e.outcome === 'refused');
    if (entry?.outcome !== 'refused') throw new Error('no refusal');
    const answer = refused(entry, { knowledge: realKnowledge(), lang: 'nn', country: 'NO' });
    const card = answerCard(viewIn('nn'), { id: 't', answer }, PRIVATE);
    expect(card.fallback).toContain(entry.way_on.nn);
    expect(labelsOf(card)).toEqual(['Det hjelpte', 'Hjelpte ikkje']);
    expectSound(card);
  });

  test('every written answer makes a sound card for every reader', () => {
    for (const { lang, country } of READERS)
      for (const entry of writtenAnswers()) {
        const answer = fromCurated(entry, [], { knowledge: realKnowledge(), lang, country });
        expectSound(answerCard(viewIn(lang, country), { id: 't1', answer }, { captured: false, place: 'shared' }));
      }
  });
});

describe('the small cards', () => {
  test('are sound in four languages and keep to the words that varsam uses', () => {
    for (const lang of LANGS) {
      const view = viewIn(lang);
      const cards = [
        thanksCard(view, 't1'),
        withdrawnCard(view),
        askedCard(view, 't1', { text: 'Kan vi strømme møtet?', named: 'Kari Nes' }),
        wordsCard(view, 't1', { text: 'Kan vi strømme møtet?', name: null, why: 'person' }),
        wordsCard(view, 't1', { text: '', name: 'Kari Nes', error: 'x', why: 'kept' }),
        helpCard(view),
        errorCard(view, 'k3f9'),
        invalidCard(view, 'empty'),
        invalidCard(view, 'too_long', { n: 5000, max: 4000 }),
      ];
      for (const card of cards) {
        expectSound(card);
        expect(unluckyWords(card)).toEqual([]);
      }
    }
  });

  test('an error gives its code, a long question its length', () => {
    expect(errorCard(viewIn('en'), 'k3f9').fallback).toContain('k3f9');
    expect(invalidCard(viewIn('nb'), 'too_long', { n: 5000, max: 4000 }).fallback).toContain('5000');
  });

  test('help names every language in that language', () => {
    for (const lang of LANGS)
      expect(labelsOf(helpCard(viewIn(lang)))).toEqual(
        expect.arrayContaining(['Bokmål', 'Nynorsk', 'Svenska', 'English']),
      );
  });
});

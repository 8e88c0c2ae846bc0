import { describe, expect, test } from 'vitest';
import { LANGS, type Lang } from '../../src/core/language.ts';
import { detectLanguage, languageModel, trainLanguageModel } from '../../src/core/language-model.ts';
import { realIndex } from '../support/knowledge.ts';

const { languages } = await realIndex();

/** Questions that stand nowhere in the knowledge. */
const ASKED: Record<Lang, string[]> = {
  nb: [
    'Hvorfor får jeg ikke lastet opp videoen fra julekonserten?',
    'Hvem skal jeg spørre når noen har hengt ut en ansatt?',
    'Hei! Jeg lurer på om vi kan vise hvordan det ser ut inne på sykehjemmet.',
    'Noen har skrevet noe stygt om en elev, hva gjør jeg nå?',
  ],
  nn: [
    'Kvifor får eg ikkje lasta opp videoen frå julekonserten?',
    'Kven skal eg spørje når nokon har hengt ut ein tilsett?',
    'Hei! Eg lurer på om vi kan vise korleis det ser ut inne på sjukeheimen.',
    'Nokon har skrive noko stygt om ein elev, kva gjer eg no?',
  ],
  sv: [
    'Varför kan jag inte ladda upp filmen från julkonserten?',
    'Vem ska jag fråga när någon har hängt ut en anställd?',
    'Hej! Jag undrar om vi får visa hur det ser ut inne på äldreboendet.',
    'Någon har skrivit något elakt om en elev, vad gör jag nu?',
  ],
  en: [
    'Why can I not upload the film from the Christmas concert?',
    'Whom should I ask when somebody has exposed an employee?',
    'Hello! I wonder whether we may show what it looks like inside the care home.',
    'Someone wrote something nasty about a pupil, what do I do now?',
  ],
};

describe('the language of a question', () => {
  for (const lang of LANGS)
    test.each(ASKED[lang])(`is ${lang}: %s`, (question) => {
      expect(detectLanguage(languages, question)).toEqual({ lang, sure: true });
    });

  test('is told from a misspelt question in capitals too', () => {
    expect(
      detectLanguage(languages, 'KAN VI SLETTE KOMENTAREN SOM HAN SKREV IGÅR, JEG VET IKKE HVA JEG SKAL GJØRE').lang,
    ).toBe('nb');
    expect(detectLanguage(languages, 'FÅR VI RADERA KOMENTAREN SOM HAN SKREV IGÅR').lang).toBe('sv');
  });

  test('is told from letters in two pieces as well', () => {
    for (const question of ASKED.sv)
      expect(detectLanguage(languages, question.normalize('NFD'))).toEqual(detectLanguage(languages, question));
  });

  test.each(['', '   ', '???', '12345', '👍', 'ok', 'DPIA'])(
    'can’t be told from “%s”: the language of the conversation stays',
    (text) => {
      expect(detectLanguage(languages, text).sure).toBe(false);
    },
  );

  test('is told from the beginning of a pasted text, so that its length costs nothing', () => {
    const pasted = `${ASKED.nn.join(' ')} ${'This is a very long English text. '.repeat(3000)}`;
    const started = performance.now();
    expect(detectLanguage(languages, `${pasted.slice(0, 250)} ${pasted}`).lang).toBe('nn');
    expect(performance.now() - started).toBeLessThan(500);
  });

  test('is the same when it is asked again', () => {
    for (const text of ['Kan vi vise bildet?', 'Facebook', ...ASKED.nb])
      expect(detectLanguage(languages, text)).toEqual(detectLanguage(languages, text));
  });
});

describe('the model', () => {
  const texts: Record<Lang, string[]> = {
    nb: ['jeg vet ikke hva'],
    nn: ['eg veit ikkje kva'],
    sv: ['jag vet inte vad'],
    en: ['I do not know what'],
  };

  test('learns from sentences, and is whole again from the counts an index kept', () => {
    const learnt = trainLanguageModel(texts);
    const kept = languageModel(Uint32Array.from(learnt.counts));
    for (const lang of LANGS) {
      const [text = ''] = texts[lang];
      expect(detectLanguage(learnt, text).lang).toBe(lang);
      expect(detectLanguage(kept, text)).toEqual(detectLanguage(learnt, text));
    }
  });

  test('is never sure of another script, so that the answer comes in the language of the conversation', async () => {
    const { languages } = await realIndex();
    for (const text of ['Какая погода в Осло завтра?', '明天奥斯陆的天气怎么样？'])
      expect(detectLanguage(languages, text).sure, text).toBe(false);
    expect(detectLanguage(languages, 'Hva betyr «привет» i kommentarfeltet vårt?').sure).toBe(true);
  });

  test('that has learnt nothing is sure of nothing', () => {
    const empty = trainLanguageModel({ nb: [], nn: [], sv: [], en: [] });
    expect(detectLanguage(empty, 'Hvilke kommentarer skal vi fjerne?').sure).toBe(false);
  });
});

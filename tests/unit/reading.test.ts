import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGS, type Lang } from '../../src/core/language.ts';
import { readAnswers } from '../../src/core/reading/read-answers.ts';
import { AnswerWords, checkWords } from '../../src/core/reading/words.ts';
import { propose, startSession } from '../../src/core/screening/session.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { loadScreenings } from '../../src/knowledge/load-screenings.ts';
import { loadWords } from '../../src/knowledge/load-words.ts';
import { DPIA, PHOTO, type Row } from './reading-cases.ts';
import { CHECKLISTS } from './reading-checklist-cases.ts';

const DIR = join(import.meta.dirname, '..', '..', 'knowledge');
const loaded = loadKnowledge(DIR);
const { definitions } = loadScreenings(DIR, loaded);
const { words, faults } = loadWords(DIR, definitions);

function screening(id: string) {
  const definition = definitions.find((d) => d.id === id);
  const heard = words.get(id);
  if (!definition || !heard) throw new Error(`no screening ${id}`);
  return { definition, words: heard };
}
const photo = screening('photo-check');
const dpia = screening('dpia');
const read = (s: typeof photo, text: string, lang: Lang) => readAnswers(s.definition, s.words, text, lang);
const shown = (s: typeof photo, text: string, lang: Lang) =>
  read(s, text, lang)
    .map((p) => `${p.question}=${p.value}`)
    .join(' ');

describe('what somebody wrote', () => {
  test.each(PHOTO)('%s: “%s” → photo check: %s', (lang, text, expected) => {
    expect(shown(photo, text, lang)).toBe(expected);
  });

  test.each(DPIA)('%s: “%s” → DPIA: %s', (lang, text, expected) => {
    expect(shown(dpia, text, lang)).toBe(expected);
  });

  test.each(CHECKLISTS)('%s in %s: “%s” → %s', (id, lang, text, expected) => {
    expect(shown(screening(id), text, lang)).toBe(expected);
  });

  test('is listened for in every screening, in every language', () => {
    expect([...words.keys()].sort()).toEqual(definitions.map((d) => d.id).sort());
    for (const heard of words.values())
      for (const signal of heard.signals) for (const lang of LANGS) expect(signal[lang].length).toBeGreaterThan(0);
  });

  test('is heard in each phrase of the checklists where it stands by itself', () => {
    for (const { id } of definitions.filter((d) => d.id !== 'photo-check' && d.id !== 'dpia'))
      for (const signal of screening(id).words.signals)
        for (const lang of LANGS)
          for (const phrase of signal[lang]) {
            const about = screening(id).words.about[lang][0] ?? '';
            const text = `${signal.near ? about : ''} ${phrase}.`.replaceAll('*', '').trim();
            const found = read(screening(id), text, lang).map((p) => [p.question, p.value]);
            expect(found, `${id} ${lang} ${text}`).toEqual(expect.arrayContaining(Object.entries(signal.says)));
          }
  });

  test('names the words it was read from, letter for letter, negation included', () => {
    const [proposal] = read(photo, 'Kan jeg legge ut et landskapsbilde uten folk?', 'nb');
    expect(proposal).toEqual({ question: 'P05', value: 'no', words: 'uten folk', from: 35, to: 44 });
  });

  test('keeps letters as they were typed, also in two pieces', () => {
    const text = 'Klassebildet fra Bodø'.normalize('NFD');
    expect(read(photo, text, 'nb')[0]?.words).toBe('Klassebildet');
  });

  test('becomes proposed answers of a session, never confirmed ones', () => {
    const text = 'Kan jeg legge ut dette klassebildet på Facebook?';
    let session = startSession(photo.definition, 'NO');
    for (const proposal of read(photo, text, 'nb'))
      session = propose(photo.definition, session, proposal, text) ?? session;
    expect(session.answers.map((a) => [a.question, a.by, a.state])).toEqual(
      ['P05', 'P07', 'P09', 'P11'].map((id) => [id, 'inferred', 'proposed']),
    );
  });

  test('a question answered in two ways stays open', () => {
    expect(shown(photo, 'Klassebilde, men ingen barn på bildet.', 'nb')).not.toContain('P07');
  });
});

describe('whatever is written', () => {
  const rows: readonly Row[] = [...PHOTO, ...DPIA];
  const bits = rows.flatMap(([, text]) => text.split(' '));
  const text = fc.oneof(
    fc
      .array(fc.constantFrom(...bits, 'ikke', 'inte', 'uten', ',', '.', '?', 'og', '\n'), { maxLength: 40 })
      .map((w) => w.join(' ')),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
  );

  test('every proposal’s words stand in the text, and its answer exists in the definition', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...LANGS), fc.constantFrom(photo, dpia), (written, lang, s) => {
        const proposals = read(s, written, lang);
        for (const p of proposals) {
          expect(p.words.length).toBeGreaterThan(0);
          expect(written.slice(p.from, p.to)).toBe(p.words);
          expect(propose(s.definition, startSession(s.definition, 'NO'), p, written)).toBeDefined();
        }
        expect(new Set(proposals.map((p) => p.question)).size).toBe(proposals.length);
      }),
      { numRuns: 1000 },
    );
  });

  test('the same text is read the same way twice', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...LANGS), (written, lang) => {
        expect(read(photo, written, lang)).toEqual(read(photo, written, lang));
      }),
    );
  });

  test.each(['barn ', 'ingen ', 'ikke barn, ', 'klassebilde uten folk og ', 'a'])(
    '“%s” a hundred thousand times is read in linear time',
    (bit) => {
      const time = (n: number) => {
        const written = bit.repeat(n);
        const start = performance.now();
        read(photo, written, 'nb');
        return performance.now() - start;
      };
      time(5_000);
      const short = Math.max(time(10_000), 5);
      expect(time(100_000)).toBeLessThan(short * 60);
    },
  );
});

describe('the words of a screening', () => {
  test('are in order', () => {
    expect(faults).toEqual([]);
  });

  test('name answers that the screening has, say something, and stand once', () => {
    const wrong = AnswerWords.parse({
      ...photo.words,
      signals: [
        { says: { P05: 'perhaps' }, nb: ['alle'], nn: ['alle'], sv: ['alla'], en: ['all'] },
        { nb: ['alle'], nn: [], sv: [], en: [] },
      ],
    });
    expect(checkWords(wrong, photo.definition).map((f) => f.problem)).toEqual([
      'photo-check has no answer P05=perhaps',
      'this signal says nothing',
      '“alle” stands twice',
    ]);
  });
});

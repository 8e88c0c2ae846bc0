import { describe, expect, test } from 'vitest';
import { assessmentCard } from '../../src/core/cards/assessment-card.ts';
import { draftCard } from '../../src/core/cards/draft-card.ts';
import { photoCard } from '../../src/core/cards/photo-card.ts';
import { ASK_ERRORS } from '../../src/core/cards/screening-cards.ts';
import { LANGS } from '../../src/core/language.ts';
import { sourcesIn } from '../architecture/sources.ts';
import { confirmed, fresh, full } from '../support/assessment.ts';
import { actionOf, buttonsOf, expectSound, labelsOf, partsOf, unluckyWords, viewIn } from '../support/cards.ts';
import { realKnowledge } from '../support/knowledge.ts';

const KINDS = [
  'identity_number',
  'phone',
  'email',
  'card',
  'plate',
  'name',
  'address',
  'child',
  'special_category',
  'link',
] as const;
const START = { do: 'start', screening: 'photo-check', turn: 't1' } as const;

describe('the words of the cards', () => {
  test('are there in every language', () => {
    const { locales } = realKnowledge();
    const said = sourcesIn('src/core/cards').flatMap(({ code }) =>
      [...code.matchAll(/\bt\(\s*view,\s*(?:[^,()]*\? )?'([\w.]+)'(?: : '([\w.]+)')?/g)].flatMap((m) =>
        [m[1], m[2]].filter((k) => k !== undefined),
      ),
    );
    const keys = [...said, ...Object.values(ASK_ERRORS), ...KINDS.map((k) => `draft.${k}`)];
    expect(keys.length).toBeGreaterThan(70);
    for (const lang of LANGS)
      expect(
        keys.filter((key) => !locales[lang][key]),
        lang,
      ).toEqual([]);
  });
});

describe('the card of a pasted draft', () => {
  test('shows each finding by its kind, its first letters and its place, and begins the check', () => {
    for (const lang of LANGS) {
      const findings = KINDS.map((kind, i) => ({ kind, shown: 'K… N…', line: 2, word: i + 1 }));
      const card = draftCard(viewIn(lang), { findings, more: 3 }, START);
      expectSound(card);
      expect(unluckyWords(card)).toEqual([]);
      const values = partsOf(card, 'facts')[0]?.rows.map((r) => r.value) ?? [];
      expect(values.slice(0, -1).every((v, i) => v.includes('K… N…') && v.includes(String(i + 1)))).toBe(true);
      expect(values.at(-1)).toBe('3');
    }
    const child = { kind: 'child' as const, shown: 'E… (7 år)', line: 1, word: 4 };
    const card = draftCard(viewIn('nb'), { findings: [child], more: 0 }, START);
    expect(card.fallback).toContain('Barn med navn og alder: E… (7 år) (linje 1, ord 4)');
    expect(actionOf(card, 'Ta bildesjekken')).toEqual(START);
  });

  test('finding nothing is not called an all-clear', () => {
    expect(draftCard(viewIn('en'), { findings: [], more: 0 }, START).fallback).toContain('may have missed something');
  });
});

describe('the card of a photo', () => {
  const SAYS = {
    position: { latitude: 59.9, longitude: 10.7 },
    author: null,
    device: 'Pixel 8',
    takenAt: '2026-05-17T12:30:00',
    stripped: true,
  };

  test('tells what the file gives away, but not where, and that there are now two copies', () => {
    const card = photoCard(viewIn('nb'), SAYS);
    expect(card.fallback).toContain('Sted (GPS): står i filen');
    expect(card.fallback).toContain('Tatt: 17. mai 2026, 12:30');
    expect(card.fallback).not.toContain('59.9');
    expect(card.fallback).toContain('Det er en kopi til, så du har nå to.');
    expect(card.fallback).toContain('ligger det i chatten til du sletter det');
    expect(labelsOf(card)).toEqual(['Ta bildesjekken']);
  });

  test('says why it could not be read, and offers nothing', () => {
    const card = photoCard(viewIn('nb'), null, 'Filen er ikke hel: slutten mangler.');
    expect(card.fallback).toContain('slutten mangler');
    expect(buttonsOf(card)).toEqual([]);
  });

  test('is sound in four languages, whatever the file says', () => {
    for (const lang of LANGS)
      for (const card of [
        photoCard(viewIn(lang), SAYS),
        photoCard(viewIn(lang), { position: null, author: null, device: null, takenAt: null, stripped: false }),
        photoCard(viewIn(lang), {
          position: null,
          author: 'Fotograf AS',
          device: null,
          takenAt: '2026-05-17',
          stripped: false,
        }),
        photoCard(viewIn(lang), null),
      ]) {
        expectSound(card);
        expect(unluckyWords(card)).toEqual([]);
      }
  });
});

describe('the card of an assessment', () => {
  const value = (card: ReturnType<typeof assessmentCard>, label: string) =>
    partsOf(card, 'facts')[0]?.rows.find((r) => r.label === label)?.value;

  test('a fresh one has 26 risks listed, none confirmed, and nothing to draw', () => {
    const card = assessmentCard(viewIn('nb'), { document: fresh(), version: 1 });
    expect(value(card, 'Status')).toBe('Utkast');
    expect(value(card, 'Risikoer')).toBe('26 ført opp, 0 bekreftet');
    expect(value(card, 'Høyeste restrisiko')).toBe('Ikke bekreftet ennå');
    expect(value(card, 'Deler')).toMatch(/^[0-3] av 14 fylt ut$/);
    expect(partsOf(card, 'image')).toEqual([]);
    expect(card.fallback).toContain('Personvernombudet gir råd. Behandlingsansvarlig beslutter.');
  });

  test('a written one lacks only the decision, and its matrix names every risk in words', () => {
    const card = assessmentCard(viewIn('nb'), { document: full(), version: 4 });
    expect(value(card, 'Deler')).toBe('13 av 14 fylt ut');
    expect(value(card, 'Risikoer')).toBe('26 ført opp, 26 bekreftet');
    const [image] = partsOf(card, 'image');
    expect(image?.svg).toContain('<svg');
    for (const { id } of full().risks) expect(image?.alt).toContain(`${id} `);
    expect(card.fallback).not.toContain('R26');
  });

  test('leads to the document and to a file', () => {
    const card = assessmentCard(viewIn('en'), { document: fresh(), version: 1 });
    expect(buttonsOf(card)[0]).toEqual({ label: 'Open', link: { to: 'assessment', id: 'a1' }, style: 'primary' });
    expect(actionOf(card, 'Download (Word)')).toEqual({ do: 'export', assessment: 'a1', format: 'docx' });
  });

  test('is sound in four languages', () => {
    for (const lang of LANGS)
      for (const document of [fresh(), confirmed(fresh()), full()]) {
        const card = assessmentCard(viewIn(lang), { document, version: 2 });
        expectSound(card);
        expect(unluckyWords(card)).toEqual([]);
      }
  });
});

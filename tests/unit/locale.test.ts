import { describe, expect, test } from 'vitest';
import { SLACK_KEYS } from '../../src/channels/slack/strings.ts';
import { TEAMS_KEYS } from '../../src/channels/teams/words.ts';
import { COUNTRIES, defaultLang, LANGS, Localised } from '../../src/core/language.ts';
import { date, lineRange, quoted, say } from '../../src/core/locale.ts';
import { sourcesIn } from '../architecture/sources.ts';
import { realKnowledge } from '../support/knowledge.ts';

const { locales } = realKnowledge();

describe('fixed strings', () => {
  test('values are put in where the braces stand', () => {
    expect(say(locales, 'nb', 'too_long', { n: 5000, max: 4000 })).toBe(
      'Spørsmålet er på 5000 tegn. Kort det ned til 4000.',
    );
    expect(say(locales, 'sv', 'outdated', { date: '10 juli 2023' })).toBe('Föråldrat: skrivet före 10 juli 2023');
  });

  test('a value with braces in it is not filled in again', () => {
    expect(say(locales, 'en', 'says.quote', { publisher: '{publisher} {n}' })).toContain('{publisher} {n}');
  });

  test('a forgotten value leaves its slot, and an unknown key gives the key: seen in a test, harmless in a chat', () => {
    expect(say(locales, 'nb', 'outdated')).toContain('{date}');
    expect(say(locales, 'nn', 'no.such.key')).toBe('no.such.key');
  });

  test('every key that the code says is there', () => {
    const said = sourcesIn('src').flatMap(({ path, code }) =>
      [...code.matchAll(/\bsay\(\s*[\w.]+,\s*[\w.]+(?:\s*\?\?\s*[\w()]+)?,\s*['"]([\w.]+)['"]/g)].map((m) => ({
        path,
        key: m[1] ?? '',
      })),
    );
    expect(said.length).toBeGreaterThan(5);
    expect(said.filter(({ key }) => !(key in locales.nb))).toEqual([]);
  });

  test('every key that Slack and Teams say of their own is there, and none that they do not say', () => {
    const own = [...SLACK_KEYS.map((k) => `slack.${k}`), ...TEAMS_KEYS.map((k) => `teams.${k}`)];
    for (const lang of LANGS)
      expect(
        Object.keys(locales[lang])
          .filter((k) => /^(?:slack|teams)\./.test(k))
          .toSorted(),
        lang,
      ).toEqual(own.toSorted());
  });

  test('there are words for each country, each weight and each thing that is masked', () => {
    const keys = [
      ...COUNTRIES.map((c) => `country.${c}`),
      ...[1, 2, 3, 4, 5].map((w) => `weight.${w}`),
      ...['identity_number', 'phone', 'email', 'card', 'plate', 'name', 'address'].map((k) => `masked.${k}`),
      ...['offline', 'outdated', 'other_country', 'other_municipality', 'law_note.unchecked', 'translated', 'masked'],
      ...['empty', 'too_long', 'unsure.gap', 'unsure.kept', 'unsure.noowner', 'refused'],
    ];
    for (const lang of LANGS)
      expect(
        keys.filter((key) => !locales[lang][key]),
        lang,
      ).toEqual([]);
  });

  test('a date is written as readers of the language write it', () => {
    expect(date('nb', '2022-12-20')).toBe('20. desember 2022');
    expect(date('nn', '2023-07-01')).toBe('1. juli 2023');
    expect(date('sv', '2023-05-10')).toBe('10 maj 2023');
    expect(date('en', '2022-12-20')).toBe('20 December 2022');
    expect(date('sv', '2026-03-02T08:00:00.000Z')).toBe('2 mars 2026');
  });

  test('what is no full date stays as it stands', () => {
    expect(date('nb', 'c. 2011')).toBe('c. 2011');
    expect(date('nb', '2011')).toBe('2011');
    expect(date('en', '2023-13-01')).toBe('2023-13-01');
  });

  test('quotation marks are the language’s own', () => {
    expect(LANGS.map((lang) => quoted(lang, 'rad'))).toEqual(['«rad»', '«rad»', '”rad”', '“rad”']);
  });

  test('a range of lines has an en dash, one line none', () => {
    expect(lineRange([26, 28])).toBe('26–28');
    expect(lineRange([49, 49])).toBe('49');
  });

  test('a user in Sweden is answered in Swedish, one in Norway in bokmål, when nothing else is known', () => {
    expect(defaultLang('SE')).toBe('sv');
    expect(defaultLang('NO')).toBe('nb');
  });

  test('a missing or empty translation is a fault, never filled in from another language', () => {
    expect(Localised.safeParse({ nb: 'a', nn: 'b', sv: 'c' }).success).toBe(false);
    expect(Localised.safeParse({ nb: 'a', nn: 'b', sv: 'c', en: '  ' }).success).toBe(false);
    expect(Localised.safeParse({ nb: 'a', nn: 'b', sv: 'c', en: 'd', da: 'e' }).success).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { COUNTRIES, LANGS, type Lang, type Localised } from '../../src/core/language.ts';
import { inCountry } from '../../src/core/screening/definition.ts';
import { WORDS } from '../../src/core/screening/wording.ts';
import { readWords } from '../support/knowledge.ts';
import { dpia, photoCheck, riskBank } from '../support/screening.ts';

/** Every text of the screenings and the risk bank with where it stands. */
function texts(): { where: string; text: Localised }[] {
  const out: { where: string; text: Localised }[] = [];
  const visit = (value: unknown, where: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('nb' in value && 'nn' in value) out.push({ where, text: value as Localised });
    else for (const [key, child] of Object.entries(value)) visit(child, `${where}.${key}`);
  };
  visit(photoCheck(), 'photo');
  visit(dpia(), 'dpia');
  visit(riskBank(), 'risks');
  visit(WORDS, 'words');
  return out;
}
/** Option labels and questions come from the domain sheet, word for word. */
const ours = () => texts().filter(({ where }) => !/(questions\.\d+\.text|options\.\d+\.text|\.name)$/.test(where));
const find = (lang: Lang, pattern: RegExp, list = ours()) =>
  list
    .filter(({ text }) => pattern.test(text[lang].replace(/«[^»]*»/g, '')))
    .map(({ where, text }) => `${where}: ${text[lang]}`);

describe('the words of the screenings', () => {
  it('never call a post approved, cleared or safe, and never declare it lawful', () => {
    const approved =
      /\bgodkjen|\bgodkän|\bapproved?\b|\bklarert|\bcleared\b|\btrygt\b|\bsafe\b|(?<!u)\blovlig|\blagligt|\b(?:is|are) legal\b/i;
    for (const lang of LANGS) expect(find(lang, approved)).toEqual([]);
  });

  it('use no exclamation marks, no "we" and no unlucky words of the glossary', () => {
    const never: Record<Lang, RegExp> = {
      nb: /!|\bmå ikke\b|\bforeldre\b|\bmindreårig|\beventuelt\b|\bdessverre\b|\bborger\b|\bpersonvernansvarlig/i,
      nn: /!|\bmå ikkje\b|\bforeldre\b|\bmindreårig|\bdessverre\b|\bikke\b|\bjeg\b|\bhvis\b|\bhva\b|\bhvor\b|\bnoe\b|\bfra\b|\bbare\b|\bvære\b|\bgjøre\b|\bsvarene\b|\bkommunens\b|\bpersonopplysninger\b|\bbilde(?:t|r)?\b|\bansatt|\bforesatte\b|\btaushet/i,
      sv: /!|\bmåste inte\b|\bmedborgare\b|\btilltag\b|\bbehandlingsansvarig\b|\bpersonvärn|\bikke\b|\bog\b/i,
      en: /!|\bminors?\b|\bcitizens?\b|\beventually\b|\bmust not have to\b/i,
    };
    for (const lang of LANGS) expect(find(lang, never[lang], lang === 'nn' ? texts() : ours())).toEqual([]);
  });

  it('differ between Norwegian, Swedish and English wherever more than a word or two is said', () => {
    const same = texts().filter(
      ({ text }) =>
        readWords(text.nb).length > 5 && (text.nb === text.sv || text.nb === text.en || text.sv === text.en),
    );
    expect(same.map((s) => s.where)).toEqual([]);
  });

  it('keep to the lengths of a phone: reasons at most 25 words, verdict titles 7, actions and sentences 25', () => {
    for (const d of [photoCheck(), dpia()])
      for (const country of COUNTRIES)
        for (const lang of LANGS) {
          for (const q of [...d.questions, ...d.facts]) {
            expect(readWords(inCountry(q.why, country)[lang]).length, `${q.id} ${lang}`).toBeLessThanOrEqual(25);
            for (const o of q.options) {
              if (o.action)
                expect(
                  readWords(inCountry(o.action, country)[lang]).length,
                  `${q.id}=${o.code} ${lang}`,
                ).toBeLessThanOrEqual(27);
              if (o.instead) expect(readWords(inCountry(o.instead, country)[lang]).length).toBeLessThanOrEqual(25);
            }
          }
          for (const o of d.outcomes) {
            expect(readWords(inCountry(o.title, country)[lang]).length, `${o.id} ${lang}`).toBeLessThanOrEqual(7);
            expect(readWords(inCountry(o.text, country)[lang]).length).toBeLessThanOrEqual(25);
          }
        }
  });

  it('quote at most 40 words', () => {
    for (const item of [...photoCheck().questions, ...dpia().questions, ...riskBank().risks])
      for (const ref of item.cite) if ('at' in ref) expect(readWords(ref.quote).length).toBeLessThanOrEqual(40);
  });

  it('tell a Swedish user that KS is an example from Norway', () => {
    for (const d of [photoCheck(), dpia()])
      for (const q of [...d.questions, ...d.facts])
        for (const text of [q.why, ...q.options.flatMap((o) => (o.action ? [o.action] : []))]) {
          const sv = inCountry(text, 'SE').sv;
          if (/\bKS\b/.test(sv)) expect(sv).toMatch(/KS i Norge/);
          expect(inCountry(text, 'SE').sv).not.toMatch(/§ 104/);
        }
  });
});

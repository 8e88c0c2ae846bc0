import { describe, expect, it, test } from 'vitest';
import { COUNTRIES, type Country, LANGS } from '../../src/core/language.ts';
import { citeAll } from '../../src/core/screening/cite.ts';
import { evaluate } from '../../src/core/screening/evaluate.ts';
import { logLine } from '../../src/core/screening/log-line.ts';
import { verdictOf } from '../../src/core/screening/verdict.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { LANDSCAPE, mapOf, outcomeOf, PERSON, type Plain, photoCheck } from '../support/screening.ts';

/** Cases worked out by hand: country, what differs from a person in a harmless situation (or a landscape), outcome, what decided. */
type Row = [why: string, country: Country, base: Plain, changes: Plain, outcome: string, triggers: string[]];

const CLASS: Plain = { ...PERSON, P07: 'main', P09: 'yes', P11: 'portrait', P13: 'none' };
/** What a person in a harmless situation has to think of anyway. */
const USUAL = ['P11', 'P13'];

const ROWS: Row[] = [
  ['a landscape', 'NO', LANDSCAPE, {}, 'OK', []],
  ['a landscape in Sweden', 'SE', LANDSCAPE, {}, 'OK', []],
  ['on an own channel', 'NO', LANDSCAPE, { P01: 'own' }, 'OK', []],
  ['with a licence', 'SE', LANDSCAPE, { P16: 'licence', P19: 'closed' }, 'OK', []],
  ['a private account', 'NO', LANDSCAPE, { P01: 'unapproved' }, 'STOP', ['P01']],
  ['general information on child welfare', 'NO', LANDSCAPE, { P02: 'general' }, 'CAUTION', ['P02']],
  ['experiences from a shelter', 'SE', LANDSCAPE, { P02: 'persons' }, 'STOP', ['P02']],
  ['unsure of the service area', 'NO', LANDSCAPE, { P02: 'unsure' }, 'STOP', ['P02']],
  ['a screen in the background', 'NO', LANDSCAPE, { P03: 'yes' }, 'STOP', ['P03']],
  ['unsure of the screen', 'SE', LANDSCAPE, { P03: 'unsure' }, 'STOP', ['P03']],
  [
    'something confidential ends the evaluation',
    'NO',
    CLASS,
    { P03: 'yes', P04: 'case', P13: 'objection' },
    'STOP',
    ['P03'],
  ],
  [
    'the channel counts beside it',
    'NO',
    LANDSCAPE,
    { P01: 'unapproved', P02: 'general', P03: 'yes' },
    'STOP',
    ['P01', 'P03'],
  ],
  ['a survey', 'NO', LANDSCAPE, { P04: 'dialogue' }, 'CAUTION', ['P04']],
  ['a survey in Sweden', 'SE', LANDSCAPE, { P04: 'dialogue' }, 'CAUTION', ['P04']],
  ['an individual case', 'NO', LANDSCAPE, { P04: 'case' }, 'STOP', ['P04']],
  [
    'a STOP ends nothing where all answers come at once',
    'NO',
    LANDSCAPE,
    { P04: 'case', P16: 'unclear' },
    'STOP',
    ['P04', 'P16'],
  ],
  ['people questions are skipped', 'NO', LANDSCAPE, { P07: 'risk', P13: 'objection', P11: 'offensive' }, 'OK', []],
  [
    'unsure whether anyone is recognisable goes on as yes',
    'NO',
    CLASS,
    { P05: 'unsure' },
    'CONSENT',
    ['P07', 'P09', 'P11', 'P13'],
  ],
  ['a harmless situation', 'NO', PERSON, {}, 'CAUTION', USUAL],
  ['a harmless situation in Sweden', 'SE', PERSON, {}, 'CAUTION', USUAL],
  ['nobody need be recognisable', 'NO', PERSON, { P06: 'no' }, 'CAUTION', ['P06', ...USUAL]],
  ['children in a crowd', 'SE', PERSON, { P07: 'crowd' }, 'CAUTION', ['P07', ...USUAL]],
  ['the class photo of the storyboard', 'NO', CLASS, {}, 'CONSENT', ['P07', 'P09', 'P11', 'P13']],
  ['the same in Sweden: no right to the image', 'SE', CLASS, {}, 'CONSENT', ['P07', 'P09', 'P13']],
  ['the class photo with consent on file', 'NO', CLASS, { P13: 'consent' }, 'CAUTION', ['P07', 'P09', 'P11', 'P13']],
  ['the same in Sweden', 'SE', CLASS, { P13: 'consent' }, 'CAUTION', ['P07', 'P09', 'P11', 'P13']],
  ['a task clears nothing', 'NO', CLASS, { P13: 'task' }, 'CONSENT', ['P07', 'P09', 'P11']],
  ['a task clears nothing in Sweden', 'SE', CLASS, { P13: 'task' }, 'CONSENT', ['P07', 'P09']],
  ['unsure of the age', 'NO', PERSON, { P07: 'unsure' }, 'CONSENT', ['P07']],
  [
    'unsure of the age, consent on file',
    'NO',
    PERSON,
    { P07: 'unsure', P13: 'consent' },
    'CAUTION',
    ['P07', 'P11', 'P13'],
  ],
  ['a protected address', 'SE', PERSON, { P07: 'risk', P13: 'consent' }, 'STOP', ['P07']],
  ['health with a documented basis', 'NO', PERSON, { P08: 'basis' }, 'CAUTION', ['P08', ...USUAL]],
  ['health', 'NO', PERSON, { P08: 'yes' }, 'STOP', ['P08']],
  ['unsure of health', 'SE', PERSON, { P08: 'unsure', P13: 'consent' }, 'STOP', ['P08']],
  ['a care-home resident', 'NO', PERSON, { P09: 'yes' }, 'CONSENT', ['P09']],
  ['a resident who cannot consent', 'NO', PERSON, { P09: 'incapable', P13: 'consent' }, 'STOP', ['P09']],
  ['an employee in the role', 'NO', PERSON, { P10: 'role' }, 'CAUTION', ['P10', ...USUAL]],
  ['an employee otherwise', 'SE', PERSON, { P10: 'other' }, 'CONSENT', ['P10']],
  [
    'an employee otherwise, release on file',
    'SE',
    PERSON,
    { P10: 'other', P13: 'consent' },
    'CAUTION',
    ['P10', ...USUAL],
  ],
  ['an employee who said no', 'NO', PERSON, { P10: 'objects', P13: 'consent' }, 'STOP', ['P10']],
  ['a portrait in Norway', 'NO', PERSON, { P11: 'portrait' }, 'CONSENT', ['P11']],
  ['a portrait in Sweden', 'SE', PERSON, { P11: 'portrait' }, 'CAUTION', USUAL],
  ['a portrait with consent', 'NO', PERSON, { P11: 'portrait', P13: 'consent' }, 'CAUTION', USUAL],
  ['current general interest', 'NO', PERSON, { P11: 'news' }, 'CAUTION', USUAL],
  ['offensive', 'SE', PERSON, { P11: 'offensive' }, 'STOP', ['P11']],
  ['an artist without anything on file', 'SE', PERSON, { P12: 'only', P13: 'none' }, 'CAUTION', ['P11', 'P12', 'P13']],
  ['an artist in a situation in Norway', 'NO', PERSON, { P12: 'only', P13: 'none' }, 'CAUTION', ['P11', 'P12', 'P13']],
  [
    "an artist's portrait in Norway: § 104 stays",
    'NO',
    PERSON,
    { P11: 'portrait', P12: 'only', P13: 'none' },
    'CONSENT',
    ['P11'],
  ],
  [
    "an artist's portrait in Norway, task on file",
    'NO',
    PERSON,
    { P11: 'portrait', P12: 'only', P13: 'task' },
    'CONSENT',
    ['P11'],
  ],
  [
    "an artist's portrait in Sweden",
    'SE',
    PERSON,
    { P11: 'portrait', P12: 'only', P13: 'none' },
    'CAUTION',
    ['P11', 'P12', 'P13'],
  ],
  ['an artist who is a child', 'SE', PERSON, { P07: 'main', P12: 'only', P13: 'none' }, 'CONSENT', ['P07']],
  ['an artist and others', 'SE', PERSON, { P12: 'others', P13: 'none' }, 'CONSENT', ['P13']],
  ['no basis', 'NO', PERSON, { P13: 'none' }, 'CONSENT', ['P13']],
  ['the person objects', 'NO', PERSON, { P13: 'objection', P12: 'only' }, 'STOP', ['P13']],
  ['plates will be blurred', 'NO', LANDSCAPE, { P14: 'blur' }, 'CAUTION', ['P14']],
  ['plates are kept', 'NO', LANDSCAPE, { P14: 'keep' }, 'CONSENT', ['P14']],
  ['kept plates are never cleared by consent', 'NO', CLASS, { P13: 'consent', P14: 'keep' }, 'CONSENT', ['P14']],
  [
    'kept plates are never cleared by the exemption',
    'SE',
    PERSON,
    { P12: 'only', P13: 'none', P14: 'keep' },
    'CONSENT',
    ['P14'],
  ],
  ['a skipped consent clears nothing', 'NO', LANDSCAPE, { P13: 'consent', P14: 'keep' }, 'CONSENT', ['P14']],
  ['metadata', 'SE', LANDSCAPE, { P15: 'no' }, 'CAUTION', ['P15']],
  ['a shelter', 'NO', LANDSCAPE, { P15: 'sensitive' }, 'STOP', ['P15']],
  ['rights unclear', 'SE', LANDSCAPE, { P16: 'unclear' }, 'STOP', ['P16']],
  ['AI-generated', 'NO', LANDSCAPE, { P16: 'ai' }, 'CAUTION', ['P16']],
  ['a new type of content', 'NO', LANDSCAPE, { P17: 'newtype' }, 'CAUTION', ['P17']],
  ['a platform nobody has assessed', 'NO', LANDSCAPE, { P17: 'no' }, 'STOP', ['P17']],
  ['TikTok', 'SE', LANDSCAPE, { P17: 'risky' }, 'STOP', ['P17']],
  ['a boost', 'NO', LANDSCAPE, { P18: 'yes' }, 'CAUTION', ['P18']],
  ['targeting', 'NO', LANDSCAPE, { P18: 'target' }, 'STOP', ['P18']],
  ['nobody watches the comments', 'SE', LANDSCAPE, { P19: 'no' }, 'STOP', ['P19']],
  ['a topic that draws comments', 'NO', LANDSCAPE, { P20: 'yes' }, 'CAUTION', ['P20']],
  ['elected officials, neutrally', 'SE', LANDSCAPE, { P21: 'neutral' }, 'CAUTION', ['P21']],
  ['a party message', 'NO', LANDSCAPE, { P21: 'party' }, 'STOP', ['P21']],
  ['archiving is not settled', 'NO', LANDSCAPE, { P22: 'no' }, 'CAUTION', ['P22']],
  ['no alt text', 'SE', LANDSCAPE, { P23: 'no' }, 'CAUTION', ['P23']],
];

const verdict = (country: Country, answers: Plain) => {
  const found = verdictOf(photoCheck(), country, outcomeOf(photoCheck(), country, answers));
  if (!found) throw new Error('no verdict');
  return found;
};

describe('the photo check', () => {
  test.each(ROWS)('%s (%s)', (_, country, base, changes, outcome, triggers) => {
    const result = outcomeOf(photoCheck(), country, { ...base, ...changes });
    expect([result.outcome, result.missing, [...result.triggers].sort()]).toEqual([outcome, [], [...triggers].sort()]);
  });

  it('asks about people only where somebody may be recognised', () => {
    expect(outcomeOf(photoCheck(), 'NO', LANDSCAPE).asked).toEqual(Object.keys(LANDSCAPE).sort());
    expect(outcomeOf(photoCheck(), 'NO', { ...LANDSCAPE, P05: 'unsure' }).missing).toEqual([
      'P06',
      'P07',
      'P08',
      'P09',
      'P10',
      'P11',
      'P12',
      'P13',
    ]);
  });

  test.each(Object.keys(PERSON))('has no outcome while %s is unanswered', (id) => {
    const { [id]: _, ...rest } = PERSON;
    expect(outcomeOf(photoCheck(), 'NO', rest)).toMatchObject({ outcome: null, missing: [id], triggers: [] });
  });

  it('says who cleared what, and keeps the action', () => {
    const { because } = outcomeOf(photoCheck(), 'NO', { ...CLASS, P13: 'consent' });
    expect(because.find((f) => f.id === 'P07')?.cleared).toMatchObject({
      by: 'consent-on-file',
      from: 'CONSENT',
      answers: [{ id: 'P13', value: 'consent' }],
    });
    expect(verdict('NO', { ...CLASS, P13: 'consent' }).actions.map((a) => a.question)).toContain('P07');
  });

  it('tells guardians, child and § 104 from a missing paper', () => {
    const { title, actions, ask } = verdict('NO', CLASS);
    expect(title.nb).toBe('Grunnlag eller samtykke mangler.');
    const todo = actions.map((a) => a.text.nb).join(' ');
    for (const wanted of [/foresatte/, /hør barnet/, /§ 104/, /hvem, formål, kanal, hvor lenge/])
      expect(todo).toMatch(wanted);
    expect(ask?.nb).toMatch(/personvernombudet/);
  });

  it('says that the requirement stands, and whom to ask, where another basis is written down', () => {
    for (const country of COUNTRIES) {
      const { title, text, actions, ask } = verdict(country, { ...CLASS, P13: 'task' });
      expect(title.nb).toBe('Kravet står fortsatt.');
      expect([title, text, ...actions.map((a) => a.text)].map((t) => t.nb).join(' ')).not.toMatch(
        /mangler|dokumentert|Skriv ned grunnlaget/,
      );
      expect(ask?.nb).toMatch(/personvernombudet/);
    }
  });

  it('gives a STOP its reason, its alternative and somebody to ask, and nothing else to tick', () => {
    const stop = verdict('NO', { ...PERSON, P07: 'risk', P20: 'yes' });
    expect(stop.actions.map((a) => a.question)).toEqual(['P07']);
    expect(stop.instead.length).toBe(1);
    expect(stop.ask?.nb).toMatch(/redaktøren/);
    expect(stop.beside).toEqual([]);
  });

  it('cites lines that stand in the sources, and no Norwegian law to a Swedish user', () => {
    for (const country of COUNTRIES)
      for (const lang of LANGS) {
        const { places, law } = citeAll(verdict(country, CLASS).cite, country, realKnowledge(), lang);
        expect(places.length).toBeGreaterThan(3);
        expect(places[0]?.citation.country).toBe(country);
        expect(law.map((c) => c.document).includes('law:L15')).toBe(country === 'NO');
      }
  });

  it('never cites more lines than a person can look at', () => {
    for (const d of [photoCheck()])
      for (const q of d.questions)
        for (const p of citeAll(q.cite, 'NO', realKnowledge(), 'nb').places)
          expect(p.lines[1] - p.lines[0]).toBeLessThan(40);
  });

  it('gives a log line with codes alone: the outcome, what decided and every answer that counted', () => {
    const evaluation = evaluate(photoCheck(), 'NO', mapOf({ ...CLASS, P05: 'yes' }));
    const line = logLine(photoCheck(), 'NO', verdict('NO', CLASS), evaluation.counted, 'nb', '2026-11-22');
    expect(line).toBe(
      '2026-11-22 · Bildesjekk (photo-check v1, NO) · CONSENT: Grunnlag eller samtykke mangler · avgjort av P07=main P09=yes P11=portrait P13=none · ' +
        'svar P01=main P02=no P03=no P04=info P05=yes P06=yes P07=main P08=no P09=yes P10=no P11=portrait P12=no P13=none P14=no P15=yes P16=own P17=yes P18=no P19=yes P20=no P21=no P22=yes P23=yes',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askCard, cancelledCard, verdictCard } from '../../src/core/cards/screening-cards.ts';
import { COUNTRIES, type Country, LANGS, type Lang, type Localised } from '../../src/core/language.ts';
import { mentions } from '../../src/core/screening/condition.ts';
import { type Definition, inCountry, indexOf } from '../../src/core/screening/definition.ts';
import { describeTree } from '../../src/core/screening/describe.ts';
import { evaluate } from '../../src/core/screening/evaluate.ts';
import { next } from '../../src/core/screening/next.ts';
import { answer, type Session, startSession } from '../../src/core/screening/session.ts';
import { type Verdict, verdictOf } from '../../src/core/screening/verdict.ts';
import { expectSound, viewIn } from '../support/cards.ts';
import { checklists, done, anyRun as run } from '../support/checklists.ts';
import { forbiddenIn } from '../support/forbidden-words.ts';
import { READERS, readWords } from '../support/knowledge.ts';
import { anyCountry, asking, outcomeOf, type Plain } from '../support/screening.ts';

/** Answers nobody thought of. The seed is fixed: a failure tomorrow is a change of today. */
const RUNS = { seed: 20261122, numRuns: 1500 };
const each = checklists().map((d): [string, Definition] => [d.id, d]);

function verdict(d: Definition, answers: Plain, country: Country = 'NO'): Verdict {
  const found = verdictOf(d, country, outcomeOf(d, country, answers));
  if (!found) throw new Error(`${d.id} has no outcome: ${outcomeOf(d, country, answers).missing}`);
  return found;
}

/** Everything a reader in a country can be shown by a checklist, with where it stands; quotes are others' words and stay out. */
function shownIn(d: Definition, country: Country): { where: string; text: Localised }[] {
  const out: { where: string; text: Localised }[] = [];
  const visit = (value: unknown, where: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('NO' in value && 'SE' in value) visit(value[country], where);
    else if ('nb' in value && 'nn' in value) out.push({ where, text: value as Localised });
    else for (const [key, child] of Object.entries(value)) if (key !== 'cite') visit(child, `${where}.${key}`);
  };
  visit(d, d.id);
  return out;
}

describe.each(each)('%s', (_, list) => {
  it('ends in an outcome in four languages when complete, whatever is answered, and never without', () => {
    fc.assert(
      fc.property(run(list), anyCountry, fc.array(fc.nat(30)), (given, country, drop) => {
        const said = verdict(list, given, country);
        for (const lang of LANGS) expect(said.title[lang]).toBeTruthy();
        expect(JSON.stringify(said)).not.toMatch(/\{\w+\}/);
        const ids = Object.keys(given);
        const gone = new Set(drop.map((i) => ids[i % ids.length]));
        const some = Object.fromEntries(Object.entries(given).filter(([id]) => !gone.has(id)));
        const { outcome, missing } = outcomeOf(list, country, some);
        expect(outcome === null).toBe(missing.length > 0);
      }),
      RUNS,
    );
  });

  it('is not changed by answers that it skips', () => {
    fc.assert(
      fc.property(run(list), anyCountry, (given, country) => {
        const full = outcomeOf(list, country, given);
        const counted = evaluate(list, country, full.counted);
        expect([counted.outcome, counted.triggers]).toEqual([full.outcome, full.triggers]);
      }),
      RUNS,
    );
  });

  it('visits every option, gate and outcome in both countries, but for what only one country has', () => {
    for (const country of COUNTRIES) {
      const met = new Set<string>();
      for (const given of fc.sample(run(list), { seed: RUNS.seed, numRuns: 4000 })) {
        const { counted, outcome, findings } = outcomeOf(list, country, given);
        for (const [id, value] of counted) met.add(`${id}=${value}`);
        for (const f of findings) met.add(f.id);
        if (outcome) met.add(outcome);
      }
      for (const q of list.questions) for (const o of q.options) expect(met).toContain(`${q.id}=${o.code}`);
      for (const { id } of [...list.gates, ...list.outcomes]) expect(met).toContain(id);
    }
  });

  it('keeps open whatever is not done yet, and says what to do about it', () => {
    const { rank } = indexOf(list);
    for (const country of COUNTRIES)
      for (const q of list.questions)
        for (const o of q.options.filter((option) => option.code === 'not_yet')) {
          expect(o.action, q.id).toBeDefined();
          const effect = inCountry(o.effect, country);
          expect(rank(effect), `${q.id} ${country}`).toBeGreaterThan(rank(list.otherwise));
          fc.assert(
            fc.property(run(list), (given) => {
              const { counted, outcome } = outcomeOf(list, country, { ...given, [q.id]: 'not_yet' });
              if (counted.has(q.id)) expect(outcome).not.toBe('DONE');
            }),
            { ...RUNS, numRuns: 100 },
          );
        }
  });

  it('shows few steps a card, each with a reason, and can be left and taken up again', () => {
    for (const c of list.cards) expect(c.questions.length, c.id).toBeLessThanOrEqual(5);
    for (const q of list.questions) expect(q.cite.length, q.id).toBeGreaterThan(0);
    // A form shows a whole card: nothing on it may hang on another answer of the same card.
    for (const c of list.cards)
      for (const q of list.questions.filter((one) => c.questions.includes(one.id) && one.skipIf))
        for (const m of mentions(q.skipIf ?? { all: [] })) expect(c.questions, q.id).not.toContain(m.id);
    let session: Session = startSession(list, 'NO');
    const first = asking(next(list, session));
    const [question] = first.group;
    if (!question) throw new Error('an empty card');
    session = answer(list, session, question.id, done(list)[question.id] ?? '') ?? session;
    const again: Session = JSON.parse(JSON.stringify(session));
    expect(next(list, again)).toEqual(next(list, session));
  });

  it('never puts Swedish duties to a Norwegian user as theirs', () => {
    const duty = /diarief|diarium|diariet|allmän(?:na)? handling|uppsiktsplikt|gallra|gallring|registrator/i;
    const asAnother = /svensk|Sverige|Sweden|Swedish/i;
    for (const { where, text } of shownIn(list, 'NO'))
      for (const lang of LANGS) if (duty.test(text[lang])) expect(text[lang], `${where} ${lang}`).toMatch(asAnother);
    for (const lang of ['nb', 'nn'] as const)
      for (const { where, text } of shownIn(list, 'NO')) expect(text[lang], where).not.toMatch(/diarief/i);
  });

  it('calls the other country’s line an example wherever it names whose it is', () => {
    for (const { where, text } of shownIn(list, 'SE'))
      for (const lang of LANGS)
        if (/\bKS\b/.test(text[lang])) expect(text[lang], `${where} ${lang}`).toMatch(/Norge|Noreg|Norway/);
    for (const { where, text } of shownIn(list, 'SE')) expect(text.sv, where).not.toMatch(/§ 104|Altinn/);
  });

  it('keeps to the length of a phone', () => {
    for (const country of COUNTRIES)
      for (const lang of LANGS) {
        const long: string[] = [];
        const most = (n: number, where: string, text: string | undefined) => {
          if (text !== undefined && readWords(text).length > n)
            long.push(`${where} ${lang} ${readWords(text).length}: ${text}`);
        };
        for (const q of list.questions) {
          most(20, q.id, q.text[lang]);
          most(25, `${q.id} why`, inCountry(q.why, country)[lang]);
          for (const o of q.options) {
            if (o.action) most(25, `${q.id}=${o.code}`, inCountry(o.action, country)[lang]);
            if (o.instead) most(25, `${q.id}=${o.code}`, inCountry(o.instead, country)[lang]);
          }
          for (const c of q.cite) if ('at' in c) most(40, `${q.id} quote`, c.quote);
        }
        for (const o of list.outcomes)
          for (const words of [o, ...o.variants]) {
            most(7, o.id, inCountry(words.title, country)[lang]);
            most(25, o.id, inCountry(words.text, country)[lang]);
          }
        expect(long).toEqual([]);
      }
  });

  it('keeps to the glossary, is calm, and has the quotation marks of its language', () => {
    const marks = { nb: /[“”"]/, nn: /[“”"]/, sv: /[«»“"]/, en: /[«»"]/ };
    const strange: Record<Lang, RegExp> = {
      nb: /\b(inte|och|eller hur|ikkje|eg|frå|berre|viss|kva|kven|noko|nokon)\b/i,
      nn: /\b(ikke|jeg|hvis|hva|hvem|hvor|noe|noen|fra|bare|være|gjøre|bilde[tr]?|ansatt|opplysninger)\b/i,
      sv: /\b(ikke|og|fra|hvis|hva|noe|bare være)\b/i,
      en: /\b(og|och|ikke)\b/i,
    };
    const found: string[] = [];
    for (const country of COUNTRIES)
      for (const { where, text } of shownIn(list, country))
        for (const lang of LANGS) {
          const said = text[lang];
          const own = said.replace(/«[^»]*»|”[^”]*”|“[^”]*”/g, ' ');
          for (const word of forbiddenIn(lang, said)) found.push(`${where} ${lang} “${word}”: ${said}`);
          if (/[!…]|\.\.\./.test(said) || marks[lang].test(said) || strange[lang].test(own))
            found.push(`${where} ${lang}: ${said}`);
        }
    expect([...new Set(found)]).toEqual([]);
  });

  it('prints as a tree in every language, with every step and no slot left open', () => {
    for (const lang of LANGS) {
      const tree = describeTree(list, lang);
      for (const q of list.questions) expect(tree).toContain(`- **${q.id}** ${q.text[lang]}`);
      expect(tree).not.toMatch(/\{\w+\}|undefined|\[object/);
    }
  });

  it('meets only sound cards on the way, in every country and language', () => {
    for (const { country, lang } of READERS)
      for (const given of fc.sample(run(list), { seed: RUNS.seed, numRuns: 15 })) {
        const view = viewIn(lang, country);
        let session = startSession(list, country);
        for (let steps = 0; ; steps++) {
          const held = { id: 's1', session };
          const step = next(list, session);
          if (step.kind === 'verdict') {
            expectSound(verdictCard(view, list, held, step, 'log', null));
            break;
          }
          expectSound(askCard(view, list, held, step));
          for (const item of step.group) session = answer(list, session, item.id, given[item.id] ?? '') ?? session;
          expect(steps).toBeLessThan(20);
        }
        expectSound(cancelledCard(view, list));
      }
  });
});

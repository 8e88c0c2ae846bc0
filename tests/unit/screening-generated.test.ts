import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRIES, type Country, LANGS } from '../../src/core/language.ts';
import { type Definition, inCountry, indexOf } from '../../src/core/screening/definition.ts';
import { evaluate } from '../../src/core/screening/evaluate.ts';
import { verdictOf } from '../../src/core/screening/verdict.ts';
import {
  anyAnswers,
  anyCountry,
  dpia,
  outcomeOf,
  PERSON,
  type Plain,
  photoCheck,
  QUIET,
} from '../support/screening.ts';
import { photoByTheSheet, planByTheSheet } from '../support/screening-by-the-sheet.ts';

/** Answers nobody thought of. The seed is fixed: a failure tomorrow is a change of today. */
const RUNS = { seed: 20261122, numRuns: 3000 };
const photos = anyAnswers(photoCheck(), PERSON);
const wildPhotos = anyAnswers(photoCheck(), PERSON, 1);
const plans = anyAnswers(dpia(), QUIET, 12);
const wildPlans = anyAnswers(dpia(), QUIET, 1);
const both: [Definition, fc.Arbitrary<Plain>][] = [
  [photoCheck(), fc.oneof(photos, wildPhotos)],
  [dpia(), fc.oneof(plans, wildPlans)],
];
const rank = (outcome: string | null) => indexOf(photoCheck()).rank(outcome ?? '');

describe('any set of answers', () => {
  it.each(both)(
    '$id: ends with a verdict in four languages when complete, and never without',
    (definition, answers) => {
      fc.assert(
        fc.property(answers, anyCountry, (given, country) => {
          const evaluation = outcomeOf(definition, country, given);
          const verdict = verdictOf(definition, country, evaluation);
          expect(evaluation.missing).toEqual([]);
          for (const lang of LANGS) expect(verdict?.title[lang]).toBeTruthy();
          expect(JSON.stringify(verdict)).not.toMatch(/\{\w+\}/);
          expect(evaluation.triggers.every((id) => evaluation.counted.has(id) || !(id in given))).toBe(true);
        }),
        RUNS,
      );
    },
  );

  it.each(both)(
    '$id: has an outcome exactly when nothing is missing, and gets there by answering what is missing',
    (definition, answers) => {
      fc.assert(
        fc.property(answers, anyCountry, fc.array(fc.nat(30)), (given, country, drop) => {
          const ids = Object.keys(given);
          const gone = new Set(drop.map((i) => ids[i % ids.length]));
          let some: Plain = Object.fromEntries(Object.entries(given).filter(([id]) => !gone.has(id)));
          for (let i = 0; i < 40; i++) {
            const { outcome, missing } = outcomeOf(definition, country, some);
            expect(outcome === null).toBe(missing.length > 0);
            const [first] = missing;
            if (!first) return;
            some = { ...some, [first]: given[first] ?? '' };
          }
          throw new Error('never ends');
        }),
        RUNS,
      );
    },
  );

  it.each(both)('$id: the same answers in another order give the same verdict', (definition, answers) => {
    fc.assert(
      fc.property(
        answers.chain((a) =>
          fc.tuple(fc.constant(a), fc.shuffledSubarray(Object.entries(a), { minLength: Object.keys(a).length })),
        ),
        anyCountry,
        ([given, shuffled], country) => {
          expect(outcomeOf(definition, country, Object.fromEntries(shuffled))).toEqual(
            outcomeOf(definition, country, given),
          );
        },
      ),
      RUNS,
    );
  });

  it.each(both)('$id: answers that the flow skips change nothing', (definition, answers) => {
    fc.assert(
      fc.property(answers, anyCountry, (given, country) => {
        const full = outcomeOf(definition, country, given);
        const counted = evaluate(definition, country, full.counted);
        expect([counted.outcome, counted.triggers]).toEqual([full.outcome, full.triggers]);
      }),
      RUNS,
    );
  });

  it.each(both)(
    '$id: every option of every question, every rule and every outcome is visited, in both countries',
    (definition, answers) => {
      for (const country of COUNTRIES) {
        const options = new Set<string>();
        const reached = new Set<string>();
        for (const given of fc.sample(answers, { seed: RUNS.seed, numRuns: 8000 })) {
          const { counted, outcome, findings } = outcomeOf(definition, country, given);
          for (const [id, value] of counted) options.add(`${id}=${value}`);
          for (const f of findings) {
            reached.add(f.id);
            if (f.cleared) reached.add(f.cleared.by);
          }
          if (outcome) reached.add(outcome);
        }
        for (const item of [...definition.questions, ...definition.facts])
          for (const option of item.options) expect(options).toContain(`${item.id}=${option.code}`);
        const rules = [...definition.gates.filter((g) => g.outcome), ...definition.clearing, ...definition.escalations];
        const here = definition.rules.filter((r) => r.countries.includes(country));
        for (const { id } of [...rules, ...here, ...definition.outcomes]) expect(reached).toContain(id);
      }
    },
  );
});

describe('any photo', () => {
  it('with an "unsure" that counts is never OK', () => {
    fc.assert(
      fc.property(fc.oneof(photos, wildPhotos), anyCountry, (given, country) => {
        const { counted, outcome } = outcomeOf(photoCheck(), country, given);
        fc.pre([...counted.values()].includes('unsure'));
        expect(outcome).not.toBe('OK');
      }),
      RUNS,
    );
  });

  it('gets no better verdict by an answer that means STOP', () => {
    const stops = (country: Country) =>
      photoCheck().questions.flatMap((q) =>
        q.options.filter((o) => inCountry(o.effect, country) === 'STOP').map((o) => ({ id: q.id, code: o.code })),
      );
    expect(stops('NO')).toHaveLength(20);
    fc.assert(
      fc.property(fc.oneof(photos, wildPhotos), anyCountry, fc.nat(), (given, country, n) => {
        const all = stops(country);
        const stop = all[n % all.length];
        if (!stop) return;
        const before = outcomeOf(photoCheck(), country, given);
        const after = outcomeOf(photoCheck(), country, { ...given, [stop.id]: stop.code });
        expect(rank(after.outcome)).toBeGreaterThanOrEqual(rank(before.outcome));
        if (after.counted.has(stop.id)) expect(after.outcome).toBe('STOP');
      }),
      RUNS,
    );
  });

  it('that is a class photo without consent on file never comes out as OK, whatever else is answered', () => {
    fc.assert(
      fc.property(
        wildPhotos,
        anyCountry,
        fc.constantFrom('yes', 'unsure'),
        fc.constantFrom('task', 'none', 'objection'),
        (given, country, P05, P13) => {
          const { outcome } = outcomeOf(photoCheck(), country, { ...given, P05, P13, P07: 'main', P11: 'portrait' });
          expect(['CONSENT', 'STOP']).toContain(outcome);
        },
      ),
      RUNS,
    );
  });

  it('that is a portrait in Norway is never cleared of § 104 by the artistic exemption', () => {
    fc.assert(
      fc.property(wildPhotos, fc.constantFrom('task', 'none', 'objection'), (given, P13) => {
        const { outcome, findings, gate } = outcomeOf(photoCheck(), 'NO', {
          ...given,
          P05: 'yes',
          P11: 'portrait',
          P12: 'only',
          P13,
        });
        expect(['CONSENT', 'STOP']).toContain(outcome);
        if (gate === null) expect(findings.find((f) => f.id === 'P11')).toMatchObject({ outcome: 'CONSENT' });
        expect(findings.some((f) => f.id === 'P11' && f.cleared)).toBe(false);
      }),
      RUNS,
    );
  });

  it('never sends a Swedish user to consent alone', () => {
    const CONSENT = /samty[ck]|consent/i;
    const ANOTHER =
      /rättslig|behandlingsgrunnlag|legal basis|allmän|allmenn|public[- ]interest|avtal|agreement|release/i;
    fc.assert(
      fc.property(fc.oneof(photos, wildPhotos), (given) => {
        const verdict = verdictOf(photoCheck(), 'SE', outcomeOf(photoCheck(), 'SE', given));
        const texts = verdict
          ? [
              verdict.title,
              verdict.text,
              ...verdict.actions.map((a) => a.text),
              ...verdict.instead,
              ...(verdict.ask ? [verdict.ask] : []),
            ]
          : [];
        for (const text of texts)
          for (const lang of LANGS)
            if (CONSENT.test(text[lang]) && !/Grunnlag eller samtykke|Basis or consent/.test(text[lang]))
              expect(text[lang]).toMatch(ANOTHER);
      }),
      RUNS,
    );
  });

  it('is judged as the text of the sheet says, worked out a second way', () => {
    fc.assert(
      fc.property(fc.oneof(photos, wildPhotos), anyCountry, (given, country) => {
        expect(outcomeOf(photoCheck(), country, given).outcome).toBe(photoByTheSheet(given, country));
      }),
      RUNS,
    );
  });
});

describe('any plan', () => {
  it('gets no milder outcome when a criterion turns from no to yes or unknown and nobody rebuts', () => {
    fc.assert(
      fc.property(
        fc.oneof(plans, wildPlans),
        anyCountry,
        fc.integer({ min: 7, max: 19 }),
        fc.constantFrom('yes', 'unknown'),
        (given, country, n, to) => {
          const { rebuttal: _, ...rest } = given;
          const id = `D${String(n).padStart(2, '0')}`;
          const place = (outcome: string | null) => indexOf(dpia()).rank(outcome ?? '');
          const before = outcomeOf(dpia(), country, { ...rest, [id]: 'no' }).outcome;
          expect(place(outcomeOf(dpia(), country, { ...rest, [id]: to }).outcome)).toBeGreaterThanOrEqual(
            place(before),
          );
        },
      ),
      RUNS,
    );
  });

  it('is not helped by a rebuttal in Sweden', () => {
    fc.assert(
      fc.property(fc.oneof(plans, wildPlans), (given) => {
        const { rebuttal: _, ...rest } = given;
        expect(outcomeOf(dpia(), 'SE', { ...rest, rebuttal: 'yes' }).outcome).toBe(
          outcomeOf(dpia(), 'SE', rest).outcome,
        );
      }),
      RUNS,
    );
  });

  it('is judged as the text of the sheet says, worked out a second way', () => {
    fc.assert(
      fc.property(fc.oneof(plans, wildPlans), anyCountry, (given, country) => {
        expect(outcomeOf(dpia(), country, given).outcome).toBe(planByTheSheet(given, country));
      }),
      RUNS,
    );
  });
});

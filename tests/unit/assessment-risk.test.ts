import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confirmRisk } from '../../src/core/assessment/begin.ts';
import { Assessment, type Measure } from '../../src/core/assessment/document.ts';
import {
  bandOf,
  carrying,
  factsOf,
  inherentOf,
  rated,
  residualOf,
  steepDrops,
} from '../../src/core/assessment/risk.ts';
import { scoreOf } from '../../src/core/assessment/risk-bank.ts';
import { settled } from '../../src/core/assessment/settle.ts';
import { at, confirmed, fresh, full, NEW_PAGE, withMeasures } from '../support/assessment.ts';
import { dpia, QUIET, riskBank } from '../support/screening.ts';

const only = (d: Assessment, id: string) => {
  const risk = d.risks.find((r) => r.id === id);
  if (!risk) throw new Error(`no risk ${id}`);
  return risk;
};

describe('the risk table', () => {
  test('scores 1–3 are low, 4–6 medium, 8–9 high, 12–16 very high', () => {
    expect([1, 3, 4, 6, 8, 9, 12, 16].map(bandOf)).toEqual([
      'low',
      'low',
      'medium',
      'medium',
      'high',
      'high',
      'very_high',
      'very_high',
    ]);
  });

  test('of a fresh document has 26 risks of the bank, and none counts before somebody has confirmed it', () => {
    const d = fresh();
    expect(d.risks).toHaveLength(26);
    expect(rated(d)).toEqual([]);
    expect(factsOf(d, { toAdvice: true })).toEqual({});
    expect(d.bankLabel?.en).toContain("not KS' risk bank");
  });

  test('gives no figure while one risk that applies is unconfirmed, and gives it once that is set aside', () => {
    const d = confirmed(fresh());
    const waiting = {
      ...d,
      risks: d.risks.map((r) => (r.id === 'R26' ? { ...r, inherent: null, confirmedBy: null } : r)),
    };
    expect(factsOf(waiting, { toAdvice: false })).toEqual({});
    const aside = {
      ...waiting,
      risks: waiting.risks.map((r) => (r.id === 'R26' ? { ...r, setAside: 'Ikke valgår.' } : r)),
    };
    expect(factsOf(aside, { toAdvice: false })).toEqual({ max_inherent: 12 });
  });

  test('with every measure of the bank taken up, confirmed and in place falls to the bank’s own residual scores', () => {
    const d = withMeasures(confirmed(fresh()));
    const bank = new Map(riskBank().risks.map((r) => [r.id, r]));
    for (const r of rated(d)) {
      expect([r.risk.id, r.inherent]).toEqual([r.risk.id, bank.get(r.risk.id)?.inherent]);
      expect([r.risk.id, r.now]).toEqual([r.risk.id, bank.get(r.risk.id)?.residual]);
    }
    expect(factsOf(d, { toAdvice: true })).toEqual({ max_inherent: 12, max_residual: 6 });
  });

  test('without an Art. 26 arrangement R07 stays at 4 × 3, and belongs in the table', () => {
    const d = withMeasures(confirmed(fresh({ ...NEW_PAGE, D20: 'no_arrangement' })));
    const r07 = rated(d).find((r) => r.risk.id === 'R07');
    expect(r07?.now).toEqual({ likelihood: 4, consequence: 3 });
    expect(r07?.risk.mandatory).toBe(true);
    expect(() =>
      Assessment.parse({ ...d, risks: d.risks.map((r) => (r.id === 'R07' ? { ...r, setAside: 'Nei.' } : r)) }),
    ).toThrow(/set aside/);
  });

  test('for children the consequence is 4 whatever somebody writes and whatever is done', () => {
    const d = fresh();
    const r17 = confirmRisk(only(d, 'R17'), { likelihood: 2, consequence: 1 }, { role: 'author', at: at(1) });
    expect(inherentOf(r17)).toEqual({ likelihood: 2, consequence: 4 });
    const lower: Measure = {
      id: 'x',
      common: null,
      text: 'Lukket plattform',
      owner: { role: 'unit', name: 'Skolen' },
      due: null,
      status: 'implemented',
      effects: [{ risk: 'R17', lowers: 'consequence', reason: 'Færre ser det.', confirmed: true }],
    };
    expect(residualOf(r17, [lower], { planned: true })).toEqual({ likelihood: 2, consequence: 4 });
  });

  test('counts a measure only with owner, reason and confirmation; a planned one only beside the others, and with a date', () => {
    const d = confirmed(fresh());
    const r21 = only(d, 'R21');
    const base: Measure = {
      id: 'x',
      common: null,
      text: 'Arkivrutine',
      owner: { role: 'archive', name: 'Arkivet' },
      due: '2027-02-01',
      status: 'planned',
      effects: [{ risk: 'R21', lowers: 'likelihood', reason: 'Rutinen sikrer kopi.', confirmed: true }],
    };
    const score = (m: Measure, planned: boolean) => {
      const s = residualOf(r21, [m], { planned });
      return s && scoreOf(s);
    };
    expect([score(base, false), score(base, true)]).toEqual([6, 4]);
    expect(score({ ...base, status: 'implemented' }, false)).toBe(4);
    const effect = base.effects[0];
    for (const lame of [
      { ...base, owner: null },
      { ...base, due: null },
      { ...base, status: 'proposed' as const },
      { ...base, effects: effect ? [{ ...effect, reason: ' ' }] : [] },
      { ...base, effects: effect ? [{ ...effect, confirmed: false }] : [] },
    ])
      expect(score(lame, true)).toBe(6);
    expect(carrying({ risks: d.risks, measures: [base] }).map((m) => m.id)).toEqual(['x']);
    expect(carrying({ risks: d.risks, measures: [{ ...base, status: 'implemented' }] })).toEqual([]);
  });

  test('one measure can lower one risk by one step only', () => {
    const d = fresh();
    const effect = { risk: 'R01', reason: '', confirmed: false };
    const measure = { ...(d.measures[0] as Measure), id: 'twice' };
    const twice = [
      { ...effect, lowers: 'likelihood' as const },
      { ...effect, lowers: 'consequence' as const },
    ];
    expect(() => Assessment.parse({ ...d, measures: [{ ...measure, effects: twice }] })).toThrow(
      /one measure is one step/,
    );
  });

  test('asks the DPO to comment where a risk falls by more than two steps', () => {
    expect(steepDrops(full()).map((r) => r.risk.id)).toContain('R12');
    expect(steepDrops(full()).map((r) => r.risk.id)).not.toContain('R01');
  });
});

describe('what the risk table does to the outcome', () => {
  const quiet = () => fresh(QUIET, 'NO', 'nb', 'Internt oppslag');

  test('a PLM with a risk of 8 or more becomes a DPIA and keeps every word', () => {
    const plm = quiet();
    expect(plm.kind).toBe('PLM');
    const grown = settled(dpia(), confirmed(plm));
    expect([grown.kind, grown.screening.outcome]).toEqual(['DPIA', 'DPIA']);
    expect({ ...grown, kind: 'PLM', screening: plm.screening }).toEqual(confirmed(plm));
  });

  test('a PLM whose risks all stay below 8 stays a PLM', () => {
    const d = quiet();
    const low = d.risks.map((r) =>
      confirmRisk({ ...r, exposed: false }, { likelihood: 2, consequence: 2 }, { role: 'author', at: at(1) }),
    );
    expect(settled(dpia(), { ...d, risks: low }).kind).toBe('PLM');
  });

  test('a DPIA does not shrink because somebody lowers a score', () => {
    const grown = settled(dpia(), confirmed(quiet()));
    const low = grown.risks.map((r) => ({ ...r, inherent: { likelihood: 1, consequence: 1 } }));
    expect(settled(dpia(), { ...grown, risks: low })).toMatchObject({ kind: 'DPIA', screening: { outcome: 'DPIA' } });
  });

  test('8 or more after all measures means prior consultation, once the document goes to the DPO', () => {
    const d = confirmed(fresh());
    expect(settled(dpia(), d, false).screening.outcome).toBe('DPIA');
    expect(settled(dpia(), d, true).screening.outcome).toBe('DPIA_PRIOR_CONSULTATION');
    expect(settled(dpia(), withMeasures(d), true).screening.outcome).toBe('DPIA');
  });
});

describe('whatever is confirmed and whatever is done', () => {
  const score = fc.record({ likelihood: fc.integer({ min: 1, max: 4 }), consequence: fc.integer({ min: 1, max: 4 }) });
  const ids = riskBank().risks.map((r) => r.id);
  const measure = fc.record({
    id: fc.uuid(),
    common: fc.constant(null),
    text: fc.constant('Tiltak'),
    owner: fc.constantFrom(null, { role: 'editor' as const, name: 'Redaksjonen' }),
    due: fc.constantFrom(null, '2027-01-01'),
    status: fc.constantFrom('proposed' as const, 'planned' as const, 'implemented' as const),
    effects: fc.uniqueArray(
      fc.record({
        risk: fc.constantFrom(...ids),
        lowers: fc.constantFrom('likelihood' as const, 'consequence' as const),
        reason: fc.constantFrom('', 'Fordi.'),
        confirmed: fc.boolean(),
      }),
      { selector: (e) => e.risk, maxLength: 8 },
    ),
  });
  const table = fc
    .record({
      scores: fc.array(fc.option(score), { minLength: 26, maxLength: 26 }),
      exposed: fc.array(fc.boolean(), { minLength: 26, maxLength: 26 }),
      measures: fc.array(measure, { maxLength: 12 }),
    })
    .map(({ scores, exposed, measures }): Assessment => {
      const d = fresh();
      const risks = d.risks.map((r, i) => {
        const given = scores[i];
        const risk = { ...r, exposed: exposed[i] ?? false };
        return given ? confirmRisk(risk, given, { role: 'author', at: at(1) }) : risk;
      });
      return { ...d, risks, measures };
    });

  test('no risk is higher after measures than before, nor higher with the planned ones than without', () => {
    fc.assert(
      fc.property(table, (d) => {
        for (const r of rated(d)) {
          expect(scoreOf(r.now)).toBeLessThanOrEqual(scoreOf(r.inherent));
          expect(scoreOf(r.planned)).toBeLessThanOrEqual(scoreOf(r.now));
          if (r.risk.exposed) expect(r.planned.consequence).toBe(4);
        }
      }),
    );
  });

  test('nothing that nobody has confirmed counts', () => {
    fc.assert(
      fc.property(table, (d) => {
        const counted = rated(d).map((r) => r.risk.id);
        for (const r of d.risks) if (r.inherent === null) expect(counted).not.toContain(r.id);
        const unsaid = {
          ...d,
          measures: d.measures.map((m) => ({ ...m, effects: m.effects.map((e) => ({ ...e, confirmed: false })) })),
        };
        for (const r of rated(unsaid)) expect(r.planned).toEqual(r.inherent);
      }),
    );
  });

  test('a document is never called PLM while a confirmed table says 8', () => {
    fc.assert(
      fc.property(table, (d) => {
        const facts = factsOf(d, { toAdvice: false });
        if ((facts.max_inherent ?? 0) >= 8) expect(settled(dpia(), { ...d, kind: 'PLM' }).kind).toBe('DPIA');
      }),
    );
  });
});

import { describe, expect, it, test } from 'vitest';
import type { Country } from '../../src/core/language.ts';
import { evaluate } from '../../src/core/screening/evaluate.ts';
import { verdictOf } from '../../src/core/screening/verdict.ts';
import { dpia, mapOf, outcomeOf, type Plain, QUIET } from '../support/screening.ts';

/**
 * The printed procedure, steps 1-11, as cases with outcomes worked out by hand from its text. Each row: country, what differs from a quiet plan, the
 * outcome, and the answers that decided.
 */
type Row = [why: string, country: Country, changes: Plain, outcome: string, triggers: string[]];

const ROWS: Row[] = [
  // nothing points to high risk
  ['none of the nine criteria', 'NO', {}, 'PLM', []],
  ['none of the nine criteria in Sweden', 'SE', {}, 'PLM', []],
  // step 1
  ['no personal data', 'NO', { D02: 'no' }, 'NO_PERSONAL_DATA', ['D02']],
  ['step 1 before step 2', 'NO', { D02: 'no', D03: 'yes' }, 'NO_PERSONAL_DATA', ['D02']],
  ['step 1 before step 5 and 8', 'SE', { D02: 'no', D07: 'yes', new_account: 'yes' }, 'NO_PERSONAL_DATA', ['D02']],
  ['step 1 before step 11', 'NO', { D02: 'no', max_residual: 16 }, 'NO_PERSONAL_DATA', ['D02']],
  // step 2
  ['an area KS advises against', 'NO', { D03: 'yes' }, 'ADVISED_AGAINST', ['D03']],
  ['an area KS advises against, in Sweden', 'SE', { D03: 'yes' }, 'ADVISED_AGAINST', ['D03']],
  ['case handling', 'NO', { D04: 'case' }, 'ADVISED_AGAINST', ['D04']],
  ['both', 'NO', { D03: 'yes', D04: 'case' }, 'ADVISED_AGAINST', ['D03', 'D04']],
  ['an area, for pure information', 'SE', { D03: 'yes', D04: 'info' }, 'ADVISED_AGAINST', ['D03']],
  ['step 2 before step 3', 'NO', { D04: 'case', D06: 'none', D21: 'unknown' }, 'ADVISED_AGAINST', ['D04']],
  ['step 2 before step 4', 'NO', { D03: 'yes', D05: 'yes' }, 'ADVISED_AGAINST', ['D03']],
  ['dialogue is recorded and not counted', 'NO', { D04: 'other' }, 'PLM', []],
  ['dialogue does not make one criterion two', 'NO', { D04: 'other', D11: 'yes' }, 'PLM', ['D11']],
  ['dialogue does not make one criterion two in Sweden', 'SE', { D04: 'other', D15: 'unknown' }, 'PLM', ['D15']],
  // step 3
  ['no basis', 'NO', { D06: 'none' }, 'NO_BASIS', ['D06']],
  ['a transfer without a basis', 'NO', { D21: 'none' }, 'NO_BASIS', ['D21']],
  ['nobody knows whether data are transferred', 'SE', { D21: 'unknown' }, 'NO_BASIS', ['D21']],
  ['step 3 before step 4', 'NO', { D06: 'none', D05: 'yes' }, 'NO_BASIS', ['D06']],
  ['step 3 before step 4, by the transfer', 'SE', { D21: 'none', D05: 'yes' }, 'NO_BASIS', ['D21']],
  ['step 3 before step 5', 'NO', { D21: 'unknown', D08: 'yes' }, 'NO_BASIS', ['D21']],
  ['consent alone is weak, and a basis', 'NO', { D06: 'consent' }, 'PLM', []],
  ['a legal obligation', 'SE', { D06: 'c' }, 'PLM', []],
  ['a certified recipient', 'NO', { D21: 'dpf' }, 'PLM', []],
  ['standard clauses with an assessment', 'NO', { D21: 'scc' }, 'PLM', []],
  ['transfer not applicable', 'SE', { D21: 'na' }, 'PLM', []],
  ['a transfer is no criterion', 'SE', { D21: 'dpf', D11: 'yes' }, 'PLM', ['D11']],
  ['neither basis nor a known transfer', 'SE', { D06: 'none', D21: 'unknown' }, 'NO_BASIS', ['D06', 'D21']],
  // step 4
  ['covered already', 'NO', { D05: 'yes' }, 'COVERED', ['D05']],
  ['covered, whatever the criteria', 'SE', { D05: 'yes', D11: 'yes', D15: 'yes', D07: 'yes' }, 'COVERED', ['D05']],
  ['covered, whatever the table says', 'NO', { D05: 'yes', max_inherent: 16, max_residual: 9 }, 'COVERED', ['D05']],
  // step 5
  ['automated evaluation', 'NO', { D07: 'yes' }, 'DPIA', ['D07']],
  ['automated evaluation cannot be excluded', 'NO', { D07: 'unknown' }, 'DPIA', ['D07']],
  ['special categories on a large scale', 'SE', { D08: 'yes' }, 'DPIA', ['D08']],
  ['a webcam over the square', 'NO', { D09: 'unknown' }, 'DPIA', ['D09']],
  ['two of the three', 'SE', { D07: 'yes', D09: 'yes' }, 'DPIA', ['D07', 'D09']],
  ['rebuttal does not lift step 5', 'NO', { D08: 'yes', rebuttal: 'yes' }, 'DPIA', ['D08']],
  // step 6
  ["on the authority's list", 'NO', { D10: 'yes' }, 'DPIA', ['D10']],
  ['the list has not been checked', 'SE', { D10: 'unknown' }, 'DPIA', ['D10']],
  ['rebuttal does not lift step 6', 'NO', { D10: 'yes', D11: 'yes', D12: 'yes', rebuttal: 'yes' }, 'DPIA', ['D10']],
  // step 7, two or more
  ['two criteria', 'NO', { D11: 'yes', D15: 'yes' }, 'DPIA', ['D11', 'D15']],
  ['two criteria in Sweden', 'SE', { D11: 'yes', D15: 'yes' }, 'DPIA', ['D11', 'D15']],
  ['unknown counts as yes', 'NO', { D12: 'unknown', D19: 'unknown' }, 'DPIA', ['D12', 'D19']],
  ['three criteria', 'SE', { D13: 'yes', D16: 'unknown', D18: 'yes' }, 'DPIA', ['D13', 'D16', 'D18']],
  ['rebutted in Norway', 'NO', { D11: 'yes', D15: 'yes', rebuttal: 'yes' }, 'PLM', ['D11', 'D15', 'rebuttal']],
  [
    'rebutted, whichever criteria they are',
    'NO',
    { D14: 'yes', D17: 'yes', rebuttal: 'yes' },
    'PLM',
    ['D14', 'D17', 'rebuttal'],
  ],
  [
    'rebutted, however many',
    'NO',
    {
      D11: 'yes',
      D12: 'yes',
      D13: 'yes',
      D14: 'yes',
      D15: 'yes',
      D16: 'yes',
      D17: 'yes',
      D18: 'yes',
      D19: 'yes',
      rebuttal: 'yes',
    },
    'PLM',
    ['D11', 'D12', 'D13', 'D14', 'D15', 'D16', 'D17', 'D18', 'D19', 'rebuttal'],
  ],
  ['rebuttal has no effect in Sweden', 'SE', { D11: 'yes', D15: 'yes', rebuttal: 'yes' }, 'DPIA', ['D11', 'D15']],
  [
    'the DPO asking counts at one criterion only',
    'NO',
    { D11: 'yes', D15: 'yes', rebuttal: 'yes', dpo_asks: 'yes' },
    'PLM',
    ['D11', 'D15', 'rebuttal'],
  ],
  ['no rebuttal said', 'NO', { D11: 'yes', D15: 'yes', rebuttal: 'no' }, 'DPIA', ['D11', 'D15']],
  // step 7, one
  ['one light criterion', 'NO', { D11: 'yes' }, 'PLM', ['D11']],
  ['one light criterion in Sweden', 'SE', { D18: 'unknown' }, 'PLM', ['D18']],
  ['highly personal information alone', 'NO', { D14: 'yes' }, 'DPIA', ['D14']],
  ['highly personal information, unknown', 'SE', { D14: 'unknown' }, 'DPIA', ['D14']],
  ['vulnerable people alone', 'NO', { D17: 'yes' }, 'DPIA', ['D17']],
  ['vulnerable people, unknown', 'SE', { D17: 'unknown' }, 'DPIA', ['D17']],
  ['the DPO asks', 'NO', { D12: 'yes', dpo_asks: 'yes' }, 'DPIA', ['D12', 'dpo_asks']],
  ['the DPO asks in Sweden', 'SE', { D19: 'yes', dpo_asks: 'yes' }, 'DPIA', ['D19', 'dpo_asks']],
  ['the DPO says nothing', 'NO', { D12: 'yes', dpo_asks: 'no' }, 'PLM', ['D12']],
  ['rebuttal does nothing at one', 'NO', { D17: 'yes', rebuttal: 'yes' }, 'DPIA', ['D17']],
  // step 7, none
  ['the DPO asks where no criterion is met', 'NO', { dpo_asks: 'yes' }, 'PLM', []],
  ['the DPO asks where no criterion is met, in Sweden', 'SE', { dpo_asks: 'yes' }, 'PLM', []],
  // step 8
  ['a new account on a large platform', 'NO', { new_account: 'yes' }, 'DPIA', ['new_account']],
  ['a new account in Sweden', 'SE', { new_account: 'yes' }, 'DPIA', ['new_account']],
  [
    'rebuttal does not lift the presumption',
    'NO',
    { new_account: 'yes', D11: 'yes', D15: 'yes', rebuttal: 'yes' },
    'DPIA',
    ['new_account'],
  ],
  [
    'the storyboard: Facebook for the whole municipality',
    'NO',
    { new_account: 'yes', D11: 'yes', D15: 'yes' },
    'DPIA',
    ['D11', 'D15', 'new_account'],
  ],
  ['an old account', 'NO', { new_account: 'no' }, 'PLM', []],
  // step 9
  ['no arrangement on joint controllership', 'NO', { D20: 'no_arrangement' }, 'DPIA', ['D20']],
  [
    'no arrangement, rebutted criteria',
    'NO',
    { D20: 'no_arrangement', D11: 'yes', D12: 'yes', rebuttal: 'yes' },
    'DPIA',
    ['D20'],
  ],
  ['own website', 'SE', { D20: 'na' }, 'PLM', []],
  ['no staffing leaves the outcome', 'NO', { D22: 'no' }, 'PLM', []],
  ['no staffing leaves a DPIA', 'SE', { D22: 'no', D17: 'yes' }, 'DPIA', ['D17']],
  // steps 10 and 11
  ['a risk of 8 before measures', 'NO', { max_inherent: 8 }, 'DPIA', ['max_inherent']],
  ['a risk of 7 before measures', 'NO', { max_inherent: 7 }, 'PLM', []],
  ['a DPIA stays one', 'NO', { D14: 'yes', max_inherent: 12 }, 'DPIA', ['D14']],
  [
    'rebutted, but the table says high',
    'NO',
    { D11: 'yes', D15: 'yes', rebuttal: 'yes', max_inherent: 9 },
    'DPIA',
    ['max_inherent'],
  ],
  [
    'a residual risk of 8 in a PLM',
    'NO',
    { max_inherent: 12, max_residual: 8 },
    'DPIA_PRIOR_CONSULTATION',
    ['max_residual'],
  ],
  [
    'a residual risk of 12 in a DPIA',
    'SE',
    { D07: 'yes', max_inherent: 12, max_residual: 12 },
    'DPIA_PRIOR_CONSULTATION',
    ['max_residual'],
  ],
  ['a residual risk alone is enough', 'SE', { max_residual: 8 }, 'DPIA_PRIOR_CONSULTATION', ['max_residual']],
  ['a residual risk of 7', 'NO', { D07: 'yes', max_inherent: 16, max_residual: 7 }, 'DPIA', ['D07']],
  ['a low table', 'SE', { max_inherent: 6, max_residual: 4 }, 'PLM', []],
  ['step 3 before step 11', 'NO', { D06: 'none', max_residual: 16 }, 'NO_BASIS', ['D06']],
];

describe('the screening before a DPIA', () => {
  it('has at least sixty hand-worked cases', () => expect(ROWS.length).toBeGreaterThanOrEqual(60));

  test.each(ROWS)('%s (%s): %o', (_, country, changes, outcome, triggers) => {
    const result = outcomeOf(dpia(), country, { ...QUIET, ...changes });
    expect([result.outcome, result.missing, [...result.triggers].sort()]).toEqual([outcome, [], [...triggers].sort()]);
  });

  it('needs neither the description nor any of the five facts', () => {
    expect(QUIET).not.toHaveProperty('D01');
    expect(outcomeOf(dpia(), 'NO', { ...QUIET, D01: 'En side om snø' }).outcome).toBe('PLM');
  });

  test.each(Object.keys(QUIET))('has no outcome while %s is unanswered and still asked', (id) => {
    const { [id]: _, ...rest } = QUIET;
    const result = outcomeOf(dpia(), 'NO', rest);
    expect([result.outcome, result.missing, result.triggers]).toEqual([null, [id], []]);
  });

  it('asks nothing after a gate that holds, and everything before it', () => {
    expect(outcomeOf(dpia(), 'NO', { D02: 'no' })).toMatchObject({ outcome: 'NO_PERSONAL_DATA', asked: ['D02'] });
    expect(outcomeOf(dpia(), 'NO', { D02: 'yes', D03: 'yes' })).toMatchObject({
      outcome: 'ADVISED_AGAINST',
      asked: ['D02', 'D03'],
    });
    expect(outcomeOf(dpia(), 'NO', { D02: 'yes', D04: 'case' })).toMatchObject({ outcome: null, missing: ['D03'] });
    expect(outcomeOf(dpia(), 'NO', { D02: 'yes', D03: 'no', D04: 'info', D05: 'yes' })).toMatchObject({
      outcome: null,
      missing: ['D06', 'D21'],
    });
    const covered = outcomeOf(dpia(), 'NO', { D02: 'yes', D03: 'no', D04: 'info', D05: 'yes', D06: 'e', D21: 'na' });
    expect(covered).toMatchObject({ outcome: 'COVERED', missing: [] });
  });

  it('lets the controller, and nobody else, go on against the advice: then it is at least a DPIA, and step 3 still holds', () => {
    const answers = mapOf({ ...QUIET, D03: 'yes' });
    const lifted = ['advised-against'];
    expect(evaluate(dpia(), 'NO', answers, { lifted })).toMatchObject({ outcome: 'DPIA', triggers: ['D03'] });
    expect(evaluate(dpia(), 'NO', mapOf({ ...QUIET, D03: 'yes', D06: 'none' }), { lifted }).outcome).toBe('NO_BASIS');
    expect(evaluate(dpia(), 'NO', mapOf({ ...QUIET, D03: 'yes', max_residual: 9 }), { lifted }).outcome).toBe(
      'DPIA_PRIOR_CONSULTATION',
    );
    expect(evaluate(dpia(), 'NO', mapOf(QUIET), { lifted }).outcome).toBe('PLM');
  });

  it('says under which rule it decided, and what blocks a decision or belongs in the risk table', () => {
    const evaluation = outcomeOf(dpia(), 'SE', { ...QUIET, D11: 'yes', D15: 'yes', D20: 'no_arrangement', D22: 'no' });
    expect(evaluation.because.map((f) => f.id)).toEqual(['two-criteria-se', 'no-arrangement']);
    const verdict = verdictOf(dpia(), 'SE', evaluation);
    expect(verdict).toMatchObject({ risks: ['R07', 'R12', 'R13', 'R14'], blocks: [{ id: 'D22', value: 'no' }] });
    expect(verdict?.cite).toContainEqual({ law: 'L10' });
    expect(verdict?.cite.filter((c) => 'at' in c).map((c) => c.at)).toContain('ks-slides:188-191');
  });

  it('calls a PLM a simplified assessment in Sweden, in every language, and names the right authority', () => {
    const plm = (country: Country) => verdictOf(dpia(), country, outcomeOf(dpia(), country, QUIET));
    expect(plm('NO')?.title.nb).toMatch(/^PLM/);
    expect(Object.values(plm('SE')?.title ?? {}).join()).not.toMatch(/PLM/);
    const prior = (country: Country) =>
      verdictOf(dpia(), country, outcomeOf(dpia(), country, { ...QUIET, max_residual: 9 }));
    expect(prior('NO')?.title.nb).toBe('Drøft med Datatilsynet, eller la være.');
    expect(prior('SE')?.title.sv).toBe('Samråd med IMY, eller låt bli.');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confirmRisk } from '../../src/core/assessment/begin.ts';
import type { Assessment } from '../../src/core/assessment/document.ts';
import { type Refusal, sayRefusal } from '../../src/core/assessment/refusals.ts';
import { type Actor, Municipality, ROLES } from '../../src/core/assessment/roles.ts';
import { missing } from '../../src/core/assessment/settle.ts';
import { type Action, awaited, monthsAfter } from '../../src/core/assessment/states.ts';
import { authorsOf, type Changed, current, type Dossier, take } from '../../src/core/assessment/versions.ts';
import { LANGS } from '../../src/core/language.ts';
import {
  advised,
  as,
  at,
  confirmed,
  decide,
  edit,
  fresh,
  full,
  must,
  NESODDEN,
  NEW_PAGE,
  opened,
  step,
  toAdvice,
  WRITER,
  withMeasures,
  written,
} from '../support/assessment.ts';
import { dpia, QUIET } from '../support/screening.ts';

const DIRECTOR = as('controller', 'director');
const refusal = (changed: Changed): Refusal => {
  if (changed.ok) throw new Error('it was not refused');
  return changed.refusal;
};

describe('an assessment goes round', () => {
  test('from draft over unit, editor, security and archive to the DPO, the controller and into use', () => {
    let d = advised(opened(full()));
    d = must(step(d, DIRECTOR, decide(), 'Nytten er større enn ulempen.', 20));
    expect(current(d).decision).toMatchObject({ outcome: 'proceed', role: 'controller', at: at(20) });
    expect(current(d).reviewDate).toBe('2027-11-02');
    d = must(step(d, as('editor', 'editor'), { do: 'activate' }, 'Siden er åpnet.', 21));
    d = must(step(d, { kind: 'bot' }, { do: 'flag' }, 'Datoen er nådd.', 22));
    d = must(step(d, DIRECTOR, { do: 'close' }, 'Siden er lagt ned.', 23));
    expect(current(d).steps.map((s) => [s.from, s.to])).toEqual([
      ['draft', 'unit'],
      ['unit', 'editor'],
      ['editor', 'security_archive'],
      ['security_archive', 'security_archive'],
      ['security_archive', 'dpo_advice'],
      ['dpo_advice', 'dpo_advice'],
      ['dpo_advice', 'decided'],
      ['decided', 'active'],
      ['active', 'review_due'],
      ['review_due', 'closed'],
    ]);
    expect(current(d).steps.every((s) => s.at && s.by)).toBe(true);
    expect(d.versions).toHaveLength(11);
  });

  test('security and archive both say their word, and legal too where secrecy is at stake', () => {
    const d = full();
    const secret = { ...d, texts: { ...d.texts, basis: { ...d.texts.basis, secrecy: 'Elevopplysninger.' } } };
    let dossier = must(step(opened(secret), WRITER, { do: 'submit' }));
    dossier = must(step(dossier, as('unit', 'unit-lead'), { do: 'pass' }));
    dossier = must(step(dossier, as('editor', 'editor'), { do: 'pass' }));
    expect(awaited(current(dossier))).toEqual(['security', 'archive', 'legal']);
    dossier = must(step(dossier, as('security', 'security'), { do: 'pass' }));
    expect(refusal(step(dossier, as('security', 'security'), { do: 'pass' }))).toEqual({
      code: 'wrong_role',
      roles: ['archive', 'legal'],
    });
    dossier = must(step(dossier, as('archive', 'archivist'), { do: 'pass' }));
    expect(current(dossier).state).toBe('security_archive');
    dossier = must(step(dossier, as('legal', 'lawyer'), { do: 'pass' }));
    expect(current(dossier).state).toBe('dpo_advice');
  });

  test('a deputy signs as deputy', () => {
    const d = must(step(opened(full()), WRITER, { do: 'submit' }));
    const passed = must(step(d, as('unit', 'unit-deputy'), { do: 'pass' }));
    expect(current(passed).steps.at(-1)).toMatchObject({ action: 'pass', deputy: true });
  });

  test('in the order the municipality chose; the DPO’s advice always comes last', () => {
    const short = Municipality.parse({ ...NESODDEN, order: ['editor', 'dpo_advice'] });
    const move = (d: Dossier, by: Actor, action: Action) =>
      must(take(d, { action, by, at: at(5), why: 'Sett.' }, { definition: dpia(), municipality: short }));
    let d = move(opened(full()), WRITER, { do: 'submit' });
    expect(current(d).state).toBe('editor');
    d = move(d, as('editor', 'editor'), { do: 'pass' });
    expect(current(d).state).toBe('dpo_advice');
    expect(Municipality.safeParse({ ...NESODDEN, order: ['dpo_advice', 'editor'] }).success).toBe(false);
  });

  test('can be sent back with a reason from every desk, and is a draft again', () => {
    const d = must(step(opened(full()), WRITER, { do: 'submit' }));
    expect(refusal(step(d, as('unit', 'unit-lead'), { do: 'return' }, ' '))).toEqual({ code: 'no_reason' });
    const back = must(step(d, as('unit', 'unit-lead'), { do: 'return' }, 'Formålet er uklart.'));
    expect(current(back).state).toBe('draft');
    expect(current(back).steps.at(-1)?.why).toBe('Formålet er uklart.');
  });

  test('with a DPIA reviewed after twelve months, a PLM after twenty-four, or at the month’s last day', () => {
    expect(monthsAfter('2026-11-02T08:00:00Z', 24)).toBe('2028-11-02');
    expect(monthsAfter('2027-02-28T23:30:00Z', 12)).toBe('2028-02-28');
    expect(monthsAfter('2028-02-29T08:00:00Z', 12)).toBe('2029-02-28');
  });
});

describe('nobody signs what they should not', () => {
  test('the writer can’t decide on it, even as the controller’s deputy', () => {
    const d = advised(opened(full()));
    expect(refusal(step(d, as('controller', 'writer'), decide()))).toEqual({ code: 'not_own' });
  });

  test('nor can anybody who has only put a measure in place', () => {
    let d = advised(opened(written(withMeasures(confirmed(fresh()), 'planned'))));
    d = must(
      edit(
        d,
        (doc) => ({ ...doc, measures: doc.measures.map((m) => ({ ...m, status: 'implemented' as const })) }),
        DIRECTOR,
      ),
    );
    expect(refusal(step(d, DIRECTOR, decide()))).toEqual({ code: 'not_own' });
    expect(current(must(step(d, as('controller', 'delegate'), decide()))).state).toBe('decided');
  });

  test('the DPO advises and never decides, and can’t be the controller too', () => {
    const d = advised(opened(full()));
    expect(refusal(step(d, as('dpo', 'dpo'), decide()))).toEqual({ code: 'dpo_advises' });
    expect(refusal(step(d, as('controller', 'dpo'), decide()))).toEqual({ code: 'wrong_role', roles: ['controller'] });
    const both = { ...NESODDEN, roles: { ...NESODDEN.roles, controller: { people: ['dpo'], deputies: [] } } };
    expect(Municipality.safeParse(both).error?.issues[0]?.path).toEqual(['roles', 'controller', 'people', 0]);
  });

  test('the bot never signs, advises or confirms a score', () => {
    const bot: Actor = { kind: 'bot' };
    const d = advised(opened(full()));
    expect(refusal(step(d, bot, decide()))).toEqual({ code: 'bot' });
    expect(refusal(step(opened(full()), bot, { do: 'submit' }))).toEqual({ code: 'bot' });
    expect(refusal(edit(opened(fresh()), confirmed, bot))).toEqual({ code: 'bot' });
    expect(edit(opened(fresh()), (doc) => ({ ...doc, title: 'Ny side' }), bot).ok).toBe(true);
  });

  test('a role is held by those the municipality names, nobody else', () => {
    const d = advised(opened(full()));
    expect(refusal(step(d, as('controller', 'stranger'), decide()))).toEqual({
      code: 'wrong_role',
      roles: ['controller'],
    });
  });
});

describe('a decision to go ahead waits', () => {
  test('for the DPO’s advice, and for its comment on every steep fall', () => {
    const d = toAdvice(opened(full()));
    expect(refusal(step(d, DIRECTOR, decide()))).toEqual({ code: 'no_advice' });
    const bare: Action = { do: 'advise', text: 'Greit.', comments: {} };
    const no = refusal(step(d, as('dpo', 'dpo'), bare));
    expect(no).toMatchObject({ code: 'drop' });
    expect(sayRefusal(no, 'nb')).toMatch(/mer enn 2 trinn.*R12/);
  });

  test('for planned measures that carry the reduction', () => {
    const d = advised(opened(written(withMeasures(confirmed(fresh()), 'planned'))));
    const no = refusal(step(d, DIRECTOR, decide()));
    expect(no.code).toBe('planned');
    expect(sayRefusal(no, 'nn')).toMatch(/^Planlagde tiltak må vere gjennomførte før vurderinga kan avgjerast/);
    expect(current(must(step(d, DIRECTOR, decide('stop')))).decision?.outcome).toBe('stop');
  });

  test('for staffing, moderation and preparedness (D22)', () => {
    const d = advised(opened(full(fresh({ ...NEW_PAGE, D22: 'no' }))));
    expect(refusal(step(d, DIRECTOR, decide()))).toEqual({ code: 'blocked', answers: ['D22'] });
  });

  test('for prior consultation where a risk is still 8 or more, unless the plan is dropped', () => {
    const d = advised(opened(written(confirmed(fresh()))));
    expect(current(d).screening.outcome).toBe('DPIA_PRIOR_CONSULTATION');
    expect(refusal(step(d, DIRECTOR, decide()))).toEqual({ code: 'consultation' });
    const consulted = must(edit(d, (doc) => ({ ...doc, consultation: 'Datatilsynet, sak 26/1.' })));
    expect(current(must(step(consulted, DIRECTOR, decide()))).state).toBe('decided');
    const stopped = must(step(d, DIRECTOR, decide('stop')));
    expect(refusal(step(stopped, as('editor', 'editor'), { do: 'activate' }))).toEqual({ code: 'stopped' });
  });

  test('for a reason where the advice is not followed', () => {
    const d = advised(opened(full()));
    const against: Action = { do: 'decide', outcome: 'proceed', followsAdvice: false };
    expect(refusal(step(d, DIRECTOR, against))).toEqual({ code: 'no_reason' });
    expect(step(d, DIRECTOR, { ...against, whyNot: 'Beredskap i valgåret.' }).ok).toBe(true);
  });

  test('and the DPO is not asked before everything is written: a PLM needs less of it', () => {
    const gap = full();
    const d = { ...gap, texts: { ...gap.texts, ethics: { ...gap.texts.ethics, power: ' ' } } };
    let dossier = must(step(opened(d), WRITER, { do: 'submit' }));
    for (const [role, who] of [
      ['unit', 'unit-lead'],
      ['editor', 'editor'],
      ['security', 'security'],
    ] as const)
      dossier = must(step(dossier, as(role, who), { do: 'pass' }));
    expect(refusal(step(dossier, as('archive', 'archivist'), { do: 'pass' }))).toEqual({
      code: 'incomplete',
      fields: ['ethics.power'],
    });
    const low = (a: Assessment): Assessment => ({
      ...a,
      risks: a.risks.map((r) =>
        confirmRisk({ ...r, exposed: false }, { likelihood: 2, consequence: 2 }, { role: 'author', at: at(1) }),
      ),
    });
    const plm = low(written(fresh(QUIET)));
    expect(missing({ ...plm, texts: { ...plm.texts, ethics: {}, platform: {} }, views: [] })).toEqual([]);
  });
});

test('every refusal has words in four languages', () => {
  const all: Refusal[] = [
    { code: 'wrong_state', state: 'draft' },
    { code: 'wrong_role', roles: ['dpo'] },
    { code: 'bot' },
    { code: 'not_own' },
    { code: 'dpo_advises' },
    { code: 'no_reason' },
    { code: 'no_advice' },
    { code: 'consultation' },
    { code: 'stopped' },
    { code: 'not_editable' },
    { code: 'incomplete', fields: ['views'] },
    { code: 'blocked', answers: ['D22'] },
    { code: 'planned', measures: ['m1'] },
    { code: 'drop', risks: ['R12'] },
  ];
  for (const one of all) for (const lang of LANGS) expect(sayRefusal(one, lang)).toMatch(/^\p{Lu}[^{}]+\.$/u);
});

describe('whoever does whatever, in whatever order', () => {
  const people = ['writer', 'unit-lead', 'editor', 'security', 'archivist', 'dpo', 'director', 'delegate'];
  const seated: Actor[] = [WRITER, as('unit', 'unit-lead'), as('editor', 'editor'), as('dpo', 'dpo')];
  const actor: fc.Arbitrary<Actor> = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom(...seated, DIRECTOR, as('controller', 'delegate'), as('controller', 'writer')),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('person' as const),
        person: fc.constantFrom(...people),
        role: fc.constantFrom(...ROLES),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'bot' as const }) },
  );
  const comments = Object.fromEntries(fresh().risks.map((r) => [r.id, 'Rimelig.']));
  const action: fc.Arbitrary<Action> = fc.oneof(
    fc.constantFrom<Action>(
      { do: 'submit' },
      { do: 'pass' },
      { do: 'return' },
      { do: 'advise', text: 'Råd.', comments },
      decide('proceed'),
      decide('stop'),
      { do: 'activate' },
      { do: 'flag' },
      { do: 'reopen' },
      { do: 'close' },
    ),
  );
  const deed = fc.oneof(
    { weight: 6, arbitrary: fc.record({ by: actor, action }) },
    { weight: 1, arbitrary: fc.record({ by: actor, action: fc.constant('edit' as const) }) },
  );
  /** Starts far along as well as at the beginning: otherwise few runs come to a decision. */
  const start = fc.constantFrom<() => Dossier>(
    () => opened(full()),
    () => toAdvice(opened(full())),
    () => advised(opened(full())),
  );

  test('no author decides, the DPO and the bot never do, and every version stays', () => {
    let decided = 0;
    fc.assert(
      fc.property(start, fc.array(deed, { maxLength: 25 }), (begin, deeds) => {
        let d = begin();
        for (const [n, { by, action }] of deeds.entries()) {
          const authors = authorsOf(d);
          const result =
            action === 'edit'
              ? edit(d, (doc) => ({ ...doc, title: `Tittel ${n}` }), by)
              : step(d, by, action, 'Fordi.', n);
          if (!result.ok) continue;
          expect(result.dossier.versions.slice(0, d.versions.length)).toEqual(d.versions);
          if (action !== 'edit' && action.do === 'decide') {
            decided++;
            expect(by.kind === 'person' && by.role).toBe('controller');
            if (by.kind === 'person') expect(authors).not.toContain(by.person);
            expect(current(d).advice).not.toBeNull();
          }
          if (by.kind === 'bot' && action !== 'edit') expect(action.do).toBe('flag');
          d = result.dossier;
        }
      }),
      { numRuns: 300 },
    );
    expect(decided).toBeGreaterThan(5);
  }, 60_000);
});

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Assessments } from '../../src/app/screening-ports.ts';
import {
  addToAssessment,
  editAssessment,
  moveAssessment,
  movesFor,
  type Sent,
  type WriteDeps,
  type Writer,
} from '../../src/app/write-assessment.ts';
import { defaultMunicipality } from '../../src/core/assessment/default-municipality.ts';
import { textOf } from '../../src/core/assessment/document.ts';
import type { Role } from '../../src/core/assessment/roles.ts';
import type { Action } from '../../src/core/assessment/states.ts';
import { current, type Dossier, standingOf } from '../../src/core/assessment/versions.ts';
import { mask } from '../../src/privacy/mask.ts';
import { at, fresh, full, NESODDEN, opened } from '../support/assessment.ts';
import { dpia } from '../support/screening.ts';

/** Two people and a DPO at one document. */

class FakeAssessments implements Assessments {
  dossiers = new Map<string, Dossier>();
  /** Runs once, after the next reading: somebody is faster. */
  meanwhile: (() => Promise<unknown>) | null = null;
  async append(_tenant: string, version: Dossier['versions'][number]): Promise<boolean> {
    const before = this.dossiers.get(version.document.id)?.versions ?? [];
    if (before.length !== version.number - 1) return false;
    this.dossiers.set(version.document.id, { format: 'varsam-assessment/1', versions: [...before, version] });
    return true;
  }
  async dossier(_tenant: string, id: string): Promise<Dossier | undefined> {
    const found = this.dossiers.get(id);
    const first = this.meanwhile;
    this.meanwhile = null;
    await first?.();
    return found;
  }
  async standing(tenant: string, id: string, numbers: readonly number[]) {
    const found = await this.dossier(tenant, id);
    const wanted = found?.versions.filter((v) => numbers.includes(v.number)) ?? [];
    return found && { ...standingOf(found), seen: new Map(wanted.map((v) => [v.number, v])) };
  }
  async list(): Promise<[]> {
    return [];
  }
}

const person = (role: Role, name: string): Writer => ({ kind: 'person', person: name, role });
const KARI = person('author', 'kari');
const OLA = person('unit', 'ola');
const PURPOSE = 'texts.description.purpose';
const DATA = 'texts.description.data';

let assessments: FakeAssessments;
let deps: WriteDeps;
let minute = 0;
beforeEach(() => {
  assessments = new FakeAssessments();
  assessments.dossiers.set('a1', opened(fresh()));
  minute = 5;
  deps = {
    assessments,
    definitions: [dpia()],
    mask,
    clock: { now: () => new Date(at(minute++)) },
    municipality: () => NESODDEN,
    openSeats: false,
  };
});

const now = () => {
  const dossier = assessments.dossiers.get('a1');
  if (!dossier) throw new Error('there is an assessment');
  return dossier;
};
const text = (path: string) => textOf(current(now()), path.split('.')[1] ?? '', path.split('.')[2] ?? '');
async function write(by: Writer, base: number, fields: Record<string, string>) {
  const sent: Sent[] = Object.entries(fields).map(([path, value]) => ({ path, value, base }));
  const result = await editAssessment({ tenant: 't', id: 'a1', by, fields: sent }, deps);
  if (result.kind !== 'edited') throw new Error(`not edited: ${JSON.stringify(result)}`);
  return result;
}
const move = (by: Writer, action: Action, why = 'Gjennomgått.', seen = now().versions.length) =>
  moveAssessment({ tenant: 't', id: 'a1', by, seen, action, why }, deps);

describe('one person writes', () => {
  test('a text is stored as a new version, by whoever wrote it', async () => {
    const result = await write(KARI, 1, { [DATA]: 'Navn og kommentarer på siden.' });
    expect(result.saved).toEqual([DATA]);
    expect(text(DATA)).toBe('Navn og kommentarer på siden.');
    expect(now().versions).toHaveLength(2);
    expect(now().versions[1]).toMatchObject({ by: KARI, what: 'content' });
  });

  test('the same twice is one version, and a form sent as it was shown is none', async () => {
    await write(KARI, 1, { [DATA]: 'Navn.' });
    expect((await write(KARI, 1, { [DATA]: 'Navn.' })).saved).toEqual([]);
    expect((await write(KARI, 2, { [DATA]: 'Navn.\r\n' })).saved).toEqual([]);
    await write(KARI, 1, { [PURPOSE]: textOf(fresh(), 'description', 'purpose') });
    expect(now().versions).toHaveLength(2);
  });

  test('a name is taken out before anything is stored, and it is said', async () => {
    const result = await write(KARI, 1, { [DATA]: 'Ring Kari Nordmann på 912 34 567.' });
    expect(result.masked).toEqual([{ path: DATA, kinds: expect.arrayContaining(['name', 'phone']) }]);
    expect(JSON.stringify(now())).not.toMatch(/Nordmann|912 34 567/);
    expect((await write(KARI, 2, { [DATA]: 'Ring Kari Nordmann på 912 34 567.' })).saved).toEqual([]);
  });

  test('a score counts once it is confirmed, can be taken back, and is never below what children need', async () => {
    expect(current(now()).risks.find((r) => r.id === 'R01')?.inherent).toBeNull();
    await write(KARI, 1, { 'risks.R01.score': '4x3', 'risks.R17.score': '2x1' });
    const risk = (id: string) => current(now()).risks.find((r) => r.id === id);
    expect(risk('R01')).toMatchObject({ inherent: { likelihood: 4, consequence: 3 }, confirmedBy: { role: 'author' } });
    expect(risk('R17')?.inherent).toEqual({ likelihood: 2, consequence: 4 });
    expect((await write(KARI, 2, { 'risks.R17.score': '2x1' })).saved).toEqual([]);
    await write(KARI, 2, { 'risks.R01.score': '' });
    expect(risk('R01')?.inherent).toBeNull();
  });

  test('what can’t be is said at its field, and the rest is stored', async () => {
    const result = await write(KARI, 1, {
      title: ' ',
      'risks.R02.score': '9x9',
      'measures.m1.name': 'Redaksjonen',
      'measures.m1.due': '2027-02-31',
      'views.residents.text': 'Ja.',
      'texts.nowhere.x': 'a',
      'texts.description.data': 'x'.repeat(20_001),
      [PURPOSE]: 'Nytt formål.',
    });
    expect(Object.fromEntries(result.faults.map((f) => [f.path, f.fault]))).toEqual({
      title: 'required',
      'risks.R02.score': 'invalid',
      'measures.m1.name': 'role_first',
      'measures.m1.due': 'invalid',
      'views.residents.text': 'asked_first',
      'texts.nowhere.x': 'unknown',
      'texts.description.data': 'too_long',
    });
    expect(result.saved).toEqual([PURPOSE]);
  });

  test('measures, balancing and views are written field by field', async () => {
    await write(KARI, 1, {
      'measures.m5.status': 'planned',
      'measures.m5.role': 'editor',
      'measures.m5.name': 'Sentral redaksjon',
      'measures.m5.due': '2027-02-01',
      'balancing.privacy.weight': 'high',
      'balancing.privacy.reason': 'Plattformen profilerer.',
      'views.residents.asked': 'yes',
      'views.residents.text': 'Ønsker det på nettsiden.',
    });
    const d = current(now());
    expect(d.measures.find((m) => m.id === 'm5')).toMatchObject({
      status: 'planned',
      owner: { role: 'editor', name: 'Sentral redaksjon' },
      due: '2027-02-01',
    });
    expect(d.balancing.privacy).toEqual({ weight: 'high', reason: 'Plattformen profilerer.' });
    expect(d.views).toEqual([{ group: 'residents', asked: true, text: 'Ønsker det på nettsiden.' }]);
    const effect = d.measures.find((m) => m.effects.length > 0);
    if (!effect?.effects[0]) throw new Error('the bank’s measures have effects');
    const path = `measures.${effect.id}.effects.${effect.effects[0].risk}`;
    await write(KARI, 2, { [`${path}.reason`]: 'Treffer årsaken.', [`${path}.confirmed`]: 'yes' });
    expect(current(now()).measures.find((m) => m.id === effect.id)?.effects[0]).toMatchObject({
      reason: 'Treffer årsaken.',
      confirmed: true,
    });
  });

  test('own risks without limit, a measure and its effect; a double press adds one', async () => {
    const risk = (name: string) =>
      addToAssessment(
        {
          tenant: 't',
          id: 'a1',
          by: KARI,
          addition: { add: 'risk', name, cause: 'Fordi.', consequence: 'Da.', family: 'T', exposed: false },
        },
        deps,
      );
    for (const name of ['En', 'To', 'To', 'Tre']) await risk(name);
    const own = current(now()).risks.filter((r) => r.source === 'own');
    expect(own.map((r) => [r.id, r.name])).toEqual([
      ['E1', 'En'],
      ['E2', 'To'],
      ['E3', 'Tre'],
    ]);
    expect(await risk(' ')).toMatchObject({ kind: 'fault', fault: 'required' });
    const add = (addition: Parameters<typeof addToAssessment>[0]['addition']) =>
      addToAssessment({ tenant: 't', id: 'a1', by: KARI, addition }, deps);
    expect(await add({ add: 'measure', text: 'Slå av kommentarer' })).toMatchObject({ kind: 'added', id: 'own-1' });
    const effect = { add: 'effect', measure: 'own-1', risk: 'E2', lowers: 'likelihood' } as const;
    await add(effect);
    await add(effect);
    expect(current(now()).measures.at(-1)?.effects).toHaveLength(1);
  });
});

describe('two people write at once', () => {
  test('different fields go together by themselves', async () => {
    await write(OLA, 1, { [PURPOSE]: 'Den andres formål.' });
    const result = await write(KARI, 1, {
      [DATA]: 'Den enes typer.',
      [PURPOSE]: textOf(fresh(), 'description', 'purpose'),
    });
    expect(result).toMatchObject({ saved: [DATA], clashes: [], elsewhere: [PURPOSE] });
    expect([text(PURPOSE), text(DATA)]).toEqual(['Den andres formål.', 'Den enes typer.']);
  });

  test('the same field clashes: neither text is lost, and it is said who wrote the other', async () => {
    await write(OLA, 1, { [PURPOSE]: 'Den andres formål.' });
    const result = await write(KARI, 1, { [PURPOSE]: 'Den enes formål.', [DATA]: 'Typer.' });
    expect(result.saved).toEqual([DATA]);
    expect(result.clashes).toMatchObject([
      { path: PURPOSE, mine: 'Den enes formål.', theirs: 'Den andres formål.', by: OLA, version: 2 },
    ]);
    expect(text(PURPOSE)).toBe('Den andres formål.');
    // The user chooses: their own text, on top of what they now have seen.
    await write(KARI, 2, { [PURPOSE]: 'Den andres formål. Den enes formål.' });
    expect(text(PURPOSE)).toBe('Den andres formål. Den enes formål.');
  });

  test('whoever is second by a hair is worked out once more, from what the first one wrote', async () => {
    assessments.meanwhile = () => write(OLA, 1, { [PURPOSE]: 'Den andres formål.' });
    const [mine] = await Promise.all([write(KARI, 1, { [DATA]: 'Den enes typer.' })]);
    expect(mine.saved).toEqual([DATA]);
    assessments.meanwhile = () => write(OLA, 3, { [PURPOSE]: 'Den andres neste formål.' });
    const second = await write(KARI, 3, { [PURPOSE]: 'Den enes formål.' });
    expect(second.clashes).toHaveLength(1);
    expect(text(PURPOSE)).toBe('Den andres neste formål.');
  });

  test('both wrote the same: that is no clash', async () => {
    await write(OLA, 1, { [PURPOSE]: 'Felles.' });
    expect(await write(KARI, 1, { [PURPOSE]: 'Felles.' })).toMatchObject({ saved: [], clashes: [], faults: [] });
  });

  test('whatever two people write in whatever order, each text is stored or comes back', async () => {
    const paths = [PURPOSE, DATA, 'texts.basis.consent'];
    const edit = fc.record({
      who: fc.constantFrom('kari', 'ola'),
      path: fc.constantFrom(...paths),
      text: fc.constantFrom('en', 'to', 'tre', 'fire'),
      looks: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 12 }), async (edits) => {
        assessments.dossiers.set('a1', opened(fresh()));
        const base: Record<string, number> = { kari: 1, ola: 1 };
        for (const { who, path, text: value, looks } of edits) {
          if (looks) base[who] = now().versions.length;
          const before = text(path);
          const result = await write(person('author', who), base[who] ?? 1, { [path]: value });
          const kept = text(path) === value || result.clashes.some((c) => c.mine === value && c.theirs === before);
          const unchanged =
            textOf(
              now().versions[(base[who] ?? 1) - 1]?.document ?? fresh(),
              path.split('.')[1] ?? '',
              path.split('.')[2] ?? '',
            ) === value;
          expect(kept || unchanged).toBe(true);
          // Nothing of the other's is overwritten unseen.
          if (result.saved.length > 0) expect(now().versions.at(-2)?.document).toBeDefined();
          if (result.clashes.length > 0) expect(text(path)).toBe(before);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the way to a decision', () => {
  test('only what has been seen can be signed', async () => {
    assessments.dossiers.set('a1', opened(full()));
    await write(OLA, 1, { [PURPOSE]: 'Nytt.' });
    expect(await move(KARI, { do: 'submit' }, '', 1)).toMatchObject({ kind: 'newer' });
    expect(await move(KARI, { do: 'submit' }, '')).toMatchObject({ kind: 'moved' });
  });

  test('steps are taken with a reason by those whose turn it is, and nobody signs what they wrote', async () => {
    assessments.dossiers.set('a1', opened(full()));
    await write(person('unit', 'unit-lead'), 1, { [PURPOSE]: 'Nytt.' });
    await move(KARI, { do: 'submit' }, '');
    const lead = person('unit', 'unit-lead');
    expect(await move(lead, { do: 'pass' })).toMatchObject({ kind: 'refused', refusal: { code: 'not_own' } });
    const deputy = person('unit', 'unit-deputy');
    expect(await move(deputy, { do: 'pass' }, ' ')).toMatchObject({ kind: 'refused', refusal: { code: 'no_reason' } });
    expect(await move(deputy, { do: 'pass' }, 'Kari Nordmann har sett på det.')).toMatchObject({ kind: 'moved' });
    expect(current(now()).state).toBe('editor');
    expect(current(now()).steps.at(-1)?.why).not.toContain('Nordmann');
  });

  test('a person sees the steps that are theirs, with what stands in the way', async () => {
    expect(movesFor(standingOf(now()), KARI, deps)).toEqual([{ do: 'submit', refusal: null }]);
    expect(movesFor(standingOf(now()), person('controller', 'director'), deps)).toEqual([]);
    assessments.dossiers.set('a1', opened(full()));
    await move(KARI, { do: 'submit' }, '');
    expect(movesFor(standingOf(now()), person('unit', 'unit-lead'), deps).map((m) => m.do)).toEqual(['pass', 'return']);
    expect(movesFor(standingOf(now()), person('archive', 'archivist'), deps).map((m) => m.do)).toEqual(['return']);
  });

  test('on a machine where nobody signs in, whoever says so sits in a role that is given to nobody; a role that is given stays theirs', async () => {
    assessments.dossiers.set('a1', opened(full()));
    const open: WriteDeps = { ...deps, openSeats: true, municipality: defaultMunicipality };
    const step = (by: Writer, action: Action, d: WriteDeps) =>
      moveAssessment({ tenant: 't', id: 'a1', by, seen: now().versions.length, action, why: 'Sett.' }, d);
    await step(KARI, { do: 'submit' }, open);
    expect(await step(person('unit', 'browser-2'), { do: 'pass' }, { ...open, openSeats: false })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'wrong_role' },
    });
    expect(await step(person('unit', 'browser-2'), { do: 'pass' }, open)).toMatchObject({ kind: 'moved' });
    expect(await step(person('editor', 'browser-2'), { do: 'pass' }, { ...deps, openSeats: true })).toMatchObject({
      kind: 'refused',
    });
  });

  test('after the draft only measures may be put in place, and an assessment that is not there is gone', async () => {
    assessments.dossiers.set('a1', opened(full()));
    await move(KARI, { do: 'submit' }, '');
    const fields = [{ path: PURPOSE, value: 'Nytt.', base: 2 }];
    expect(await editAssessment({ tenant: 't', id: 'a1', by: KARI, fields }, deps)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'not_editable' },
    });
    expect(await editAssessment({ tenant: 't', id: 'a2', by: KARI, fields }, deps)).toEqual({ kind: 'gone' });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRIES, type Country, LANGS, type Lang } from '../../src/core/language.ts';
import { type Definition, inCountry } from '../../src/core/screening/definition.ts';
import { next } from '../../src/core/screening/next.ts';
import { answer, startSession } from '../../src/core/screening/session.ts';
import { type Verdict, verdictOf } from '../../src/core/screening/verdict.ts';
import { checklist, checklists, done, anyRun as run } from '../support/checklists.ts';
import { READERS, realKnowledge } from '../support/knowledge.ts';
import { anyCountry, outcomeOf, type Plain } from '../support/screening.ts';

/** Answers nobody thought of. The seed is fixed: a failure tomorrow is a change of today. */
const RUNS = { seed: 20261122, numRuns: 1500 };

function verdict(d: Definition, answers: Plain, country: Country = 'NO'): Verdict {
  const found = verdictOf(d, country, outcomeOf(d, country, answers));
  if (!found) throw new Error(`${d.id} has no outcome: ${outcomeOf(d, country, answers).missing}`);
  return found;
}
const actionsIn = (v: Verdict, lang: Lang) => v.actions.map((a) => a.text[lang]).join('\n');

describe('a comment that somebody wants removed', () => {
  const list = checklist('remove-comment');

  it('goes to the editor when it is critical and breaks no law, whatever else is answered', () => {
    fc.assert(
      fc.property(run(list), anyCountry, (given, country) => {
        const said = verdict(list, { ...given, M01: 'criticism' }, country);
        expect(said.outcome).toBe('ASK');
        for (const lang of LANGS) expect(`${said.title[lang]} ${said.ask?.[lang]}`).toMatch(/redakt|editor/i);
        expect(actionsIn(said, 'nb')).toMatch(/la kommentaren stå/);
        expect(said.cite).toContainEqual(expect.objectContaining({ at: 'osteraker:158-160' }));
      }),
      RUNS,
    );
  });

  it('is not asked about evidence or removal once it is only critical', () => {
    let session = startSession(list, 'SE');
    session = answer(list, session, 'M01', 'criticism') ?? session;
    expect(next(list, session)).toMatchObject({ kind: 'verdict', outcome: 'ASK' });
  });

  it('is never done without evidence, and is not asked whether it is removed before it is saved', () => {
    fc.assert(
      fc.property(run(list), anyCountry, fc.constantFrom('not_yet', 'gone'), (given, country, M05) => {
        const { outcome, counted } = outcomeOf(list, country, { ...given, M05 });
        expect(outcome).not.toBe('DONE');
        expect(counted.has('M07')).toBe(false);
        if (counted.has('M05') && M05 === 'gone') expect(['ASK', 'STOP']).toContain(outcome);
      }),
      RUNS,
    );
  });

  it('is told to the writer only after it has been removed', () => {
    fc.assert(
      fc.property(run(list), anyCountry, (given, country) => {
        const { counted } = outcomeOf(list, country, given);
        if (counted.has('M08')) expect(counted.get('M05') === 'gone' || counted.get('M07') === 'yes').toBe(true);
      }),
      RUNS,
    );
    const waiting = verdict(list, { ...done(list), M08: 'not_yet' });
    expect(waiting).toMatchObject({ outcome: 'TODO', triggers: ['M08'] });
    expect(actionsIn(waiting, 'nb')).toMatch(/Si fra til den som skrev/);
  });

  it('is the editor’s to decide where it swears or advertises: no law is plainly broken', () => {
    const swearing = { ...done(list), M01: 'house', M03: 'swearing' };
    expect(verdict(list, { ...swearing, M04: 'waiting' })).toMatchObject({ outcome: 'ASK', triggers: ['M04'] });
    expect(verdict(list, { ...swearing, M04: 'keep' }).outcome).toBe('KEPT');
    expect(verdict(list, { ...swearing, M04: 'remove' }).outcome).toBe('DONE');
    expect(outcomeOf(list, 'NO', { ...swearing, M04: 'waiting' }).counted.has('M07')).toBe(false);
  });

  it('has its grounds from the guidelines’ own lists, and “critical” is none of them', () => {
    const grounds = list.questions.filter((q) => ['M02', 'M03'].includes(q.id));
    for (const line of [
      'norberg:146-160',
      'norberg:152-152',
      'norberg:158-158',
      'osteraker:413-427',
      'osteraker:189-193',
    ])
      expect(grounds[0]?.cite).toContainEqual(expect.objectContaining({ at: line }));
    expect(grounds[1]?.cite).toContainEqual(expect.objectContaining({ at: 'osteraker:427-427' }));
    for (const q of grounds)
      for (const o of q.options) expect(Object.values(o.text).join(' '), o.code).not.toMatch(/kriti/i);
  });

  it('that reveals something confidential has a list of its own', () => {
    const said = verdict(list, { ...done(list), M01: 'secret' });
    expect(said.outcome).toBe('STOP');
    expect(said.instead[0]?.nb).toContain(checklist('confidential-post').title.nb);
  });

  it('with a threat is taken to the manager, and nobody in danger has to read a list first', () => {
    const threat = { ...done(list), M02: 'crime' };
    expect(actionsIn(verdict(list, threat), 'en')).toMatch(/112/);
    expect(verdict(list, { ...threat, M10: 'not_yet' }).triggers).toEqual(['M10']);
    expect(outcomeOf(list, 'NO', { ...threat, M02: 'copyright' }).counted.has('M10')).toBe(false);
  });
});

describe('the other lists', () => {
  it('do not let a confidential post be removed before it is saved', () => {
    const list = checklist('confidential-post');
    fc.assert(
      fc.property(run(list), anyCountry, (given, country) => {
        const { outcome, counted } = outcomeOf(list, country, given);
        if (counted.has('C05')) expect(counted.get('C03')).toBe('saved');
        if (outcome === 'DONE') expect(counted.get('C03')).toBe('saved');
      }),
      RUNS,
    );
  });

  it('do not let an account be closed before its snapshot is kept', () => {
    const list = checklist('close-account');
    fc.assert(
      fc.property(run(list), anyCountry, (given, country) => {
        const { outcome, counted } = outcomeOf(list, country, given);
        if (counted.has('E06')) expect([counted.get('E01'), counted.get('E04')]).toEqual(['yes', 'saved']);
        if (outcome === 'DONE') expect(counted.get('E04')).toBe('saved');
      }),
      RUNS,
    );
  });

  it('show both snapshot intervals, and tell a Norwegian user that no Norwegian line says how often', () => {
    const often = checklist('snapshot').questions.find((q) => q.id === 'N02');
    expect(often?.cite.flatMap((c) => ('at' in c ? [c.at] : []))).toEqual(
      expect.arrayContaining(['norberg:162-165', 'osteraker:241-243']),
    );
    expect(often && inCountry(often.why, 'NO').nb).toMatch(/ingen norsk linje/);
    expect(often && inCountry(often.why, 'SE').sv).toMatch(/varje år.*halvår/);
  });

  it('do not start an account in child welfare in Norway, and send it to the DPO in Sweden', () => {
    const list = checklist('start-account');
    expect(verdict(list, { ...done(list), A02: 'yes' }, 'NO').outcome).toBe('STOP');
    expect(verdict(list, { ...done(list), A02: 'yes' }, 'SE').outcome).toBe('ASK');
    expect(verdict(list, { ...done(list), A04: 'not_yet' }).outcome).toBe('TODO');
    expect(actionsIn(verdict(list, { ...done(list), A04: 'not_yet' }), 'nn')).toContain('/dpia-start');
  });

  it('say that a request to take a picture down is not in the guidelines, and rest on law notes alone', () => {
    const list = checklist('takedown-request');
    for (const lang of LANGS) expect(list.about[lang]).toMatch(/retningslinj|riktlinj|guidelines/i);
    for (const q of list.questions) {
      expect(q.cite.length, q.id).toBeGreaterThan(0);
      expect(q.cite.filter((c) => 'at' in c)).toEqual([]);
    }
    expect(verdict(list, { ...done(list), T04: 'not_yet' }).triggers).toEqual(['T04']);
  });

  it('name the 72 hours in a breach with its law note, and the authority of the country', () => {
    const list = checklist('breach');
    const late = { ...done(list), B07: 'risk', B08: 'not_yet' };
    for (const country of COUNTRIES) {
      const said = verdict(list, late, country);
      expect(said).toMatchObject({ outcome: 'NOW', triggers: ['B08'] });
      expect(said.cite).toContainEqual({ law: 'L44' });
      expect(said.text.nb).toMatch(/72 timer/);
      expect(actionsIn(said, 'sv')).toMatch(country === 'NO' ? /Datatilsynet/ : /IMY/);
      expect(actionsIn(said, 'sv')).not.toMatch(country === 'NO' ? /IMY/ : /Datatilsynet|Altinn/);
    }
    expect(outcomeOf(list, 'NO', { ...late, B07: 'unlikely' }).counted.has('B08')).toBe(false);
    expect(verdict(list, { ...late, B01: 'no' }).outcome).toBe('NO_DATA');
  });

  it('send an ordinary question back to the thread, and somebody in danger to 112', () => {
    const list = checklist('move-case');
    expect(verdict(list, { ...done(list), F01: 'general', F05: 'yes' }).outcome).toBe('OPEN');
    expect(verdict(list, { ...done(list), F01: 'danger' })).toMatchObject({
      outcome: 'STOP',
      title: { nb: 'Ring 112.' },
    });
  });

  it('let a week without anything waiting be gone through with two answers and a tap a card', () => {
    const list = checklist('week-round');
    expect(list.questions.filter((q) => !q.tick).map((q) => q.id)).toEqual(['W01', 'W02']);
    expect(verdict(list, { ...done(list), W06: 'some' }).actions[0]?.text.nb).toMatch(/La kritikken stå/);
  });
});

describe('a written answer', () => {
  const offered = new Map(
    realKnowledge().curated.flatMap((e) => (e.outcome === 'answered' && e.screening ? [[e.id, e.screening]] : [])),
  );

  it('offers the list that goes on from it', () => {
    const pairs = {
      'start-account': 'start-account',
      'close-account': 'close-account',
      'remove-critical-comment': 'remove-comment',
      'confidential-post-or-comment': 'confidential-post',
      'personal-case-in-message': 'move-case',
      'photo-removal': 'takedown-request',
      'snapshot-interval': 'snapshot',
      'check-comments-how-often': 'week-round',
      'breach-now': 'breach',
    };
    for (const [entry, list] of Object.entries(pairs)) expect(offered.get(entry), entry).toBe(list);
  });

  it('is there for every list', () => {
    for (const { id } of checklists()) expect([...offered.values()]).toContain(id);
  });

  it('is read in every country and language with the list by its name', () => {
    expect(READERS.length).toBeGreaterThan(4);
    for (const lang of LANGS) expect(new Set(checklists().map((d) => d.title[lang])).size).toBe(9);
  });
});

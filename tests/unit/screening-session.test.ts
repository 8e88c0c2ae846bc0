import { describe, expect, it } from 'vitest';
import { harmless } from '../../src/core/screening/explore.ts';
import { next, noneOfThese } from '../../src/core/screening/next.ts';
import {
  confirm,
  countingAnswers,
  latest,
  lift,
  propose,
  remember,
  reopen,
  type Session,
  startSession,
} from '../../src/core/screening/session.ts';
import {
  asking,
  dpia,
  given,
  LANDSCAPE,
  mapOf,
  onChannel,
  outcomeOf,
  PERSON,
  photoCheck,
  QUIET,
  tapNone,
} from '../support/screening.ts';

describe('a photo check on a channel that is known', () => {
  it('is over for a landscape in two taps of "none of these"', () => {
    let session = onChannel();
    let taps = 0;
    for (; next(photoCheck(), session).kind === 'ask' && taps < 10; taps++) session = tapNone(session);
    expect(taps).toBe(2);
    expect(next(photoCheck(), session)).toMatchObject({ kind: 'verdict', outcome: 'OK', early: null });
    expect(latest(session).size).toBe(Object.keys(LANDSCAPE).length);
  });

  it('is over for a class photo in five taps: understood, picture, basis, people, post', () => {
    let session = onChannel();
    const text = 'Kan jeg legge ut dette klassebildet?';
    for (const [question, value] of [
      ['P05', 'yes'],
      ['P07', 'main'],
      ['P09', 'yes'],
      ['P11', 'portrait'],
    ] as const)
      session = propose(photoCheck(), session, { question, value, words: 'klassebildet' }, text) ?? session;
    session = confirm(session);
    session = tapNone(session);
    session = given(photoCheck(), session, { P13: 'none' });
    session = tapNone(session);
    session = tapNone(session);
    const step = next(photoCheck(), session);
    expect(step).toMatchObject({ kind: 'verdict', outcome: 'CONSENT', triggers: ['P07', 'P09', 'P11', 'P13'] });
  });

  it('shows the cards in order, with the way that is left, and no People where nobody is recognisable', () => {
    let session = onChannel();
    expect(asking(next(photoCheck(), session))).toMatchObject({
      card: { id: 'picture' },
      progress: { step: 1, steps: 3 },
    });
    session = given(photoCheck(), tapNone(session), { P05: 'yes' });
    expect(asking(next(photoCheck(), session))).toMatchObject({
      card: { id: 'people' },
      progress: { step: 2, steps: 3 },
    });
    session = given(photoCheck(), session, { P05: 'no' });
    expect(asking(next(photoCheck(), session))).toMatchObject({
      card: { id: 'post' },
      progress: { step: 2, steps: 2 },
    });
  });

  it('asks the channel first where nothing is remembered', () => {
    expect(asking(next(photoCheck(), startSession(photoCheck(), 'SE')))).toMatchObject({
      card: { id: 'channel' },
      progress: { step: 1, steps: 4 },
    });
  });

  it('keeps only the facts that belong to a channel', () => {
    const session = remember(
      photoCheck(),
      startSession(photoCheck(), 'NO'),
      mapOf({ P01: 'own', P05: 'no', P17: 'nonsense' }),
    );
    expect([...latest(session).values()]).toEqual([
      { question: 'P01', value: 'own', by: 'channel', state: 'confirmed' },
    ]);
  });
});

describe('a dialogue that an answer ends', () => {
  it('ends at once where something is confidential', () => {
    const session = given(photoCheck(), onChannel(), { P03: 'yes' });
    expect(next(photoCheck(), session)).toMatchObject({
      kind: 'verdict',
      outcome: 'STOP',
      early: 'at-once',
      triggers: ['P03'],
    });
  });

  it('ends at any other STOP after its alternative, and goes on when the answer is changed', () => {
    let session = given(photoCheck(), onChannel(), { P05: 'yes', P07: 'risk' });
    const stop = next(photoCheck(), session);
    expect(stop).toMatchObject({ kind: 'verdict', outcome: 'STOP', early: 'after-alternative' });
    expect(stop.kind === 'verdict' && stop.instead.length).toBe(1);
    session = reopen(session, ['P07']);
    expect(asking(next(photoCheck(), session)).card.id).toBe('picture');
    session = given(photoCheck(), session, { P07: 'no' });
    expect(next(photoCheck(), session).kind).toBe('ask');
  });

  it('gives the verdict of all answers at once when it was not ended early', () => {
    for (const answers of [LANDSCAPE, PERSON, { ...PERSON, P07: 'main', P13: 'none' }]) {
      const step = next(photoCheck(), given(photoCheck(), startSession(photoCheck(), 'NO'), answers));
      const { outcome, triggers } = outcomeOf(photoCheck(), 'NO', answers);
      expect(step).toMatchObject({ kind: 'verdict', outcome, triggers, early: null });
    }
  });

  it('passes the gates of the DPIA screening in their order, whatever the order of the cards', () => {
    const session = given(dpia(), startSession(dpia(), 'NO'), { D02: 'yes', D03: 'no', D04: 'info', D05: 'yes' });
    const step = asking(next(dpia(), session));
    expect([step.card.id, step.group.map((i) => i.id)]).toEqual(['basis', ['D06', 'D21']]);
    expect(next(dpia(), given(dpia(), session, { D06: 'e', D21: 'na' }))).toMatchObject({
      kind: 'verdict',
      outcome: 'COVERED',
    });
    expect(next(dpia(), given(dpia(), startSession(dpia(), 'NO'), { D02: 'no' }))).toMatchObject({
      outcome: 'NO_PERSONAL_DATA',
    });
  });

  it('asks a person whether the account is new, though a batch may leave it out', () => {
    const session = given(dpia(), startSession(dpia(), 'NO'), QUIET);
    expect(asking(next(dpia(), session)).group.map((i) => i.id)).toEqual(['D01', 'new_account']);
    expect(next(dpia(), given(dpia(), session, { new_account: 'no' }))).toMatchObject({
      kind: 'verdict',
      outcome: 'PLM',
    });
  });

  it('proposes profiling for a new account on a large platform, and records nothing', () => {
    const { D11: _, ...rest } = QUIET;
    const session = given(dpia(), startSession(dpia(), 'NO'), { ...rest, new_account: 'yes' });
    expect([...asking(next(dpia(), session)).suggested]).toEqual([['D11', 'yes']]);
    expect(countingAnswers(dpia(), session).has('D11')).toBe(false);
    const old = given(dpia(), startSession(dpia(), 'NO'), { ...rest, new_account: 'no' });
    expect(asking(next(dpia(), old)).suggested.size).toBe(0);
  });

  it('lets only a gate that may be lifted be lifted, with a role and a reason', () => {
    const session = given(dpia(), startSession(dpia(), 'NO'), { ...QUIET, D03: 'yes', new_account: 'no' });
    expect(next(dpia(), session)).toMatchObject({ outcome: 'ADVISED_AGAINST' });
    expect(lift(dpia(), session, 'no-basis', 'kommunedirektøren', 'fordi')).toBeUndefined();
    expect(lift(dpia(), session, 'advised-against', 'kommunedirektøren', ' ')).toBeUndefined();
    const lifted = lift(dpia(), session, 'advised-against', 'kommunedirektøren', 'Beredskap');
    expect(lifted && next(dpia(), lifted)).toMatchObject({ outcome: 'DPIA' });
  });
});

describe('what was read out of a message', () => {
  const text = 'Kan jeg legge ut dette klassebildet? Ingen hemmeligheter.';
  const read = (session: Session, question: string, value: string, words: string) =>
    propose(photoCheck(), session, { question, value, words }, text);

  it('is taken only with the words it was read from, letter for letter', () => {
    const start = onChannel();
    expect(read(start, 'P11', 'portrait', 'klassebildet')).toBeDefined();
    expect(read(start, 'P11', 'portrait', 'klassefoto')).toBeUndefined();
    expect(read(start, 'P11', 'portrait', ' ')).toBeUndefined();
    expect(read(start, 'P11', 'somehow', 'klassebildet')).toBeUndefined();
    expect(read(start, 'P99', 'yes', 'klassebildet')).toBeUndefined();
  });

  it('counts at once where it makes the verdict stricter, and only once confirmed where it is harmless', () => {
    const one = read(onChannel(), 'P07', 'main', 'klassebildet') ?? onChannel();
    const two = read(one, 'P03', 'no', 'Ingen hemmeligheter') ?? one;
    expect([...countingAnswers(photoCheck(), two).keys()]).toEqual(['P01', 'P17', 'P19', 'P22', 'P07']);
    expect(asking(next(photoCheck(), two)).filled.get('P03')).toMatchObject({
      value: 'no',
      words: 'Ingen hemmeligheter',
      state: 'proposed',
    });
    expect(countingAnswers(photoCheck(), confirm(two)).get('P03')).toBe('no');
    expect(countingAnswers(photoCheck(), confirm(two, ['P07'])).has('P03')).toBe(false);
  });

  it('is not wiped away by "none of these": it is confirmed or changed by itself', () => {
    const session = read(onChannel(), 'P16', 'own', 'dette') ?? onChannel();
    const asked = noneOfThese(asking(next(photoCheck(), session))).map((a) => a.question);
    expect(asked).toEqual(['P05', 'P03', 'P02', 'P14', 'P15']);
  });

  it('never takes the place of what the user said', () => {
    const session = given(photoCheck(), onChannel(), { P07: 'no' });
    expect(read(session, 'P07', 'main', 'klassebildet')).toBeUndefined();
  });
});

it('the harmless answers to a photo check are a landscape', () => {
  const { outcome } = outcomeOf(photoCheck(), 'NO', Object.fromEntries(harmless(photoCheck(), 'NO')));
  expect(outcome).toBe('OK');
});

import { describe, expect, it } from 'vitest';
import { back, next } from '../../src/core/screening/next.ts';
import {
  answer,
  carryOver,
  confirm,
  countingAnswers,
  isStale,
  meaningOf,
  reopen,
  Session,
  startSession,
} from '../../src/core/screening/session.ts';
import {
  asking,
  dpia,
  given,
  LANDSCAPE,
  onChannel,
  PERSON,
  parsed,
  photoCheck,
  tapNone,
} from '../support/screening.ts';

describe('going back and changing', () => {
  it('shows the card before again with its answers filled in, and counts them again when confirmed', () => {
    const at = tapNone(onChannel());
    const before = back(photoCheck(), at);
    const step = asking(next(photoCheck(), before));
    expect([step.card.id, step.filled.get('P05')?.value, step.progress.step]).toEqual(['picture', 'no', 1]);
    expect(countingAnswers(photoCheck(), confirm(before))).toEqual(countingAnswers(photoCheck(), at));
  });

  it('stays on the first card', () => {
    const start = onChannel();
    expect(next(photoCheck(), back(photoCheck(), start))).toEqual(next(photoCheck(), start));
  });

  it('goes back from a verdict to the last card that was answered', () => {
    const done = given(photoCheck(), onChannel(), LANDSCAPE);
    expect(asking(next(photoCheck(), back(photoCheck(), done))).card.id).toBe('post');
  });

  it('keeps answers that a change skips, for the case that it is changed back', () => {
    const session = given(photoCheck(), onChannel(), { ...PERSON, P07: 'main' });
    expect(next(photoCheck(), session)).toMatchObject({ outcome: 'CONSENT' });
    const without = given(photoCheck(), session, { P05: 'no' });
    expect(next(photoCheck(), without)).toMatchObject({ outcome: 'OK' });
    expect(next(photoCheck(), given(photoCheck(), without, { P05: 'yes' }))).toMatchObject({ outcome: 'CONSENT' });
  });

  it('refuses an answer that the question does not have', () => {
    const start = startSession(dpia(), 'NO');
    expect(answer(dpia(), start, 'D02', 'perhaps')).toBeUndefined();
    expect(answer(dpia(), start, 'D99', 'yes')).toBeUndefined();
    expect(answer(dpia(), start, 'max_inherent', 17)).toBeUndefined();
    expect(answer(dpia(), start, 'max_inherent', 7.5)).toBeUndefined();
    expect(answer(dpia(), start, 'D01', 'En side om snø')).toBeDefined();
  });

  it('never changes a session that somebody holds', () => {
    const start = Object.freeze(onChannel());
    Object.freeze(start.answers);
    for (const after of [
      given(photoCheck(), start, { P05: 'no' }),
      back(photoCheck(), start),
      confirm(start),
      reopen(start, ['P01']),
    ])
      expect(after.answers).toBeDefined();
    expect(start).toEqual(onChannel());
  });
});

describe('a session that is resumed', () => {
  it('comes back from storage as it was', () => {
    const session = given(photoCheck(), onChannel(), { P05: 'yes', P07: 'main' });
    expect(next(photoCheck(), Session.parse(JSON.parse(JSON.stringify(session))))).toEqual(next(photoCheck(), session));
  });

  it('offers a restart when the definition has changed, and keeps what still fits, to be confirmed', () => {
    const old = parsed();
    const session = given(old, startSession(old, 'NO'), { dog: 'unsure', leash: 'yes' });
    const raised = parsed({
      version: 2,
      questions: old.questions.map((q) =>
        q.id === 'dog' ? { ...q, options: q.options.filter((o) => o.code !== 'unsure') } : q,
      ),
      rules: [],
    });
    expect([isStale(old, session), isStale(raised, session)]).toEqual([false, true]);
    const { session: fresh, kept, dropped } = carryOver(raised, session);
    expect([kept, dropped, isStale(raised, fresh), countingAnswers(raised, fresh).size]).toEqual([
      ['leash'],
      ['dog'],
      false,
      0,
    ]);
    expect(countingAnswers(raised, confirm(fresh)).get('leash')).toBe('yes');
  });

  it('notices a changed rule though nobody raised the version, and no corrected spelling', () => {
    const old = parsed();
    const reworded = parsed({ title: { nb: 'X', nn: 'X', sv: 'X', en: 'X' } });
    expect(meaningOf(reworded)).toBe(meaningOf(old));
    expect(meaningOf(parsed({ otherwise: 'CARE' }))).not.toBe(meaningOf(old));
    expect(meaningOf(parsed({ rules: [] }))).not.toBe(meaningOf(old));
  });
});

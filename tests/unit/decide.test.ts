import { describe, expect, test } from 'vitest';
import { type Decision, decide } from '../../src/core/decide.ts';
import type { CuratedEntry } from '../../src/core/guideline.ts';
import type { Candidate, Ranked } from '../../src/core/ranking.ts';
import {
  aGap,
  aGuideline,
  aLawNote,
  aPassage,
  aRefusal,
  aWritten,
  curatedCandidate,
  inAll,
  lawCandidate,
  ranked,
  someKnowledge,
} from '../support/builders.ts';

const bygda = aGuideline(Array.from({ length: 20 }, (_, i) => `linje ${i + 1}`));
const passage = (n: number, over: Partial<Extract<Candidate, { kind: 'passage' }>> = {}) =>
  aPassage(bygda, [n, n], { rule: `R${n}`, ...over });

const written = aWritten('written', { rules: ['R1'], claims: [{ text: inAll('x'), cite: [{ law: 'L01' }] }] });
const other = aWritten('other');
const gap = aGap('gap');
const refusal = aRefusal('refusal');
const curated: CuratedEntry[] = [written, other, gap, refusal];
const knowledge = someKnowledge({ guidelines: [bygda], law: [aLawNote('L01'), aLawNote('L02')], curated });
const of = (entry: CuratedEntry, score: number) => ranked(curatedCandidate(entry), score);

/** Nothing hangs on the figures: sure and unsure are far from the threshold, clear and faint scores far from the floor. */
const deciding = (list: Ranked[], sure: 'sure' | 'unsure' = 'sure'): Decision =>
  decide(list, { sure: sure === 'sure' ? 0.99 : 0.01, threshold: 0.5, floor: 0.2 }, knowledge);
const CLEAR = 0.8;
const FAINT = 0.05;

describe('what is done with a question', () => {
  test('nothing found: unsure, with nothing to show', () => {
    expect(deciding([])).toMatchObject({ kind: 'unsure', closest: [] });
  });

  test('a written answer that comes first is given', () => {
    expect(deciding([of(written, CLEAR), ranked(passage(2), 0.3)])).toMatchObject({
      kind: 'curated',
      entry: { id: 'written' },
    });
  });

  test('too unsure: what was closest is shown, guidelines and notes only', () => {
    const decision = deciding(
      [of(written, CLEAR), ranked(passage(2), 0.5), ranked(lawCandidate('L01'), 0.4)],
      'unsure',
    );
    expect(decision).toMatchObject({ kind: 'unsure', closest: [{ kind: 'passage' }, { kind: 'law' }] });
  });

  test('a refusal that comes first is given, however sure an answer would be', () => {
    for (const sure of ['sure', 'unsure'] as const)
      expect(deciding([of(refusal, CLEAR), of(written, 0.7)], sure)).toMatchObject({
        kind: 'refuse',
        entry: { id: 'refusal' },
      });
  });

  test('a known gap that comes first is said, however sure an answer would be', () => {
    for (const sure of ['sure', 'unsure'] as const)
      expect(deciding([of(gap, CLEAR), of(written, 0.7)], sure)).toMatchObject({ kind: 'gap', entry: { id: 'gap' } });
  });

  test('a faint likeness to a refusal refuses nobody', () => {
    expect(deciding([of(refusal, FAINT)], 'unsure').kind).toBe('unsure');
    expect(deciding([of(gap, FAINT)], 'unsure').kind).toBe('unsure');
  });

  test('a refusal further down does not stand in an answer’s way', () => {
    expect(deciding([of(written, CLEAR), of(refusal, 0.7)]).kind).toBe('curated');
  });

  test('a question that is known to be beyond the sources is no answer to another one', () => {
    const outside: Ranked = ranked({ kind: 'outside', id: 'outside:1' }, 0.9);
    expect(deciding([outside], 'unsure')).toMatchObject({ kind: 'unsure', closest: [] });
    expect(deciding([outside, of(written, CLEAR)])).toMatchObject({ kind: 'curated' });
  });
});

describe('when a rule comes first', () => {
  test('the answer written for it is given, if search saw that too', () => {
    expect(deciding([ranked(passage(1), CLEAR), of(written, 0.75)])).toMatchObject({
      kind: 'curated',
      entry: { id: 'written' },
    });
  });

  test('an answer that rests on another rule is not', () => {
    expect(deciding([ranked(passage(2), CLEAR), of(written, 0.75)])).toMatchObject({
      kind: 'rules',
      candidates: [{ rule: 'R2' }],
    });
  });

  test('nor one that search hardly saw', () => {
    expect(deciding([ranked(passage(1), CLEAR), of(written, FAINT)]).kind).toBe('rules');
  });

  test('but of superseded text only the written answer speaks, however faint', () => {
    const old = passage(1, { status: 'superseded' });
    expect(deciding([ranked(old, CLEAR), of(written, FAINT)])).toMatchObject({
      kind: 'curated',
      entry: { id: 'written' },
    });
  });

  test('a rule that is about as good joins it, a poor one does not', () => {
    const both = deciding([ranked(passage(2), CLEAR), ranked(passage(3), CLEAR - 0.001), ranked(passage(4), FAINT)]);
    expect(both).toMatchObject({ kind: 'rules', candidates: [{ rule: 'R2' }, { rule: 'R3' }] });
  });

  test('damaged text is shown as the closest, never as an answer, and joins none', () => {
    const damaged = passage(5, { status: 'artefact' });
    expect(deciding([ranked(damaged, CLEAR)])).toMatchObject({ kind: 'unsure', closest: [{ rule: 'R5' }] });
    const list = deciding([ranked(passage(2), CLEAR), ranked(damaged, CLEAR - 0.001)]);
    expect(list).toMatchObject({ kind: 'rules', candidates: [{ rule: 'R2' }] });
    expect(list.kind === 'rules' && list.candidates).toHaveLength(1);
  });
});

describe('when a note on the law comes first', () => {
  test('the answer written on it is given', () => {
    expect(deciding([ranked(lawCandidate('L01'), CLEAR), of(written, 0.75)])).toMatchObject({ kind: 'curated' });
  });

  test('a guideline’s own line stands beside it, where one comes near', () => {
    const near = deciding([ranked(lawCandidate('L02'), CLEAR), ranked(passage(2), 0.79)]);
    expect(near).toMatchObject({
      kind: 'rules',
      candidates: [
        { kind: 'passage', rule: 'R2' },
        { kind: 'law', law: 'L02' },
      ],
    });
  });

  test('and it stands alone where none does', () => {
    const alone = deciding([ranked(lawCandidate('L02'), CLEAR), ranked(passage(2), FAINT)]);
    expect(alone).toMatchObject({ kind: 'rules', candidates: [{ kind: 'law' }] });
    expect(alone.kind === 'rules' && alone.candidates).toHaveLength(1);
  });
});

test('the same ranking gives the same decision', () => {
  const list = [ranked(passage(2), CLEAR), of(other, 0.5), ranked(lawCandidate('L01'), 0.4)];
  expect(deciding(list)).toEqual(deciding(list));
});

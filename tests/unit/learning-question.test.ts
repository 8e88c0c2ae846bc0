import { describe, expect, it } from 'vitest';
import type { Country } from '../../src/core/language.ts';
import { type ExpertAnswer, holdsFor, reviewDate, standing, wordingsOf } from '../../src/core/learning/expert.ts';
import { AskedQuestion, groupOf, isGroupConfidential, joined, merged } from '../../src/core/learning/question.ts';

const asked = (id: string, over: Partial<AskedQuestion> = {}): AskedQuestion =>
  AskedQuestion.parse({
    id,
    tenant: 't',
    conversation: `c-${id}`,
    channel: 'slack',
    user: `U${id}`,
    question: 'Kan vi ha konkurranser?',
    lang: 'nb',
    country: 'NO',
    topic: 'planning-and-content',
    reason: 'unsure',
    confidential: false,
    closest: [],
    named: null,
    at: `2026-11-1${id}T08:00:00.000Z`,
    ...over,
  });

describe('a group of questions', () => {
  it('has the country of its askers until they are of two', () => {
    const one = groupOf(asked('1'), 'g');
    expect(one.country).toBe('NO');
    expect(joined(one, asked('2')).country).toBe('NO');
    expect(joined(one, asked('2', { country: 'SE' })).country).toBeNull();
  });

  it('keeps its questions oldest first, and each once', () => {
    const group = joined(joined(groupOf(asked('3'), 'g'), asked('1')), asked('3'));
    expect(group.questions.map((q) => q.id)).toEqual(['1', '3']);
  });

  it('takes another in by hand and keeps its own id, topic and owner', () => {
    const into = { ...groupOf(asked('2'), 'g'), owner: 'kom' };
    const both = merged(into, groupOf(asked('1', { topic: 'platforms', country: 'SE' }), 'h'));
    expect(both).toMatchObject({ id: 'g', owner: 'kom', topic: 'planning-and-content', country: null });
    expect(both.questions.map((q) => q.id)).toEqual(['1', '2']);
  });

  it('is not merged with itself, with another tenant’s, nor with one that only the data protection officer may see', () => {
    const group = groupOf(asked('1'), 'g');
    expect(() => merged(group, group)).toThrow(RangeError);
    expect(() => merged(group, groupOf(asked('2', { tenant: 'u' }), 'h'))).toThrow(RangeError);
    expect(() => merged(group, groupOf(asked('2', { confidential: true }), 'h'))).toThrow(RangeError);
  });

  it('is confidential as soon as one question is', () => {
    expect(isGroupConfidential(groupOf(asked('1'), 'g'))).toBe(false);
    expect(isGroupConfidential(joined(groupOf(asked('1'), 'g'), asked('2', { confidential: true })))).toBe(true);
  });
});

describe('an expert’s answer', () => {
  const answer = (over: Partial<ExpertAnswer> = {}): ExpertAnswer => ({
    id: 'e',
    version: 1,
    group: 'g',
    question: 'Kan vi ha konkurranser?',
    variants: ['Får vi ha tävlingar?', 'Kan vi ha konkurranser?'],
    text: 'Ja, med regler.',
    lang: 'nb',
    cites: [],
    country: null,
    unit: null,
    by: 'Kommunikasjon',
    at: '2026-11-12T09:00:00.000Z',
    reviewBy: '2027-11-12',
    state: 'published',
    ...over,
  });
  const on = (day: string) => standing(answer(), new Date(`${day}T23:59:59Z`));

  it('is current, then due soon in its last 30 days, then flagged for 30, then withheld', () => {
    expect(on('2027-10-12')).toBe('current');
    expect(on('2027-10-13')).toBe('due_soon');
    expect(on('2027-11-12')).toBe('due_soon');
    expect(on('2027-11-13')).toBe('flagged');
    expect(on('2027-12-12')).toBe('flagged');
    expect(on('2027-12-13')).toBe('withheld');
  });

  it('is withheld while somebody else’s approval is awaited, and once it is withdrawn', () => {
    const now = new Date('2026-11-13T00:00:00Z');
    for (const state of ['awaiting', 'withdrawn'] as const)
      expect(standing({ state, reviewBy: '2027-11-12' }, now)).toBe('withheld');
  });

  it('holds in its own country, or in both where none is named', () => {
    const now = new Date('2026-11-13T00:00:00Z');
    const held = (country: Country | null, asker: Country) => holdsFor(answer({ country }), asker, now);
    expect([held('NO', 'NO'), held('NO', 'SE'), held(null, 'SE')]).toEqual([true, false, true]);
    expect(holdsFor(answer(), 'NO', new Date('2028-01-01T00:00:00Z'))).toBe(false);
  });

  it('comes up for review a year on, at the end of a month that is shorter', () => {
    expect(reviewDate('2026-11-12T09:00:00.000Z')).toBe('2027-11-12');
    expect(reviewDate('2026-08-31T09:00:00.000Z', 6)).toBe('2027-02-28');
    expect(reviewDate('2024-02-29T09:00:00.000Z')).toBe('2025-02-28');
  });

  it('is known again by its question and every other wording, each once', () => {
    expect(wordingsOf(answer())).toEqual(['Kan vi ha konkurranser?', 'Får vi ha tävlingar?']);
  });
});

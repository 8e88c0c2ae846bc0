import { expect, test } from 'vitest';
import { tooOften } from '../../src/app/pace.ts';
import type { Incoming } from '../../src/core/message.ts';
import { memoryPace } from '../../src/pace/memory.ts';
import { realKnowledge } from '../support/knowledge.ts';

const from = (user: string, tenant = 'bygda'): Incoming => ({
  event: '1',
  tenant,
  channel: 'slack',
  conversation: 'D1',
  place: 'D1',
  user,
  lang: 'nn',
  country: 'NO',
  kind: 'text',
  text: 'Kan vi slette kommentaren?',
});

test('one person’s flood is stopped with a word on how long to wait, and others go on', async () => {
  const knowledge = realKnowledge();
  const pace = memoryPace({ person: 2, tenant: 100 });
  expect(await tooOften(from('u1'), pace, { knowledge })).toBeUndefined();
  expect(await tooOften(from('u1'), pace, { knowledge })).toBeUndefined();
  const [told] = (await tooOften(from('u1'), pace, { knowledge })) ?? [];
  expect(told?.card.fallback).toMatch(/^Det kom mykje på ein gong\. Vent \d+ sekund/);
  expect(told?.problem).toMatchObject({ key: 'too_often', fault: false });
  expect(await tooOften(from('u2'), pace, { knowledge })).toBeUndefined();
  expect(await tooOften(from('u1', 'byen'), pace, { knowledge })).toBeUndefined();
});

test('a municipality’s flood stops that municipality alone', async () => {
  const pace = memoryPace({ person: 100, tenant: 3 });
  for (const user of ['a', 'b', 'c']) expect(await pace.over('bygda', user, 'text')).toBe(0);
  expect(await pace.over('bygda', 'd', 'text')).toBeGreaterThan(0);
  expect(await pace.over('byen', 'd', 'text')).toBe(0);
});

test('pressing through a screening costs a fraction of asking', async () => {
  const pace = memoryPace({ person: 2, tenant: 100 });
  for (let i = 0; i < 8; i++) expect(await pace.over('bygda', 'u', 'action')).toBe(0);
  expect(await pace.over('bygda', 'u', 'action')).toBeGreaterThan(0);
});

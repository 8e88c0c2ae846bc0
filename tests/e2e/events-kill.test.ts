import { expect, test } from 'vitest';
import { type Plan, runEvents } from '../../bench/events.ts';

const PLAN: Plan = {
  events: 100,
  rate: Number.POSITIVE_INFINITY,
  resent: 0.05,
  killAfter: 50,
  patience: 60_000,
};

/** A small sample of `npm run bench -- events`, without its clock: what is asked while varsam is killed is answered, and answered once. */
test('of 300 questions, some sent twice, none is lost or answered twice when varsam is killed and started again in the middle', async () => {
  const { acknowledged, lost, doubled, ended } = await runEvents({ ...PLAN, events: 300, killAfter: 150 });
  expect({ acknowledged, lost, doubled, ended }).toEqual({ acknowledged: 300, lost: [], doubled: [], ended: null });
}, 240_000);

test('of 100 questions none is lost or answered twice when varsam is asked to stop in the middle: it ends by itself, and the next goes on', async () => {
  const { acknowledged, lost, doubled, ended } = await runEvents({ ...PLAN, signal: 'SIGTERM' });
  expect({ acknowledged, lost, doubled, ended }).toEqual({ acknowledged: 100, lost: [], doubled: [], ended: 0 });
}, 240_000);

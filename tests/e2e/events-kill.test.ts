import { expect, test } from 'vitest';
import { runEvents } from '../../bench/events.ts';

/** A small sample of `npm run bench -- events`, without its clock: what is asked while varsam is killed is answered, and answered once. */
test('of 300 questions, some sent twice, none is lost or answered twice when varsam is killed and started again in the middle', async () => {
  const { acknowledged, lost, doubled } = await runEvents({
    events: 300,
    rate: Number.POSITIVE_INFINITY,
    resent: 0.05,
    killAfter: 150,
    patience: 150_000,
  });
  expect({ acknowledged, lost, doubled }).toEqual({ acknowledged: 300, lost: [], doubled: [] });
}, 240_000);

import { expect, test } from 'vitest';
import { DEEDS, killDeed } from '../faults/deeds.ts';
import { killRounds, seeded } from '../faults/rounds.ts';

/** A small sample of `npm run test:faults`. */

test('of questions, screenings, edits, expert answers, notices, digests, log entries and accounts, none is lost or doubled when varsam is killed in the middle', async () => {
  const { rows, differing, acknowledged } = await killRounds({ kills: 6, seed: 20261122 });
  expect([...rows].flatMap(([name, { wrong }]) => wrong.map((what) => `${name}: ${what}`))).toEqual([]);
  expect([...rows].filter(([, { begun }]) => begun === 0)).toEqual([]);
  expect(differing).toEqual([]);
  expect(acknowledged).toBeGreaterThan(30);
}, 300_000);

test.each(DEEDS)(
  'what a kill leaves of a %s is whole, or is not there',
  async (what) => {
    expect(await killDeed(what, seeded(7))).toEqual([]);
  },
  60_000,
);

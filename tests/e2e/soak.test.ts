import { afterAll, beforeAll, expect, test } from 'vitest';
import { People } from '../../bench/people.ts';
import { grown, watchCollections } from '../support/collections.ts';
import { type House, startHouse } from './slack.house.ts';

/**
 * A small sample of `npm run bench -- soak` that no clock or heap decides: nothing that varsam or its libraries keep in memory has an entry for each person, conversation or event
 * that is over. The same questions come twice, from other people: what is kept by words is full after the first time.
 */
const QUESTIONS = 130;
const CHECKS = 10;

let house: House;
let watched: ReturnType<typeof watchCollections>;
beforeAll(async () => {
  watched = watchCollections();
  house = await startHouse();
}, 60_000);
afterAll(async () => {
  watched.end();
  await house.close();
});

async function crowd(people: People, from: number): Promise<void> {
  const note = () => undefined;
  for (let i = 0; i < QUESTIONS; i += 10)
    await Promise.all(Array.from({ length: 10 }, (_, k) => people.ask(from + i + k, 0, note)));
  for (let i = 0; i < CHECKS; i++) await people.check(from + i, 0, note);
  await house.worker.idle();
}

test('who has asked and who has checked a photo leaves nothing behind in memory, but in the store', async () => {
  const people = new People(house.slack);
  await crowd(people, 0);
  const before = watched.sizes();
  // The questions come round after as many as there are.
  await crowd(people, people.questions);
  // Half as many as there were people would be a leak; the tests' own fakes remember everything.
  expect(grown(before, watched.sizes(), QUESTIONS / 2)).toEqual([]);
}, 240_000);

test('a collection that does remember everybody is found', () => {
  const everybody = new Map<number, string>();
  const add = (from: number) => {
    for (let i = from; i < from + QUESTIONS; i++) everybody.set(i, 'somebody');
  };
  add(0);
  const before = watched.sizes();
  add(QUESTIONS);
  expect(grown(before, watched.sizes(), QUESTIONS / 2, '')).toEqual([expect.stringContaining('soak.test.ts')]);
});

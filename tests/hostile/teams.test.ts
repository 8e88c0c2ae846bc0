import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type House, openHouse } from '../fakes/teams/house.ts';
import {
  BOT,
  droppedFile,
  fetchTask,
  installed,
  invoked,
  type Json,
  KARI,
  mentioned,
  PERSONAL,
  pressed,
  said,
  submitTask,
} from '../fakes/teams/payloads.ts';
import { everything, TeamsPerson } from '../fakes/teams/person.ts';
import { insideIn, mutated, runs, tried } from './mutate.ts';

/** Whatever Teams delivers, signed as it should be: it is answered below 500, nothing of the inside in it, and the next question is answered as ever. */

let house: House;
let kari: TeamsPerson;
/** What stood on real buttons: a mutation of it goes deeper than one of something made up. */
const buttons: Json[] = [];
beforeAll(async () => {
  // Where a token is wrong the SDK prints the keys that would have been right: they are public.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  house = await openHouse();
  kari = new TeamsPerson(house.teams, () => house.worker.idle());
  for (const words of ['Kan vi slette en kritisk kommentar?', 'fotosjekk', 'hjelp', 'ny konto', 'logg']) {
    await kari.say(words);
    const { card } = kari.last();
    for (const one of everything(card)) if (one.type === 'Action.Execute') buttons.push(one.data as Json);
  }
});
afterAll(() => house.close());

const file = { type: 'fileUpload', context: { file: 'f1' } };
const upload = {
  uploadUrl: 'https://kommunen.sharepoint.com/upload/1',
  contentUrl: 'https://kommunen.sharepoint.com/1',
  name: 'vurdering.docx',
  uniqueId: '1150D938-8870-4044-9F2C-5BBDEBA70C9D',
  fileType: 'docx',
};
const changed = (over: Json): Json => ({ ...said(''), type: 'conversationUpdate', text: undefined, ...over });
const RECORDED: Readonly<Record<string, () => Json[]>> = {
  message: () => [
    said('Kan vi slette en kommentar?'),
    mentioned('Kan vi slette en kommentar?'),
    said('', { attachments: [droppedFile('https://kommunen.sharepoint.com/b.jpg', 'b.jpg')] }),
    said('', { attachments: [{ contentType: 'image/png', contentUrl: `${house.teams.url}files/own/1` }] }),
    said('', { value: { do: 'help' } }),
  ],
  'card action': () => buttons.map((data) => pressed({ ...data, text: 'Hei', f_ticks: '1,2' }, { replyToId: 'm1' })),
  'message extension': () => [
    fetchTask('<p>Vi vant cupen!</p>'),
    submitTask({ text: 'Vi vant cupen!' }),
    invoked('task/fetch', { data: { type: 'task/fetch' } }),
    invoked('task/submit', { data: { text: 'Hei' } }),
  ],
  'file consent': () => [
    invoked('fileConsent/invoke', { ...file, action: 'accept', uploadInfo: upload }, { replyToId: 'm1' }),
    invoked('fileConsent/invoke', { ...file, action: 'decline' }, { replyToId: 'm1' }),
  ],
  'conversation update': () => [
    installed(),
    installed({ action: 'remove' }),
    changed({ membersAdded: [BOT, KARI] }),
    changed({ membersRemoved: [KARI] }),
    changed({ type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }),
    changed({ type: 'messageUpdate', channelData: { eventType: 'editMessage' } }),
  ],
};

test.each(Object.keys(RECORDED))('%s: may be whatever it likes', async (kind) => {
  const recorded = RECORDED[kind]?.() ?? [];
  const { teams } = house;
  // Unique ids, so that no delivery is taken for another one again; a mutation may still touch them.
  let n = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.oneof(...recorded.map(mutated)), async (from, activity) => {
      const numbered =
        typeof activity === 'object' && activity !== null && 'id' in activity && from % 4 > 0
          ? { ...activity, id: `fuzz-${kind}-${++n}` }
          : activity;
      const response = await fetch(teams.bot, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${teams.token()}` },
        body: JSON.stringify(
          from % 5 > 0 && typeof numbered === 'object' && numbered !== null && !Array.isArray(numbered)
            ? { ...numbered, serviceUrl: teams.url }
            : numbered,
        ),
      });
      const body = await response.text();
      const inner = body.startsWith('{') ? ((JSON.parse(body) as Json).statusCode ?? 200) : 200;
      tried(`Teams: ${kind}`);
      expect(response.status, JSON.stringify(activity).slice(0, 2000)).toBeLessThan(500);
      expect(Number(inner), JSON.stringify(activity).slice(0, 2000)).toBeLessThan(500);
      expect(insideIn(body)).toBeUndefined();
    }),
    runs(30),
  );
  await house.worker.idle();
  for (const { activity } of teams.calls) expect(insideIn(JSON.stringify(activity))).toBeUndefined();
  expect(teams.faults).toEqual([]);
  // Teams refuses what is for a room or a message that it does not have; nothing else goes wrong.
  const refusals = / \["Teams answered 40[34] (?:BotNotInConversationRoster|ActivityNotFoundInConversation|NotFound)?"/;
  expect(house.deps.log.lines.filter((l) => l.startsWith('error') && !refusals.test(l))).toEqual([]);
  const before = teams.in(PERSONAL.id).length;
  await kari.say('Kan vi slette en kritisk kommentar?');
  expect(teams.in(PERSONAL.id).length).toBeGreaterThan(before);
});

test.each([
  ['no JSON', '{"type":"message"'],
  ['a list', '[]'],
  ['a number', '7'],
  ['nothing', ''],
  ['an activity of nobody', '{"type":"message"}'],
  ['huge', `{"x":"${'x'.repeat(600_000)}"}`],
  ['deep', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
])('a body that is %s is refused in no words at all', async (_, body) => {
  const response = await fetch(house.teams.bot, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${house.teams.token()}` },
    body,
  });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  expect(await response.text()).toBe('');
});

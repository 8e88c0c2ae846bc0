import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerAsExpert } from '../../src/app/answer-as-expert.ts';
import type { Learn, Tellers } from '../../src/app/learn-ports.ts';
import { tellAskers } from '../../src/app/notices.ts';
import { sendDigest } from '../../src/app/send-digest.ts';
import type { Stores } from '../../src/store/open.ts';
import { ANNA, OLE, ROOM, TEAM } from '../fakes/slack/payloads.ts';
import { SlackPerson, wordsOn } from '../fakes/slack/person.ts';
import { owner, realLearn } from '../support/learning.ts';
import { type House, startHouse, until } from './slack.house.ts';

const OFFICE = 'C0OFFICE01';
/** Sits in the office that answers. */
const KARI = 'U0KARI0001';
const tellers: Tellers = {};
let house: House;
let learn: Learn;
let anna: SlackPerson;
let ole: SlackPerson;
beforeAll(async () => {
  house = await startHouse({
    deps: (real) => {
      learn = realLearn(real as unknown as Stores, [owner('kom', { to: { slack: OFFICE }, people: [KARI] })], tellers);
      return { learn };
    },
  });
  tellers.slack = house.running.tell;
  anna = new SlackPerson(house.slack, ANNA);
  ole = new SlackPerson(house.slack, OLE);
}, 60_000);
afterAll(() => house.close());

const deps = () => ({ ...house.deps, learn, country: 'NO' as const });
/** The last that this person saw below what was there. */
const below = (who: SlackPerson, before: number, channel?: string) => until(() => who.sees(channel)[before]);
/** Everything that waits is answered in these words. */
async function answerAll(text: string): Promise<void> {
  for (const { id } of await learn.groups.list(TEAM, ['open']))
    await answerAsExpert({ tenant: TEAM, group: id, text, lang: 'nb', cites: [], by: 'Kommunikasjonsenheten' }, deps());
}

describe('an answer that somebody has waited for', () => {
  it('comes below what they asked, once, and its feedback belongs to them', async () => {
    const asked = anna.sees().length;
    await anna.says('Hvilken farge skal vi ha på julekortet til pensjonistene?');
    await below(anna, asked);
    await answerAll('Rødt, med kommunevåpenet.');
    const before = anna.sees().length;
    await tellAskers(deps());
    await tellAskers(deps());
    const told = await below(anna, before);
    expect(anna.sees()).toHaveLength(before + 1);
    expect(wordsOn(told)).toContain('Rødt, med kommunevåpenet.');
    expect(told.onlyTo).toBeUndefined();
    await anna.presses(told, 'feedback');
    await until(() => (told.edits ?? 0) > 0);
    expect(house.deps.log.lines.filter((l) => l.startsWith('error'))).toEqual([]);
  });

  it('is not told twice by whoever takes over from a process that was killed just after Slack had it', async () => {
    const card = {
      lang: 'nb' as const,
      fallback: 'Svar',
      parts: [{ kind: 'text' as const, role: 'title' as const, text: 'Svar til deg' }],
    };
    const out = { card, replaces: false };
    const direct = { tenant: TEAM, conversation: OLE, user: null };
    const told = (id: string, again: boolean) => house.running.tell(direct, out, { id, again });
    const first = ole.sees().length;
    await told('n1', false);
    await below(ole, first);
    // Asked what stands there, Slack names it.
    await told('n1', true);
    expect(ole.sees()).toHaveLength(first + 1);
    // Another notice is another one, begun before or not.
    await told('n2', true);
    expect(ole.sees()).toHaveLength(first + 2);
    // Where Slack can't be asked it is told again: better twice than never.
    const { scopes } = house.slack;
    house.slack.scopes = scopes.filter((s) => !s.endsWith(':history'));
    const before = ole.sees().length;
    await told('n1', true);
    house.slack.scopes = scopes;
    expect(ole.sees()).toHaveLength(before + 1);
  });

  it('stands on the home tab of whoever asked as answered, and on nobody else’s', async () => {
    await anna.opensHome();
    await ole.opensHome();
    const home = await until(() => wordsOn(anna.home()).includes('Besvart, spurt') && wordsOn(anna.home()));
    expect(home).not.toContain('Venter på svar');
    await until(() => wordsOn(ole.home()));
    expect(wordsOn(ole.home())).not.toContain('Besvart');
  });

  it('comes in a direct message to whoever asked in a room, and nothing of it in the room', async () => {
    const inRoom = ole.sees(ROOM).length;
    await ole.mentions('Hvem betaler for strømmen på idrettshallen i november?');
    await below(ole, inRoom, ROOM);
    await answerAll('Idrettsetaten betaler.');
    const direct = ole.sees().length;
    const all = house.slack.world.messages.filter((m) => m.channel === ROOM).length;
    await tellAskers(deps());
    const told = await below(ole, direct);
    expect(wordsOn(told)).toContain('Idrettsetaten betaler.');
    expect(house.slack.world.messages.filter((m) => m.channel === ROOM)).toHaveLength(all);
    await ole.presses(told, 'feedback');
    await until(() => (told.edits ?? 0) > 0);
  });
});

describe('the week’s digest', () => {
  it('is tried again until varsam is in the office’s room, and then posted there once', async () => {
    const before = anna.sees().length;
    await anna.says('Hvem pynter juletreet på torget i desember?');
    await below(anna, before);
    const due = new Date('2026-03-09T07:00:00Z');
    expect(await sendDigest(TEAM, due, deps())).toEqual({ sent: [], left: 1 });
    expect(house.deps.log.lines.join('\n')).toContain('not_in_channel');

    house.slack.world.rooms.set(OFFICE, new Set([ANNA, KARI]));
    expect(await sendDigest(TEAM, due, deps())).toEqual({ sent: ['kom@slack'], left: 0 });
    expect((await sendDigest(TEAM, due, deps())).sent).toEqual([]);
    const [digest, ...more] = anna.sees(OFFICE);
    expect(more).toEqual([]);
    expect(wordsOn(digest ?? ({ blocks: [] } as never))).toContain('juletreet');
    expect(JSON.stringify(digest)).not.toContain(ANNA);
  });

  it('is answered in a view of whoever presses, and stays as it is in the room', async () => {
    const kari = new SlackPerson(house.slack, KARI);
    const [digest] = kari.sees(OFFICE);
    if (!digest) throw new Error('no digest');
    await kari.presses(digest, 'learn.answer');
    const form = await until(() => (kari.view()?.view.submit ? kari.view() : undefined));
    expect(wordsOn(form)).toContain('juletreet');
    expect(digest.edits).toBeUndefined();
    kari.enters(form, 'text', 'Parketaten pynter treet.');
    await kari.submits();
    await until(() => kari.deeds(kari.view() ?? form).includes('learn.save'));
    await kari.presses(kari.view() ?? form, 'learn.save');
    const before = anna.sees().length;
    await vi.waitFor(async () => expect(await learn.groups.list(TEAM, ['answered'])).not.toEqual([]), 8000);
    await tellAskers(deps());
    expect(wordsOn(await below(anna, before))).toContain('Parketaten pynter treet.');
  });

  it('goes to a person where the office is one, and nowhere for what is no address of Slack’s', async () => {
    const card = {
      lang: 'nb' as const,
      fallback: 'Uke 11',
      parts: [{ kind: 'text' as const, role: 'title' as const, text: 'Uke 11' }],
    };
    const out = { card, replaces: false, shared: true as const };
    const before = ole.sees().length;
    await house.running.tell({ tenant: TEAM, conversation: OLE, user: null }, out);
    expect(wordsOn(await below(ole, before))).toContain('Uke 11');
    await expect(house.running.tell({ tenant: TEAM, conversation: '#kom', user: null }, out)).rejects.toThrow(
      /begins with C/,
    );
    await expect(house.running.tell({ tenant: TEAM, conversation: 'web-1', user: ANNA }, out)).rejects.toThrow();
  });
});

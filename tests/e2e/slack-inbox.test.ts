import { afterEach, describe, expect, it } from 'vitest';
import type { Inbox } from '../../src/app/inbox-ports.ts';
import { ROOM } from '../fakes/slack/payloads.ts';
import { SlackPerson, wordsOn } from '../fakes/slack/person.ts';
import { type House, startHouse, until } from './slack.house.ts';

const QUESTION = 'Kan vi legge ut bilde av elever på skolens Facebook?';

/** A process that dies when it has shown everything, before it notes any of that: others find its work as it was begun. */
const dying = (inbox: Inbox): Inbox => ({
  ...inbox,
  take: (channels, by, at, options) => inbox.take(channels, by, at, { ...options, leaseMs: 0 }),
  mark: async () => undefined,
  done: () => new Promise(() => undefined),
});
/** A process that dies before it begins. */
const dead = (inbox: Inbox): Inbox => ({ ...inbox, take: async () => [] });

describe('what was acknowledged', () => {
  let h: House | undefined;
  afterEach(async () => {
    await h?.close();
    h = undefined;
  });
  const begin = async (over: Parameters<typeof startHouse>[0] = {}) => {
    h = await startHouse(over);
    return { house: h, anna: new SlackPerson(h.slack) };
  };

  it('is answered by the next process when the first dies before it begins', async () => {
    const { house, anna } = await begin({ inbox: dead });
    await anna.says(QUESTION);
    expect(anna.sees()).toEqual([]);
    await house.restart();
    await house.worker.tick();
    await until(() => anna.sees()[0]);
    await house.worker.idle();
    expect(anna.sees()).toHaveLength(1);
  });

  it('is not answered again when the first has answered it and dies before it notes so: Slack is asked', async () => {
    const { house, anna } = await begin({ inbox: dying });
    await anna.says(QUESTION);
    const seen = await until(() => anna.sees()[0]);
    await house.restart();
    await house.worker.tick();
    await house.worker.idle();
    expect(anna.sees()).toEqual([seen]);
    expect(house.slack.made('conversations.history')).toHaveLength(1);
    expect(await house.deps.store.turns('T0MUNI0001', `${anna.direct}/-/${anna.id}`, 10)).toHaveLength(1);
  });

  it('in a thread of the assistant likewise', async () => {
    const { house, anna } = await begin({ inbox: dying });
    const thread = await anna.opensAssistant();
    await until(() => anna.sees()[1]);
    await anna.says(QUESTION, { thread });
    await until(() => anna.sees()[2]);
    const before = anna.sees().length;
    await house.restart();
    await house.worker.tick();
    await house.worker.idle();
    expect(anna.sees()).toHaveLength(before);
  });

  it('is a word to a screening: worked on again, it does not answer the next card', async () => {
    const { house, anna } = await begin({ inbox: dying });
    await anna.types('dpia-start', '', ROOM);
    await until(() => anna.sees().find((m) => m.thread_ts));
    const thread = anna.sees().find((m) => m.thread_ts)?.thread_ts ?? '';
    const conversation = `${anna.direct}/${thread}/${anna.id}`;
    const { sessions } = house.deps;
    await anna.says('ja', { thread });
    await house.worker.tick();
    const before = await until(
      () => anna.sees().filter((m) => m.thread_ts)[1] && sessions.unfinished('T0MUNI0001', conversation),
    );
    await house.restart();
    await house.worker.tick();
    await house.worker.idle();
    const after = await sessions.unfinished('T0MUNI0001', conversation);
    expect(after?.session).toEqual((await before)?.session);
  });

  it('is answered in the order in which it was said', async () => {
    const { house, anna } = await begin({ inbox: dead });
    await anna.says('Hva er ren informasjon?');
    await anna.says(QUESTION);
    await anna.says('hjelp');
    await house.restart();
    await house.worker.tick();
    await until(() => anna.sees()[2]);
    const turns = await house.deps.store.turns('T0MUNI0001', `${anna.direct}/-/${anna.id}`, 10);
    expect(turns.map((t) => t.question).slice(0, 2)).toEqual(['Hva er ren informasjon?', QUESTION]);
    expect(anna.sees().map(wordsOn)[1]).toContain('elev');
  });

  it('is not acknowledged where it can’t be kept, so that Slack sends it again', async () => {
    let full = true;
    const inbox = (real: Inbox): Inbox => ({
      ...real,
      put: async (arrival) => {
        if (full) throw new Error('disk full');
        return real.put(arrival);
      },
    });
    const { anna } = await begin({ inbox });
    await expect(anna.says(QUESTION)).rejects.toThrow(/not acknowledged/);
    full = false;
    await anna.again();
    await until(() => anna.sees()[0]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConverseDeps } from '../../src/app/converse.ts';
import { knownChannel, person, realConverseDeps } from '../support/converse.ts';

/** Two processes over one file: what happens in one between the other's reading and writing. */
describe('two processes on one screening', () => {
  let folder = '';
  let one: ConverseDeps;
  let two: ConverseDeps;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'varsam-two-'));
    one = await realConverseDeps(join(folder, 'varsam.db'));
    two = await realConverseDeps(join(folder, 'varsam.db'));
    await knownChannel(one);
  });
  afterEach(async () => {
    await one.store.close();
    await two.store.close();
    rmSync(folder, { recursive: true });
  });

  /** The first process, in which `meanwhile` happens elsewhere just before it writes. */
  const whenWriting = (meanwhile: () => Promise<unknown>): ConverseDeps => {
    let done = false;
    return {
      ...one,
      sessions: {
        ...one.sessions,
        save: async (tenant, session) => {
          if (!done) {
            done = true;
            await meanwhile();
          }
          return one.sessions.save(tenant, session);
        },
      },
    };
  };
  const answers = async (id: string) =>
    (await two.sessions.session('t', id))?.session.answers.map((a) => `${a.question}=${a.value}`) ?? [];

  it('a press that was overtaken changes nothing, and shows the newest card', async () => {
    const first = person(one, 'nb');
    const second = person(two, 'nb');
    await first.command('photo-check');
    const none = first.action('none');
    const { session } = none as { session: string };
    first.tick('P05');
    const ticks = first.action('answer');
    await person(
      whenWriting(() => second.act(none)),
      'nb',
    ).act(ticks, { ticks: ['P05'] });
    const stands = await answers(session);
    expect(stands).toContain('P05=no');
    expect((await two.sessions.session('t', session))?.session.opened).toEqual([]);
    await first.act({ do: 'resume', session });
    expect(first.text).toBe(second.text);
  });

  it('a word that was overtaken is not taken as the answer to the next card', async () => {
    const first = person(one, 'nb');
    const second = person(two, 'nb');
    await first.command('photo-check');
    const none = first.action('none');
    const { session } = none as { session: string };
    const late = person(
      whenWriting(() => second.act(none)),
      'nb',
    );
    await late.say('ingen av disse');
    expect(late.text).toMatch(/besvart/);
    expect(late.deeds()).toEqual(['resume']);
    const stands = await answers(session);
    expect(new Set(stands).size).toBe(stands.length);
    await late.press('resume');
    expect(late.text).toBe(second.text);
  });

  it('both begin the same check from the same answer, and there is one', async () => {
    const first = person(one, 'nb');
    await first.say('Kan jeg legge ut dette klassebildet?');
    const start = first.action('start');
    const second = person(two, 'nb');
    await person(
      whenWriting(() => second.act(start)),
      'nb',
    ).act(start);
    const found = await two.sessions.unfinished('t', 'c1', 'photo-check');
    expect(found?.session.answers.filter((a) => a.question === 'P05')).toHaveLength(1);
  });

  it('a pause that met an answer keeps the answer', async () => {
    const first = person(one, 'nb');
    const second = person(two, 'nb');
    await first.command('photo-check');
    const none = first.action('none');
    const pause = first.action('pause');
    const { session } = none as { session: string };
    await person(
      whenWriting(() => second.act(none)),
      'nb',
    ).act(pause);
    expect(await answers(session)).toContain('P05=no');
    expect((await two.sessions.session('t', session))?.state).toBe('paused');
  });
});

import { LogLevel, WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messagesOf } from '../../src/channels/slack/blocks.ts';
import { modalOf, noteModal } from '../../src/channels/slack/modal.ts';
import { packWhere } from '../../src/channels/slack/place.ts';
import { BOT_SCOPES, METHOD_SCOPES } from '../../src/channels/slack/scopes.ts';
import { helpCard } from '../../src/core/cards/answer-card.ts';
import { say } from '../../src/core/locale.ts';
import { ANNA, ROOM } from '../fakes/slack/payloads.ts';
import { SlackPerson } from '../fakes/slack/person.ts';
import { BOT_TOKEN, FakeSlack } from '../fakes/slack/server.ts';
import { viewIn } from '../support/cards.ts';
import { realKnowledge } from '../support/knowledge.ts';

/** What our fake says of the Web API, an independent emulator says too: the same calls, the same answers, for every method that both have. */

type World = {
  client: WebClient;
  room: string;
  user: string;
  trigger: (view?: string) => Promise<string>;
  /** A code as the installation's page gives one. */
  code: () => Promise<string>;
  /** The same with a token that may do less. */
  limited: (scopes: readonly string[]) => Promise<WebClient>;
  close: () => Promise<void>;
};

const client = (token: string, url: string) =>
  new WebClient(token, { slackApiUrl: `${url}/api/`, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR });
const REDIRECT = 'http://127.0.0.1:1/slack/oauth_redirect';

async function ours(): Promise<World> {
  const slack = await new FakeSlack(BOT_SCOPES).start();
  new SlackPerson(slack, ANNA);
  return {
    client: client(BOT_TOKEN, slack.url),
    room: ROOM,
    user: ANNA,
    trigger: async (view) => slack.world.newTrigger(ANNA, view !== undefined),
    code: async () => {
      slack.codes.set('code-1', {});
      return 'code-1';
    },
    limited: async (scopes) => {
      slack.scopes = scopes;
      return client(BOT_TOKEN, slack.url);
    },
    close: () => slack.stop(),
  };
}

async function emulated(): Promise<World> {
  const scopes = [...BOT_SCOPES];
  const token = (name: string, some: readonly string[]) => ({
    token: name,
    type: 'bot',
    scopes: [...some],
    app_id: 'A0VARSAM01',
    user: 'varsam',
  });
  const without = BOT_SCOPES.map((scope) =>
    token(
      `xoxb-without-${scope}`,
      scopes.filter((s) => s !== scope),
    ),
  );
  const slack = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: 'varsam', real_name: 'varsam', email: 'varsam@bygda.example' }],
        oauth_apps: [
          {
            client_id: 'client-1',
            client_secret: 'secret-1',
            app_id: 'A0VARSAM01',
            name: 'varsam',
            redirect_uris: [REDIRECT],
            scopes,
            bot_name: 'varsam',
          },
        ],
        tokens: [token('xoxb-whole', scopes), ...without],
      },
    },
  });
  const whole = client('xoxb-whole', slack.url);
  // The emulator's own first user; the token is another's, so that there is somebody to write to.
  const user = 'U000000001';
  return {
    client: whole,
    room: 'C000000001',
    user,
    trigger: async (view) => {
      const given = await whole.apiCall('views.generateTriggerId', view ? { view_id: view } : { user_id: user });
      return String((given as { trigger_id?: unknown }).trigger_id);
    },
    code: async () => {
      const form = new URLSearchParams({
        client_id: 'client-1',
        redirect_uri: REDIRECT,
        scope: scopes.join(','),
        state: 's',
        user_id: user,
      });
      const answer = await fetch(`${slack.url}/oauth/v2/authorize/callback`, {
        method: 'POST',
        body: form,
        redirect: 'manual',
      });
      return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    },
    limited: async (some) => {
      const missing = scopes.find((s) => !some.includes(s));
      return client(`xoxb-without-${missing}`, slack.url);
    },
    close: () => slack.close(),
  };
}

const drawn = {
  place: packWhere({ channel: ROOM, root: '', threaded: false, shared: true }),
  lang: 'nb' as const,
  say: (key: string, values?: Record<string, string | number>) => say(realKnowledge().locales, 'nb', key, values),
  href: () => undefined,
};
const card = helpCard(viewIn('nb'));
const [message] = messagesOf(card, { ...drawn, surface: 'message' });
const blocks = message?.blocks ?? [];
const refusal = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: unknown) => (error as { data?: { error?: string } }).data?.error ?? String(error),
  );

describe.each([
  ['our fake', ours],
  ['the emulator', emulated],
])('%s', (_, open) => {
  let w: World;
  beforeAll(async () => {
    w = await open();
  }, 60_000);
  afterAll(() => w.close());

  it('says who the token is', async () => {
    expect(await w.client.auth.test()).toMatchObject({
      ok: true,
      team_id: expect.any(String),
      user_id: expect.any(String),
    });
    expect(await refusal(w.client.auth.test({ token: 'xoxb-nobody' }))).toMatch(/invalid_auth|not_authed|ok/);
  });

  it('posts a card, a reply to it, and the card anew in its place', async () => {
    const { ts, channel } = await w.client.chat.postMessage({ channel: w.room, text: 'Hei', blocks });
    expect([channel, ts]).toEqual([w.room, expect.stringMatching(/^\d+\.\d{6}$/)]);
    const reply = await w.client.chat.postMessage({ channel: w.room, text: 'Svar', thread_ts: ts ?? '' });
    expect(reply.message).toMatchObject({ thread_ts: ts, text: 'Svar' });
    expect(await w.client.chat.update({ channel: w.room, ts: ts ?? '', text: 'Ny', blocks })).toMatchObject({
      ok: true,
      ts,
      text: 'Ny',
    });
  });

  it('posts to one person alone', async () => {
    const { message_ts } = await w.client.chat.postEphemeral({
      channel: w.room,
      user: w.user,
      text: 'Bare du',
      blocks,
    });
    expect(message_ts).toMatch(/^\d+\.\d{6}$/);
  });

  it('refuses what has no words, no channel or no message', async () => {
    expect(await refusal(w.client.chat.postMessage({ channel: w.room, text: '' }))).toBe('no_text');
    expect(await refusal(w.client.chat.postMessage({ channel: 'X0NOWHERE1', text: 'Hei' }))).toBe('channel_not_found');
    expect(await refusal(w.client.chat.update({ channel: w.room, ts: '1.000001', text: 'Hei' }))).toBe(
      'message_not_found',
    );
    expect(await refusal(w.client.reactions.add({ channel: w.room, timestamp: '1.000001', name: 'eyes' }))).toBe(
      'message_not_found',
    );
  });

  it('adds a reaction once and takes it away once', async () => {
    const { ts = '' } = await w.client.chat.postMessage({ channel: w.room, text: 'Hei' });
    const eyes = { channel: w.room, timestamp: ts, name: 'eyes' };
    expect(await refusal(w.client.reactions.add(eyes))).toBe('ok');
    expect(await refusal(w.client.reactions.add(eyes))).toBe('already_reacted');
    expect(await refusal(w.client.reactions.remove(eyes))).toBe('ok');
    expect(await refusal(w.client.reactions.remove(eyes))).toBe('no_reaction');
  });

  it('opens the direct message, the same one each time', async () => {
    const [first, second] = [
      await w.client.conversations.open({ users: w.user }),
      await w.client.conversations.open({ users: w.user }),
    ];
    expect(first.channel?.id).toMatch(/^D/);
    expect(second.channel?.id).toBe(first.channel?.id);
  });

  it('opens a view once for a trigger, and exchanges it only for who knows how it stands', async () => {
    const trigger_id = await w.trigger();
    const { view } = await w.client.views.open({ trigger_id, view: noteModal('Et øyeblikk …') });
    expect(await refusal(w.client.views.open({ trigger_id, view: noteModal('x') }))).not.toBe('ok');
    const next = modalOf(card, drawn, { place: drawn.place });
    const at = { view_id: view?.id ?? '', hash: view?.hash ?? '' };
    const changed = await w.client.views.update({ ...at, view: next });
    expect(changed.view?.hash).not.toBe(at.hash);
    expect(await refusal(w.client.views.update({ ...at, view: next }))).toBe('hash_conflict');
    expect(await refusal(w.client.views.update({ view_id: at.view_id, view: next }))).toBe('ok');
    expect(await refusal(w.client.views.update({ view_id: 'V0NOTHING', view: next }))).toBe('not_found');
  });

  it('stacks three views, and no fourth', async () => {
    const { view } = await w.client.views.open({ trigger_id: await w.trigger(), view: noteModal('1') });
    let top = view?.id ?? '';
    for (const n of ['2', '3']) {
      const pushed = await w.client.views.push({ trigger_id: await w.trigger(top), view: noteModal(n) });
      top = pushed.view?.id ?? '';
    }
    expect(await refusal(w.client.views.push({ trigger_id: await w.trigger(top), view: noteModal('4') }))).toBe(
      'push_limit_reached',
    );
  });

  it('publishes a home tab', async () => {
    const view = { type: 'home' as const, blocks };
    expect(await refusal(w.client.views.publish({ user_id: w.user, view }))).toBe('ok');
  });

  it('takes a file in three steps, as the SDK goes them', async () => {
    const { files } = await w.client.filesUploadV2({
      channel_id: w.room,
      file: Buffer.from('PK dokument'),
      filename: 'DPIA.docx',
      title: 'DPIA',
    });
    expect(files).toHaveLength(1);
  });

  it('gives a token for a code, once', async () => {
    const exchange = { client_id: 'client-1', client_secret: 'secret-1', code: await w.code(), redirect_uri: REDIRECT };
    const access = await w.client.oauth.v2.access(exchange);
    expect(access).toMatchObject({
      ok: true,
      token_type: 'bot',
      access_token: expect.stringMatching(/^xoxb-/),
      team: { id: expect.any(String) },
    });
    expect(access.scope?.split(',').toSorted()).toEqual([...BOT_SCOPES]);
    expect(await refusal(w.client.oauth.v2.access(exchange))).toBe('invalid_code');
  });

  it('refuses a token without the scope that our table names', async () => {
    const { ts = '' } = await w.client.chat.postMessage({ channel: w.room, text: 'Hei' });
    const calls: [keyof typeof METHOD_SCOPES, (c: WebClient) => Promise<unknown>][] = [
      ['chat.postMessage', (c) => c.chat.postMessage({ channel: w.room, text: 'x' })],
      ['chat.postEphemeral', (c) => c.chat.postEphemeral({ channel: w.room, user: w.user, text: 'x' })],
      ['chat.update', (c) => c.chat.update({ channel: w.room, ts, text: 'x' })],
      ['reactions.add', (c) => c.reactions.add({ channel: w.room, timestamp: ts, name: 'x' })],
      ['reactions.remove', (c) => c.reactions.remove({ channel: w.room, timestamp: ts, name: 'x' })],
      ['conversations.open', (c) => c.conversations.open({ users: w.user })],
      ['filesUploadV2', (c) => c.filesUploadV2({ channel_id: w.room, file: Buffer.from('x'), filename: 'x.txt' })],
    ];
    for (const [method, call] of calls) {
      const poor = await w.limited(BOT_SCOPES.filter((s) => s !== METHOD_SCOPES[method]));
      expect(await refusal(call(poor)), method).toBe('missing_scope');
    }
  });
});

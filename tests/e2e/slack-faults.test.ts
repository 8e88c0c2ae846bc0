import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Desk, SlackDeps } from '../../src/channels/slack/desk.ts';
import { signOfLife } from '../../src/channels/slack/signs.ts';
import type { Card } from '../../src/core/card.ts';
import { ANNA, directMessage, eventBody, ROOM, TEAM } from '../fakes/slack/payloads.ts';
import { SlackPerson, wordsOn } from '../fakes/slack/person.ts';
import { NOW } from '../support/fakes.ts';
import { mapOf } from '../support/screening.ts';
import { type House, startHouse, until } from './slack.house.ts';

let house: House | undefined;
async function begin(over: Parameters<typeof startHouse>[0] = {}): Promise<{ house: House; anna: SlackPerson }> {
  house = await startHouse(over);
  const anna = new SlackPerson(house.slack, ANNA);
  // The channel is known, so that a check begins with the picture.
  await house.deps.facts.set(TEAM, anna.direct, mapOf({ P01: 'main', P17: 'yes', P19: 'yes', P22: 'yes' }), NOW);
  return { house, anna };
}
afterEach(async () => {
  await house?.close();
  house = undefined;
});

const QUESTION = 'Når må vi gjøre en DPIA?';
const aCard = (...parts: Card['parts']): Card => ({ lang: 'nb', fallback: 'Svaret.', parts });
const body = (text: string): Card['parts'][number] => ({ kind: 'text', role: 'body', text });
const answering =
  (work: SlackDeps['converse']): ((real: SlackDeps['converse']) => SlackDeps['converse']) =>
  () =>
    work;
/** Answers when it is let: what is to be seen meanwhile can be waited for. */
function held(): { converse: SlackDeps['converse']; go: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const converse: SlackDeps['converse'] = async () => {
    await promise;
    return [{ card: aCard(body('Svaret.')), replaces: false }];
  };
  return { converse, go: resolve };
}

describe('signed HTTP', () => {
  it('takes what Slack has signed, and answers', async () => {
    const { anna } = await begin({ http: true });
    await anna.says(QUESTION);
    expect(wordsOn(await until(() => anna.sees()[0]))).toContain('DPIA');
    await anna.types('/photo-check');
    await until(() => anna.view()?.view.submit);
    expect(Object.keys(await anna.submits({ unchecked: true }))).toHaveLength(1);
  });

  it('answers Slack’s own question whether this is the place', async () => {
    const { house: h } = await begin({ http: true });
    const { status, text } = await h.slack.post(JSON.stringify({ type: 'url_verification', challenge: 'abc' }));
    expect([status, JSON.parse(text)]).toEqual([200, { challenge: 'abc' }]);
  });

  it.each([
    ['no signature', { without: ['x-slack-signature'] }],
    ['no time', { without: ['x-slack-request-timestamp'] }],
    ['another secret', { secret: 'somebody else’s secret' }],
    ['a time more than five minutes ago', { at: Math.floor(Date.now() / 1000) - 301 }],
    ['a time that is none', { headers: { 'x-slack-request-timestamp': 'now' } }],
    ['a body that was changed', { signed: '{"type":"event_callback"}' }],
    ['a signature of another version', { headers: { 'x-slack-signature': 'v1=abcdef' } }],
    ['an empty signature', { headers: { 'x-slack-signature': '' } }],
  ])('with %s is refused, and nothing comes of it', async (_, over) => {
    const { house: h, anna } = await begin({ http: true });
    const event = JSON.stringify(directMessage(QUESTION, { channel: anna.direct }));
    const { status, text } = await h.slack.post(event, over);
    expect([status, text]).toEqual([401, '']);
    await h.worker.idle();
    expect(anna.sees()).toEqual([]);
    expect(h.slack.made('chat.postMessage')).toEqual([]);
  });
});

describe('when Slack is in trouble', () => {
  it('a call that comes too soon is made again when Slack says so, and the answer arrives once', async () => {
    const { house: h, anna } = await begin();
    h.slack.fail('chat.postMessage', { status: 429, retryAfter: 2 });
    await anna.says(QUESTION);
    await until(() => anna.sees()[0]);
    expect(h.slack.made('chat.postMessage')).toHaveLength(2);
    expect(h.slack.tooSoon).toEqual([]);
  });

  it.each([
    ['with 500', [{ status: 500 }]],
    ['with 503', [{ status: 503 }]],
    ['with a word of its own', [{ error: 'internal_error' }]],
    ['twice', [{ error: 'fatal_error' }, { status: 502 }]],
  ])('a call that fails %s is made again', async (_, faults) => {
    const { house: h, anna } = await begin();
    h.slack.fail('chat.postMessage', ...faults);
    await anna.says(QUESTION);
    await until(() => anna.sees()[0]);
    expect(h.slack.made('chat.postMessage')).toHaveLength(faults.length + 1);
  });

  it('a note to one person is sent again to the address that came along', async () => {
    const { house: h, anna } = await begin();
    h.slack.fail('respond', { status: 500 });
    await anna.types('/varsam', 'help');
    await until(() => anna.sees(ROOM)[0]);
  });

  it('a file is fetched again, and a note sent again, after as long as Slack asks for', async () => {
    const { house: h, anna } = await begin();
    h.slack.fail('files', { status: 429, retryAfter: 1 }, { status: 503 });
    await anna.says('', { files: [anna.drops('x.txt', Buffer.from('Ingen bilde.'))] });
    await until(() => anna.sees().some((m) => wordsOn(m).includes('er ikke et bilde jeg kan lese')));
    h.slack.fail('respond', { status: 429, retryAfter: 1 });
    await anna.types('/varsam', 'help');
    await until(() => anna.sees(ROOM)[0]);
    expect(h.slack.tooSoon).toEqual([]);
  });

  it('a view that can’t be opened gives way to a message', async () => {
    const { house: h, anna } = await begin();
    h.slack.fail('views.open', { error: 'expired_trigger_id' });
    await anna.types('/photo-check');
    const form = await until(() => anna.sees().find((m) => anna.deeds(m).includes('answer')));
    await anna.presses(form, 'answer');
    await until(() => wordsOn(form).includes('Kryss av det som gjelder'));
  });

  it('a view that was closed meanwhile gives way to a message too', async () => {
    const slow =
      (real: SlackDeps['converse']): SlackDeps['converse'] =>
      async (incoming, onText) => {
        const out = await real(incoming, onText);
        await until(() => house?.slack.world.views.size === 0);
        return out;
      };
    const { house: h, anna } = await begin({ converse: slow });
    await anna.types('/photo-check');
    await until(() => anna.view());
    h.slack.world.views.clear();
    await until(() => anna.sees().find((m) => anna.deeds(m).includes('answer')));
  });

  it('the connection is made again, and nothing is missed', async () => {
    const { house: h, anna } = await begin();
    await h.slack.refresh();
    await until(() => h.running.state().on);
    await anna.says(QUESTION);
    await until(() => anna.sees()[0]);
  });
});

describe('when something goes wrong here', () => {
  it('it is said with a code that stands in the log, and nothing else of it', async () => {
    const { house: h, anna } = await begin({
      converse: answering(() => Promise.reject(new Error('disk full of Nordmann'))),
    });
    await anna.says(QUESTION);
    const said = await until(() => anna.sees()[0]);
    const code = /kode (\S+)/.exec(said.text)?.[1];
    expect(code).toBeTruthy();
    expect(h.deps.log.lines.some((l) => l.startsWith('error slack.failed') && l.includes(code ?? '?'))).toBe(true);
    expect(said.text).not.toMatch(/disk|stack/);
    expect(h.slack.world.messages.find((m) => m.user === ANNA)?.reactions).toEqual([]);
  });

  it('a form says so in its view, and a command where it was typed', async () => {
    const { anna } = await begin({ converse: answering(() => Promise.reject(new Error('x'))) });
    await anna.types('/photo-check');
    await until(() => anna.view() && wordsOn(anna.view() as never).includes('Noe gikk galt hos meg'));
    await anna.types('/varsam', 'hei');
    await until(() => anna.sees(ROOM).some((m) => m.text.includes('Noe gikk galt hos meg')));
  });

  it('a form that takes its time says so in the view, and then shows what came', async () => {
    const { promise: told, resolve: go } = Promise.withResolvers<void>();
    const slow =
      (real: SlackDeps['converse']): SlackDeps['converse'] =>
      async (incoming, onText) => {
        if (incoming.kind === 'action') await told;
        return real(incoming, onText);
      };
    const { anna } = await begin({ converse: slow });
    await anna.types('/photo-check');
    await until(() => anna.view()?.view.submit);
    await anna.submits({ unchecked: true });
    expect(wordsOn(anna.view() as never)).toContain('Et øyeblikk');
    go();
    await until(() => wordsOn(anna.view() as never).includes('Kryss av det som gjelder'));
  });
});

describe('a sign that something was seen', () => {
  it('comes in a room as eyes on the message, and goes when the answer stands', async () => {
    const { converse, go } = held();
    const { house: h, anna } = await begin({ converse: answering(converse) });
    const asked = await anna.mentions(QUESTION);
    await until(() => asked.reactions.includes('eyes'));
    go();
    await until(() => anna.sees(ROOM)[0]);
    await until(() => asked.reactions.length === 0);
    expect(h.slack.world.statuses).toEqual([]);
  });

  it('is a status in a thread of one’s own, which the answer ends', async () => {
    const { converse, go } = held();
    const { house: h, anna } = await begin({ converse: answering(converse) });
    const root = await anna.opensAssistant();
    await anna.says(QUESTION, { thread: root });
    await until(() => h.slack.world.statuses.length > 0);
    go();
    await until(() => anna.sees().find((m) => m.blocks.length > 0));
    await h.worker.idle();
    expect(h.slack.world.statuses).toEqual([{ channel: anna.direct, thread: root, status: 'Jeg leter i kildene.' }]);
    expect(h.slack.world.reacted).toEqual([]);
  });

  it('falls back on eyes where there is no status, and holds nothing up where there are no eyes either', async () => {
    const [first, second] = [held(), held()];
    const { house: h, anna } = await begin({
      converse: answering((incoming) =>
        (incoming.kind === 'text' && incoming.text === QUESTION ? first : second).converse(incoming),
      ),
    });
    const root = await anna.opensAssistant();
    h.slack.fail('assistant.threads.setStatus', { error: 'feature_not_enabled' });
    const asked = await anna.says(QUESTION, { thread: root });
    await until(() => asked.reactions.includes('eyes'));
    first.go();
    await until(() => h.slack.world.reacted.includes(`-eyes ${asked.ts}`));
    h.slack.fail('reactions.add', { error: 'missing_scope' });
    const before = anna.sees().length;
    await anna.says('Og i dag?');
    await until(() => h.slack.made('reactions.add').length > 1);
    second.go();
    await until(() => anna.sees()[before]);
    await h.worker.idle();
    expect(h.slack.made('reactions.remove')).toHaveLength(1);
  });

  it('is spared where the answer is there at once', async () => {
    vi.useFakeTimers();
    const asked: string[] = [];
    const add = async () => void asked.push('reactions.add');
    const desk = { api: { reactions: { add, remove: add } } } as unknown as Desk;
    const where = { channel: 'C0ROOM', root: '', threaded: false, shared: true };
    try {
      await signOfLife(desk, where, '1.0').end(true);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(asked).toEqual([]);
      const late = signOfLife(desk, where, '1.0');
      await vi.advanceTimersByTimeAsync(60_000);
      await late.end(true);
      expect(asked).toEqual(['reactions.add', 'reactions.add']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a draft', () => {
  const WRITTEN = [
    'Først',
    'Først vurderer dere.',
    'Først vurderer dere. Så bestemmer dere <!channel>. [Les mer]',
    'Først vurderer dere. Så bestemmer dere <!channel>. [Les mer](https://ond.example)',
  ];
  const SHOWS = ['chat.startStream', 'chat.appendStream', 'chat.postMessage', 'chat.update'];
  /** Goes on when what was written so far was shown, as often as it is to be; the rest comes at once. */
  const growing =
    (shown: number): SlackDeps['converse'] =>
    async (_, onText) => {
      const seen = () => house?.slack.calls.filter(({ method }) => SHOWS.includes(method)).length ?? 0;
      for (const [i, text] of WRITTEN.entries()) {
        const before = seen();
        onText?.(text);
        if (i < shown) await until(() => seen() > before);
      }
      return [{ card: aCard(body('Svaret med sine linjer.')), replaces: false }];
    };

  it('is streamed in the thread while it grows, said to be one, and gives way to the answer', async () => {
    const { house: h, anna } = await begin({ converse: answering(growing(3)) });
    const root = await anna.opensAssistant();
    await anna.says(QUESTION, { thread: root });
    const draft = await until(() => anna.sees().find((m) => m.streaming));
    expect(draft.text).toContain('Utkast');
    await until(() => draft.appended);
    await until(() => draft.blocks.length > 0);
    expect(wordsOn(draft)).toBe('Svaret med sine linjer.');
    expect(draft.streaming).toBe(false);
    const grown = h.slack.made('chat.appendStream').map(({ args }) => String(args.markdown_text));
    expect(grown.join('')).toContain('&lt;!channel&gt;. [Les mer]');
    // What a model writes leads nowhere: a link would show other words than its address.
    expect(grown.join('')).not.toContain('](');
    expect(anna.sees().filter((m) => m.blocks.length > 0)).toHaveLength(1);
  });

  it('is edited where the workspace has no streaming, and that is tried once', async () => {
    const { house: h, anna } = await begin({ converse: answering(growing(3)) });
    h.slack.world.streams = false;
    const root = await anna.opensAssistant();
    await until(() => h.slack.world.prompts.get(`${anna.direct}/${root}`));
    for (let i = 0; i < 2; i++) {
      const before = anna.sees().length;
      await anna.says(`${QUESTION} ${i}`, { thread: root });
      const draft = await until(() => anna.sees()[before]);
      await until(() => wordsOn(draft).includes('Svaret med sine linjer.'));
      expect(draft.edits).toBeGreaterThan(1);
    }
    expect(h.slack.made('chat.startStream')).toHaveLength(1);
  });

  it('is not shown in a room, where others would read what nothing has verified', async () => {
    const { house: h, anna } = await begin({ converse: answering(growing(0)) });
    await anna.mentions(QUESTION);
    await until(() => anna.sees(ROOM)[0]);
    expect(anna.sees(ROOM)).toHaveLength(1);
    expect(h.slack.made('chat.startStream')).toEqual([]);
  }, 15_000);

  it('that fails halfway costs nothing but itself', async () => {
    const { house: h, anna } = await begin({ converse: answering(growing(2)) });
    h.slack.fail('chat.appendStream', { error: 'message_not_in_streaming_state' });
    const root = await anna.opensAssistant();
    await anna.says(QUESTION, { thread: root });
    await until(() => anna.sees().some((m) => wordsOn(m) === 'Svaret med sine linjer.'));
  });
});

describe('a picture and a document', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="#DDEEDF"/></svg>';
  const withFiles: SlackDeps['converse'] = async ({ kind }) => [
    kind === 'text'
      ? {
          card: aCard(
            { kind: 'image', svg, alt: 'Risiko før tiltak: 2 høye.', width: 40, height: 30 },
            body('Se matrisen.'),
          ),
          replaces: false,
        }
      : {
          card: aCard(body('Dokumentet.')),
          replaces: false,
          files: [{ name: 'a.docx', mime: 'x', bytes: new Uint8Array([80, 75]) }],
        },
  ];

  it('goes below its card as a PNG, with everything it shows in words', async () => {
    const { house: h, anna } = await begin({ converse: answering(withFiles) });
    await anna.says(QUESTION);
    const upload = await until(() => anna.sees().find((m) => m.files));
    const file = h.slack.world.files.get(upload.files?.[0] ?? '');
    expect(file).toMatchObject({ name: 'varsam-1.png', alt: 'Risiko før tiltak: 2 høye.' });
    expect(file?.bytes?.subarray(1, 4).toString()).toBe('PNG');
  });

  it('asked for in a room goes to the direct message, and the room’s others see nothing', async () => {
    const { anna } = await begin({ converse: answering(withFiles) });
    await anna.mentions('');
    await until(() => anna.sees().find((m) => m.files));
    const told = await until(() => anna.sees(ROOM).find((m) => m.text.includes('i en melding til deg')));
    expect(told.onlyTo).toBe(ANNA);
    expect(anna.sees(ROOM).every((m) => m.onlyTo === ANNA)).toBe(true);
  });

  it('outside of Slack is not fetched with our token', async () => {
    const { house: h, anna } = await begin();
    const file = { ...anna.drops('x.jpg', Buffer.from('x')), url_private_download: 'https://evil.example/x.jpg' };
    await anna.says('', { files: [file] });
    await until(() => anna.sees().some((m) => m.text.includes('Noe gikk galt hos meg')));
    expect(h.deps.log.lines.join()).toContain('a file outside of Slack');
  });
});

describe('after a restart', () => {
  it('what was answered before is not answered again, and what is new is', async () => {
    const { house: h, anna } = await begin();
    await anna.says(QUESTION);
    await until(() => anna.sees()[0]);
    await h.restart();
    await anna.again(1);
    await anna.says('Hva er ren informasjon?');
    await until(() => anna.sees()[1]);
    expect(anna.sees()).toHaveLength(2);
  });
});

describe('many workspaces', () => {
  const cookieOf = (r: Response) => (r.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

  /** A person's way through the installation, as a browser goes it. */
  async function install(h: House): Promise<Response> {
    const begun = await fetch(`${h.slack.http}/slack/install`);
    const page = await begun.text();
    const to = new URL(
      (/href="(http[^"]+)"/.exec(page)?.[1] ?? begun.headers.get('location') ?? '').replaceAll('&amp;', '&'),
    );
    expect(to.origin + to.pathname).toBe(`${h.slack.url}/oauth/v2/authorize`);
    expect(to.searchParams.get('scope')?.split(',').toSorted()).toEqual([...h.slack.scopes].toSorted());
    h.slack.codes.set('code-1', {});
    const back = new URLSearchParams({ code: 'code-1', state: to.searchParams.get('state') ?? '' });
    return fetch(`${h.slack.http}/slack/oauth_redirect?${back}`, {
      headers: { cookie: cookieOf(begun) },
      redirect: 'manual',
    });
  }
  const installed = async (h: House) => (await h.deps.kept.keys('slack.installation')).map(({ key }) => key);

  it('install the app, are answered, and are forgotten when they take it away', async () => {
    const { house: h, anna } = await begin({ oauth: true });
    expect((await install(h)).status).toBe(200);
    expect(await installed(h)).toEqual([TEAM]);
    await anna.says(QUESTION);
    await until(() => anna.sees()[0]);
    await h.restart();
    await anna.says('Hva er ren informasjon?');
    await until(() => anna.sees()[1]);
    await h.slack.deliver({ type: 'events_api', payload: eventBody({ type: 'app_uninstalled', event_ts: '1.1' }) });
    expect(await installed(h)).toEqual([]);
  }, 30_000);

  it('without an installation are refused, and a code with somebody else’s state too', async () => {
    const { house: h, anna } = await begin({ oauth: true });
    await anna.says(QUESTION);
    expect(h.slack.calls).toEqual([]);
    const forged = await fetch(`${h.slack.http}/slack/oauth_redirect?code=code-1&state=forged`);
    expect(forged.status).toBeGreaterThanOrEqual(400);
    expect(h.slack.made('oauth.v2.access')).toEqual([]);
  });
});

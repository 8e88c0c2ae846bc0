import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ListenError, listen } from '../../src/channels/web/server.ts';
import { type Site, startSite } from './site.ts';

/** The web chat as a program meets it: what it refuses, what it keeps, and what it gives away. No browser is needed. */

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

type Reply = { status: number; headers: NodeJS.Dict<string | string[]>; body: string };

/** Plain HTTP: fetch would not let a test choose Host and Origin. */
function call(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  form?: Record<string, string>,
): Promise<Reply> {
  const body = form ? new URLSearchParams(form).toString() : '';
  const type = form
    ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': `${Buffer.byteLength(body)}` }
    : {};
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: site.port, method, path, headers: { ...type, ...headers } },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const cookieOf = (reply: Reply) => String(reply.headers['set-cookie']).split(';')[0] ?? '';
const ask = (question: string, headers: Record<string, string> = {}, token?: string) =>
  call('POST', '/ask', headers, { question, ...(token ? { token } : {}) });
const UNANSWERABLE = "Hva er punkt 7 i KS' risikobank?";
const TOKEN = '00000000-0000-4000-8000-000000000001';

describe('who may ask', () => {
  it('a page whose name was pointed at this machine is turned away, with a word about it', async () => {
    const reply = await call('GET', '/', { host: `rebound.example:${site.port}` });
    expect(reply.status).toBe(421);
    expect(reply.body).toContain('varsam svarer ikke på denne adressen');
  });

  it('a Host that names nothing is turned away with the same word, and is no fault of ours', async () => {
    for (const host of ['[', '[::1', 'a b', '%', 'localhost:1:2']) {
      const reply = await call('GET', '/', { host });
      expect(reply.status, host).toBe(421);
      expect(reply.body).toContain('varsam svarer ikke på denne adressen');
    }
  });

  it('a form on another site is refused, and the question is never asked', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const reply = await ask('Kan vi slette en kritisk kommentar?', headers);
      expect(reply.status).toBe(403);
      expect(reply.body).toContain('stoppet');
    }
    expect(site.door.asked).toEqual([]);
  });

  it('our own page and a program are taken', async () => {
    const own = { 'sec-fetch-site': 'same-origin', origin: `http://127.0.0.1:${site.port}` };
    expect((await ask('Kan vi slette en kritisk kommentar?', own)).status).toBe(303);
    expect((await ask('Kan vi slette en kritisk kommentar?')).status).toBe(303);
  });
});

describe('what every response says to the browser', () => {
  it('nothing but our own files runs, nobody frames us, and no type is guessed', async () => {
    for (const path of ['/', '/source/norberg', '/nowhere', '/assets/style.css']) {
      const { headers } = await call('GET', path);
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });

  it('the cookies of conversation and browser are unguessable, for the server only, and not sent from other sites', async () => {
    const [conversation, person] = (await ask('Kan vi slette en kritisk kommentar?')).headers['set-cookie'] ?? [];
    expect(conversation).toMatch(/^varsam_conversation=[0-9a-f-]{30,}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(person).toMatch(
      /^varsam_person=[0-9a-f-]{30,}; Max-Age=31536000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
  });

  it('files carry their hash and are kept; a page is not', async () => {
    const home = await call('GET', '/');
    const style = /href="(\/assets\/style\.css\?v=[0-9a-f]+)"/.exec(home.body)?.[1] ?? '';
    expect((await call('GET', style)).headers['cache-control']).toContain('immutable');
    expect(home.headers['cache-control']).toBe('no-store');
  });
});

describe('a question', () => {
  it('sent twice with the same form is one question, asked once and stored once', async () => {
    const replies = await Promise.all([1, 2, 3].map(() => ask('Når må vi gjøre en DPIA?', {}, TOKEN)));
    expect(site.door.asked).toHaveLength(1);
    expect(new Set(replies.map((r) => r.headers.location)).size).toBe(1);
    expect(await site.store.turns('local', site.door.asked[0]?.conversation ?? '', 9)).toHaveLength(1);
  });

  it('that is another one is asked, also from the same form', async () => {
    await ask('Kan vi slette en kritisk kommentar?', {}, TOKEN);
    await ask('Kan jeg legge ut dette klassebildet på Facebook?', {}, TOKEN);
    expect(site.door.asked).toHaveLength(2);
  });

  it('that failed may be asked again, and is answered then', async () => {
    const { handle } = site.door;
    site.door.handle = () => Promise.reject(new Error('broken'));
    expect((await ask('Kan vi slette en kommentar?', {}, TOKEN)).status).toBe(500);
    site.door.handle = handle;
    expect((await ask('Kan vi slette en kommentar?', {}, TOKEN)).status).toBe(303);
  });

  it('with nothing in it, or with 10,000 characters, is given back with what to do', async () => {
    const empty = await ask('   ');
    expect(empty.status).toBe(422);
    expect(empty.body).toContain('Skriv et spørsmål først.');
    const long = await ask('å'.repeat(10_000));
    expect(long.status).toBe(422);
    expect(long.body).toContain('Spørsmålet er på 10000 tegn. Kort det ned til 4000.');
    expect(long.body).toContain('å'.repeat(10_000));
    expect(long.body).toContain('aria-invalid="true"');
  });

  it('of more than 64 kB is too long to send', async () => {
    const reply = await ask('x'.repeat(70_000));
    expect(reply.status).toBe(413);
    expect(reply.body).toContain('Teksten er for lang til å sendes.');
  });

  it('is never written in the log', async () => {
    await ask('Kan ordfører Solveig Nordmann slette kommentarer?');
    await call('POST', '/feedback', {}, { turn: TOKEN, verdict: 'helped' });
    expect(site.logged.length).toBeGreaterThan(1);
    expect(site.logged.join('\n')).not.toMatch(/Nordmann|kommentarer/);
  });
});

describe('a question nobody could answer', () => {
  it('can be taken back by whoever asked it, and by nobody else', async () => {
    const asked = await ask(UNANSWERABLE);
    const turn = String(asked.headers.location).replace('/#turn-', '');
    const captured = async () => (await site.store.openQuestions('local')).some((q) => q.id === turn);
    expect(await captured()).toBe(true);

    const stranger = await ask(UNANSWERABLE);
    expect((await call('POST', '/withdraw', { cookie: cookieOf(stranger) }, { turn })).status).toBe(404);
    expect((await call('POST', '/feedback', { cookie: cookieOf(stranger) }, { turn, verdict: 'helped' })).status).toBe(
      404,
    );
    expect(await captured()).toBe(true);

    expect((await call('POST', '/withdraw', { cookie: cookieOf(asked) }, { turn })).status).toBe(303);
    expect(await captured()).toBe(false);
    expect((await call('GET', '/', { cookie: cookieOf(asked) })).body).toContain('Spørsmålet er ikke sendt.');
  });
});

describe('what goes wrong', () => {
  it('is said in the reader’s language, with a code that stands in the log, and nothing of the inside', async () => {
    site.door.handle = () => Promise.reject(new Error('secret detail at /somewhere/inside.ts'));
    const reply = await ask('Går det bra?', { 'accept-language': 'sv' });
    expect(reply.status).toBe(500);
    const code = /kod ([0-9a-f]{8})/.exec(reply.body)?.[1] ?? 'none';
    expect(site.logged.join('\n')).toContain(code);
    expect(reply.body).toContain('Något gick fel hos mig.');
    expect(reply.body).not.toMatch(/secret|inside\.ts|at .*:\d+/);
  });

  it('an address that does not exist is said not to, in all four languages', async () => {
    const said = {
      nb: 'Siden finnes ikke.',
      nn: 'Sida finst ikkje.',
      sv: 'Sidan finns inte.',
      en: 'The page does not exist.',
    };
    for (const [lang, words] of Object.entries(said))
      for (const path of ['/nowhere', '/source/nowhere', '/source/law:L99', '/assets/nowhere.js']) {
        const reply = await call('GET', path, { 'accept-language': lang });
        expect([reply.status, reply.body.includes(words), reply.body.includes(`<html lang="${lang}">`)], path).toEqual([
          404,
          true,
          true,
        ]);
      }
  });

  it('a port in use is said to be, with the setting to change', async () => {
    const { default: express } = await import('express');
    const second = listen(express(), { host: '127.0.0.1', port: site.port });
    await expect(second).rejects.toThrow(ListenError);
    await expect(second).rejects.toThrow(/VARSAM_PORT.*in use/);
  });
});

describe('a source', () => {
  it('shows every line of the original under its number, and only the cited ones marked', async () => {
    const { body } = await call('GET', '/source/norberg?from=106&to=107');
    const marked = [...body.matchAll(/id="L(\d+)"[^>]*><mark>/g)].map((m) => m[1]);
    expect(marked).toEqual(['106', '107']);
    const norberg = site.knowledge.guidelines.find((g) => g.id === 'norberg');
    expect(body.match(/<li id="L\d+"/g)?.length).toBe((norberg?.lines.length ?? 0) - 1);
    expect(body).toContain('lang="sv"');
    expect(body).toContain('Sverige: et eksempel, binder ikke dere');
  });

  it('says of lines whose ground has changed that they are outdated', async () => {
    const { body } = await call('GET', '/source/norberg?from=203&to=205');
    expect(body).toContain('Utdatert: skrevet før 10. juli 2023');
  });

  it('marks nothing where the lines make no sense', async () => {
    for (const query of ['from=0&to=3', 'from=9999&to=10000', 'from=7&to=2', 'from=x', 'from=1&to=9999'])
      expect((await call('GET', `/source/norberg?${query}`)).status, query).toBe(200);
    expect((await call('GET', '/source/norberg?from=7&to=2')).body).not.toContain('<mark>');
  });

  it('that is a note on the law says so, with where it comes from, and never looks like a statute', async () => {
    const { body } = await call('GET', '/source/law:L15');
    expect(body).toContain('Om loven, gjengitt og ikke sitert.');
    expect(body).toContain('sekundærkilde');
    expect(body).not.toMatch(/<blockquote|<mark>/);
  });
});

it('stopping takes no new questions and lets the answer under way arrive', async () => {
  const other = await startSite();
  const { handle } = other.door;
  const asked = new Promise<() => void>((started) => {
    other.door.handle = async (question) => {
      await new Promise<void>((resolve) => started(resolve));
      return handle(question);
    };
  });
  const answer = fetch(`${other.url}/ask`, {
    method: 'POST',
    body: new URLSearchParams({ question: 'Kan vi slette en kritisk kommentar?' }),
    redirect: 'manual',
  });
  const letItAnswer = await asked;
  const closed = other.close();
  await expect(fetch(other.url)).rejects.toThrow();
  letItAnswer();
  expect((await answer).status).toBe(303);
  await closed;
});

it('a probe is told that all is well', async () => {
  expect((await call('GET', '/healthz')).body).toBe('{"status":"ok"}');
});

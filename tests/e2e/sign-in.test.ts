import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSignIn, type SignInSettings } from '../../src/channels/web/sign-in.ts';
import { Access } from '../../src/core/access.ts';
import { browser, startProvider } from '../fakes/provider.ts';
import { proposed } from '../support/accounts.ts';
import { type Site, startSite } from './site.ts';

/** The pages on a network: nobody gets in without the municipality's own account, and everybody to what their groups give them. */

const KEY = new Uint8Array(32).fill(7);
const PEOPLE = {
  kari: { groups: ['ansatte', 'kommunikasjon'] },
  amir: { groups: ['ansatte', 'personvern'] },
  lise: { groups: ['ansatte'] },
  vikar: { groups: ['innleide'] },
};
const ACCESS = Access.parse({
  staff: ['ansatte'],
  roles: { editor: ['kommunikasjon'], dpo: ['personvern'] },
  owners: { console: ['kommunikasjon'] },
});
const SECRET = 'a secret for tests alone';

let site: Site;
let provider: Awaited<ReturnType<typeof startProvider>>;
let settings: SignInSettings;
let now = new Date('2026-11-18T09:00:00.000Z');

beforeAll(async () => {
  site = await startSite({
    signIn: async (url, { log }) => {
      provider = await startProvider(PEOPLE, () => url);
      settings = {
        issuer: provider.issuer,
        clientId: 'varsam',
        clientSecret: SECRET,
        groups: 'groups',
        scope: 'openid',
        publicUrl: url,
        keys: [KEY],
        hours: 8,
        tenantClaim: 'tid',
        house: async () => ({ tenant: 'local', access: ACCESS }),
      };
      return createSignIn(settings, { clock: { now: () => now }, log });
    },
  });
});
afterAll(async () => {
  provider?.close();
  await site?.close();
});
beforeEach(() => {
  now = new Date('2026-11-18T09:00:00.000Z');
  site.reset();
});

const form = (question: string) => ({ question, token: '00000000-0000-4000-8000-000000000001' });

describe('whoever has not signed in', () => {
  test.each(['/', '/assessments', '/console', '/console/export/questions.csv', '/source/norberg'])(
    'is sent to the municipality’s own sign-in from %s, and sees nothing of the page',
    async (path) => {
      const reply = await fetch(site.url + path, { redirect: 'manual' });
      expect(reply.status).toBe(303);
      expect(reply.headers.get('location')).toMatch(/^\/sign-in\?to=/);
      expect(await reply.text()).not.toMatch(/<(?:form|main)/);
    },
  );

  test('can post nothing, and nothing of it is taken in', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
    const reply = await fetch(`${site.url}/ask`, { method: 'POST', headers, body: 'question=Hei' });
    expect(reply.status).toBe(401);
    expect(await reply.text()).toContain('logg inn');
    const script = await fetch(`${site.url}/ask`, {
      method: 'POST',
      headers: { ...headers, 'hx-request': 'true' },
      body: 'question=Hei',
    });
    expect([script.status, script.headers.get('hx-redirect')]).toEqual([401, '/sign-in']);
    expect(site.door.asked).toEqual([]);
  });
});

describe('whoever signs in', () => {
  test('comes back to the page they wanted, asks, and signs out', async () => {
    const lise = browser();
    const page = await lise.signIn(`${site.url}/source/norberg?from=31&to=33`, 'lise');
    expect(page).toMatchObject({ status: 200, url: `${site.url}/source/norberg?from=31&to=33` });
    expect((await lise.go(`${site.url}/ask`, form('Må vi arkivere kommentarer?'))).body).toContain('class="card');
    expect((await lise.go(`${site.url}/`)).body).toContain('Logg ut');
    // The provider asks whether to sign out there too; here it is done already.
    expect((await lise.go(`${site.url}/sign-out`, {})).url).toContain('/session/end');
    expect((await fetchAs(lise, '/assessments')).status).toBe(303);
  });

  test('and is in none of the groups is told whom to ask, and gets no session', async () => {
    const vikar = browser();
    const page = await vikar.signIn(`${site.url}/`, 'vikar');
    expect(page.status).toBe(403);
    expect(page.body).toContain('Spør den som styrer tilgangene');
    expect(vikar.cookies(new URL(site.url).host).has('varsam_session')).toBe(false);
  });

  test('has the console only if their groups say so', async () => {
    const kari = browser();
    expect(await kari.signIn(`${site.url}/console`, 'kari')).toMatchObject({ status: 200 });
    const lise = browser();
    const closed = await lise.signIn(`${site.url}/console`, 'lise');
    expect(closed.status).toBe(403);
    expect(closed.body).toContain('Konsollen er for dem som svarer');
    const amir = browser();
    const dpo = await amir.signIn(`${site.url}/console`, 'amir');
    expect(dpo.status).toBe(200);
    expect(dpo.body).not.toContain('value="console"');
  });

  test('cannot take a role that their groups do not give them', async () => {
    const kari = browser();
    await kari.signIn(`${site.url}/`, 'kari');
    await kari.go(`${site.url}/assessment/role`, { role: 'dpo', back: '' });
    expect(kari.cookies(new URL(site.url).host).get('varsam_role')).toBeUndefined();
    await kari.go(`${site.url}/assessment/role`, { role: 'editor', back: '' });
    expect(kari.cookies(new URL(site.url).host).get('varsam_role')).toBe('editor');
  });

  test('gives their word to an account only in a role that their groups give them', async () => {
    await site.accounts.append('local', proposed());
    const kari = browser();
    await kari.signIn(`${site.url}/console`, 'kari');
    const page = `${site.url}/console/accounts/acc1`;
    expect((await kari.go(page)).body).not.toContain('name="role"');
    // Kari is the communications unit, and says that she is the manager.
    await kari.go(`${page}/step`, { deed: 'agree', seen: '1', role: 'unit', why: '', reference: '' });
    const [first] = (await site.accounts.account('local', 'acc1'))?.agreements ?? [];
    expect(first).toMatchObject({ role: 'editor' });
    await kari.go(`${page}/step`, { deed: 'agree', seen: '2', role: 'unit', why: '', reference: '' });
    const amir = browser();
    await amir.signIn(`${site.url}/console`, 'amir');
    await amir.go(`${page}/step`, { deed: 'agree', seen: '2', role: 'unit', why: '', reference: '' });
    expect((await site.accounts.account('local', 'acc1'))?.state).toBe('proposed');
    const lise = browser();
    expect((await lise.signIn(page, 'lise')).status).toBe(403);
  });

  test('is led to no other site afterwards', async () => {
    for (const to of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const somebody = browser();
      const page = await somebody.signIn(`${site.url}/sign-in?to=${encodeURIComponent(to)}`, 'lise');
      expect(page.url).toBe(`${site.url}/`);
    }
  });

  test('is signed out when their hours are over', async () => {
    const lise = browser();
    await lise.signIn(`${site.url}/`, 'lise');
    now = new Date('2026-11-18T16:59:00.000Z');
    expect((await fetchAs(lise, '/')).status).toBe(200);
    now = new Date('2026-11-18T17:01:00.000Z');
    expect((await fetchAs(lise, '/')).status).toBe(303);
  });
});

/** One request with the cookies of a browser, without following. */
function fetchAs(somebody: ReturnType<typeof browser>, path: string, cookies: Record<string, string> = {}) {
  const all = { ...Object.fromEntries(somebody.cookies(new URL(site.url).host)), ...cookies };
  const cookie = Object.entries(all)
    .map(([k, v]) => `${k}=${v}`)
    .join('; ');
  return fetch(site.url + path, { redirect: 'manual', headers: { cookie } });
}

describe('a session', () => {
  test('holds no name, and opens for nobody who changed it', async () => {
    const kari = browser();
    await kari.signIn(`${site.url}/`, 'kari');
    const held = kari.cookies(new URL(site.url).host).get('varsam_session') ?? '';
    expect(Buffer.from(held, 'base64url').toString('latin1') + held).not.toMatch(/kari|kommunikasjon|ansatte/);
    const turned = `${held.slice(0, -6)}${held.slice(-6).split('').reverse().join('')}`;
    expect((await fetchAs(kari, '/', { varsam_session: turned })).status).toBe(303);
    expect((await fetchAs(kari, '/', { varsam_session: 'x'.repeat(5000) })).status).toBe(303);
  });

  test('lasts when the key is changed while the old one is kept, and ends with it', async () => {
    const kari = browser();
    await kari.signIn(`${site.url}/`, 'kari');
    const cookie = `varsam_session=${kari.cookies(new URL(site.url).host).get('varsam_session')}`;
    const fresh = new Uint8Array(32).fill(9);
    const passes = async (keys: Uint8Array[]) => {
      const silent = { info: () => {}, warn: () => {}, error: () => {} };
      const { gate } = createSignIn({ ...settings, keys }, { clock: { now: () => now }, log: silent });
      let passed = false;
      const req = { headers: { cookie }, path: '/', method: 'GET', originalUrl: '/' };
      const res = { redirect: () => {} };
      await gate(req as never, res as never, () => {
        passed = true;
      });
      return passed;
    };
    expect(await passes([fresh, KEY])).toBe(true);
    expect(await passes([fresh])).toBe(false);
  });

  test('a journey’s cookie is no session, and a session’s is no journey', async () => {
    const lise = browser();
    const start = await fetchAs(lise, '/sign-in');
    const journey = /varsam_journey=([^;]+)/.exec(start.headers.get('set-cookie') ?? '')?.[1] ?? '';
    expect((await fetchAs(lise, '/', { varsam_session: journey })).status).toBe(303);
    await lise.signIn(`${site.url}/`, 'lise');
    const session = lise.cookies(new URL(site.url).host).get('varsam_session') ?? '';
    const back = await fetchAs(lise, '/sign-in/back?code=x&state=y', { varsam_journey: session });
    expect(back.status).toBe(400);
  });

  test('a provider’s answer that belongs to somebody else’s journey signs nobody in', async () => {
    const mallory = browser();
    await mallory.go(`${site.url}/sign-in`);
    const reply = await fetchAs(mallory, `/sign-in/back?code=stolen&state=other&iss=${provider.issuer}`);
    expect(reply.status).toBe(400);
    expect(reply.headers.get('set-cookie') ?? '').not.toMatch(/varsam_session=[^;]/);
    expect(await reply.text()).toContain('prøv igjen');
  });
});

test('nothing that was logged says who signed in', () => {
  expect(site.logged.join()).not.toMatch(/kari|lise|amir|kommunikasjon/);
});

test('a provider that is away is said plainly, and asked again the next time', async () => {
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const away = await startSite({
    signIn: async (url) =>
      createSignIn(
        { ...settings, issuer: 'http://127.0.0.1:9', publicUrl: url },
        { clock: { now: () => now }, log: silent },
      ),
  });
  const reply = await fetch(`${away.url}/sign-in`, { redirect: 'manual', headers: { 'accept-language': 'sv' } });
  expect(reply.status).toBe(503);
  expect(await reply.text()).toContain('Jag får ingen kontakt med inloggningen');
  await away.close();
});

test('bound to a network without sign-in, varsam shows its pages to nobody', async () => {
  const open = await startSite({ host: '0.0.0.0' });
  for (const path of ['/', '/assessments']) {
    const reply = await fetch(open.url + path, { headers: { 'accept-language': 'en' } });
    expect(reply.status).toBe(403);
    expect(await reply.text()).toContain('until sign-in is set up');
  }
  expect((await fetch(`${open.url}/console`)).status).toBe(403);
  await open.close();
});

test('through a proxy on this machine, without sign-in, there are sources to read and nothing to write', async () => {
  const publicUrl = 'https://varsam.kommune.example';
  const behind = await startSite({ publicUrl });
  const proxied = { 'x-forwarded-for': '10.1.2.3', 'x-forwarded-proto': 'https' };
  const status = async (path: string) => (await fetch(behind.url + path, { headers: proxied })).status;
  expect([await status('/'), await status('/assessments'), await status('/console')]).toEqual([403, 403, 403]);
  expect(await status('/source/norberg')).toBe(200);
  await behind.close();
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked, owner } from '../support/learning.ts';
import { type Site, startSite } from './site.ts';

/** The console as it is reached from elsewhere: with a link from a chat, and not at all without one. */

const AT = '2026-11-18T09:00:00.000Z';
const POWER = 'Hvem betaler for strømmen på idrettshallen?';
const THERE = 'Hvem vasker bussene i den andre kommunen?';
const CHILD = 'Hvem i barnevernet tar bilder til årskalenderen?';
/** As a proxy on this machine passes it on. */
const AWAY = { 'x-forwarded-for': '192.0.2.7', 'x-forwarded-proto': 'https' };

describe('the console from elsewhere', () => {
  let site: Site;
  beforeAll(async () => {
    const kom = owner('kom', { people: ['U-BOSS'], tenant: 'T01', to: { slack: 'C-KOM' } });
    const dpo = owner('dpo', { people: ['U-DPO'], tenant: 'T01' });
    site = await startSite({ learn: { owners: [kom, dpo, owner('there', { tenant: 'T02' })], reachable: true } });
    const { groups } = site.learn;
    await groups.add(asked('a', { tenant: 'T01', question: POWER, named: 'Kari Nes' }), null, null);
    await groups.add(asked('b', { tenant: 'T02', question: THERE }), null, null);
    await groups.add(asked('c', { tenant: 'T01', question: CHILD, confidential: true }), null, null);
    await groups.add(asked('d', { tenant: 'T01', question: 'Er min egen sak min?', user: 'U-BOSS' }), null, null);
  });
  afterAll(() => site.close());

  const get = (path: string, cookie = '') =>
    fetch(`${site.url}${path}`, { headers: { ...AWAY, cookie, 'accept-language': 'nb' }, redirect: 'manual' });
  const post = (path: string, fields: Record<string, string>, cookie = '') =>
    fetch(`${site.url}${path}`, {
      method: 'POST',
      headers: { ...AWAY, cookie, 'accept-language': 'nb' },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  const link = (user: string, until = '2026-11-18T09:10:00.000Z') =>
    site.learn.passes.link({ tenant: 'T01', user, channel: 'slack', place: 'D1' }, AT, until);
  const enter = async (user: string): Promise<string> => {
    const res = await post('/console/enter', { key: await link(user) });
    expect([res.status, res.headers.get('location')]).toEqual([303, '/console']);
    const cookie = res.headers.getSetCookie().find((c) => c.startsWith('varsam_seat=')) ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/Secure/);
    return cookie.split(';')[0] ?? '';
  };

  it.each([
    '/console',
    '/console/figures',
    '/console/search',
    '/console/health',
    '/console/export/open.csv',
    '/console/question/a',
  ])('is closed without a link: %s', async (path) => {
    const res = await get(path);
    expect(res.status).toBe(403);
    const text = await res.text();
    expect(text).not.toContain(POWER);
    expect(text).toContain('Åpne konsollen');
    expect((await get(path, 'varsam_seat=VDAx.AAAA; varsam_console=console')).status).toBe(403);
  });

  it('takes no answer and no change of office without a link', async () => {
    const action = JSON.stringify({ do: 'learn.close', group: 'a', version: 0, sent: true });
    expect((await post('/console/act', { action, reason: 'x' }, 'varsam_console=console')).status).toBe(403);
    expect((await post('/console/office', { office: 'console' })).status).toBe(403);
    expect((await site.learn.groups.group('T01', 'a'))?.state).toBe('open');
  });

  it('is not used up by a chat that looks behind the link, and lets one in once', async () => {
    const key = await link('U-BOSS');
    for (let i = 0; i < 2; i++) {
      const seen = await get(`/console/enter?key=${encodeURIComponent(key)}`);
      expect([seen.status, await seen.text()]).toEqual([200, expect.stringContaining('Gå inn i konsollen')]);
    }
    expect((await post('/console/enter', { key })).status).toBe(303);
    const again = await post('/console/enter', { key });
    expect([again.status, await again.text()]).toEqual([403, expect.stringContaining('brukt, eller for gammel')]);
    expect((await post('/console/enter', { key: await link('U-BOSS', AT) })).status).toBe(403);
    expect(site.stored()).not.toContain(key.split('.')[1]);
    expect(site.logged.join()).not.toContain(key.split('.')[1]);
  });

  it('shows somebody what their own offices answer, of their own tenant, and has them answer it as themselves', async () => {
    const cookie = await enter('U-BOSS');
    const text = await (await get('/console', cookie)).text();
    expect(text).toContain(POWER);
    expect(text).toContain('Oppgitt navn: Kari Nes');
    expect(text).toContain('Du handler som: Kom');
    for (const hidden of [THERE, CHILD, 'value="console"', 'value="dpo"']) expect(text).not.toContain(hidden);
    expect((await get('/console/question/b', cookie)).status).toBe(404);
    expect((await get('/console/question/c', `${cookie}; varsam_console=dpo`)).status).toBe(404);
    expect(await (await get('/console/question/d', cookie)).text()).toContain('ikke satt til deg');
    const export_ = await (await get('/console/export/open.json', cookie)).text();
    expect(export_).toContain(POWER);
    expect(export_).not.toContain('Kari');

    const action = JSON.stringify({ do: 'learn.save', group: 'a', version: 0 });
    const done = await post(
      '/console/act',
      { action, text: 'Idrettslaget.', country: 'NO', review: '2027-11-01' },
      cookie,
    );
    expect(await done.text()).toContain('Takk. Svaret er lagret');
    expect(await site.learn.experts.latest('T01')).toMatchObject([{ text: 'Idrettslaget.', by: 'Kom' }]);
  });

  it('shows the officer what is confidential, and somebody of no office nothing to do', async () => {
    expect(await (await get('/console', await enter('U-DPO'))).text()).toContain(CHILD);
    const reader = await (await get('/console', await enter('U-OTHER'))).text();
    expect(reader).toContain('Leser, endrer ingenting');
    expect(reader).not.toContain('class="deeds"');
  });

  it('is closed again when somebody leaves', async () => {
    const cookie = await enter('U-BOSS');
    expect((await get('/console', cookie)).status).toBe(200);
    expect((await post('/console/leave', {}, cookie)).status).toBe(303);
    expect((await get('/console', cookie)).status).toBe(403);
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type House, openHouse } from '../fakes/teams/house.ts';
import { newSigner } from '../fakes/teams/keys.ts';
import { mentioned, PERSONAL, said, TENANT } from '../fakes/teams/payloads.ts';
import { TeamsPerson } from '../fakes/teams/person.ts';

/** Who is heard in Teams: what comes in without the connector's own token, or with one that is not for this bot, is turned away. */

let house: House;
let kari: TeamsPerson;
beforeEach(async () => {
  house = await openHouse();
  kari = new TeamsPerson(house.teams, house.worker.idle);
}, 60_000);
afterEach(async () => {
  vi.restoreAllMocks();
  expect(house.teams.faults).toEqual([]);
  await house.close();
});

const QUESTION = 'Kan jeg legge ut dette klassebildet på Facebook?';

describe('a request', () => {
  const message = () => said(QUESTION);
  const now = () => Math.floor(Date.now() / 1000);

  test('with a token of the connector’s is taken at once', async () => {
    const { status } = await house.teams.deliver(message());
    expect(status).toBe(200);
    await house.worker.idle();
    expect(house.teams.in(PERSONAL.id)).toHaveLength(1);
  });

  test.each<[string, () => Record<string, string>]>([
    ['without a token', () => ({})],
    ['with an empty one', () => ({ authorization: 'Bearer ' })],
    ['with another scheme', () => ({ authorization: `Basic ${house.teams.token()}` })],
    [
      'that has expired',
      () => ({ authorization: `Bearer ${house.teams.token({ exp: now() - 3600, nbf: now() - 7200 })}` }),
    ],
    [
      'replayed more than five minutes after it ran out',
      () => ({ authorization: `Bearer ${house.teams.token({ exp: now() - 301, nbf: now() - 3901 })}` }),
    ],
    [
      'that is not valid yet',
      () => ({ authorization: `Bearer ${house.teams.token({ nbf: now() + 3600, exp: now() + 7200 })}` }),
    ],
    [
      'for another bot',
      () => ({ authorization: `Bearer ${house.teams.token({ aud: '11111111-2222-3333-4444-555555555555' })}` }),
    ],
    ['of another issuer', () => ({ authorization: `Bearer ${house.teams.token({ iss: 'https://ond.example' })}` })],
    [
      'of our own, sent back',
      () => ({
        authorization: `Bearer ${house.teams.token({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', appid: 'c0ffee00-1111-4222-8333-444455556666', ver: '1.0' })}`,
      }),
    ],
    ['signed with another key', () => ({ authorization: `Bearer ${house.teams.token({}, newSigner('key-1'))}` })],
    [
      'that names no key',
      () => ({ authorization: `Bearer ${house.teams.token({}, house.teams.signer, { kid: undefined })}` }),
    ],
    ['that never runs out', () => ({ authorization: `Bearer ${house.teams.token({ exp: undefined })}` })],
    ['with a key nobody knows', () => ({ authorization: `Bearer ${house.teams.token({}, newSigner('key-9'))}` })],
    [
      'with no signature at all',
      () => ({
        authorization: `Bearer ${house.teams.token({}, house.teams.signer, { alg: 'none' }).replace(/[^.]+$/, '')}`,
      }),
    ],
    [
      'for another service',
      () => ({ authorization: `Bearer ${house.teams.token({ serviceurl: 'https://ond.example/' })}` }),
    ],
    [
      'that was tampered with',
      () => {
        const [head, , signature] = house.teams.token().split('.');
        const claims = {
          iss: 'https://api.botframework.com',
          aud: 'c0ffee00-1111-4222-8333-444455556666',
          exp: now() + 99_999,
          serviceurl: house.teams.url,
        };
        return {
          authorization: `Bearer ${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`,
        };
      },
    ],
  ])('%s is refused with 401, and nothing is done or printed', async (_, headers) => {
    const printed = [vi.spyOn(process.stderr, 'write'), vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
    const { status, body } = await house.teams.deliver(message(), headers());
    await house.worker.idle();
    expect(status).toBe(401);
    expect(body).toEqual({});
    expect(house.teams.calls).toEqual([]);
    for (const print of printed) expect(print).not.toHaveBeenCalled();
    expect(house.deps.log.lines.join()).not.toContain('BEGIN');
  });

  test('for a channel that its key may not speak for is refused', async () => {
    expect((await house.teams.deliver({ ...message(), channelId: 'webchat' })).status).toBe(401);
    expect((await house.teams.deliver({ ...message(), channelId: undefined })).status).toBe(401);
    expect((await house.teams.deliver(message())).status).toBe(200);
  });

  test.each(['/openid/configuration', '/keys'])('is to be sent again while %s can’t be fetched', async (path) => {
    house.teams.down = path;
    expect((await house.teams.deliver(message())).status).toBe(503);
    expect(house.deps.log.lines.join()).toContain('teams.refused');
    house.teams.down = undefined;
    expect((await house.teams.deliver(message())).status).toBe(200);
    expect((await house.teams.deliver(said('Hei igjen'))).status).toBe(200);
    // What was fetched is kept.
    expect(house.teams.requests.filter((r) => r.path === '/keys').length).toBeLessThanOrEqual(2);
  });

  test('whose body was changed to be answered elsewhere is refused, its token being in order', async () => {
    const { status } = await fetch(house.teams.bot, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${house.teams.token()}` },
      body: JSON.stringify({ ...message(), serviceUrl: 'https://ond.example/' }),
    });
    await house.worker.idle();
    expect([status, house.teams.calls]).toEqual([401, []]);
  });

  test('from another tenant is refused, its token being in order', async () => {
    const foreign = said(QUESTION, {
      channelData: { tenant: { id: 'annen' } },
      conversation: { ...PERSONAL, tenantId: 'annen' },
    });
    expect((await house.teams.deliver(foreign)).status).toBe(403);
    const none = said(QUESTION, { channelData: {}, conversation: { ...PERSONAL, tenantId: undefined } });
    expect((await house.teams.deliver(none)).status).toBe(403);
    expect((await house.teams.deliver(said('hei', { channelData: { tenant: { id: TENANT } } }))).status).toBe(200);
  });

  test('that is not signed is refused before anything of it is read', async () => {
    for (const body of ['{', '[]', '{}', JSON.stringify(message())]) {
      const headers = { 'content-type': 'application/json' };
      const { status } = await fetch(house.teams.bot, { method: 'POST', headers, body });
      expect(status, body).toBe(401);
    }
  });

  test('leaves nothing of what was said, of a name or of a key in the log', async () => {
    await kari.say('Kan Ola Nordmann stå i innlegget på hemmelig.example?');
    await house.teams.deliver(mentioned(QUESTION), { authorization: 'Bearer a.b.c' });
    const log = house.deps.log.lines.join('\n');
    for (const word of ['Nordmann', 'hemmelig', 'klassebilde', 'Kari', 'bot-token', 'a.b.c'])
      expect(log).not.toContain(word);
  });
});

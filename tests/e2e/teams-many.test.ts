import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/channels/teams/channel.ts';
import { type Listening, listen } from '../../src/channels/web/server.ts';
import { WORLD } from '../../src/commands/doctor/line.ts';
import { examine } from '../../src/commands/doctor.ts';
import { teamsOn } from '../../src/commands/teams-on.ts';
import { type Houses, openHouses } from '../../src/compose/tenants.ts';
import { readConfig } from '../../src/config.ts';
import { KnowledgeError } from '../../src/knowledge/load.ts';
import { loadTenants } from '../../src/knowledge/load-tenants.ts';
import { open, type Varsam } from '../../src/main.ts';
import { type Json, KARI, PERSONAL, said } from '../fakes/teams/payloads.ts';
import { FakeTeams } from '../fakes/teams/teams.ts';

/** Two municipalities on one installation, each with a bot that is registered for its own organisation in Teams alone. */

const BOTS = {
  granvik: {
    appId: 'aaaaaaaa-1111-4222-8333-444455556666',
    tenantId: '11111111-0b7c-4b62-9f0e-3a7f3d1c9b11',
    country: 'NO',
  },
  björkå: {
    appId: 'bbbbbbbb-1111-4222-8333-444455556666',
    tenantId: '22222222-0b7c-4b62-9f0e-3a7f3d1c9b11',
    country: 'SE',
  },
} as const;
type Name = keyof typeof BOTS;
const NAMES = Object.keys(BOTS) as Name[];

const dir = mkdtempSync(join(tmpdir(), 'varsam-teams-'));
const teams = new FakeTeams();
let base: Varsam;
let houses: Houses;
let server: Listening;

const connection = (): Connection => ({
  openIdMetadata: teams.openIdMetadata,
  credentials: {
    createCredentials: async () => ({
      signRequest: async (request: { headers: { set: (name: string, value: string) => void } }) => {
        request.headers.set('authorization', 'Bearer bot-token');
        return request;
      },
      getToken: async () => 'bot-token',
    }),
  } as unknown as Connection['credentials'],
});

function folder(name: Name, over = ''): void {
  const { appId, tenantId, country } = BOTS[name];
  const own = join(dir, 'tenants', name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'secret'), `secret of ${name}\n`);
  writeFileSync(
    join(own, 'tenant.yaml'),
    over ||
      `ids: ["${tenantId}"]\ncountry: ${country}\nteams: { appId: ${appId}, tenantId: ${tenantId}, passwordFile: secret }\n`,
  );
}

beforeAll(async () => {
  for (const name of NAMES) folder(name);
  await teams.start();
  base = await open(
    readConfig({ VARSAM_DATA_DIR: join(dir, 'data'), VARSAM_TENANTS: join(dir, 'tenants'), VARSAM_LOG: 'silent' }),
  );
  houses = await openHouses(base);
  const app = express();
  const bots = await teamsOn(app, houses, undefined, connection());
  expect(bots).toEqual([
    { path: '/api/messages/bj%C3%B6rk%C3%A5', organisation: BOTS.björkå.tenantId },
    { path: '/api/messages/granvik', organisation: BOTS.granvik.tenantId },
  ]);
  server = await listen(app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await base.worker.stop(Promise.resolve());
  await base.close();
  await teams.stop();
  rmSync(dir, { recursive: true });
});

/** Somebody of an organisation writes to the bot of another, or of their own, with the token that Teams makes for one of them. */
async function write(text: string, { to, from, token }: { to: Name; from: Name; token: Name }): Promise<number> {
  teams.bot = `${server.url}/api/messages/${encodeURIComponent(to)}`;
  const { tenantId } = BOTS[from];
  const conversation = { ...PERSONAL, tenantId, id: `a:1-${encodeURIComponent(from)}` };
  teams.open.add(conversation.id);
  const activity: Json = said(text, { conversation, channelData: { tenant: { id: tenantId } } });
  const authorization = `Bearer ${teams.token({ aud: BOTS[token].appId })}`;
  const { status } = await teams.deliver(activity, { authorization });
  await base.worker.idle();
  return status;
}
const heardBy = (name: Name) => JSON.stringify(teams.in(`a:1-${encodeURIComponent(name)}`));

describe('bots of several organisations', () => {
  test('answer each their own, under its country, and keep it under its organisation', async () => {
    const asks = { granvik: 'Må vi arkivere kommentarer?', björkå: 'Måste vi arkivera kommentarer?' };
    for (const name of NAMES) expect(await write(asks[name], { to: name, from: name, token: name })).toBe(200);
    for (const name of NAMES) {
      const { tenantId, country } = BOTS[name];
      expect(heardBy(name)).toContain('arkiv');
      const turns = await turnsOf(tenantId);
      expect(turns.map((t) => t.answer.country)).toEqual([country]);
    }
  });

  test('take nothing that is meant for the other, nor from the other’s people', async () => {
    const before = teams.calls.length;
    expect(await write('Hei', { to: 'granvik', from: 'granvik', token: 'björkå' })).toBe(401);
    expect(await write('Hei', { to: 'granvik', from: 'björkå', token: 'granvik' })).toBe(403);
    expect(teams.calls).toHaveLength(before);
    teams.bot = `${server.url}/api/messages`;
    expect((await teams.deliver(said('Hei'))).status).toBe(404);
  });

  test('speak first in the organisation of whoever is told, and in no other', async () => {
    const told = (name: Name) => {
      const text = `Til ${name}: du har fått svar.`;
      const card = {
        lang: 'nb' as const,
        fallback: text,
        parts: [{ kind: 'text' as const, role: 'body' as const, text }],
      };
      return { card, replaces: false };
    };
    // The same person is known in both organisations, as a guest is: each bot knows its own chat with them.
    const to = (tenant: string) => ({ tenant, conversation: 'c', user: KARI.aadObjectId });
    const tell = base.learn.tellers.teams;
    for (const name of NAMES) await tell?.(to(BOTS[name].tenantId), told(name));
    for (const name of NAMES) {
      expect(heardBy(name)).toContain(`Til ${name}:`);
      for (const other of NAMES.filter((n) => n !== name)) expect(heardBy(name)).not.toContain(`Til ${other}:`);
    }
    await expect(tell?.(to('T0NOBODY'), told('granvik'))).rejects.toThrow('no bot in Teams is set up');
  });

  test('are each looked at by the doctor: whether Microsoft takes them, and whether their address leads here', async () => {
    const asked: string[] = [];
    const check = async (codes: Partial<Record<Name, number>>, site: string) => {
      const fetchOf: typeof fetch = async (url, init) => {
        const { host, pathname } = new URL(String(url));
        // The pages are not what is looked at here.
        if (pathname === '/') return new Response();
        if (host !== 'login.example') return fetch(`${server.url}${pathname}`, init);
        asked.push(String(init?.body));
        const name = NAMES.find((n) => pathname.startsWith(`/${BOTS[n].tenantId}/`));
        const code = name && codes[name];
        // Whoever answers at Microsoft's repeats what it was sent.
        const body = { error: String(init?.body), error_codes: code ? [code] : [] };
        return new Response(JSON.stringify(body), { status: code === undefined ? 200 : 401 });
      };
      const lines = await examine(
        {
          VARSAM_DATA_DIR: join(dir, 'doctor'),
          VARSAM_KNOWLEDGE_DIR: join(dir, 'none'),
          VARSAM_TENANTS: join(dir, 'tenants'),
          VARSAM_PUBLIC_URL: site,
        },
        dir,
        { ...WORLD, fetch: fetchOf, login: 'https://login.example/' },
      );
      expect(JSON.stringify(lines)).not.toContain('secret of');
      return Object.fromEntries(lines.map((line) => [line.name, line]));
    };
    const site = 'https://varsam.example';
    const good = await check({}, site);
    expect(good.tenants).toMatchObject({ state: 'ok', what: expect.stringContaining('2 with a bot in Teams') });
    expect(good['teams granvik']).toMatchObject({ state: 'ok', what: expect.stringContaining(BOTS.granvik.appId) });
    expect(good['teams björkå']?.state).toBe('ok');
    expect(good.teams).toBeUndefined();
    for (const name of NAMES) {
      expect(asked.join()).toContain(new URLSearchParams({ client_secret: `secret of ${name}` }).toString());
      const path = `public address /api/messages/${encodeURIComponent(name)}`;
      expect(good[path]).toMatchObject({ state: 'ok', what: 'answers, and turns away what is not signed' });
    }

    const bad = await check({ björkå: 7000222, granvik: 0 }, `${site}/elsewhere`);
    expect(bad['teams björkå']?.mend).toContain('expired');
    expect(bad['teams björkå']?.mend).toContain('passwordFile in björkå/tenant.yaml');
    expect(bad['teams granvik']?.mend).toContain('teams.appId in granvik/tenant.yaml');
    expect(bad['public address']?.state).toBe('wrong');
  });

  test('stop the start with file, line and mend where the folder is wrong, and never with a secret; the doctor says the same', async () => {
    const faults = (yaml: string) => {
      folder('granvik', yaml);
      try {
        loadTenants(join(dir, 'tenants'));
        return [];
      } catch (error) {
        if (!(error instanceof KnowledgeError)) throw error;
        return error.faults.map(({ file, line, problem }) => `${file}:${line} ${problem}`);
      }
    };
    const { appId, tenantId } = BOTS.granvik;
    const bot = (id: string, file: string) => `teams:\n  appId: ${appId}\n  tenantId: ${id}\n  passwordFile: ${file}\n`;
    expect(faults(`ids: ["T0123"]\ncountry: NO\n${bot(tenantId, 'secret')}`)).toEqual([
      `tenants/granvik/tenant.yaml:5 the organisation ${tenantId} is not among its ids`,
    ]);
    expect(faults(`ids: ["${tenantId}"]\ncountry: NO\n${bot(tenantId, 'nowhere')}`)).toEqual([
      "tenants/granvik/tenant.yaml:6 nowhere can't be read (ENOENT)",
    ]);
    const seen = await examine({ VARSAM_DATA_DIR: join(dir, 'doctor'), VARSAM_TENANTS: join(dir, 'tenants') }, dir);
    expect(seen.filter((l) => l.name === 'tenants')).toMatchObject([
      { state: 'wrong', what: expect.stringContaining('tenant.yaml:6'), mend: expect.stringContaining('the path') },
    ]);
    expect(faults(`ids: ["${tenantId}"]\ncountry: NO\n${bot(tenantId, 'secret')}`)).toEqual([]);
  });
});

async function turnsOf(tenant: string) {
  const { conversations } = await base.personal.find(tenant, KARI.aadObjectId);
  const found = await Promise.all(conversations.map(({ id }) => base.store.turns(tenant, id, 10)));
  return found.flat();
}

import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { inboxWorker } from '../../src/app/work-inbox.ts';
import { createTeams } from '../../src/channels/teams/channel.ts';
import { Held } from '../../src/channels/teams/held.ts';
import { keptReferences } from '../../src/channels/teams/references.ts';
import { patiently, retryAfter, WireError } from '../../src/channels/teams/wire.ts';
import { startTable } from '../../src/commands/start-table.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { openSqlite } from '../../src/store/open.ts';
import { memoryReferences } from '../fakes/teams/house.ts';
import { APP, said, TENANT } from '../fakes/teams/payloads.ts';
import { keepingLog, NOW } from '../support/fakes.ts';
import { realKnowledge } from '../support/knowledge.ts';

const WHOLE = { VARSAM_TEAMS_APP_ID: APP, VARSAM_TEAMS_APP_PASSWORD: 'hemmelig', VARSAM_TEAMS_TENANT_ID: TENANT };
function faults(env: Record<string, string | undefined>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('setting up Teams', () => {
  test('takes the bot’s id, its password and the tenant, and none of it is needed', () => {
    expect(readConfig({}).teams).toBeUndefined();
    expect(readConfig(WHOLE).teams).toEqual({ appId: APP, password: 'hemmelig', tenantId: TENANT });
  });

  test('by half says what is missing, and never repeats the password', () => {
    for (const key of Object.keys(WHOLE)) {
      const said = faults({ ...WHOLE, [key]: undefined });
      expect(said).toMatch(new RegExp(`${key} is not\\. Teams takes all three`));
      expect(said).not.toContain('hemmelig');
    }
    expect(faults({ ...WHOLE, VARSAM_TEAMS_APP_ID: 'varsam' })).toContain(
      'VARSAM_TEAMS_APP_ID: an application id looks like',
    );
  });

  test('for the playground takes this machine alone, and nothing beside it', () => {
    expect(readConfig({ VARSAM_TEAMS_PLAYGROUND: '1' }).teams).toEqual({ playground: true });
    for (const host of ['localhost', '127.0.0.1', '127.0.0.2', '::1'])
      expect(faults({ VARSAM_TEAMS_PLAYGROUND: '1', VARSAM_HOST: host })).toBe('');
    for (const host of ['0.0.0.0', '::', '10.0.0.4', 'varsam.kommunen.no', '127.0.0.1.ond.example'])
      expect(faults({ VARSAM_TEAMS_PLAYGROUND: '1', VARSAM_HOST: host })).toContain('takes unsigned requests');
    expect(faults({ ...WHOLE, VARSAM_TEAMS_PLAYGROUND: '1' })).toContain('are both set');
    expect(faults({ VARSAM_TEAMS_PLAYGROUND: 'yes' })).toContain('set it to 1');
  });

  test('shows in the start-up table where it listens, or how to turn it on', () => {
    const started = {
      url: 'http://127.0.0.1:3000',
      knowledge: { guidelines: [], law: [], curated: [], conflicts: [] },
      index: { state: 'opened', vectorSearch: 'none' },
      config: { dataDir: 'data', knowledgeDir: 'knowledge', model: undefined, embeddings: undefined },
    };
    expect(startTable(started)).toMatch(/teams +off +not configured\n +To turn on: VARSAM_TEAMS_APP_ID=/);
    const table = startTable({ ...started, teams: [{ path: '/api/messages', organisation: TENANT }] });
    expect(table).toContain(`http://127.0.0.1:3000/api/messages, tenant ${TENANT}`);
    expect(table).not.toContain('hemmelig');
    expect(startTable({ ...started, teams: [{ path: '/api/messages', organisation: null }] })).toMatch(
      /teams +on .*unsigned, for a client on this machine alone/,
    );
  });
});

describe('the playground', () => {
  const server = createServer();
  afterEach(() => server.close());

  test('hears nobody who came by another name, and speaks to nobody elsewhere', async () => {
    const log = keepingLog();
    const converse = async () => [];
    const { inbox, store } = await openSqlite(':memory:');
    const clock = { now: () => new Date() };
    const ids = { next: () => 'id' };
    const worker = inboxWorker({ inbox, clock, ids, log });
    const bot = createTeams(
      {
        converse,
        knowledge: realKnowledge(),
        inbox: worker,
        references: memoryReferences(new Map()),
        href: () => null,
        rasterise: async () => new Uint8Array(),
        files: { fetch, hosts: [] },
        clock,
        ids,
        log,
        config: { tenant: 'local', country: 'NO', lang: undefined },
      },
      { playground: true },
    );
    const app = express();
    app.post('/api/messages', ...bot.receive);
    server.on('request', app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const post = (serviceUrl: string, host = `127.0.0.1:${port}`) =>
      new Promise<number | undefined>((resolve, reject) => {
        const call = request(
          {
            port,
            host: '127.0.0.1',
            path: '/api/messages',
            method: 'POST',
            headers: { host, 'content-type': 'application/json' },
          },
          (res) => resolve(res.resume().statusCode),
        );
        call.on('error', reject);
        call.end(JSON.stringify({ ...said('hei'), serviceUrl }));
      });
    expect(await post('http://localhost:1/_connector')).toBe(200);
    expect(await post('http://localhost:1/_connector', 'ond.example')).toBe(403);
    expect(await post('https://ond.example/')).toBe(403);
    expect(await post('http://127.0.0.1.ond.example/')).toBe(403);
    // A Host that names nothing is the sender's fault.
    for (const host of ['[', '[::1', 'a b', '%', 'localhost:1:2', '127.0.0.1:99999'])
      expect(await post('http://localhost:1/_connector', host), host).toBe(400);
    expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
    await worker.idle();
    await store.close();
  });
});

describe('calls to Teams', () => {
  const failing = (...errors: unknown[]) => {
    const waited: number[] = [];
    const call = async () => {
      const error = errors.shift();
      if (error) throw error;
      return 'sent';
    };
    return { waited, run: () => patiently(call, async (ms) => void waited.push(ms)) };
  };

  test('are made again with growing pauses, or after as long as Teams asks for', async () => {
    const { run, waited } = failing(new WireError(502, ''), new WireError(0, ''), new WireError(429, '', 7000));
    expect(await run()).toBe('sent');
    expect(waited).toEqual([400, 800, 7000]);
  });

  test('that can’t be mended by another try are not', async () => {
    for (const error of [
      new WireError(403, 'x'),
      new WireError(400, ''),
      new Error('ours'),
      new WireError(429, '', 120_000),
    ]) {
      const { run, waited } = failing(error);
      await expect(run()).rejects.toBe(error);
      expect(waited).toEqual([]);
    }
    const { run, waited } = failing(...Array.from({ length: 9 }, () => new WireError(503, '')));
    await expect(run()).rejects.toThrow('503');
    expect(waited).toHaveLength(4);
  });

  test('wait for seconds or a date', () => {
    expect(retryAfter('3', 0)).toBe(3000);
    expect(retryAfter('Wed, 18 Nov 2026 09:00:05 GMT', Date.parse('2026-11-18T09:00:00Z'))).toBe(5000);
    for (const odd of ['', null, undefined, 'soon']) expect(retryAfter(odd, 0)).toBeUndefined();
  });
});

describe('what is kept', () => {
  test('of people and rooms is an address each, the same for another process, and names nobody', async () => {
    const { kept, store } = await openSqlite(':memory:');
    const clock = { now: () => new Date(NOW) };
    const place = { serviceUrl: 'https://smba.example/', conversation: 'a:1' };
    const references = keptReferences(kept, 't', clock);
    await Promise.all([references.put('person/kari', place), references.put('person/kari', place)]);
    await references.put('room/19:x@thread.tacv2', { ...place, conversation: '19:x@thread.tacv2' });
    const keys = await kept.keys('teams.place');
    expect(keys).toHaveLength(2);
    expect(JSON.stringify(keys)).not.toMatch(/kari|thread/);
    const again = keptReferences(kept, 't', clock);
    expect(await again.get('person/kari')).toEqual(place);
    expect(await keptReferences(kept, 'u', clock).get('person/kari')).toBeUndefined();
    await again.remove('person/kari');
    expect(await keptReferences(kept, 't', clock).get('person/kari')).toBeUndefined();
    await store.close();
  });

  test('in memory goes with time, and the oldest first where there is too much', () => {
    let now = 0;
    const held = new Held<number>({ now: () => new Date(now) }, { forMs: 100, most: 2 });
    held.put('a', 1);
    held.put('b', 2);
    held.put('c', 3);
    expect([held.get('a'), held.get('b'), held.get('c')]).toEqual([undefined, 2, 3]);
    now = 101;
    expect(held.get('c')).toBeUndefined();
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { converse } from '../../../src/app/converse.ts';
import { inboxWorker, type Worker } from '../../../src/app/work-inbox.ts';
import { type Connection, createTeams, type Teams, type TeamsSettings } from '../../../src/channels/teams/channel.ts';
import type { TeamsDeps } from '../../../src/channels/teams/desk.ts';
import type { References } from '../../../src/channels/teams/references.ts';
import type { Place } from '../../../src/channels/teams/wire.ts';
import { pngOf } from '../../../src/export/picture.ts';
import { realConverseDeps } from '../../support/converse.ts';
import { APP, TENANT } from './payloads.ts';
import { FakeTeams } from './teams.ts';

/** varsam with its Teams channel, beside the small Teams. */
export type House = {
  teams: FakeTeams;
  bot: Teams;
  deps: HouseDeps;
  worker: Worker;
  references: Map<string, Place>;
  /** A test may put something else before the house's own door. */
  door: { converse: TeamsDeps['converse'] };
  /** Time, which goes on only when somebody waits. */
  time: { now: number; waited: number[]; slow: boolean };
  close: () => Promise<void>;
};

type HouseDeps = Awaited<ReturnType<typeof realConverseDeps>>;
type Credentials = Connection['credentials'];
/** The bot's own key, without Microsoft's login. */
const credentials = {
  createCredentials: async () => ({
    signRequest: async (request: { headers: { set: (name: string, value: string) => void } }) => {
      request.headers.set('authorization', 'Bearer bot-token');
      return request;
    },
    getToken: async () => 'bot-token',
  }),
} as unknown as Credentials;

const SETTINGS: TeamsSettings = { appId: APP, password: 'hemmelig-passord', tenantId: TENANT };
/** After this many ms of work varsam says what it is doing. */
const SEEN = 700;

export function memoryReferences(places: Map<string, Place>): References {
  return {
    get: async (key) => places.get(key),
    put: async (key, place) => void places.set(key, place),
    remove: async (key) => void places.delete(key),
  };
}

export async function openHouse(over: { deps?: HouseDeps; teams?: FakeTeams } = {}): Promise<House> {
  const teams = over.teams ?? new FakeTeams();
  if (!over.teams) await teams.start();
  const deps = over.deps ?? (await realConverseDeps());
  const references = new Map<string, Place>();
  const door: House['door'] = { converse: (incoming, onText) => converse(incoming, deps, onText) };
  const time: House['time'] = { now: Date.parse('2026-11-18T09:00:00.000Z'), waited: [], slow: false };
  const clock = { now: () => new Date() };
  const worker = inboxWorker({ inbox: deps.inbox, clock, ids: deps.ids, log: deps.log });
  const bot = createTeams(
    {
      inbox: worker,
      converse: (incoming, onText) => door.converse(incoming, onText),
      knowledge: deps.knowledge,
      references: memoryReferences(references),
      href: (link) => `https://varsam.example/${link.to}`,
      rasterise: async (svg) => pngOf(svg, 0.2),
      files: { fetch, hosts: [teams.host] },
      clock: { now: () => new Date(time.now) },
      ids: deps.ids,
      log: deps.log,
      config: { tenant: 'local', country: 'NO', lang: undefined },
      sleep: async (ms) => {
        // Nobody here is so slow that a sign is called for, unless a test says so.
        if (ms === SEEN && !time.slow) await new Promise(() => undefined);
        time.waited.push(ms);
        time.now += ms;
        await new Promise(setImmediate);
      },
    },
    SETTINGS,
    { openIdMetadata: teams.openIdMetadata, credentials },
  );
  const app = express();
  app.post('/api/messages', ...bot.receive);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  teams.bot = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  const close = async () => {
    await worker.stop(new Promise((resolve) => setTimeout(resolve, 500)));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await deps.store.close();
    if (!over.teams) await teams.stop();
  };
  return { teams, bot, worker, deps, references, door, time, close };
}

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installationStore } from '../../src/channels/slack/install.ts';
import { keptInstallations } from '../../src/channels/slack/kept.ts';
import { BOT_SCOPES } from '../../src/channels/slack/scopes.ts';
import { type Line, type World, withoutSecrets } from '../../src/commands/doctor/line.ts';
import { manifestLine } from '../../src/commands/doctor/slack.ts';
import { teamsManifestLine } from '../../src/commands/doctor/teams.ts';
import { examine } from '../../src/commands/doctor.ts';
import { clock } from '../../src/main.ts';
import { openSqlite } from '../../src/store/open.ts';
import { TEAM } from '../fakes/slack/payloads.ts';
import { APP_TOKEN, BOT_TOKEN, FakeSlack, SIGNING_SECRET } from '../fakes/slack/server.ts';

let dir: string;
const open: { stop: () => unknown }[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'varsam-doctor-'));
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Nobody can be reached but who is given. */
const nobody: World = {
  fetch: async (url) => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(String(url)), { code: 'ENOTFOUND' }) });
  },
  slackApi: 'https://slack.example/api/',
  login: 'https://login.example/',
};
const whole = (env: Record<string, string>): Promise<Line[]> =>
  examine({ VARSAM_DATA_DIR: join(dir, 'data'), ...env }, dir, nobody);
/** Without the knowledge, which takes a second to read. */
const look = async (env: Record<string, string>, world: Partial<World> = {}): Promise<Line[]> => {
  const some = { VARSAM_DATA_DIR: join(dir, 'data'), VARSAM_KNOWLEDGE_DIR: join(dir, 'none'), ...env };
  return (await examine(some, dir, { ...nobody, ...world })).filter((l) => l.name !== 'knowledge');
};
const named = (lines: Line[], name: string): Line[] => lines.filter((l) => l.name === name);
const one = (lines: Line[], name: string): Line => {
  const [first, ...more] = named(lines, name);
  if (!first || more.length > 0) throw new Error(`${1 + more.length} lines ${name} among ${lines.map((l) => l.name)}`);
  return first;
};
const mendable = (lines: Line[]) => lines.filter((l) => l.state === 'wrong').map((l) => l.name);

/** A server on this machine. */
async function serving(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
async function slackWith(scopes: readonly string[] = BOT_SCOPES): Promise<{ slack: FakeSlack; world: Partial<World> }> {
  const slack = await new FakeSlack(scopes).start();
  open.push(slack);
  return { slack, world: { fetch, slackApi: `${slack.url}/api/` } };
}
const SOCKET = { VARSAM_SLACK_BOT_TOKEN: BOT_TOKEN, VARSAM_SLACK_APP_TOKEN: APP_TOKEN };

describe('with nothing configured', () => {
  it('everything is in order, and what is off says how to turn it on', async () => {
    const lines = await whole({});
    expect(mendable(lines)).toEqual([]);
    const off = lines.filter((l) => l.state === 'off');
    expect(off.map((l) => l.name)).toEqual(['municipality', 'model', 'slack', 'teams', 'public address']);
    for (const line of off) expect(line.mend, line.name).toMatch(/VARSAM_/);
    for (const name of ['disk', 'store', 'knowledge', 'index', 'embeddings', 'slack manifest'])
      expect(one(lines, name).state, name).toBe('ok');
  });
});

describe('settings', () => {
  it('that are wrong or half are each said with their mend, and the rest is looked at all the same', async () => {
    const lines = await look({
      VARSAM_TEAMS_APP_ID: 'abc',
      VARSAM_SLACK_BOT_TOKEN: BOT_TOKEN,
      VARSAM_EMBEDDINGS: 'small',
      VARSAM_COLOUR: 'red',
    });
    expect(named(lines, 'teams').map((l) => l.what)).toEqual([
      expect.stringContaining('VARSAM_TEAMS_APP_ID: an application id looks like'),
      'VARSAM_TEAMS_APP_ID is set, but VARSAM_TEAMS_APP_PASSWORD and VARSAM_TEAMS_TENANT_ID are not',
    ]);
    expect(one(lines, 'slack').what).toContain('neither VARSAM_SLACK_APP_TOKEN nor VARSAM_SLACK_SIGNING_SECRET is');
    expect(one(lines, 'embeddings').mend).toContain('VARSAM_EMBEDDINGS_DIMENSIONS');
    expect(one(lines, 'settings')).toMatchObject({ what: 'VARSAM_COLOUR: this setting does not exist' });
    expect(one(lines, 'store').state).toBe('ok');
    expect(mendable(lines).toSorted()).toEqual(['embeddings', 'settings', 'slack', 'teams', 'teams']);
  });

  it('of Teams with two of three missing name the two', async () => {
    const lines = await look({ VARSAM_TEAMS_APP_ID: '00000000-0000-0000-0000-000000000000' });
    expect(named(lines, 'teams').map((l) => l.what)).toEqual([
      'VARSAM_TEAMS_APP_ID is set, but VARSAM_TEAMS_APP_PASSWORD and VARSAM_TEAMS_TENANT_ID are not',
    ]);
  });
});

describe('Slack', () => {
  it('with good tokens and the scopes of the manifest is in order', async () => {
    const { world } = await slackWith();
    const lines = await look(SOCKET, world);
    expect(mendable(lines)).toEqual([]);
    expect(one(lines, 'slack token').what).toBe('Bygda kommune as @varsam');
    expect(one(lines, 'slack scopes').what).toBe(`the ${BOT_SCOPES.length} that varsam uses, and no others`);
    expect(one(lines, 'slack socket').state).toBe('ok');
  });

  it('that lacks a scope is told which, and one with more is told which to drop', async () => {
    const few = await slackWith(BOT_SCOPES.filter((s) => s !== 'files:write'));
    const scopes = one(await look(SOCKET, few.world), 'slack scopes');
    expect(scopes).toMatchObject({ state: 'wrong', what: 'the token lacks files:write' });
    expect(scopes.mend).toContain('Reinstall');
    const many = await slackWith([...BOT_SCOPES, 'users:read']);
    expect(one(await look(SOCKET, many.world), 'slack scopes')).toMatchObject({
      state: 'ok',
      what: expect.stringContaining('users:read'),
    });
  });

  it('that refuses a token is quoted, with where to copy it from, and the token is said nowhere', async () => {
    const { world } = await slackWith();
    const env = { VARSAM_SLACK_BOT_TOKEN: 'xoxb-wrong-secret', VARSAM_SLACK_APP_TOKEN: 'xapp-wrong-secret' };
    const lines = await look(env, world);
    expect(one(lines, 'slack token')).toMatchObject({ state: 'wrong', what: expect.stringContaining('invalid_auth') });
    expect(one(lines, 'slack socket').mend).toContain('connections:write');
    expect(JSON.stringify(lines)).not.toContain('wrong-secret');
  });

  it('that can’t be reached is told apart from one that refuses', async () => {
    const lines = await look(SOCKET);
    expect(one(lines, 'slack token')).toMatchObject({ what: 'slack.example could not be reached (ENOTFOUND)' });
  });

  it('in many workspaces is asked for each, and one stored under another key is named', async () => {
    const { slack, world } = await slackWith();
    const key = 'ab'.repeat(32);
    const install = async (hex: string, id: string) => {
      const { kept, store } = await openSqlite(join(dir, 'data', 'varsam.db'), { keys: [Buffer.from(hex, 'hex')] });
      await installationStore(keptInstallations(kept, clock)).storeInstallation(installation(id));
      await store.close();
    };
    const installation = (id: string) =>
      ({
        team: { id },
        enterprise: undefined,
        isEnterpriseInstall: false,
        user: { id: 'U1' },
        bot: { token: BOT_TOKEN, id: 'B1', userId: 'U2', scopes: [...BOT_SCOPES] },
      }) as never;
    await install(key, TEAM);
    await install('cd'.repeat(32), 'T0OTHER001');
    const lines = await look(
      {
        VARSAM_SLACK_CLIENT_ID: 'client',
        VARSAM_SLACK_CLIENT_SECRET: 'a client secret',
        VARSAM_SLACK_STATE_SECRET: 'a state secret of ours',
        VARSAM_SLACK_SIGNING_SECRET: SIGNING_SECRET,
        VARSAM_SECRET_KEY: key,
      },
      world,
    );
    expect(one(lines, `slack ${TEAM} token`).state).toBe('ok');
    expect(one(lines, 'slack T0OTHER001 token').what).toContain('VARSAM_SECRET_KEY is another one');
    expect(slack.made('auth.test')).toHaveLength(1);
  });

  it('has a manifest that is compared with the code', () => {
    const file = join(dir, 'manifest.json');
    const bot = ['users:read', ...BOT_SCOPES.slice(1)];
    writeFileSync(
      file,
      JSON.stringify({ oauth_config: { scopes: { bot } }, settings: { event_subscriptions: { bot_events: [] } } }),
    );
    const line = manifestLine(file);
    expect(line.what).toContain(`lacks the scopes ${BOT_SCOPES[0]}; has scopes that nothing uses: users:read`);
    expect(line.what).toContain('lacks the events');
    expect(manifestLine(join(dir, 'none.json'))).toMatchObject({ state: 'wrong', what: 'manifest.json can’t be read' });
  });
});

const ID = '11111111-2222-4333-8444-555555555555';
const TEAMS = { VARSAM_TEAMS_APP_ID: ID, VARSAM_TEAMS_APP_PASSWORD: 'hemmelig!', VARSAM_TEAMS_TENANT_ID: ID };
const reply = (status: number, body: unknown = {}) => new Response(JSON.stringify(body), { status });

describe('Teams', () => {
  it('has an app package that is compared with what is heard there', () => {
    const app = join(import.meta.dirname, '..', '..', 'appPackage');
    expect(teamsManifestLine(app).state).toBe('ok');
    const manifest = JSON.parse(readFileSync(join(app, 'manifest.json'), 'utf8'));
    manifest.bots[0].scopes = ['personal'];
    manifest.bots[0].commandLists[0].commands.shift();
    writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest));
    expect(teamsManifestLine(dir)).toMatchObject({
      state: 'wrong',
      what: expect.stringMatching(/lacks the scope team, the scope groupChat, the command \S+, the file color\.png/),
    });
    expect(teamsManifestLine(join(dir, 'none')).what).toContain('can’t be read');
  });

  it.each([
    [7000215, 'copy its value'],
    [7000222, 'expired'],
    [700016, 'VARSAM_TEAMS_APP_ID is no application of this tenant'],
    [90002, 'VARSAM_TEAMS_TENANT_ID is no tenant'],
  ])('whose registration Microsoft refuses with %i is told what to mend', async (code, mend) => {
    const world = { fetch: async () => reply(401, { error: 'invalid_client', error_codes: [code] }) };
    const line = one(await look(TEAMS, world), 'teams');
    expect(line).toMatchObject({ state: 'wrong', mend: expect.stringContaining(mend) });
    expect(JSON.stringify(line)).not.toContain('hemmelig');
  });

  it('that Microsoft takes is looked for at the public address, where it must turn away what is not signed', async () => {
    const at =
      (status: number): World['fetch'] =>
      async (url, init) => {
        if (String(url).startsWith('https://login.example/')) return reply(200, { access_token: 'x' });
        return reply(init?.method === 'POST' ? status : 200);
      };
    const env = { ...TEAMS, VARSAM_PUBLIC_URL: 'https://varsam.example/' };
    expect(mendable(await look(env, { fetch: at(401) }))).toEqual([]);
    const lost = one(await look(env, { fetch: at(404) }), 'public address /api/messages');
    expect(lost).toMatchObject({ state: 'wrong', what: expect.stringContaining('404') });
    expect(mendable(await look(env, { fetch: at(200) }))).toEqual(['public address /api/messages']);
  });

  it('calls no address without https', async () => {
    const lines = await look(
      { ...TEAMS, VARSAM_PUBLIC_URL: 'http://varsam.example' },
      { fetch: async () => reply(200) },
    );
    expect(one(lines, 'public address').what).toContain('is not https');
  });
});

describe('a model', () => {
  const MODEL = { VARSAM_MODEL: 'small', VARSAM_MODEL_KEY: 'sk-secret-7141' };
  const streamed = (text: string) =>
    `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 1, model: 'small', choices: [{ index: 0, delta: { role: 'assistant', content: text }, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`;

  it('that answers is in order, one that knows no schema too', async () => {
    let asked = 0;
    const url = await serving((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (c: Buffer) => chunks.push(c));
      req.on('end', () => {
        asked += 1;
        if (Buffer.concat(chunks).toString().includes('json_schema')) res.writeHead(400).end('{}');
        else res.writeHead(200, { 'content-type': 'text/event-stream' }).end(streamed('{}'));
      });
    });
    const line = one(await look({ ...MODEL, VARSAM_MODEL_URL: `${url}/v1` }), 'model');
    expect(line).toMatchObject({ state: 'ok', what: expect.stringMatching(/^small at 127.*ms, without a schema$/) });
    expect(asked).toBe(3);
  });

  it.each([
    [401, 'VARSAM_MODEL_KEY'],
    [404, 'a name that the server knows'],
    [500, 'the server’s own log'],
  ])('that answers with %i is told what to mend, without what it said', async (status, mend) => {
    const url = await serving((_, res) =>
      res.writeHead(status, { 'content-type': 'application/json' }).end('{"error":{"message":"bad sk-secret-7141"}}'),
    );
    const line = one(await look({ ...MODEL, VARSAM_MODEL_URL: `${url}/v1` }), 'model');
    expect(line).toMatchObject({ state: 'wrong', mend: expect.stringContaining(mend) });
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  it('that does not answer in its time is told so', async () => {
    const url = await serving(() => undefined);
    const env = { ...MODEL, VARSAM_MODEL_URL: `${url}/v1`, VARSAM_MODEL_TIMEOUT_MS: '500' };
    const line = one(await look(env), 'model');
    expect(line).toMatchObject({ state: 'wrong', mend: expect.stringContaining('VARSAM_MODEL_TIMEOUT_MS') });
    expect(line.what).toContain('did not answer within 500 ms');
  });

  it('for embeddings with vectors of another length is told the length', async () => {
    const url = await serving((_, res) =>
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(
          JSON.stringify({ object: 'list', data: [{ object: 'embedding', index: 0, embedding: Array(10).fill(0.5) }] }),
        ),
    );
    const env = { VARSAM_EMBEDDINGS: 'e', VARSAM_EMBEDDINGS_URL: `${url}/v1` };
    const wrong = one(await look({ ...env, VARSAM_EMBEDDINGS_DIMENSIONS: '12' }), 'embeddings');
    expect(wrong.what).toContain('Set VARSAM_EMBEDDINGS_DIMENSIONS to 10');
    expect(one(await look({ ...env, VARSAM_EMBEDDINGS_DIMENSIONS: '10' }), 'embeddings').state).toBe('ok');
  });
});

describe('what lies on the disk', () => {
  it('is shut for others, or the command that shuts it is said', async () => {
    const data = join(dir, 'data');
    mkdirSync(data, { mode: 0o755 });
    chmodSync(data, 0o755);
    expect(one(await look({}), 'disk').state).toBe('ok');
    chmodSync(join(data, 'varsam.db'), 0o644);
    const line = one(await look({}), 'disk');
    expect(line).toMatchObject({ state: 'wrong', mend: `Run: chmod -R go-rwx '${data}'` });
    chmodSync(data, 0o700);
    expect(one(await look({}), 'disk').state).toBe('ok');
  });

  it('and is no store is said so', async () => {
    const data = join(dir, 'data');
    mkdirSync(data, { mode: 0o700 });
    writeFileSync(
      join(data, 'varsam.db'),
      'this is no database, and long enough to be told apart from one '.repeat(20),
    );
    expect(one(await look({}), 'store')).toMatchObject({
      state: 'wrong',
      mend: expect.stringContaining('from a copy'),
    });
  });

  it('as knowledge or municipality with faults names file and line', async () => {
    const file = join(dir, 'kommune.yaml');
    writeFileSync(file, 'name: Bygda\ncountry: DK\n');
    const lines = await whole({ VARSAM_MUNICIPALITY: file, VARSAM_KNOWLEDGE_DIR: join(dir, 'none') });
    expect(named(lines, 'municipality').map((l) => l.what)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^kommune\.yaml:2 country/)]),
    );
    expect(named(lines, 'knowledge')[0]?.state).toBe('wrong');
  });

  it('names the offices that are to be written to where nothing can be written', async () => {
    const example = join(import.meta.dirname, '..', '..', 'municipality.example.yaml');
    const lines = await look({ VARSAM_MUNICIPALITY: example });
    const [read, lost] = named(lines, 'municipality');
    expect(read?.state).toBe('ok');
    expect(lost).toMatchObject({ state: 'wrong', what: expect.stringContaining('Slack, which is off') });
  });
});

it('no key is ever said, whoever repeats it', () => {
  const lines: Line[] = [
    { name: 'x', state: 'wrong', what: 'refused sk-abcdef and sk-abcdef-more', mend: 'not sk-abcdef' },
  ];
  expect(withoutSecrets(lines, ['sk-abcdef', 'sk-abcdef-more', 'x'])).toEqual([
    { name: 'x', state: 'wrong', what: 'refused … and …', mend: 'not …' },
  ]);
});

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Installation } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { installationStore } from '../../src/channels/slack/install.ts';
import { keptInstallations, keptPeople } from '../../src/channels/slack/kept.ts';
import { keptReferences } from '../../src/channels/teams/references.ts';
import { moveFiles } from '../../src/commands/move-files.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { LOCAL_TENANT } from '../../src/core/message.ts';
import { openSqlite } from '../../src/store/open.ts';
import { SealError, seal, secretKey, unseal } from '../../src/store/seal.ts';
import { keepingLog, NOW } from '../support/fakes.ts';

const key = Buffer.alloc(32, 7);

const installed = (team: string): Installation<'v2', false> => ({
  team: { id: team, name: 'Bygda' },
  enterprise: undefined,
  user: { id: 'U1', token: 'xoxp-a-user-token', scopes: ['x'] },
  bot: { token: 'xoxb-secret', id: 'B1', userId: 'U2', scopes: ['chat:write'] },
  isEnterpriseInstall: false,
  authVersion: 'v2',
});
const of = (teamId: string) => ({ teamId, enterpriseId: undefined, isEnterpriseInstall: false as const });

describe('what is sealed', () => {
  it('opens with the same key and name, and is never twice the same', () => {
    const [one, two] = [seal([key], 'T1', 'æøå'), seal([key], 'T1', 'æøå')];
    expect(one).not.toBe(two);
    expect([unseal([key], 'T1', one).text, unseal([key], 'T1', two).text]).toEqual(['æøå', 'æøå']);
    expect(one).not.toContain(Buffer.from('æøå').toString('base64url'));
  });

  it('opens with no other key, under no other name, and not when a letter was changed', () => {
    const sealed = seal([key], 'T1', 'xoxb');
    expect(() => unseal([Buffer.alloc(32, 8)], 'T1', sealed)).toThrow(SealError);
    expect(() => unseal([key], 'T2', sealed)).toThrow(SealError);
    const parts = sealed.split('.');
    for (let i = 0; i < parts.length; i++) {
      const changed = parts.with(i, `${parts[i]?.startsWith('A') ? 'B' : 'A'}${parts[i]?.slice(1)}`).join('.');
      expect(() => unseal([key], 'T1', changed), String(i)).toThrow(SealError);
    }
    expect(() => unseal([key], 'T1', 'v1.a.b.c')).toThrow(SealError);
    expect(() => unseal([key], 'T1', '')).toThrow(/VARSAM_SECRET_KEY/);
  });

  it('takes a short authentication tag for none', () => {
    const [v, iv, tag = '', text] = seal([key], 'T1', 'xoxb').split('.');
    const short = Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url');
    expect(() => unseal([key], 'T1', [v, iv, short, text].join('.'))).toThrow(SealError);
  });

  it('has a key of 32 bytes, as digits or base64', () => {
    expect(secretKey('07'.repeat(32))).toEqual(key);
    expect(secretKey(key.toString('base64'))).toEqual(key);
    expect(secretKey(key.toString('base64url'))).toEqual(key);
    for (const text of ['', 'kort', '07'.repeat(16), `${'07'.repeat(31)}zz`])
      expect(secretKey(text), text).toBeUndefined();
  });

  it('is sealed with the first of several keys, and opened by any of them', () => {
    const newer = Buffer.alloc(32, 8);
    expect(unseal([newer, key], 'T1', seal([key], 'T1', 'xoxb'))).toEqual({ text: 'xoxb', old: true });
    expect(unseal([newer, key], 'T1', seal([newer, key], 'T1', 'xoxb'))).toEqual({ text: 'xoxb', old: false });
    expect(() => unseal([key], 'T1', seal([newer, key], 'T1', 'xoxb'))).toThrow(SealError);
  });
});

describe('an installation', () => {
  const clock = { now: () => new Date(NOW) };

  it('is found again without anybody’s own token', async () => {
    const { kept, store: db } = await openSqlite(':memory:');
    const store = installationStore(keptInstallations(kept, clock));
    await store.storeInstallation(installed('T0ONE'));
    const found = await store.fetchInstallation(of('T0ONE'));
    expect(found.bot?.token).toBe('xoxb-secret');
    expect(JSON.stringify(found)).not.toContain('xoxp');
    await expect(store.fetchInstallation(of('T0NONE'))).rejects.toThrow(/not installed in T0NONE/);
    await store.deleteInstallation?.(of('T0ONE'));
    await expect(store.fetchInstallation(of('T0ONE'))).rejects.toThrow(/not installed/);
    await db.close();
  });

  it('of one workspace is not another’s, even if the rows change places', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'varsam-install-'));
    const file = join(dir, 'store.db');
    const { kept, store: db } = await openSqlite(file, { keys: [key] });
    const store = installationStore(keptInstallations(kept, clock));
    await store.storeInstallation(installed('T0ONE'));
    const other = new DatabaseSync(file);
    other.exec("update kept set tenant = 'T0TWO', key = 'T0TWO'");
    other.close();
    await expect(store.fetchInstallation(of('T0TWO'))).rejects.toThrow(/does not open/);
    await db.close();
    rmSync(dir, { recursive: true });
  });

  it('with a name that is no id of Slack’s is kept nowhere', async () => {
    const { kept, store: db } = await openSqlite(':memory:');
    const port = keptInstallations(kept, clock);
    for (const name of ['../x', 'a/b', '', '.']) await expect(async () => port.put(name, 'x')).rejects.toThrow();
    await expect(installationStore(port).fetchInstallation(of('../x'))).rejects.toThrow();
    await db.close();
  });
});

describe('where somebody has screenings', () => {
  it('is remembered, the last first, twenty at most', async () => {
    const { kept, store: db } = await openSqlite(':memory:');
    let second = 0;
    const people = keptPeople(kept, { now: () => new Date(Date.parse(NOW) + ++second * 1000) });
    await Promise.all(Array.from({ length: 25 }, (_, i) => people.note('T1', 'U1', `D1/${i}/U1`)));
    const all = await people.conversations('T1', 'U1');
    expect(all).toHaveLength(20);
    expect(all[0]).toBe('D1/24/U1');
    await people.note('T1', 'U1', 'D1/10/U1');
    expect((await people.conversations('T1', 'U1'))[0]).toBe('D1/10/U1');
    expect(await people.conversations('T1', 'U2')).toEqual([]);
    await db.close();
  });
});

describe('what was kept as files', () => {
  it('moves into the store once, and what does not open stays where it is', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'varsam-move-'));
    const put = (path: string, text: string) => {
      mkdirSync(join(dataDir, dirname(path)), { recursive: true });
      writeFileSync(join(dataDir, path), text);
    };
    put('slack/installations/T0ONE.sealed', seal([key], 'T0ONE', '{"bot":{"token":"xoxb-old"}}'));
    put('slack/installations/T0TWO.sealed', seal([Buffer.alloc(32, 8)], 'T0TWO', '{}'));
    put('slack/people/T0ONE/U1.json', '["D1/2/U1","D1/1/U1"]');
    const place = { serviceUrl: 'https://smba.example/', conversation: 'a:1' };
    put(`teams/references/${createHash('sha256').update('person/kari').digest('hex')}.json`, JSON.stringify(place));
    const { kept, store: db } = await openSqlite(':memory:');
    const config = readConfig({ VARSAM_DATA_DIR: dataDir, VARSAM_SECRET_KEY: key.toString('hex') });
    const log = keepingLog();
    await moveFiles({ config, kept, clock, log });
    expect(await keptInstallations(kept, clock).get('T0ONE')).toContain('xoxb-old');
    expect(await keptPeople(kept, clock).conversations('T0ONE', 'U1')).toEqual(['D1/2/U1', 'D1/1/U1']);
    expect(await keptReferences(kept, LOCAL_TENANT, clock).get('person/kari')).toEqual(place);
    expect(readdirSync(dataDir, { recursive: true }).filter((f) => /\.(sealed|json)$/.test(String(f)))).toEqual([
      'slack/installations/T0TWO.sealed',
    ]);
    expect(log.lines.join('\n')).toMatch(/files\.not_moved .*T0TWO/);
    await moveFiles({ config, kept, clock, log: keepingLog() });
    expect(await keptPeople(kept, clock).conversations('T0ONE', 'U1')).toHaveLength(2);
    await db.close();
    rmSync(dataDir, { recursive: true });
  });
  const clock = { now: () => new Date(NOW) };
});

describe('the configuration of Slack', () => {
  const faults = (env: Record<string, string>): string => {
    try {
      readConfig(env, '/srv');
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
    return '';
  };
  const bot = { VARSAM_SLACK_BOT_TOKEN: 'xoxb-1' };
  const signing = { VARSAM_SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };
  const many = {
    ...signing,
    VARSAM_SLACK_CLIENT_ID: '1.2',
    VARSAM_SLACK_CLIENT_SECRET: 'c',
    VARSAM_SLACK_STATE_SECRET: 'a state secret of ours',
    VARSAM_SECRET_KEY: '07'.repeat(32),
  };

  it('is off with nothing set, and whole with either way in', () => {
    expect(readConfig({}, '/srv').slack).toBeUndefined();
    expect(readConfig({ ...bot, VARSAM_SLACK_APP_TOKEN: 'xapp-1' }, '/srv').slack).toMatchObject({
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      oauth: undefined,
    });
    expect(readConfig({ ...bot, ...signing }, '/srv').slack).toMatchObject({ botToken: 'xoxb-1', appToken: undefined });
    expect(readConfig(many, '/srv').slack?.oauth).toMatchObject({
      clientId: '1.2',
      stateSecret: 'a state secret of ours',
    });
  });

  it.each([
    [{ ...bot }, /neither VARSAM_SLACK_APP_TOKEN nor VARSAM_SLACK_SIGNING_SECRET/],
    [{ VARSAM_SLACK_APP_TOKEN: 'xapp-1' }, /VARSAM_SLACK_BOT_TOKEN is not\. Set VARSAM_SLACK_BOT_TOKEN/],
    [{ ...signing }, /VARSAM_SLACK_SIGNING_SECRET is set, but VARSAM_SLACK_BOT_TOKEN is not/],
    [{ ...many, VARSAM_SECRET_KEY: '' }, /VARSAM_SECRET_KEY is not/],
    [{ ...many, VARSAM_SLACK_STATE_SECRET: '' }, /VARSAM_SLACK_STATE_SECRET is not/],
    [{ ...many, VARSAM_SLACK_SIGNING_SECRET: '' }, /signed HTTP/],
    [{ ...many, ...bot }, /both set/],
    [{ VARSAM_SLACK_CLIENT_SECRET: 'c' }, /VARSAM_SLACK_CLIENT_ID and VARSAM_SLACK_STATE_SECRET are not/],
    [{ VARSAM_SLACK_BOT_TOKEN: 'xoxp-1', VARSAM_SLACK_APP_TOKEN: 'xapp-1' }, /begins with xoxb-/],
    [{ ...bot, VARSAM_SLACK_APP_TOKEN: 'xoxb-2' }, /begins with xapp-/],
    [{ ...many, VARSAM_SECRET_KEY: 'short' }, /openssl rand -hex 32/],
  ])('half of it stops the start, and says what is missing: %#', (env, said) => {
    expect(faults(env)).toMatch(said);
  });

  it('never repeats a secret', () => {
    expect(faults({ ...many, VARSAM_SECRET_KEY: 'hemmelig', VARSAM_SLACK_BOT_TOKEN: 'hemmelig' })).not.toContain(
      'hemmelig',
    );
  });
});

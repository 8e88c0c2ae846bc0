import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Installation } from '@slack/bolt';
import { afterAll, describe, expect, it } from 'vitest';
import { fileInstallations, filePeople } from '../../src/channels/slack/files.ts';
import {
  type Installations,
  installationStore,
  SealError,
  seal,
  secretKey,
  unseal,
} from '../../src/channels/slack/install.ts';
import { ConfigError, readConfig } from '../../src/config.ts';

const key = Buffer.alloc(32, 7);
const dir = mkdtempSync(join(tmpdir(), 'varsam-install-'));
afterAll(() => rmSync(dir, { recursive: true }));

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
    const [one, two] = [seal(key, 'T1', 'æøå'), seal(key, 'T1', 'æøå')];
    expect(one).not.toBe(two);
    expect([unseal(key, 'T1', one), unseal(key, 'T1', two)]).toEqual(['æøå', 'æøå']);
    expect(one).not.toContain(Buffer.from('æøå').toString('base64url'));
  });

  it('opens with no other key, under no other name, and not when a letter was changed', () => {
    const sealed = seal(key, 'T1', 'xoxb');
    expect(() => unseal(Buffer.alloc(32, 8), 'T1', sealed)).toThrow(SealError);
    expect(() => unseal(key, 'T2', sealed)).toThrow(SealError);
    const parts = sealed.split('.');
    for (let i = 0; i < parts.length; i++) {
      const changed = parts.with(i, `${parts[i]?.startsWith('A') ? 'B' : 'A'}${parts[i]?.slice(1)}`).join('.');
      expect(() => unseal(key, 'T1', changed), String(i)).toThrow(SealError);
    }
    expect(() => unseal(key, 'T1', 'v1.a.b.c')).toThrow(SealError);
    expect(() => unseal(key, 'T1', '')).toThrow(/VARSAM_SECRET_KEY/);
  });

  it('takes a short authentication tag for none', () => {
    const [v, iv, tag = '', text] = seal(key, 'T1', 'xoxb').split('.');
    const short = Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url');
    expect(() => unseal(key, 'T1', [v, iv, short, text].join('.'))).toThrow(SealError);
  });

  it('has a key of 32 bytes, as digits or base64', () => {
    expect(secretKey('07'.repeat(32))).toEqual(key);
    expect(secretKey(key.toString('base64'))).toEqual(key);
    expect(secretKey(key.toString('base64url'))).toEqual(key);
    for (const text of ['', 'kort', '07'.repeat(16), `${'07'.repeat(31)}zz`])
      expect(secretKey(text), text).toBeUndefined();
  });
});

describe('an installation', () => {
  it('is stored sealed, without anybody’s own token, and found again', async () => {
    const port = fileInstallations(join(dir, 'a'));
    const store = installationStore(port, key);
    await store.storeInstallation(installed('T0ONE'));
    const [name = ''] = readdirSync(join(dir, 'a'));
    const file = join(dir, 'a', name);
    expect(readFileSync(file, 'utf8')).not.toMatch(/xox|Bygda/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, 'a')).mode & 0o777).toBe(0o700);
    const found = await store.fetchInstallation(of('T0ONE'));
    expect(found.bot?.token).toBe('xoxb-secret');
    expect(JSON.stringify(found)).not.toContain('xoxp');
  });

  it('of one workspace is not another’s, even if the files change places', async () => {
    const kept = new Map<string, string>();
    const port: Installations = {
      put: async (k, v) => void kept.set(k, v),
      get: async (k) => kept.get(k),
      remove: async (k) => void kept.delete(k),
    };
    const store = installationStore(port, key);
    await store.storeInstallation(installed('T0ONE'));
    kept.set('T0TWO', kept.get('T0ONE') ?? '');
    await expect(store.fetchInstallation(of('T0TWO'))).rejects.toThrow(SealError);
    await expect(store.fetchInstallation(of('T0NONE'))).rejects.toThrow(/not installed in T0NONE/);
    await store.deleteInstallation?.(of('T0ONE'));
    await expect(store.fetchInstallation(of('T0ONE'))).rejects.toThrow(/not installed/);
  });

  it('with a name that is no id of Slack’s is kept nowhere', async () => {
    const port = fileInstallations(join(dir, 'b'));
    for (const name of ['../x', 'a/b', '', '.']) await expect(async () => port.put(name, 'x')).rejects.toThrow();
    await expect(installationStore(port, key).fetchInstallation(of('../x'))).rejects.toThrow();
  });
});

describe('where somebody has screenings', () => {
  it('is remembered, the last first, twenty at most, also when two come at once', async () => {
    const people = filePeople(join(dir, 'people'));
    await Promise.all(Array.from({ length: 25 }, (_, i) => people.note('T1', 'U1', `D1/${i}/U1`)));
    const all = await people.conversations('T1', 'U1');
    expect(all).toHaveLength(20);
    expect(all[0]).toBe('D1/24/U1');
    await people.note('T1', 'U1', 'D1/10/U1');
    expect((await people.conversations('T1', 'U1'))[0]).toBe('D1/10/U1');
    expect(await filePeople(join(dir, 'people')).conversations('T1', 'U1')).toHaveLength(20);
    expect(await people.conversations('T1', 'U2')).toEqual([]);
  });
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
    [{ VARSAM_SLACK_CLIENT_SECRET: 'c' }, /VARSAM_SLACK_CLIENT_ID is not/],
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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';

const read = (env: Record<string, string | undefined>) => readConfig(env, '/srv/kommune');

/** The complaints about an environment, one a line. */
function faults(env: Record<string, string | undefined>): string[] {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('nothing needs to be set: no account, key, server or network', () => {
    const config = read({});
    expect(config).toMatchObject({
      dataDir: '/srv/kommune/.varsam',
      web: { host: '127.0.0.1', port: 3000 },
      country: 'NO',
      log: 'warn',
    });
    expect([config.model, config.embeddings, config.lang]).toEqual([undefined, undefined, undefined]);
  });

  test('a model is a name; address and key are its own affair', () => {
    expect(read({ VARSAM_MODEL: 'llama' }).model).toEqual({
      name: 'llama',
      url: undefined,
      key: undefined,
      timeoutMs: 20_000,
    });
    const model = read({
      VARSAM_MODEL: 'llama',
      VARSAM_MODEL_URL: 'http://127.0.0.1:11434/v1',
      VARSAM_MODEL_KEY: 'k',
      VARSAM_MODEL_TIMEOUT_MS: '5000',
    }).model;
    expect(model).toEqual({ name: 'llama', url: 'http://127.0.0.1:11434/v1', key: 'k', timeoutMs: 5000 });
  });

  test('a database is an address, and its authority and connections are nothing without one', () => {
    expect(read({}).database).toBeUndefined();
    const url = 'postgres://varsam:hem%40lig@db.kommune.example/varsam';
    expect(
      read({ VARSAM_DATABASE_URL: url, VARSAM_DATABASE_CA: 'ca.pem', VARSAM_DATABASE_POOL: '20' }).database,
    ).toEqual({
      url,
      ca: '/srv/kommune/ca.pem',
      pool: 20,
    });
    expect(faults({ VARSAM_DATABASE_CA: 'ca.pem', VARSAM_DATABASE_POOL: '20' })).toEqual([
      expect.stringMatching(/^VARSAM_DATABASE_CA is set, but VARSAM_DATABASE_URL is not\. Set VARSAM_DATABASE_URL/),
      expect.stringMatching(/^VARSAM_DATABASE_POOL is set, but VARSAM_DATABASE_URL is not\./),
    ]);
    const [wrong, ...others] = faults({ VARSAM_DATABASE_URL: 'mysql://varsam:hemlig@db/varsam' });
    expect(others).toEqual([]);
    expect(wrong).toMatch(/VARSAM_DATABASE_URL: an address looks like postgres:/);
    expect(wrong).not.toMatch(/hemlig/);
  });

  test('an embedding model comes with the length of its vectors', () => {
    expect(read({ VARSAM_EMBEDDINGS: 'bge', VARSAM_EMBEDDINGS_DIMENSIONS: '1024' }).embeddings).toMatchObject({
      name: 'bge',
      dimensions: 1024,
    });
  });

  test('paths are read from where the command stands; an absolute one stays', () => {
    expect(read({ VARSAM_DATA_DIR: 'data', VARSAM_KNOWLEDGE_DIR: 'eigen' })).toMatchObject({
      dataDir: '/srv/kommune/data',
      knowledgeDir: '/srv/kommune/eigen',
    });
    expect(read({ VARSAM_DATA_DIR: '/var/lib/varsam' }).dataDir).toBe('/var/lib/varsam');
    expect(isAbsolute(read({}).knowledgeDir)).toBe(true);
  });

  test('an empty value is the same as none, and other programs’ settings are let be', () => {
    expect(read({ VARSAM_COUNTRY: '', VARSAM_MODEL_URL: '', PATH: '/bin', HOME: '/root' })).toEqual(read({}));
  });

  test('half a configuration says what is missing and how to mend it', () => {
    expect(faults({ VARSAM_MODEL_URL: 'http://127.0.0.1:1/v1' }).join()).toMatch(
      /VARSAM_MODEL_URL is set, but VARSAM_MODEL is not.*Set VARSAM_MODEL/,
    );
    expect(faults({ VARSAM_MODEL_KEY: 'k' }).join()).toMatch(/VARSAM_MODEL is not/);
    expect(faults({ VARSAM_EMBEDDINGS: 'bge' }).join()).toMatch(/VARSAM_EMBEDDINGS_DIMENSIONS is not/);
    expect(faults({ VARSAM_EMBEDDINGS_URL: 'http://127.0.0.1:1/v1' }).join()).toMatch(/VARSAM_EMBEDDINGS is not/);
    expect(faults({ VARSAM_EMBEDDINGS_KEY: 'k' }).join()).toMatch(/VARSAM_EMBEDDINGS is not/);
  });

  test('a secret may stand in a file, and the line break behind it is no part of it', () => {
    const dir = mkdtempSync(join(tmpdir(), 'varsam-secrets-'));
    writeFileSync(join(dir, 'key'), 'sk-one two\n');
    const settings = { VARSAM_MODEL: 'llama', VARSAM_MODEL_KEY_FILE: join(dir, 'key') };
    expect(read(settings).model?.key).toBe('sk-one two');
    expect(faults({ ...settings, VARSAM_MODEL_KEY: 'other' })).toEqual([
      'VARSAM_MODEL_KEY and VARSAM_MODEL_KEY_FILE are both set. Keep one of them.',
    ]);
    rmSync(dir, { recursive: true });
    expect(faults(settings).join()).toMatch(/VARSAM_MODEL_KEY_FILE: the file .* can't be read \(ENOENT\)/);
  });

  test('what is no secret is not read from a file', () => {
    expect(faults({ VARSAM_COUNTRY_FILE: '/etc/hostname' }).join()).toMatch(
      /VARSAM_COUNTRY_FILE: this setting does not/,
    );
  });

  test('a misspelt setting is named instead of being passed over', () => {
    expect(faults({ VARSAM_MODLE: 'llama' })).toEqual([
      expect.stringContaining('VARSAM_MODLE: this setting does not exist'),
    ]);
  });

  test.each([
    ['VARSAM_PORT', '70000'],
    ['VARSAM_PORT', 'tre tusen'],
    ['VARSAM_PORT', '80.5'],
    ['VARSAM_COUNTRY', 'DK'],
    ['VARSAM_LANG', 'da'],
    ['VARSAM_MODEL_URL', 'localhost:11434'],
    ['VARSAM_MODEL_URL', 'file:///etc/passwd'],
    ['VARSAM_MODEL_TIMEOUT_MS', '5'],
    ['VARSAM_LOG', 'loud'],
  ])('%s can’t be “%s”', (key, value) => {
    const found = faults({ VARSAM_MODEL: 'llama', [key]: value });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(key);
  });

  test('all faults are told at once', () => {
    const found = faults({ VARSAM_COUNTRY: 'DK', VARSAM_PORT: '-1', VARSAM_COLOUR: 'red' });
    expect(found).toHaveLength(3);
  });

  test('no complaint repeats a key’s value: it may be a secret', () => {
    expect(faults({ VARSAM_MODEL_KEY: 'sk-hemmelig', VARSAM_PORT: '-1' }).join()).not.toContain('hemmelig');
  });

  test('what was read stays as it was', () => {
    expect(Object.isFrozen(read({}))).toBe(true);
  });
});

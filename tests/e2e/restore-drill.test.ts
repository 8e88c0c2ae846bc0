import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openStores } from '../../src/main.ts';
import { KARI, livedIn } from '../support/privacy.ts';

/** The drill of docs/operations.md, its lines taken from there word for word; the places that they name are folders of this test. */

const ROOT = join(import.meta.dirname, '..', '..');
const dir = mkdtempSync(join(tmpdir(), 'varsam-drill-'));
const [backups, keys, drill, data] = ['backup', 'keys', 'drill', 'data'].map((name) => join(dir, name)) as [
  string,
  string,
  string,
  string,
];

function written(): string[] {
  const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
  const [, section = ''] = page.split(/^## Backup and restore$/m);
  const [own = ''] = section.split(/^## /m);
  return own.split('\n').flatMap((line) => /^ {4}(\S.*?)(?:\s+#.*)?$/.exec(line)?.[1] ?? []);
}
/** As somebody in the project's folder would type it. */
async function typed(line: string): Promise<string> {
  const here = line
    .replaceAll('/backup/', `${backups}/`)
    .replaceAll('/keys/', `${keys}/`)
    .replaceAll('/tmp/drill', drill);
  const env = { ...process.env, VARSAM_DATA_DIR: data, npm_config_loglevel: 'silent' };
  const { stdout } = await promisify(execFile)('sh', ['-c', here], { cwd: ROOT, env });
  return stdout;
}
/** What is given out of a store: of a person, of the register, and of the audit log. */
async function givenOut(from: string): Promise<string> {
  const lines = [
    `privacy -- export --user slack:${KARI} --tenant t --json`,
    'accounts -- list --tenant t --json',
    'privacy -- audit verify --tenant t',
  ];
  const out = [];
  for (const line of lines) out.push(await typed(`VARSAM_DATA_DIR=${from} npm run --silent ${line}`));
  return out.join('\n');
}

beforeAll(async () => {
  for (const folder of [backups, keys, data]) mkdirSync(folder);
  const stores = await openStores(readConfig({ VARSAM_DATA_DIR: data }));
  await livedIn(stores);
  await stores.store.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the drill of docs/operations.md', () => {
  test('brings a store back whose folder is gone, word for word as it is written', async () => {
    const [backup = '', check = '', restore = '', ...drilled] = written();
    expect([backup, check, restore].map((line) => line.split(' ').slice(0, 5).join(' '))).toEqual([
      'npm run store -- backup',
      'npm run store -- check',
      'npm run store -- restore',
    ]);
    expect(drilled).toHaveLength(4);
    const before = await givenOut(data);
    expect(before).toContain(KARI);
    await typed(backup);
    await typed(check);
    copyFileSync(join(data, 'store.key'), join(keys, 'store.key'));
    // The drill changes nothing of the real store, and finds everything in order.
    for (const line of drilled) await typed(line);
    expect(await givenOut(drill)).toBe(before);
    rmSync(data, { recursive: true });
    await typed(restore);
    copyFileSync(join(keys, 'store.key'), join(data, 'store.key'));
    expect(await givenOut(data)).toBe(before);
  }, 180_000);

  test('notices a key that is another: the audit log does not verify', async () => {
    rmSync(join(data, 'store.key'));
    await expect(typed('npm run --silent privacy -- audit verify --tenant t')).rejects.toMatchObject({ code: 1 });
    expect(existsSync(join(data, 'store.key'))).toBe(true);
  }, 60_000);
});

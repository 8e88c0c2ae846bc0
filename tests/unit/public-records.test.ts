import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { faultsOf, type Manifest, recordFiles } from '../../src/app/public-records.ts';
import { archive, verifyArchive } from '../../src/commands/privacy-archive.ts';
import { sha256 } from '../../src/hash.ts';
import type { Varsam } from '../../src/main.ts';
import { openSqlite } from '../../src/store/open.ts';
import { realConverseDeps } from '../support/converse.ts';
import { realModeration, removal } from '../support/moderation.ts';
import { livedIn } from '../support/privacy.ts';

async function house() {
  const stores = await openSqlite(':memory:');
  await livedIn(stores);
  await stores.removals.append('t', removal('r1'));
  const deps = { ...stores, ...(await realConverseDeps(stores)), moderation: realModeration(stores), sha256 };
  return deps;
}
const manifestIn = (files: Awaited<ReturnType<typeof recordFiles>>): Manifest =>
  JSON.parse(new TextDecoder().decode(files.at(-1)?.bytes)) as Manifest;

describe('the records of a municipality', () => {
  test('are what was decided, the register, the answers of offices, the moderation log and who saw what; a draft is none', async () => {
    const files = await recordFiles('t', await house());
    expect(files.map((f) => f.name.replace(/\d{4}-\d\d-\d\d/, 'DAY'))).toEqual([
      'assessments/DPIA-decided.pdf',
      'assessments/DPIA-decided.json',
      'accounts.json',
      'accounts.csv',
      'expert-answers.json',
      'audit-log.jsonl',
      'moderation/moderation-DAY.json',
      'moderation/moderation-DAY.csv',
      'moderation/SHA256SUMS',
      'manifest.json',
    ]);
    const { audit, files: listed } = manifestIn(files);
    expect([audit.holds, listed.length]).toEqual([true, 9]);
  });

  test('are found out where one is changed, missing or put in', async () => {
    const files = await recordFiles('t', await house());
    const held = new Map(files.map((f) => [f.name, f.bytes]));
    const manifest = manifestIn(files);
    expect(faultsOf(manifest, held, sha256)).toEqual([]);
    held.set('accounts.csv', new Uint8Array([1]));
    held.delete('expert-answers.json');
    held.set('more.txt', new Uint8Array());
    expect(faultsOf(manifest, held, sha256)).toEqual([
      'accounts.csv is not as it was exported',
      'expert-answers.json is missing',
      'more.txt is not in the manifest',
    ]);
  });
});

describe('npm run privacy -- archive', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'varsam-records-'));
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  test.each(['out', 'out.zip'])('writes %s, and says of it that it is in order', async (name) => {
    const to = join(folder, name);
    expect(await archive('t', (await house()) as unknown as Varsam, to)).toBe(0);
    expect(await verifyArchive(to)).toBe(0);
  });

  test('says which file of a folder was changed', async () => {
    const to = join(folder, 'out');
    await archive('t', (await house()) as unknown as Varsam, to);
    expect(readdirSync(to)).toContain('accounts.json');
    writeFileSync(join(to, 'accounts.json'), '[]');
    expect(await verifyArchive(to)).toBe(1);
    expect(vi.mocked(console.error)).toHaveBeenCalledWith('accounts.json is not as it was exported');
  });
});

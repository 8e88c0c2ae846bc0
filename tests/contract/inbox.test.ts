import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openSqlite, type Stores } from '../../src/store/open.ts';
import { keysIn } from '../../src/store/seal.ts';
import { at } from '../support/assessment.ts';
import { inFile, inMemory } from '../support/sqlite.ts';
import { arrival, inboxContract, later } from './inbox.contract.ts';

inboxContract('what came in, in a SQLite file', inFile);

inboxContract('what came in, in memory', inMemory);

describe('what is stored encrypted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-sealed-'));
  const file = join(folder, 'store.db');
  const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const open: Stores[] = [];
  const opened = async (...keys: Buffer[]) => {
    const stores = await openSqlite(file, { keys: keysIn(folder, keys), onFault: () => undefined });
    open.push(stores);
    return stores;
  };
  afterEach(async () => {
    for (const { store } of open.splice(0)) await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  /** Every byte that lies on the disk. */
  const onDisk = () =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('\n');

  test('is neither somebody’s words nor a token in any file, before or after', async () => {
    const { inbox, kept } = await opened(one);
    await inbox.put(arrival('e1', { body: 'Kari Nordmann ringer' }));
    await kept.put('T1', 'slack.installation', { key: 'T1', value: 'xoxb-secret', at: at(1) });
    expect(onDisk()).not.toMatch(/Nordmann|xoxb/);
    const [piece] = await inbox.take(['slack'], 'me', at(1), { leaseMs: 1, limit: 1 });
    expect(piece?.body).toBe('Kari Nordmann ringer');
    await inbox.done(arrival('e1'), at(1));
    expect(onDisk()).not.toMatch(/Nordmann|xoxb/);
  });

  test('opens with the old key behind the new one, and with the new one alone once it was read', async () => {
    await (await opened(one)).kept.put('T1', 'slack.installation', { key: 'T1', value: 'xoxb', at: at(1) });
    const alone = await opened(two);
    await expect(alone.kept.get('T1', 'slack.installation', 'T1')).rejects.toThrow(/VARSAM_SECRET_KEY/);
    expect(await (await opened(two, one)).kept.get('T1', 'slack.installation', 'T1')).toBe('xoxb');
    expect(await alone.kept.get('T1', 'slack.installation', 'T1')).toBe('xoxb');
  });

  test('gets a key of its own beside the file where none is configured, for its owner only; it still opens when one is configured later', async () => {
    const plain = await opened();
    await plain.inbox.put(arrival('e1'));
    expect(statSync(join(folder, 'store.key')).mode & 0o777).toBe(0o600);
    const configured = await opened(one);
    const [piece] = await configured.inbox.take(['slack'], 'me', at(1), { leaseMs: 1, limit: 1 });
    expect(piece?.body).toBe(arrival('e1').body);
  });

  test('holds up nothing when no key opens it: it is left out, and what came after it goes on', async () => {
    await (await opened(one)).inbox.put(arrival('e1', { lane: 'a' }));
    const { inbox } = await opened(two);
    await inbox.put(arrival('e2', { lane: 'a' }));
    const options = { leaseMs: 1, limit: 5 };
    expect(await inbox.take(['slack'], 'me', at(1), options)).toEqual([]);
    expect((await inbox.take(['slack'], 'me', later(at(1), 1), options)).map((p) => p.event)).toEqual(['e2']);
  });
});

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openIndex } from '../../src/retrieval/saved-index.ts';
import { checkStore } from '../../src/store/backup.ts';
import { openSqlite } from '../../src/store/open.ts';
import { NOW } from '../support/fakes.ts';

/** What writes whole files, killed while it does: what is there afterwards is whole, and what was there before is as it was. */
export const DEEDS = ['backup', 'migration', 'index save'] as const;

/** @returns what is wrong in `folder` after the kill */
const FOUND: Record<(typeof DEEDS)[number], (folder: string) => Promise<string[]>> = {
  backup: async (folder) => {
    const faults = [];
    for (const name of ['store.db', ...readdirSync(folder).filter((f) => /^backup-\d+\.db$/.test(f))])
      for (const fault of await checkStore({ file: join(folder, name) })) faults.push(`${name}: ${fault}`);
    return faults;
  },
  migration: async (folder) => {
    const faults = [];
    const stores = existsSync(join(folder, 'stores')) ? readdirSync(join(folder, 'stores')) : [];
    for (const name of stores.filter((f) => f.endsWith('.db'))) {
      const opened = await openSqlite(join(folder, 'stores', name));
      const { lang } = await opened.preferences.get('t', 'anna');
      // The last may have been killed before anything was chosen.
      const last = Number.parseInt(name, 10) === Math.max(...stores.map((f) => Number.parseInt(f, 10)));
      if (lang !== 'sv' && !last) faults.push(`${name}: what was chosen is lost`);
      await opened.store.turns('t', 'anna', 1);
      await opened.store.close();
    }
    return faults;
  },
  'index save': async (folder) => {
    const opened = openIndex(join(folder, 'index'), 'index.bin', { hash: 'k', model: 'm' });
    if (opened.state !== 'ok') return opened.state === 'missing' ? [] : [`the index is ${opened.state}`];
    const { n } = opened.json as { n: number };
    return (opened.arrays.words ?? []).every((w) => w === n) ? [] : ['the index is of two writings'];
  },
};

export async function killDeed(what: (typeof DEEDS)[number], random: () => number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-deed-'));
  try {
    if (what === 'backup') await filled(join(folder, 'store.db'));
    const child = fork(join(import.meta.dirname, 'deed.ts'), [what.split(' ')[0] ?? '', folder]);
    const ended = once(child, 'exit');
    const begun = Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error(`${what} ended`)))]);
    await begun;
    await pause(random() * 300);
    if (child.exitCode !== null) return [`${what} ended by itself: ${child.exitCode}`];
    child.kill('SIGKILL');
    await ended;
    return await FOUND[what](folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function filled(file: string): Promise<void> {
  const { store } = await openSqlite(file);
  const at = NOW;
  await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const id = `c${i}`;
      await store.touchConversation({ tenant: 't', id, channel: 'web', lang: null, country: 'NO', at });
    }),
  );
  await store.close();
}

import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LOCAL_TENANT } from '../core/message.ts';
import { storeKeys, type Varsam } from '../main.ts';
import { unseal } from '../store/seal.ts';

const List = z.array(z.string()).catch([]);

/**
 * What channels kept as files before the store had a place for it: moved there once, file by file, and taken away when it is there. A file that can't be moved stays and is
 * said to.
 */
export async function moveFiles({
  config,
  kept,
  clock,
  log,
}: Pick<Varsam, 'config' | 'kept' | 'clock' | 'log'>): Promise<void> {
  const at = clock.now().toISOString();
  const keys = await storeKeys(config);
  const slack = join(config.dataDir, 'slack');
  const each = async (dir: string, end: string, move: (name: string, text: string) => Promise<unknown>) => {
    for (const name of await namesIn(dir)) {
      if (!name.endsWith(end)) continue;
      const file = join(dir, name);
      try {
        await move(name.slice(0, -end.length), await readFile(file, 'utf8'));
        await rm(file);
        log.info('files.moved', { to: 'store' });
      } catch (error) {
        log.error('files.not_moved', error, { file });
      }
    }
  };
  await each(join(slack, 'installations'), '.sealed', (team, sealed) =>
    kept.put(team, 'slack.installation', { key: team, value: unseal(keys, team, sealed).text, at }),
  );
  for (const team of await namesIn(join(slack, 'people')))
    await each(join(slack, 'people', team), '.json', async (key, text) => {
      // The last used comes first.
      for (const [i, item] of List.parse(JSON.parse(text)).entries()) {
        const when = new Date(Date.parse(at) - i).toISOString();
        await kept.put(team, 'slack.person', { key, item, value: '', at: when });
      }
    });
  await each(join(config.dataDir, 'teams', 'references'), '.json', (key, value) =>
    kept.put(LOCAL_TENANT, 'teams.place', { key, value, at }),
  );
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

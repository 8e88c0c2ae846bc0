import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import type { open, Varsam } from '../../src/main.ts';
import { proposed } from '../support/accounts.ts';
import { fresh, opened } from '../support/assessment.ts';
import { removal } from '../support/moderation.ts';
import { seed } from '../support/seed.ts';

export type Whole = { varsam: Varsam; dir: string; close: () => Promise<void> };

/** Everything that is composed for a municipality, over a store of its own with something of each kind in it. */
export async function openWhole(opening: typeof open): Promise<Whole> {
  const dir = mkdtempSync(join(tmpdir(), 'varsam-hostile-'));
  const env = {
    VARSAM_DATA_DIR: dir,
    VARSAM_LOG: 'error',
    VARSAM_RATE_PERSON: '1000000',
    VARSAM_RATE_TENANT: '1000000',
  };
  const varsam = await opening(readConfig(env));
  await seed(varsam);
  for (const version of opened({ ...fresh(), id: 'a-000000000001' }).versions)
    await varsam.assessments.append('local', version);
  await varsam.accounts.append('local', proposed({}, 'acc-000000001'));
  const house = { name: 'Ungdomshuset', address: 'https://facebook.com/ungdomshuset' };
  await varsam.accounts.append('local', proposed(house, 'acc-000000002'));
  await varsam.moderation.removals.append('local', removal('r-000000000001'));
  return {
    varsam,
    dir,
    close: async () => {
      await varsam.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

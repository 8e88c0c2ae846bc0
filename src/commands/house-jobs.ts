import { purgeLog } from '../app/moderation-archive.ts';
import type { Houses } from '../compose/tenants.ts';
import type { Job } from '../scheduler.ts';

const HOUR = 60 * 60 * 1000;

/** What the municipality's own records need without being asked. Any number of processes may do it: what is gone is gone. */
export function houseJobs({ base, of }: Houses): Job[] {
  return [
    {
      name: 'moderation.purge',
      everyMs: 6 * HOUR,
      run: async () => {
        for (const tenant of await base.removals.tenants()) await purgeLog(tenant, await of(tenant));
      },
    },
  ];
}

import { purgeLog } from '../app/moderation-archive.ts';
import { remind } from '../app/remind.ts';
import type { Houses } from '../compose/tenants.ts';
import type { Job } from '../scheduler.ts';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;

/** What the municipality's own records need without being asked. Any number of processes may do it: what is gone is gone. */
export function houseJobs({ base, of }: Houses): Job[] {
  return [
    {
      name: 'calendar.remind',
      everyMs: 5 * MINUTE,
      run: async () => {
        for (const tenant of await base.accounts.tenants()) {
          const house = await of(tenant);
          await remind(tenant, { ...house, country: house.config.country });
        }
      },
    },
    {
      name: 'moderation.purge',
      everyMs: 6 * HOUR,
      run: async () => {
        for (const tenant of await base.removals.tenants()) await purgeLog(tenant, await of(tenant));
      },
    },
  ];
}

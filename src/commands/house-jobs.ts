import { purgeLog } from '../app/moderation-archive.ts';
import { purgeNightly } from '../app/purge.ts';
import { remind } from '../app/remind.ts';
import type { Houses } from '../compose/tenants.ts';
import { type Job, lastDue } from '../scheduler.ts';
import { retentionOf } from './privacy-retention.ts';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;

/** When nobody works. */
const NIGHT = '30 3 * * *';

/** What the municipality's own records need without being asked. Any number of processes may do it: what is gone is gone. */
export function houseJobs({ base, of }: Houses): Job[] {
  /** The night that this process has seen done, by tenant. */
  const purged = new Map<string, number>();
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
      name: 'purge',
      everyMs: 10 * MINUTE,
      run: async () => {
        const due = lastDue({ cron: NIGHT, zone: base.config.digest.zone }, base.clock.now());
        if (!due) return;
        for (const tenant of await base.retention.tenants()) {
          if (purged.get(tenant) === due.getTime()) continue;
          const house = await of(tenant);
          await purgeNightly(tenant, due, retentionOf(house), house);
          purged.set(tenant, due.getTime());
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

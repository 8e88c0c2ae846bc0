import { forgetAskers, tellAskers } from '../app/notices.ts';
import { askAllPeople, sendDigest } from '../app/send-digest.ts';
import type { Houses } from '../compose/tenants.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { type Job, lastDue } from '../scheduler.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What learning does without being asked: tells askers, hands urgent questions on, sends the week's digest, forgets who asked. */
export function learnJobs({ base, folders, of }: Houses): Job[] {
  const { learn, config, clock } = base;
  const depsOf = async (tenant: string) => {
    const house = await of(tenant);
    return { ...house, country: house.config.country };
  };
  /** Whose digest it is: those who have asked, and those whose offices are told that nobody has. */
  const tenants = async () => {
    const whole = config.slack?.oauth ? [] : [LOCAL_TENANT];
    const own = learn.owners.flatMap((o) => o.tenant ?? whole);
    return new Set([...(await learn.groups.tenants()), ...own, ...folders.flatMap((f) => f.ids)]);
  };
  /** Weeks that this process has seen done, by tenant: looking again would change nothing. */
  const done = new Map<string, number>();
  return [
    { name: 'tell', everyMs: 2 * SECOND, run: async () => void (await tellAskers(base)) },
    {
      name: 'people',
      everyMs: MINUTE,
      run: async () => {
        for (const tenant of await learn.groups.tenants()) await askAllPeople(tenant, await depsOf(tenant));
      },
    },
    {
      name: 'digest',
      everyMs: 10 * SECOND,
      run: async () => {
        const due = lastDue(config.digest, clock.now());
        if (!due) return;
        for (const tenant of await tenants()) {
          if (done.get(tenant) === due.getTime()) continue;
          const { left } = await sendDigest(tenant, due, await depsOf(tenant));
          if (left === 0) done.set(tenant, due.getTime());
        }
      },
    },
    { name: 'forget', everyMs: 60 * MINUTE, run: () => forgetAskers(base) },
  ];
}

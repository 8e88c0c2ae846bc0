import { forgetAskers, tellAskers } from '../app/notices.ts';
import { askAllPeople, sendDigest } from '../app/send-digest.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import type { Varsam } from '../main.ts';
import { type Job, lastDue } from '../scheduler.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What learning does without being asked: tells askers, hands urgent questions on, sends the week's digest, forgets who asked. */
export function learnJobs(varsam: Varsam): Job[] {
  const { learn, config, clock } = varsam;
  const deps = { ...varsam, country: config.country };
  /** Whose digest it is: those who have asked, and those whose offices are told that nobody has. */
  const tenants = async () => {
    const whole = config.slack?.oauth ? [] : [LOCAL_TENANT];
    const own = learn.owners.flatMap((o) => o.tenant ?? whole);
    return new Set([...(await learn.groups.tenants()), ...own]);
  };
  /** Weeks that this process has seen done, by tenant: looking again would change nothing. */
  const done = new Map<string, number>();
  return [
    { name: 'tell', everyMs: 2 * SECOND, run: async () => void (await tellAskers(varsam)) },
    {
      name: 'people',
      everyMs: MINUTE,
      run: async () => {
        for (const tenant of await learn.groups.tenants()) await askAllPeople(tenant, deps);
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
          const { left } = await sendDigest(tenant, due, deps);
          if (left === 0) done.set(tenant, due.getTime());
        }
      },
    },
    { name: 'forget', everyMs: 60 * MINUTE, run: () => forgetAskers(varsam) },
  ];
}

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Pace } from '../app/pace.ts';

/** A press costs little; a text or a file is read, searched and stored. */
const COST = { text: 4, file: 4, command: 2, action: 1 } as const;
const MINUTE = 60;

/**
 * Counted in this process: with several, each lets through as much. A wall against a script that runs wild, not an account of who did what, so nothing
 * of it is stored.
 *
 * @param limits questions a minute, for one person and for all of a tenant
 */
export function memoryPace({ person, tenant: all }: { person: number; tenant: number }): Pace {
  const people = new RateLimiterMemory({ points: person * COST.text, duration: MINUTE });
  const tenants = new RateLimiterMemory({ points: all * COST.text, duration: MINUTE });
  return {
    over: async (tenant, user, kind) => {
      try {
        await people.consume(`${tenant}/${user}`, COST[kind]);
        await tenants.consume(tenant, COST[kind]);
        return 0;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw refused;
      }
    },
  };
}

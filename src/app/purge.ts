import { type Cut, type KeptFor, periodsOf, planPurge, type RetentionSettings } from '../core/privacy/retention.ts';
import type { Claims } from './converse-ports.ts';
import type { Clock, Log } from './ports.ts';
import type { Retention } from './privacy-ports.ts';

export type PurgeDeps = { retention: Retention; clock: Clock; log: Log };
type Setting = { settings: RetentionSettings | undefined; zone: string };
/** A kind with its period, since when what is older goes, and how much that is. */
type Purged = KeptFor & { before: string | null; gone: number };

/** What would go now, by kind, and nothing is changed. */
export async function duePurge(tenant: string, { settings, zone }: Setting, deps: PurgeDeps): Promise<Purged[]> {
  const periods = periodsOf(settings);
  const cuts = new Map(planPurge(periods, deps.clock.now(), zone).map((cut) => [cut.kind, cut]));
  const due: Purged[] = [];
  for (const kept of periods) {
    const cut = cuts.get(kept.kind);
    const gone = cut ? await deps.retention.purge(tenant, cut.kind, cut.before, { dry: true }) : 0;
    due.push({ ...kept, before: cut?.before ?? null, gone });
  }
  return due;
}

/** Deletes what is over, and gives how much of each kind went. */
export async function purge(
  tenant: string,
  { settings, zone }: Setting,
  deps: PurgeDeps,
): Promise<(Cut & { gone: number })[]> {
  const gone: (Cut & { gone: number })[] = [];
  for (const cut of planPurge(periodsOf(settings), deps.clock.now(), zone))
    gone.push({ ...cut, gone: await deps.retention.purge(tenant, cut.kind, cut.before) });
  const figures = Object.fromEntries(gone.filter((g) => g.gone > 0).map((g) => [g.kind, g.gone]));
  if (Object.keys(figures).length > 0) deps.log.info('purge.done', figures);
  return gone;
}

/** The night's purge may take so long, in ms, before another process takes it up. */
const LEASE_MS = 30 * 60 * 1000;

/** The purge of one night, once for each tenant in whichever process comes first. Gives whether it was done here. */
export async function purgeNightly(
  tenant: string,
  due: Date,
  setting: Setting,
  deps: PurgeDeps & { claims: Claims },
): Promise<boolean> {
  const key = `purge/${due.toISOString()}`;
  if (!(await deps.claims.claim(tenant, key, deps.clock.now().toISOString(), LEASE_MS))) return false;
  try {
    const all = await purge(tenant, setting, deps);
    if (all.some((g) => g.gone > 0)) await deps.retention.scrub('log');
    await deps.claims.finish(tenant, key);
    return true;
  } catch (error) {
    await deps.claims.release(tenant, key);
    throw error;
  }
}

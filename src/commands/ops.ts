import { converse } from '../app/converse.ts';
import { tooOften } from '../app/pace.ts';
import type { Houses } from '../compose/tenants.ts';
import { type Config, ConfigError } from '../config.ts';
import { errorCard } from '../core/cards/answer-card.ts';
import { defaultLang } from '../core/language.ts';
import type { Incoming, Outgoing } from '../core/message.ts';
import type { Varsam } from '../main.ts';
import type { Job } from '../scheduler.ts';

/** How varsam is seen by those who run it: what came in is measured, and a port of its own says how it stands. */

/** The one door, measured, with a limit to how much comes through it, into the house of whoever knocks. */
export function doorOf(houses: Houses) {
  const { base } = houses;
  return (incoming: Incoming, onText?: (text: string) => void): Promise<Outgoing[]> => {
    const { channel, kind } = incoming;
    const through = async () => {
      const house = await opened(houses, incoming.tenant);
      if (typeof house === 'string') return closed(incoming, house, base);
      const asHere = inHouse(incoming, house, base);
      return (await tooOften(asHere, base.pace, house)) ?? (await converse(asHere, house, onText));
    };
    return base.telemetry.step({ name: 'event', channel, kind }, through, endOf);
  };
}

/** A house whose folder has faults stays closed, and the others open; the code is what people can read out. */
async function opened({ base, of }: Houses, tenant: string): Promise<Varsam | string> {
  try {
    return await of(tenant);
  } catch (error) {
    const code = base.ids.next().slice(-8);
    base.log.error('tenant.closed', error, { code });
    return code;
  }
}

function closed({ lang, country }: Incoming, code: string, { knowledge }: Varsam): Outgoing[] {
  const card = errorCard({ lang: lang ?? defaultLang(country), country, knowledge }, code);
  return [{ card, replaces: false, problem: { key: 'error', values: { id: code }, fault: true } }];
}

/** A chat says what holds for the installation; a municipality's own country and language come before that. The web's pages know theirs. */
function inHouse(incoming: Incoming, house: Varsam, base: Varsam): Incoming {
  if (house === base || incoming.channel === 'web') return incoming;
  const { country, lang } = house.config;
  return { ...incoming, country, lang: incoming.lang === base.config.lang ? lang : incoming.lang };
}

/** Seen before, or said so; a fault of ours; what could not be taken; done. */
function endOf(out: readonly Outgoing[]): string {
  if (out.length === 0) return 'ignored';
  const problem = out.find((o) => o.problem)?.problem;
  if (!problem) return 'done';
  return problem.fault ? 'fault' : 'not_taken';
}

export const measured = (jobs: readonly Job[], { telemetry }: Varsam): Job[] =>
  jobs.map((job) => ({ ...job, run: () => telemetry.step({ name: 'job', job: job.name }, job.run) }));

export type Checks = Readonly<Record<string, () => boolean | Promise<boolean>>>;

/**
 * Opens the operations port where one is configured. `checks` is asked anew each time: what is not up yet says false.
 * @throws ConfigError where the port can't be had
 */
export async function opsOn(
  { metrics, log }: Pick<Varsam, 'metrics' | 'log'>,
  at: Config['ops'],
  checks: () => Checks,
): Promise<{ url: string; close: () => Promise<void> } | undefined> {
  if (!at || !metrics) return undefined;
  const { serveOps } = await import('../telemetry/ops-server.ts');
  const ready = async () => {
    const asked = Object.entries(checks()).map(async ([name, holds]) => {
      try {
        return [name, await holds()] as const;
      } catch (error) {
        log.warn('ops.not_ready', { check: name, error: error instanceof Error ? error.name : 'unknown' });
        return [name, false] as const;
      }
    });
    return Object.fromEntries(await Promise.all(asked));
  };
  try {
    const { port, close } = await serveOps(at, { metrics, ready });
    return { url: `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`, close };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new ConfigError([
      `VARSAM_OPS_PORT: port ${at.port} at ${at.host} can't be had (${code}). Set VARSAM_OPS_PORT to a free port, and VARSAM_OPS_HOST to an address of this machine.`,
    ]);
  }
}

import { loadavg } from 'node:os';
import { type Outcome, type Plan, runEvents } from './events.ts';

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
const row = (what: string, all: readonly number[], aim: string): string => {
  const sorted = all.toSorted((a, b) => a - b);
  const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((share) => Math.round(at(sorted, share)));
  return `| ${what} | ${p50} | ${p95} | ${p99} | ${max} | ${aim} |`;
};

/** What is left of a list when some of it are taken out once. */
function without(all: readonly number[], some: readonly number[]): number[] {
  const out = new Set(some);
  return all.filter((ms) => !out.has(ms));
}

/** Runs the plan and says what came of it. False where an event was lost or doubled. */
export async function reportEvents(plan: Plan, say: (text: string) => void): Promise<boolean> {
  const before = loadavg()[0] ?? 0;
  const outcome = await runEvents({ ...plan, onProgress: (sent) => say(`${sent} of ${plan.events} sent`) });
  say(table(plan, outcome, before));
  return outcome.lost.length === 0 && outcome.doubled.length === 0;
}

function table(
  plan: Plan,
  { acks, backAcks, signs, answers, lost, doubled, refused, acknowledged, bot }: Outcome,
  before: number,
): string {
  const kill = plan.killAfter === undefined ? 'no kill' : `kill -9 and a restart after ${plan.killAfter}`;
  return [
    `${plan.events} events at ${plan.rate} a second, ${plan.resent * 100} % sent twice, ${kill}; load ${before.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`,
    '',
    '| ms | p50 | p95 | p99 | max | aim |',
    '| --- | --: | --: | --: | --: | --- |',
    row('acknowledged', acks, 'p99 < 100'),
    ...(backAcks.length > 0
      ? [
          row('but for the second after the restart', without(acks, backAcks), ''),
          row(`in that second (${backAcks.length})`, backAcks, ''),
        ]
      : []),
    row('first sign', signs, 'p99 < 1000'),
    row('answer posted', answers, 'p95 < 500'),
    '',
    `acknowledged ${acknowledged}, lost ${lost.length}, doubled ${doubled.length}; deliveries refused and sent again: ${refused}`,
    `the bot: ${(bot.cpuMs / bot.events).toFixed(1)} ms of processor an event, ${Math.round(bot.rssMb)} MB resident at the end`,
  ].join('\n');
}

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../tests/support/postgres-server.ts';
import { type Bot, newSlack, startBot } from './bots.ts';
import { percentile } from './metrics.ts';
import { type Kind, People } from './people.ts';

/**
 * Questions and photo checks at a rising rate, whether or not varsam keeps up (open loop). Waiting counts from the moment somebody meant to write, so that a stall counts for
 * everybody who would have written during it (coordinated omission: Tene, "How NOT to Measure Latency", 2013). Slack and the people are this process.
 */
export type Plan = {
  store: 'sqlite' | 'postgres';
  processes: number;
  /** Questions a second, one step after the other. */
  rates: readonly number[];
  /** Seconds of each step. */
  seconds: number;
  /** Photo checks a question. */
  checks: number;
};
type Waits = { n: number; p50: number; p99: number };
export type Step = {
  rate: number;
  /** Questions answered a second, of those begun in this step, until the last of them was. */
  answered: number;
  waits: Partial<Record<Kind, Waits>>;
  /** What was begun and was not over 15 s after the step, or failed. */
  failed: number;
  /** Share of one core, of each process of varsam, of Postgres and of Slack with the people. */
  cores: { varsam: number[]; postgres: number | undefined; people: number };
  /** ms of processor, of varsam's processes together, by everything that came in: questions, commands and forms. */
  msEach: number;
  residentMb: number[];
  /** How late this process itself was at worst in 99 of 100 moments, in ms: waits hold as much of it. */
  peopleLate: number;
  load: number;
};
export type Outcome = { plan: Plan; readyMs: number[]; steps: Step[] };

const DRAIN_MS = 15_000;
const WARM_UP = 150;
/** The rate is not raised further where less than this share of it is answered. */
const KEEPS_UP = 0.7;

export async function runLoad(plan: Plan, say: (step: Step) => void): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), 'varsam-load-'));
  const slack = await newSlack();
  const server = plan.store === 'postgres' ? await startServer() : undefined;
  const bots: Bot[] = [];
  try {
    const env = { VARSAM_DATA_DIR: dir, ...(server ? { VARSAM_DATABASE_URL: await server.database('load') } : {}) };
    // One that only makes the index, so that those that are measured find it, as they do after a first start.
    await (await startBot(slack.url, env)).stop();
    for (let i = 0; i < plan.processes; i++) bots.push(await startBot(slack.url, env));
    const people = new People(slack);
    const steps: Step[] = [];
    let first = 0;
    const run = { people, bots, folder: server && join(server.folder, 'data') };
    await step(run, { ...plan, rate: 50, seconds: WARM_UP / 50, first });
    first += WARM_UP;
    for (const rate of plan.rates) {
      const done = await step(run, { ...plan, rate, first });
      first += rate * plan.seconds;
      steps.push(done);
      say(done);
      if (done.answered < rate * KEEPS_UP) break;
    }
    return { plan, readyMs: bots.map((b) => b.readyMs), steps };
  } finally {
    await Promise.all(bots.map((b) => b.stop()));
    await slack.stop();
    await server?.remove();
    rmSync(dir, { recursive: true, force: true });
  }
}

type Run = { people: People; bots: readonly Bot[]; folder: string | undefined };
type StepPlan = { rate: number; seconds: number; checks: number; first: number };

async function step({ people, bots, folder }: Run, { rate, seconds, checks, first }: StepPlan): Promise<Step> {
  const load = loadavg()[0] ?? 0;
  const waits: Record<Kind, number[]> = { question: [], opened: [], form: [], verdict: [] };
  let lastAnswer = 0;
  const note = (kind: Kind, ms: number) => {
    waits[kind].push(ms);
    if (kind === 'question') lastAnswer = performance.now();
  };
  const under = new Set<Promise<void>>();
  let failed = 0;
  const begin = (work: Promise<void>) => {
    const one = work
      .catch((error: unknown) => {
        if (failed++ === 0) console.error(String(error));
      })
      .finally(() => under.delete(one));
    under.add(one);
  };
  const before = await usage(bots, folder);
  const late = monitorEventLoopDelay({ resolution: 5 });
  late.enable();
  const from = performance.now();
  for (let i = 0; i < rate * seconds; i++) {
    const at = from + (i * 1000) / rate;
    if (at > performance.now()) await pause(at - performance.now());
    else if (i % 20 === 0) await pause(0);
    begin(people.ask(first + i, at, note));
    if (Math.floor((i + 1) * checks) > Math.floor(i * checks)) begin(people.check(first + i, at, note));
  }
  await Promise.race([settled(under), pause(DRAIN_MS)]);
  const took = performance.now() - from;
  late.disable();
  const after = await usage(bots, folder);
  const share = (a: number, b: number) => (b - a) / took;
  const cpu = after.varsam.map(({ cpuMs }, i) => cpuMs - (before.varsam[i]?.cpuMs ?? 0));
  const each = waits.question.length + waits.opened.length + waits.form.length;
  return {
    rate,
    answered: (waits.question.length * 1000) / Math.max(lastAnswer - from, seconds * 1000),
    waits: Object.fromEntries(
      Object.entries(waits).flatMap(([kind, all]) =>
        all.length > 0 ? [[kind, { n: all.length, p50: percentile(all, 0.5), p99: percentile(all, 0.99) }]] : [],
      ),
    ),
    failed: failed + under.size,
    cores: {
      varsam: cpu.map((ms) => ms / took),
      postgres: folder ? share(before.postgres, after.postgres) : undefined,
      people: share(before.people, after.people),
    },
    msEach: cpu.reduce((a, b) => a + b, 0) / each,
    residentMb: after.varsam.map(({ rssMb }) => rssMb),
    peopleLate: late.percentile(99) / 1e6,
    load,
  };
}

async function settled(under: ReadonlySet<Promise<void>>): Promise<void> {
  while (under.size > 0) await Promise.all(under);
}

async function usage(bots: readonly Bot[], folder: string | undefined) {
  const { user, system } = process.cpuUsage();
  return {
    varsam: await Promise.all(bots.map((b) => b.used())),
    postgres: folder ? postgresMs(folder) : 0,
    people: (user + system) / 1000,
  };
}

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;
/** ms of processor of the server in a folder and of its children, those that have ended too; NaN where there is no /proc. */
function postgresMs(folder: string): number {
  const server = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';
  try {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return all.reduce((sum, pid) => {
      const [, parent, ...times] = statOf(pid);
      const mine = pid === server || String(parent) === server;
      return mine ? sum + times.slice(9, 13).reduce((a, b) => a + b, 0) * TICK_MS : sum;
    }, 0);
  } catch {
    return Number.NaN;
  }
}

/** What stands behind the name in /proc/PID/stat (state, parent, …; times from the twelfth on); nothing where it has just ended. */
function statOf(pid: string): number[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return [];
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { message } from '../tests/fakes/slack/payloads.ts';
import { FakeSlack } from '../tests/fakes/slack/server.ts';

/**
 * Events by Slack at a steady rate: the bot in one process, Slack and those who write in another. Some events are sent twice, as Slack does when it is in doubt, and the bot is
 * killed (`kill -9`) and started again in the middle.
 */
export type Plan = {
  events: number;
  /** A second; Infinity sends the next as soon as one of `AT_ONCE` is acknowledged. */
  rate: number;
  /** The share that is sent a second time. */
  resent: number;
  /** After so many events the bot is killed, or asked to stop by `signal`; undefined: never. */
  killAfter: number | undefined;
  signal?: 'SIGKILL' | 'SIGTERM';
  /** How long to wait for the next answer, in ms, before those that have none are lost. */
  patience: number;
  onProgress?: (sent: number) => void;
};
export type Outcome = {
  /** Events that were acknowledged, those of them without an answer, and those with more than one. */
  acknowledged: number;
  lost: string[];
  doubled: string[];
  /** Deliveries that were not acknowledged and had to be sent again. */
  refused: number;
  /** ms of deliveries that were acknowledged at once, of the first sign and of the answer, in the order of the events; those that met the kill have none. */
  acks: number[];
  /** Those of `acks` that were delivered in the first second after the restart, while the process was still warming up and what it had missed came again. */
  backAcks: number[];
  signs: number[];
  answers: number[];
  /** How the process ended that was killed or stopped in the middle: its code, null where it was killed. */
  ended: number | null | undefined;
  /** Of the process that lived to the end. */
  bot: { cpuMs: number; rssMb: number; events: number };
};

const ROOT = join(import.meta.dirname, '..');
const AT_ONCE = 25;
/** Slack tries again at once, after a minute and after five; here that is compressed. */
const RESEND_MS = [200, 1000, 3000, 10_000, 20_000, 30_000, 60_000, 60_000];
/** Events from so long after the kill, in ms, met it: the next process was starting, or waiting for leases to run out. */
const MET_KILL_MS = 60_000;

export async function runEvents(plan: Plan): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), 'varsam-events-'));
  const manifest = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } };
  };
  const slack = await new FakeSlack(manifest.oauth_config.scopes.bot).start();
  let bot = await start(slack, dir);
  try {
    const begun = Array<number>(plan.events);
    const acks = Array<number>(plan.events);
    let refused = 0;
    let ended: Outcome['ended'];
    let killedAt = Number.NaN;
    let backAt = Number.NaN;
    const send = async (i: number): Promise<void> => {
      const payload = eventOf(slack, i);
      for (const wait of [...RESEND_MS, undefined])
        try {
          const at = Date.now();
          begun[i] ??= at;
          const { ms } = await slack.deliver({ type: 'events_api', payload });
          if (begun[i] === at) acks[i] = ms;
          break;
        } catch (error) {
          if (wait === undefined) throw error;
          refused++;
          await pause(wait);
        }
      if (isResent(i, plan.resent))
        await slack.deliver({ type: 'events_api', payload, retry: 1 }).catch(() => refused++);
    };
    const under = new Set<Promise<void>>();
    let restarted: Promise<void> = Promise.resolve();
    const from = performance.now();
    for (let i = 0; i < plan.events; i++) {
      if (i === plan.killAfter) {
        const dead = bot;
        dead.kill(plan.signal ?? 'SIGKILL');
        killedAt = Date.now();
        restarted = once(dead, 'exit').then(async ([code]) => {
          ended = code as number | null;
          bot = await start(slack, dir);
          backAt = Date.now();
        });
      }
      const one = send(i).finally(() => under.delete(one));
      under.add(one);
      if (Number.isFinite(plan.rate)) await pause(Math.max(0, from + ((i + 1) * 1000) / plan.rate - performance.now()));
      else if (under.size >= AT_ONCE) await Promise.race(under);
      if (i % 500 === 499) plan.onProgress?.(i + 1);
    }
    await restarted;
    await Promise.all(under);
    await answered(slack, plan);
    const used = await stop(bot);
    return {
      ...counted(slack, plan, begun, killedAt),
      refused,
      ended,
      acks: acks.filter(Number.isFinite),
      backAcks: acks.filter((ms, i) => Number.isFinite(ms) && within(begun[i], backAt, BACK_MS)),
      bot: { ...used, events: plan.events - (plan.killAfter ?? 0) },
    };
  } finally {
    bot.kill('SIGKILL');
    await slack.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** So long after a restart is told apart, in ms. */
const BACK_MS = 1000;
const within = (at: number | undefined, from: number, ms: number): boolean =>
  at !== undefined && at >= from && at < from + ms;

/** The same events are sent twice in every run. */
const isResent = (i: number, share: number): boolean => share > 0 && i % Math.round(1 / share) === 0;
const userOf = (i: number): string => `U0E${String(i).padStart(6, '0')}`;

let asked: string[] | undefined;
/** Real questions, in the four languages, to be answered and not. */
function questions(): string[] {
  asked ??= readFileSync(join(ROOT, 'eval', 'cases', 'tune.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line) => (line ? [(JSON.parse(line) as { question: string }).question] : []));
  return asked;
}

/** Somebody asks in their direct message. */
function eventOf(slack: FakeSlack, i: number) {
  const user = userOf(i);
  const channel = slack.world.directWith(user);
  const text = questions()[i % questions().length] ?? '';
  const { ts } = slack.world.add({ channel, user, text, blocks: [] });
  return message(text, { user, channel, ts, event_ts: ts, channel_type: 'im' });
}

async function start(slack: FakeSlack, dir: string): Promise<ChildProcess> {
  const bot = spawn(process.execPath, [join(import.meta.dirname, 'events-bot.ts'), slack.url], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, VARSAM_DATA_DIR: dir, VARSAM_LOG: process.env.VARSAM_LOG ?? 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: bot.stdout ?? process.stdin });
  const ready = once(lines, 'line');
  const [first] = await Promise.race([ready, once(bot, 'exit')]);
  if (first !== 'ready') throw new Error(`the bot ended: ${String(first)}`);
  return bot;
}

async function stop(bot: ChildProcess): Promise<{ cpuMs: number; rssMb: number }> {
  let said = '';
  bot.stdout?.on('data', (data) => {
    said += String(data);
  });
  bot.kill('SIGTERM');
  await once(bot, 'exit');
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as { cpuMs: number; rssMb: number };
}

/** Until each has an answer, or none has come for as long as patience lasts. */
async function answered(slack: FakeSlack, plan: Plan): Promise<void> {
  let seen = 0;
  let until = performance.now() + plan.patience;
  while (performance.now() < until) {
    const now = new Set(posts(slack).map(({ channel }) => channel)).size;
    if (now >= plan.events) break;
    if (now > seen) until = performance.now() + plan.patience;
    seen = now;
    await pause(1000);
  }
  // Whatever comes twice would come now.
  await pause(1000);
}

type Post = { channel: string; step: string; at: number };
function posts(slack: FakeSlack): Post[] {
  return slack.made('chat.postMessage').map(({ args, at }) => {
    const metadata = JSON.parse(String(args.metadata ?? '{}')) as { event_payload?: { step?: string } };
    return { channel: String(args.channel), step: metadata.event_payload?.step ?? '', at };
  });
}

function counted(slack: FakeSlack, plan: Plan, begun: readonly number[], killedAt: number) {
  const byChannel = Map.groupBy(posts(slack), ({ channel }) => channel);
  const reacted = new Map(slack.made('reactions.add').map(({ args, at }) => [String(args.channel), at]));
  const out = {
    acknowledged: 0,
    lost: [] as string[],
    doubled: [] as string[],
    signs: [] as number[],
    answers: [] as number[],
  };
  for (let i = 0; i < plan.events; i++) {
    const at = begun[i];
    if (at === undefined) continue;
    out.acknowledged++;
    const channel = slack.world.directWith(userOf(i));
    const posted = byChannel.get(channel) ?? [];
    const first = posted.find(({ step }) => step === '0');
    if (!first) out.lost.push(channel);
    if (new Set(posted.map(({ step }) => step)).size < posted.length) out.doubled.push(channel);
    const metKill = at > killedAt - 1000 && at < killedAt + MET_KILL_MS;
    if (!first || metKill) continue;
    out.answers.push(first.at - at);
    out.signs.push(Math.min(first.at, reacted.get(channel) ?? Number.POSITIVE_INFINITY) - at);
  }
  return out;
}

import type { Tell } from '../../src/app/learn-ports.ts';
import { tellAskers } from '../../src/app/notices.ts';
import { sendDigest } from '../../src/app/send-digest.ts';
import { inboxWorker } from '../../src/app/work-inbox.ts';
import { editAssessment } from '../../src/app/write-assessment.ts';
import { doorOf } from '../../src/commands/ops.ts';
import { openHouses } from '../../src/compose/tenants.ts';
import { readConfig } from '../../src/config.ts';
import type { Incoming, Outgoing } from '../../src/core/message.ts';
import { open } from '../../src/main.ts';
import { startScheduler } from '../../src/scheduler.ts';
import { as } from '../support/assessment.ts';

/**
 * One process of varsam that is there to be killed: the real door, inbox, store and jobs, and a chat that lives in the parent and so outlives it. What comes in is
 * acknowledged when the inbox has it, as Slack's and Teams' ways in do.
 *
 * `FAULTS_AHEAD_MS` sets its clock ahead, or back: the leases of those who died run out without anybody waiting for them.
 */
export type ToChild =
  | { kind: 'event'; incoming: Incoming }
  | { kind: 'edit'; id: number; tenant: string; assessment: string; path: string; value: string; base: number }
  | { kind: 'digest'; id: number; tenant: string; due: string }
  /** What the chat says when it is asked whether something stands there. */
  | { kind: 'stands'; id: string; there: boolean };
export type FromChild =
  | { kind: 'ready' }
  | { kind: 'ack'; event: string }
  | { kind: 'out'; event: string; out: Outgoing[] }
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'told'; tenant: string; conversation: string; text: string; event: number; id: string | undefined }
  | { kind: 'look'; id: string };

const say = (line: FromChild) => void process.send?.(line);
const ahead = Number(process.env.FAULTS_AHEAD_MS ?? 0);
const clock = { now: () => new Date(Date.now() + ahead) };
const opened = await open(readConfig());
const worker = inboxWorker({ ...opened, clock });
const varsam = { ...opened, clock, worker };
const houses = await openHouses(varsam);
const door = doorOf(houses);

/** The chat has everything that was written to it, from the moment at which it was sent. */
const sent = (line: FromChild) => new Promise<void>((resolve) => void process.send?.(line, () => resolve()));
let told = 0;
const looking = new Map<string, (there: boolean) => void>();
/** A chat that can be asked, as Slack can. */
const tell: Tell = async ({ tenant, conversation }, { card }, once) => {
  if (once?.again) {
    const there = new Promise<boolean>((resolve) => void looking.set(once.id, resolve));
    await sent({ kind: 'look', id: once.id });
    if (await there) return;
  }
  await sent({ kind: 'told', tenant, conversation, text: card.fallback, event: ++told, id: once?.id });
};
varsam.learn.tellers.slack = tell;

worker.on('slack', async ({ body, work, tries, event, made, mark }) => {
  if (made('shown') !== undefined) return;
  const out = await door({ ...(JSON.parse(body) as Incoming), work: { id: work, again: tries > 1 } });
  if (out.some((o) => o.problem?.fault)) throw new Error('a fault is tried again');
  await sent({ kind: 'out', event, out: out.map(({ files: _, ...rest }) => rest) });
  mark('shown', event);
});

const jobs = [
  { name: 'inbox', everyMs: 50, run: worker.tick },
  { name: 'tell', everyMs: 50, run: async () => void (await tellAskers(varsam)) },
];
const scheduler = startScheduler(jobs, { ...varsam, tickMs: 25 });

async function obey(order: ToChild): Promise<void> {
  if (order.kind === 'event') {
    const { incoming } = order;
    const { tenant, channel, event, conversation: lane } = incoming;
    await worker.receive({ tenant, channel, event, lane, body: JSON.stringify(incoming) });
    return say({ kind: 'ack', event });
  }
  if (order.kind === 'stands') return void looking.get(order.id)?.(order.there);
  if (order.kind === 'digest') {
    const deps = { ...varsam, country: varsam.config.country };
    return say({ kind: 'done', id: order.id, result: await sendDigest(order.tenant, new Date(order.due), deps) });
  }
  const { tenant, assessment: id, path, value, base } = order;
  const deps = { ...varsam, definitions: varsam.knowledge.screenings, openSeats: true };
  const by = as('author', 'writer');
  if (by.kind !== 'person') return;
  const edited = await editAssessment({ tenant, id, by, fields: [{ path, value, base }] }, deps);
  say({ kind: 'done', id: order.id, result: edited.kind === 'edited' ? edited.saved : edited.kind });
}

process.on('message', (order: ToChild) => void obey(order));
process.once('SIGTERM', async () => {
  await worker.stop(new Promise((resolve) => setTimeout(resolve, 10_000).unref()));
  await scheduler.stop();
  await varsam.close();
  process.exit(0);
});
say({ kind: 'ready' });

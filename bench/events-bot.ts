import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { startSlack } from '../src/channels/slack/channel.ts';
import { keptInstallations, keptPeople } from '../src/channels/slack/kept.ts';
import { doorOf } from '../src/commands/ops.ts';
import { searchThreads } from '../src/commands/serve.ts';
import { readConfig } from '../src/config.ts';
import { LOCAL_TENANT } from '../src/core/message.ts';
import { pngOf } from '../src/export/picture.ts';
import { open } from '../src/main.ts';
import { startScheduler } from '../src/scheduler.ts';
import { APP_TOKEN, BOT_TOKEN } from '../tests/fakes/slack/server.ts';

/** Of the whole process, its threads included; but for the heap, which is the main thread's. After a collection where `gc` is exposed. */
export type Used = { cpuMs: number; rssMb: number; heapMb: number };

/**
 * varsam with Slack alone, as `npm start` composes it, but for where Slack is: `VARSAM_DATA_DIR=… node bench/events-bot.ts URL`. Prints `ready` when it is connected; SIGTERM
 * stops it as it stops `npm start`, and it prints what it used.
 */
const [url = ''] = process.argv.slice(2);
const varsam = await open(readConfig(), { searchThreads: searchThreads() });
const slack = startSlack(
  {
    ...varsam,
    converse: doorOf({ base: varsam, folders: [], of: async () => varsam }),
    inbox: varsam.worker,
    people: keptPeople(varsam.kept, varsam.clock),
    rasterise: (svg) => pngOf(svg),
    config: { tenant: LOCAL_TENANT, country: 'NO', lang: undefined, publicUrl: undefined },
  },
  {
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    signingSecret: undefined,
    oauth: undefined,
    at: { api: `${url}/api/`, authorize: url },
  },
  express(),
  keptInstallations(varsam.kept, varsam.clock),
);
const { on, what } = await slack.ready;
if (!on) throw new Error(what);
void varsam.learn.same.warm();
const scheduler = startScheduler([{ name: 'inbox', everyMs: 1000, run: varsam.worker.tick }], varsam);
const before = process.cpuUsage();
process.stdout.write('ready\n');
// Whoever measures it asks what it uses.
process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage(before);
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rssMb: rss / 1e6, heapMb: heapUsed / 1e6 } satisfies Used);
});
await new Promise((resolve) => process.once('SIGTERM', resolve));
await Promise.all([slack.stop(10_000), varsam.worker.stop(pause(10_000, undefined, { ref: false }))]);
await scheduler.stop();
await varsam.close();
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${JSON.stringify({ cpuMs: (user + system) / 1000, rssMb: process.memoryUsage().rss / 1e6 })}\n`);
process.exit(0);

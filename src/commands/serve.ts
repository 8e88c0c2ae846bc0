import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import type { Slack } from '../channels/slack/channel.ts';
import { ListenError, type Listening, listen } from '../channels/web/server.ts';
import { type Houses, openHouses } from '../compose/tenants.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { open } from '../main.ts';
import { nextDue, startScheduler } from '../scheduler.ts';
import { houseJobs } from './house-jobs.ts';
import { learnJobs } from './learn-jobs.ts';
import { moveFiles } from './move-files.ts';
import { doorOf, measured, opsOn } from './ops.ts';
import { startTable } from './start-table.ts';
import { teamsOn } from './teams-on.ts';
import { signInOn, webOf } from './web-on.ts';

/** Threads for search, each with a copy of the index: one core is left for what comes in. */
export const searchThreads = (): number => Math.min(3, availableParallelism() - 1);

/** How long a stop waits for answers under way, in ms. */
const GRACE_MS = 10_000;

const USAGE = 'usage: npm start (settings are environment variables; docs/configuration.md lists them)';

/**
 * The web chat, until SIGINT or SIGTERM: then it takes nothing new, finishes the answers under way and closes the store. A second signal ends
 * it at once.
 */
export async function run(args: string[]): Promise<number> {
  if (args.length > 0) {
    console.error(USAGE);
    return 2;
  }
  const config = readConfig();
  const varsam = await open(config, { onProgress: progress(), searchThreads: searchThreads() });
  let ops: Awaited<ReturnType<typeof opsOn>>;
  try {
    const houses = await openHouses(varsam);
    await moveFiles(varsam);
    const up: Partial<{ web: true; slack: Slack }> = {};
    ops = await opsOn(varsam, config.ops, () => ({
      web: () => up.web ?? false,
      store: () => varsam.store.conversation(LOCAL_TENANT, '-').then(() => true),
      ...(config.slack ? { slack: () => up.slack?.state().on ?? false } : {}),
    }));
    // Channels with signed requests come before the web pages: they have body parsers and rules of their own.
    const app = express();
    app.disable('x-powered-by');
    const slack = config.slack && (await slackOn(app, houses, config.slack));
    if (slack) up.slack = slack;
    const teams = await teamsOn(app, houses, config.teams);
    const signIn = config.signIn && (await signInOn(houses, config.signIn));
    app.use(webOf(houses, signIn));
    const server = await start(() => listen(app, config.web));
    const { url } = server;
    up.web = true;
    const connected = slack && (await firstOf(slack));
    const { knowledge, index } = varsam;
    const { owners } = varsam.learn;
    const digest = { ...config.digest, owners, next: nextDue(config.digest, varsam.clock.now()) };
    console.log(startTable({ url, knowledge, index, config, slack: connected, teams, digest, ops: ops?.url }));
    // What the first question that waits is compared with is read now, between other work, and not when somebody waits for it.
    void varsam.learn.same.warm().catch((error: unknown) => varsam.log.error('learn.cold', error));
    const inbox = { name: 'inbox', everyMs: 1000, run: varsam.worker.tick };
    const jobs = [...learnJobs(houses), ...houseJobs(houses), inbox];
    const scheduler = startScheduler(measured(jobs, varsam), varsam);
    await stopSignal();
    console.log('varsam is stopping: answers under way are finished first.');
    delete up.web;
    // First nothing new comes in, then what is under way is finished; what takes too long is kept for the next start.
    await Promise.all([
      server.close(),
      slack?.stop(GRACE_MS),
      varsam.worker.stop(pause(GRACE_MS, undefined, { ref: false })),
    ]);
    await scheduler.stop();
    return 0;
  } finally {
    await ops?.close();
    await varsam.close();
  }
}

/** Slack on the same house. Its SDK is loaded only here, when it is configured. */
async function slackOn(app: express.Express, houses: Houses, settings: NonNullable<Config['slack']>): Promise<Slack> {
  const varsam = houses.base;
  const { startSlack } = await import('../channels/slack/channel.ts');
  const { keptInstallations, keptPeople } = await import('../channels/slack/kept.ts');
  const { pngOf } = await import('../export/picture.ts');
  const { country, lang, publicUrl } = varsam.config;
  const slack = startSlack(
    {
      ...varsam,
      converse: doorOf(houses),
      inbox: varsam.worker,
      people: keptPeople(varsam.kept, varsam.clock),
      rasterise: (svg) => pngOf(svg),
      // One workspace is the same municipality as on the web: what is begun here can be opened there.
      config: { tenant: settings.oauth ? undefined : LOCAL_TENANT, country, lang, publicUrl },
    },
    settings,
    app,
    keptInstallations(varsam.kept, varsam.clock),
  );
  varsam.learn.tellers.slack = slack.tell;
  return slack;
}

/** How long the start waits for Slack, in ms; it goes on connecting after that. */
const CONNECT_MS = 8000;
async function firstOf({ ready, state }: Slack) {
  const late = new Promise<void>((resolve) => setTimeout(resolve, CONNECT_MS).unref());
  await Promise.race([ready, late]);
  return state();
}

/** A port that can't be had is a matter of configuration, and is said like one. */
async function start(listening: () => Promise<Listening>): Promise<Listening> {
  try {
    return await listening();
  } catch (error) {
    throw error instanceof ListenError ? new ConfigError([error.message]) : error;
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}

/** One line that moves, on a terminal, while an index with embeddings is built; word search is built too fast to need one. */
function progress(): (step: 'lexical' | 'vectors', share: number) => void {
  return (step, share) => {
    if (step !== 'vectors' || !process.stderr.isTTY) return;
    process.stderr.write(`\rEmbedding the knowledge: ${Math.round(share * 100)} %${share >= 1 ? '\n' : ''}`);
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import { vi } from 'vitest';
import { type ConverseDeps, converse } from '../../src/app/converse.ts';
import type { Inbox } from '../../src/app/inbox-ports.ts';
import { inboxWorker, type Worker } from '../../src/app/work-inbox.ts';
import { type Slack, type SlackConfig, startSlack } from '../../src/channels/slack/channel.ts';
import type { SlackDeps } from '../../src/channels/slack/desk.ts';
import { keptInstallations, keptPeople } from '../../src/channels/slack/kept.ts';
import { type Listening, listen } from '../../src/channels/web/server.ts';
import { pngOf } from '../../src/export/picture.ts';
import { APP_TOKEN, BOT_TOKEN, FakeSlack, SIGNING_SECRET } from '../fakes/slack/server.ts';
import { realConverseDeps } from '../support/converse.ts';

const MANIFEST = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'manifest.json'), 'utf8')) as {
  oauth_config: { scopes: { bot: string[] } };
};

export type House = {
  slack: FakeSlack;
  running: Slack;
  deps: Awaited<ReturnType<typeof realConverseDeps>>;
  /** What works on what comes in; nothing but this looks for another try. */
  worker: Worker;
  /** Another process over the same store, after this one is gone. */
  restart: () => Promise<void>;
  close: () => Promise<void>;
};

type Over = {
  converse?: (real: SlackDeps['converse']) => SlackDeps['converse'];
  deps?: (real: ConverseDeps) => Partial<ConverseDeps>;
  /** The inbox as the first process sees it; after a restart it is what it is. */
  inbox?: (real: Inbox) => Inbox;
  http?: boolean;
  oauth?: boolean;
  publicUrl?: string;
};

/** varsam in the fake workspace, with the real knowledge and a store of its own. */
export async function startHouse({
  converse: over,
  deps: more,
  inbox: first,
  http,
  oauth,
  publicUrl,
}: Over = {}): Promise<House> {
  const slack = await new FakeSlack(MANIFEST.oauth_config.scopes.bot).start();
  const real = await realConverseDeps();
  const deps: House['deps'] = { ...real, ...(more?.(real) as Partial<typeof real> | undefined) };
  const door: SlackDeps['converse'] = (incoming, onText) => converse(incoming, deps, onText);
  const now = { now: () => new Date() };
  const worker = (inbox = real.inbox) => inboxWorker({ inbox, clock: now, ids: deps.ids, log: deps.log });
  const house: SlackDeps = {
    ...deps,
    inbox: worker(first?.(real.inbox)),
    converse: over?.(door) ?? door,
    people: keptPeople(real.kept, now),
    rasterise: (svg) => pngOf(svg, 1),
    config: { country: 'NO', lang: undefined, publicUrl, fileOrigins: [slack.url] },
  };
  const config: SlackConfig = {
    botToken: oauth ? undefined : BOT_TOKEN,
    appToken: http || oauth ? undefined : APP_TOKEN,
    signingSecret: http || oauth ? SIGNING_SECRET : undefined,
    oauth: oauth
      ? {
          clientId: 'client-1',
          clientSecret: 'secret-1',
          stateSecret: 'a state secret of ours',
        }
      : undefined,
    at: { api: `${slack.url}/api/`, authorize: `${slack.url}/oauth/v2/authorize` },
  };
  let server: Listening | undefined;
  const begin = async (): Promise<Slack> => {
    const web = express();
    const running = startSlack(house, config, web, keptInstallations(real.kept, now));
    if (http || oauth) {
      server = await listen(web, { host: '127.0.0.1', port: 0 }, 1000);
      slack.http = server.url;
    }
    const state = await running.ready;
    if (!state.on) throw new Error(state.what);
    return running;
  };
  const out: House = {
    slack,
    running: await begin(),
    deps,
    get worker() {
      return house.inbox;
    },
    restart: async () => {
      await out.running.stop();
      await out.worker.stop(Promise.resolve());
      await server?.close();
      house.inbox = worker();
      out.running = await begin();
    },
    close: async () => {
      await out.running.stop(500);
      await out.worker.stop(new Promise((resolve) => setTimeout(resolve, 500)));
      await server?.close();
      await slack.stop();
      await deps.store.close();
    },
  };
  return out;
}

/** Waits for something to become so; a test fails with the last reason why it is not. */
export function until<T>(look: () => T | undefined | false, ms = 8000): Promise<T> {
  return vi.waitFor(
    () => {
      const seen = look();
      if (seen === undefined || seen === false) throw new Error(`not yet: ${look}`);
      return seen as T;
    },
    { timeout: ms, interval: 10 },
  );
}

import { setTimeout as pause } from 'node:timers/promises';
import { App, ExpressReceiver, type Logger, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { WebClient, WebClientOptions } from '@slack/web-api';
import type { Express } from 'express';
import type { Tell } from '../../app/learn-ports.ts';
import { callers, slackOptions } from './caller.ts';
import { newMemory, refusalOf, type SlackDeps } from './desk.ts';
import { type Installations, installationStore } from './install.ts';
import { type Install, jobIn, work } from './jobs.ts';
import { listen, patient } from './listen.ts';
import { BOT_SCOPES } from './scopes.ts';
import { teller } from './tell.ts';

/** Slack itself: the only file that meets its SDK. Everything is kept first, acknowledged then, and worked on after that. */

export type SlackConfig = {
  /** One workspace, by its own token. */
  botToken: string | undefined;
  /** Socket Mode: no address of ours is needed. */
  appToken: string | undefined;
  /** Signed HTTP on the shared Express app; goes before Socket Mode. */
  signingSecret: string | undefined;
  /** Many workspaces. */
  oauth: { clientId: string; clientSecret: string; stateSecret: string } | undefined;
  /** Another place than Slack's, for a stand-in. */
  at?: { api: string; authorize: string };
};
type SlackState = { on: boolean; what: string; how?: string };
export type Slack = {
  /** As it is now. */
  state: () => SlackState;
  /** After the first try. */
  ready: Promise<SlackState>;
  /** Shows a card that nobody has asked for just now. */
  tell: Tell;
  /** Takes nothing new, and waits for what is under way, at most `graceMs`. */
  stop: (graceMs?: number) => Promise<void>;
};

/** On the way to Slack: tried again for about half a minute, and after a 429 when Slack says so. */
const RETRY = { retries: 5, factor: 2, minTimeout: 300, maxTimeout: 10_000, randomize: true };
const CALL_MS = 20_000;
/** Between two tries to connect, in ms: doubled each time. */
const AGAIN = { first: 1000, most: 60_000 } as const;
/** Waiting mends none of these. */
const FINAL = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
];

export function startSlack(deps: SlackDeps, config: SlackConfig, web: Express, stored: Installations): Slack {
  const logger = quiet(deps);
  const to = config.at ? { slackApiUrl: config.at.api } : {};
  const options = slackOptions({ retryConfig: RETRY, logger, ...to }, CALL_MS);
  const callerBy = callers(options);
  let unkept = new WeakSet<object>();
  const { receiver, socket } = receiverOf(config, options, logger, web, stored);
  const app = new App({
    receiver: patient(receiver, () => unkept),
    ...(config.botToken ? { token: config.botToken } : {}),
    deferInitialization: true,
    convoStore: false,
    logger,
    logLevel: LogLevel.WARN,
    clientOptions: options,
  });
  const busy = new Set<Promise<unknown>>();
  const memory = newMemory();
  const installs = installationStore(stored);
  const apiOf = async (install: Install): Promise<WebClient> => {
    if (config.botToken) return callerBy(config.botToken);
    return callerBy((await installs.fetchInstallation(install)).bot?.token);
  };
  const apiFor = (teamId: string) => apiOf({ teamId, enterpriseId: undefined, isEnterpriseInstall: false });
  deps.inbox.on('slack', async (piece) => {
    const { install, ...job } = jobIn(piece.body);
    const api = await apiOf(install);
    await memory.turn();
    await work(job, piece, ({ team, user }) => ({ deps, api, memory, team, user }));
  });
  unkept = listen(
    app,
    deps,
    memory,
    (work) => {
      const mine = work.finally(() => busy.delete(mine));
      busy.add(mine);
      return mine;
    },
    installs,
  );

  const how = config.signingSecret ? 'signed HTTP at /slack/events' : 'Socket Mode';
  let state: SlackState = { on: false, what: `connecting by ${how}` };
  let stopped = false;
  const wake = new AbortController();
  let settle: (s: SlackState) => void = () => undefined;
  const ready = new Promise<SlackState>((resolve) => {
    settle = resolve;
  });
  const turn = (next: SlackState) => {
    state = next;
    settle(next);
  };

  /** Connects, and again whenever the connection ends: the web chat goes on meanwhile. */
  const run = async () => {
    let known = '';
    for (let wait: number = AGAIN.first; !stopped; wait = Math.min(wait * 2, AGAIN.most)) {
      try {
        if (!known) {
          await app.init();
          known = config.botToken ? await nameOf(app.client) : 'every workspace that installs it at /slack/install';
        }
        const ended = socket && new Promise((resolve) => socket.client.once('disconnected', resolve));
        if (socket) await socket.client.start();
        turn({ on: true, what: `${known}, by ${how}` });
        wait = AGAIN.first / 2;
        if (!ended) return;
        await ended;
        if (!stopped) deps.log.info('slack.disconnected');
      } catch (error) {
        const why = refusalOf(error) || (error instanceof Error ? error.name : 'unknown');
        deps.log.warn('slack.not_connected', { why });
        const final = FINAL.includes(why);
        turn({
          on: false,
          what: `not connected: ${why}`,
          how: final ? mendFor(why) : 'It is tried again; the web chat goes on.',
        });
        if (final) return;
      }
      await pause(wait, undefined, { signal: wake.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    state: () => state,
    ready,
    tell: teller({ deps, memory, apiFor }),
    stop: async (graceMs = 10_000) => {
      stopped = true;
      wake.abort();
      await socket?.client.disconnect();
      const over = Promise.allSettled([running, ...busy]);
      await Promise.race([over, pause(graceMs, undefined, { ref: false })]);
    },
  };
}

function mendFor(why: string): string {
  if (why === 'missing_scope') return 'To mend: install the app again with manifest.json; docs/slack.md says how.';
  return 'To mend: copy VARSAM_SLACK_BOT_TOKEN and VARSAM_SLACK_APP_TOKEN from the app’s pages again; docs/slack.md says where they are.';
}

async function nameOf(client: WebClient): Promise<string> {
  const { team, user } = await client.auth.test();
  return `${team ?? 'workspace'} as @${user ?? 'varsam'}`;
}

type Made = { receiver: Receiver; socket: SocketModeReceiver | undefined };
function receiverOf(
  { signingSecret, appToken, oauth, at }: SlackConfig,
  options: WebClientOptions,
  logger: Logger,
  web: Express,
  stored: Installations,
): Made {
  if (!signingSecret) {
    // Reconnecting is ours: the SDK's own gives up with an unhandled rejection.
    const clientOptions = { ...options, retryConfig: { retries: 0 } };
    const socket = new SocketModeReceiver({
      appToken: appToken ?? '',
      logger,
      autoReconnectEnabled: false,
      installerOptions: { clientOptions },
    });
    return { receiver: socket, socket };
  }
  const many = oauth && {
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    stateSecret: oauth.stateSecret,
    scopes: [...BOT_SCOPES],
    installationStore: installationStore(stored),
    installerOptions: { clientOptions: options, ...(at ? { authorizationUrl: at.authorize } : {}) },
  };
  const receiver = new ExpressReceiver({ signingSecret, endpoints: '/slack/events', app: web, logger, ...many });
  return { receiver, socket: undefined };
}

/** The SDK's own words, as far as somebody who runs varsam needs them; what was sent or received is never among them. */
function quiet({ log }: SlackDeps): Logger {
  const said = (parts: unknown[]) => ({
    said: String(parts[0] ?? '')
      .replace(/[\n\r]+/g, ' ')
      .slice(0, 120),
  });
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => log.info('slack.sdk', said(parts)),
    error: (...parts) => log.warn('slack.sdk', said(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

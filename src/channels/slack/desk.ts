import { setTimeout as pause } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Preferences } from '../../app/converse-ports.ts';
import type { Groups } from '../../app/learn-ports.ts';
import type { Clock, Ids, Log, Mask, Store } from '../../app/ports.ts';
import type { Sessions } from '../../app/screening-ports.ts';
import type { Telemetry } from '../../app/telemetry.ts';
import type { Worker } from '../../app/work-inbox.ts';
import type { Card, Link } from '../../core/card.ts';
import type { Knowledge } from '../../core/guideline.ts';
import { type Country, defaultLang, type Lang } from '../../core/language.ts';
import { say } from '../../core/locale.ts';
import type { Incoming, Outgoing } from '../../core/message.ts';
import type { Who } from './inbound.ts';
import type { Steps } from './once.ts';
import { packWhere, type Where } from './place.ts';
import type { Drawn } from './sources.ts';

/** What the Slack channel needs of the house. */
export type SlackDeps = {
  converse: (incoming: Incoming, onText?: (text: string) => void) => Promise<Outgoing[]>;
  knowledge: Knowledge;
  store: Pick<Store, 'conversation' | 'openQuestions'>;
  /** What has come of a person's questions, for their home tab. */
  groups: Pick<Groups, 'askedBy'>;
  sessions: Pick<Sessions, 'unfinished'>;
  preferences: Preferences;
  /** Keeps what comes in until it is answered. */
  inbox: Worker;
  /** Where each person has a screening, for their home tab. */
  people: People;
  mask: Mask;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** How long it takes until something is shown; absent: it is not measured. */
  telemetry?: Telemetry;
  /** An SVG of ours as PNG. */
  rasterise: (svg: string) => Uint8Array;
  config: {
    /** Whose questions, answers and screenings these are; undefined: each workspace has its own. */
    tenant?: string | undefined;
    country: Country;
    lang: Lang | undefined;
    /** Where people reach the web pages; undefined: there are no links. */
    publicUrl: string | undefined;
    /** Where files may be fetched from with our token and answers be sent to, beside Slack's own addresses (origins). */
    fileOrigins?: readonly string[];
  };
};

export interface People {
  /** The conversations of a person with a screening in them, the last used first. */
  conversations(team: string, user: string): Promise<string[]>;
  note(team: string, user: string, conversation: string): Promise<void>;
}

/** One person's matter at hand: the house, Slack as this workspace lets us call it, and who it is. */
export type Desk = Who & {
  deps: SlackDeps;
  api: WebClient;
  memory: Memory;
  /** The piece of work that this is, and how far it has been shown; undefined for what can't be done again. */
  steps?: Steps;
};

/** What this process has noticed. Nothing is lost with it but comfort. */
export type Memory = {
  /** Workspaces that have no streaming. */
  noStreams: Seen;
  /** The channel that somebody looks at beside their thread with the assistant, by thread. */
  watching: Map<string, string>;
  /** Threads with the assistant that have no title yet. */
  untitled: Seen;
  /** Forms on their way, by event: what comes of them, which a second press gets too, and when all of it is shown. */
  forms: Map<string, { out: Promise<Outgoing[]>; done: Promise<void> }>;
  /** Work begins one piece a turn, so that whatever comes in meanwhile is acknowledged in between. */
  turn: () => Promise<void>;
};

/** The last keys that were noticed. */
class Seen {
  readonly #keys = new Set<string>();
  readonly #most: number;
  constructor(most = 5000) {
    this.#most = most;
  }
  /** True the first time. */
  first(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > this.#most && oldest !== undefined) this.#keys.delete(oldest);
    return true;
  }
  has(key: string): boolean {
    return this.#keys.has(key);
  }
  forget(key: string): boolean {
    return this.#keys.delete(key);
  }
}

export function newMemory(): Memory {
  let last: Promise<void> = Promise.resolve();
  const turn = () => {
    last = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)));
    return last;
  };
  return {
    turn,
    noStreams: new Seen(),
    watching: new Map(),
    untitled: new Seen(),
    forms: new Map(),
  };
}

/** Refusals that pass: Slack's own trouble, not ours. What fails on the way is tried again by the client itself, and so is a 429, after Retry-After. */
const PASSING = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
];
const TRIES = 4;
const WAIT_MS = 300;

/** Calls Slack, again with a growing pause where the trouble may pass. */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (tries >= TRIES || !PASSING.includes(refusalOf(error))) throw error;
      await pause(WAIT_MS * 2 ** (tries - 1));
    }
  }
}

/** Whether another try, later, may go better: Slack was not reached, or was not itself. */
export function passes(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return PASSING.includes(refusalOf(error)) || UNREACHED.includes(code);
}
const UNREACHED = ['slack_webapi_request_error', 'slack_webapi_http_error', 'slack_webapi_rate_limited_error'];

/** Slack's word for why it refused; empty for anything else that went wrong. */
export function refusalOf(error: unknown): string {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  return typeof data === 'object' && data !== null && 'error' in data ? String(data.error) : '';
}

export function drawnAt(
  { deps }: Pick<Desk, 'deps'>,
  card: Card,
  where: Where,
  surface: Drawn['surface'] = 'message',
): Drawn {
  return {
    place: packWhere(where),
    lang: card.lang,
    say: (key, values) => say(deps.knowledge.locales, card.lang, key, values),
    href: (link) => hrefOf(link, deps.config.publicUrl),
    surface,
  };
}

/** The web page of something; the paths are those of the web channel. */
function hrefOf(link: Link, base: string | undefined): string | undefined {
  if (!base) return undefined;
  const at = base.replace(/\/$/, '');
  switch (link.to) {
    case 'source': {
      const lines = link.lines ? `?from=${link.lines[0]}&to=${link.lines[1]}#L${link.lines[0]}` : '';
      return `${at}/source/${encodeURIComponent(link.document).replace('%3A', ':')}${lines}`;
    }
    case 'assessment':
      return `${at}/assessment/${encodeURIComponent(link.id)}`;
    case 'account':
      return `${at}/console/accounts/${encodeURIComponent(link.id)}`;
    case 'export':
      return `${at}/assessment/${encodeURIComponent(link.id)}/export/${link.format}`;
    case 'console':
      return `${at}/console/enter?key=${encodeURIComponent(link.key)}`;
    case 'log':
      return `${at}/console/moderation`;
  }
}

/** Whose house this person is in: the municipality's own, which its web page shows too, or their workspace's. */
export const tenantOf = ({ deps, team }: Pick<Desk, 'deps' | 'team'>): string => deps.config.tenant ?? team;

/** The language for words that belong to no card: the person's own, else the house's. */
export async function langOf(desk: Pick<Desk, 'deps' | 'team' | 'user'>): Promise<Lang> {
  const { deps, user } = desk;
  const { lang, country } = await deps.preferences.get(tenantOf(desk), user);
  return lang ?? deps.config.lang ?? defaultLang(country ?? deps.config.country);
}

/** The direct message with a person. */
export async function directTo({ api, user }: Pick<Desk, 'api' | 'user'>): Promise<string> {
  const { channel } = await patiently(() => api.conversations.open({ users: user }));
  if (!channel?.id) throw new Error('conversations.open gave no channel');
  return channel.id;
}

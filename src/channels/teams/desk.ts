import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, Ids, Log } from '../../app/ports.ts';
import { type Telemetry, UNMEASURED } from '../../app/telemetry.ts';
import { errorKey } from '../../app/trouble.ts';
import type { Work, Worker } from '../../app/work-inbox.ts';
import type { Card, Link } from '../../core/card.ts';
import { errorCard } from '../../core/cards/answer-card.ts';
import type { Knowledge } from '../../core/guideline.ts';
import type { Country, Lang } from '../../core/language.ts';
import { defaultLang } from '../../core/language.ts';
import { say } from '../../core/locale.ts';
import type { Envelope, Incoming, Outgoing } from '../../core/message.ts';
import type { View } from './element.ts';
import type { FileDeps } from './files.ts';
import { Held } from './held.ts';
import { LIMITS } from './limits.ts';
import type { OutActivity } from './outbound.ts';
import type { Answered } from './press.ts';
import { personKey, type References } from './references.ts';
import { type Place, passes, patiently, type Wire, WireError } from './wire.ts';
import { type TeamsWord, teamsWords } from './words.ts';

/** What the Teams channel needs of the house. */
export type TeamsDeps = {
  converse: (incoming: Incoming, onText?: (text: string) => void) => Promise<Outgoing[]>;
  knowledge: Knowledge;
  /** Keeps what comes in until it is answered. */
  inbox: Worker;
  references: References;
  /** Where a link leads in a reader's browser; null: nowhere, and it is left out. */
  href: (link: Link) => string | null;
  /** An SVG of ours as a small PNG. */
  rasterise: (svg: string) => Promise<Uint8Array>;
  files: FileDeps;
  clock: Clock;
  ids: Ids;
  log: Log;
  telemetry?: Telemetry;
  config: { tenant: string; country: Country; lang: Lang | undefined };
  sleep?: (ms: number) => Promise<unknown>;
};

/** A file that waits for somebody to say where it goes. */
type Waiting = { name: string; bytes: Uint8Array; user: string; lang: Lang };
/** A card that only one person may see, on a message that everybody sees. */
type OwnView = { user: string; card: Card; thread: string };

/** Everything that one process works with. */
export type Desk = {
  deps: TeamsDeps;
  wire: Wire;
  /** The bot's own id in Teams, for a link to its chat. */
  botId: string;
  sleep: (ms: number) => Promise<unknown>;
  /** What is said in Teams and nowhere else. */
  word: TeamsWord;
  /** Marks a thread on a card shown elsewhere, so that nobody can name another. */
  seal: (thread: string, user: string) => string;
  views: Held<OwnView>;
  files: Held<Waiting>;
  /** Answers to presses by event: the same press sent again gets the same answer. */
  answered: Held<Promise<Answered>>;
  pictures: Held<string>;
  /** Personal chats with a stream under way: Teams takes one at a time. */
  streaming: Set<string>;
  /**
   * The piece of work that this is, and how many messages of it were posted or left out: another try leaves out what an earlier one has posted. Teams has no way to ask
   * for what was posted, so a kill between its answer and our mark, which is milliseconds, shows a message twice, and never none.
   */
  steps?: { work: Work; n: number };
};

const MINUTE = 60_000;

/** How long Teams takes, call by call. */
function timed(wire: Wire, { step }: Telemetry = UNMEASURED): Wire {
  const call = <T>(work: () => Promise<T>) => step({ name: 'post', channel: 'teams' }, work);
  return {
    send: (to, activity) => call(() => wire.send(to, activity)),
    update: (to, id, activity) => call(() => wire.update(to, id, activity)),
    remove: (to, id) => call(() => wire.remove(to, id)),
    token: () => wire.token(),
  };
}

export function newDesk(deps: TeamsDeps, wire: Wire, botId: string, seal: Desk['seal']): Desk {
  const { clock } = deps;
  return {
    deps,
    wire: timed(wire, deps.telemetry),
    botId,
    seal,
    word: teamsWords(deps.knowledge.locales),
    sleep: deps.sleep ?? ((ms) => pause(ms)),
    views: new Held(clock, { forMs: 24 * 60 * MINUTE, most: 2000 }),
    files: new Held(clock, { forMs: 60 * MINUTE, most: 30 }),
    answered: new Held(clock, { forMs: 10 * MINUTE, most: 2000 }),
    pictures: new Held(clock, { forMs: 60 * MINUTE, most: 50 }),
    streaming: new Set(),
  };
}

/** Posts a message; one that an earlier try of this work has posted is left as it is. Gives the id that Teams knows it by. */
export async function post(
  { wire, sleep, steps }: Desk,
  to: Place,
  activity: OutActivity,
): Promise<string | undefined> {
  const step = String(steps ? steps.n++ : '');
  const made = steps?.work.made(step);
  if (made !== undefined) return made || undefined;
  const id = await patiently(() => wire.send(to, activity), sleep);
  steps?.work.mark(step, id ?? '');
  return id;
}

/** Puts something to the house. */
export function ask({ deps, steps }: Desk, incoming: Incoming, onText?: (text: string) => void): Promise<Outgoing[]> {
  if (!steps) return deps.converse(incoming, onText);
  const [, part] = /#(\d+)$/.exec(incoming.event) ?? [];
  const { work, tries } = steps.work;
  // Each file of a message is work of its own.
  return deps.converse({ ...incoming, work: { id: part ? `${work}-${part}` : work, again: tries > 1 } }, onText);
}

/** Whether another try, later, is left and may go better. */
export function isForLater({ steps }: Desk, error: unknown): boolean {
  return steps !== undefined && !steps.work.last && error instanceof WireError && passes(error);
}

/** Somebody's personal chat, where it is known. */
export const personal = ({ deps }: Desk, user: string): Promise<Place | undefined> =>
  deps.references.get(personKey(user));

/** What a card is drawn with here; its pictures are drawn beforehand. */
export async function viewOf(desk: Desk, card: Card, more: Partial<Pick<View, 'press' | 'at'>> = {}): Promise<View> {
  const { deps, pictures } = desk;
  for (const part of card.parts)
    if (part.kind === 'image' && pictures.get(part.svg) === undefined)
      pictures.put(part.svg, await drawn(part.svg, deps));
  return {
    t: (key, values) => say(deps.knowledge.locales, card.lang, key, values),
    href: deps.href,
    picture: (svg) => pictures.get(svg) || undefined,
    press: 'execute',
    ...more,
  };
}

/** A picture as a data address; empty where it can't be drawn, or is too large for a card. */
async function drawn(svg: string, { rasterise, log }: TeamsDeps): Promise<string> {
  try {
    const url = `data:image/png;base64,${Buffer.from(await rasterise(svg)).toString('base64')}`;
    return url.length <= LIMITS.card.picture ? url : '';
  } catch (error) {
    log.error('teams.picture', error);
    return '';
  }
}

/** A fault of this channel's own as a card, with the code that stands in the log. */
export function faultCard(
  { deps }: Desk,
  envelope: Pick<Envelope, 'lang' | 'country'>,
  what: string,
  error: unknown,
): Card {
  const code = deps.ids.next().slice(-8);
  const figures = error instanceof WireError ? { status: error.status, why: error.code.slice(0, 60) } : {};
  deps.log.error(what, error, { code, ...figures });
  const { lang, country } = envelope;
  return errorCard({ lang: lang ?? defaultLang(country), country, knowledge: deps.knowledge }, code, errorKey(error));
}

import type { Country, Lang } from '../core/language.ts';
import type { ExpertAnswer } from '../core/learning/expert.ts';
import type { Owner } from '../core/learning/owners.ts';
import type { AskedQuestion, Group, GroupState } from '../core/learning/question.ts';
import type { Sameness } from '../core/learning/same-question.ts';
import type { Topics } from '../core/learning/topic.ts';
import type { ChannelName, Outgoing } from '../core/message.ts';
import type { Claims } from './converse-ports.ts';
import type { Assessments } from './screening-ports.ts';

/** What learning needs of the world, beside `ports.ts` and `converse-ports.ts`. Texts arrive masked. */

export type Waiting = { asked: number; others: number; since: string | null; people: string[] };

/** Questions that wait, in groups of those that ask the same. */
export interface Groups {
  /** A number that goes up with every change of a tenant's groups. */
  version(tenant: string): Promise<number>;
  /**
   * Adds a question to an open group, or to a new one of its own (`into: null`, whose id is the question's). `seen` is the version at which that was
   * decided: false where somebody has changed something since, and nothing is added. A question that is there already only changes its reason, to
   * `ask_person`.
   */
  add(question: AskedQuestion, into: string | null, seen: number | null): Promise<'added' | 'there' | false>;
  group(tenant: string, id: string): Promise<Group | undefined>;
  /** The group that a question stands in. */
  groupOf(tenant: string, question: string): Promise<Group | undefined>;
  /**
   * Who waits in a group: how many questions it has, how many others than whoever asked this one, since when the first of them, and the people in it, at most `people` of them.
   */
  waiting(tenant: string, group: string, question: string, people: number): Promise<Waiting>;
  /** Groups in these states, the oldest first; their questions likewise. */
  list(tenant: string, states: readonly GroupState[]): Promise<Group[]>;
  /** What somebody has asked in a channel and what has come of it, the newest first, at most `limit`; as long as it is kept who asked. */
  askedBy(
    tenant: string,
    by: { channel: ChannelName; user: string },
    limit: number,
  ): Promise<{ question: AskedQuestion; state: GroupState }[]>;
  change(
    tenant: string,
    id: string,
    to: Partial<Pick<Group, 'state' | 'owner' | 'expert' | 'closedBecause' | 'topic'>>,
    at: string,
  ): Promise<void>;
  /** Moves the questions of one group into another and takes the empty one away. */
  merge(tenant: string, into: string, other: string, at: string): Promise<void>;
  /** Moves some questions out of a group, into an open one of their own. */
  split(tenant: string, id: string, questions: readonly string[], to: string, at: string): Promise<void>;
  /** Takes a question back; a group that nobody asks any more goes with it. */
  withdraw(tenant: string, question: string): Promise<void>;
  /** Empties who asked, and where, of questions whose askers were told before this time. Gives how many. */
  forgetAskers(before: string): Promise<number>;
  /** Tenants that have groups. */
  tenants(): Promise<string[]>;
}

/** What offices have answered; versions are only ever added. */
export interface Experts {
  /** A number that goes up with every version added, so that another process sees that there is something new. */
  version(tenant: string): Promise<number>;
  /** Adds a version; false where there is one with that number already. It must follow the last. */
  append(tenant: string, answer: ExpertAnswer): Promise<boolean>;
  /** The newest version of each answer, the oldest answer first. */
  latest(tenant: string): Promise<ExpertAnswer[]>;
  /** All versions of one answer, the oldest first. */
  versions(tenant: string, id: string): Promise<ExpertAnswer[]>;
  /** How answers were received by those who were shown them. */
  received(tenant: string): Promise<{ expert: string; helped: number; notHelped: number }[]>;
}

/** Somebody who is to be told that their question has been answered. */
export type Notice = {
  /** Of the turn in which they are told. */
  id: string;
  tenant: string;
  question: string;
  expert: string;
  channel: ChannelName;
  conversation: string;
  user: string;
  lang: Lang;
  country: Country;
  /** The question as they asked it, masked. */
  text: string;
  askedAt: string;
};
export interface Notices {
  /** Keeps who is to be told; who has a notice for a question already gets no second one. */
  add(notices: readonly Notice[], at: string): Promise<void>;
  /** Not told yet, of these channels, the oldest first. */
  waiting(channels: readonly ChannelName[], limit: number): Promise<Notice[]>;
  told(tenant: string, id: string, at: string): Promise<void>;
}

/** What is sent to somebody who has not just asked. */
type Delivered = 'digest' | 'person' | 'reminder' | 'notice';

/** What has been sent to whom, for good: a claim alone is forgotten after days. */
export interface Deliveries {
  /** Notes that something is about to be sent; false where it was before, or something later of its kind (`what` sorts by time). */
  begin(tenant: string, to: string, kind: Delivered, what: string, at: string): Promise<boolean>;
  has(tenant: string, to: string, kind: Delivered, what: string): Promise<boolean>;
  /** It was not sent after all. */
  undo(tenant: string, to: string, kind: Delivered, what: string): Promise<void>;
  /** When each recipient was last sent something of a kind. */
  last(tenant: string, kind: Delivered): Promise<Record<string, string>>;
}

/** Where a card goes that nobody has asked for: a thread, or a room or person of an owner (`user` null). */
type Address = { tenant: string; conversation: string; user: string | null };
/** What is told once: by which id, and whether somebody began to before, who may have been stopped before they could say that it was done. */
type Once = { id: string; again: boolean };
/**
 * Shows a card there. Rejects where it can't now; then it is tried again. With `once`, a platform that can be asked what stands there is asked first where it was
 * begun before; the others show it again: better twice than never.
 */
export type Tell = (to: Address, out: Outgoing, once?: Once) => Promise<void>;
/**
 * The channels that can speak first, as far as they are on in this process. The web chat and the terminal need none: what is told there is a turn of the
 * conversation, shown at the next visit.
 */
export type Tellers = Partial<Record<ChannelName, Tell>>;

/** Who came into the console from a chat: somebody, as the chat knows them, in the room in which they asked for it. */
export type Pass = { tenant: string; user: string; channel: ChannelName; place: string };

/** Ways into the console from a chat. A key is unguessable and kept as its hash alone; times are ISO in UTC. */
export interface Passes {
  /** The key of a link that lets this person in once, until then. */
  link(pass: Pass, at: string, until: string): Promise<string>;
  /** Uses a link up: the key by which the browser is known from now on, until then; undefined where it was used, is too old, or never was. */
  enter(key: string, at: string, until: string): Promise<string | undefined>;
  /** Whose browser has this key. */
  holder(key: string, at: string): Promise<Pass | undefined>;
  /** The key opens nothing any more. */
  leave(key: string): Promise<void>;
}

export type Learn = {
  groups: Groups;
  experts: Experts;
  notices: Notices;
  deliveries: Deliveries;
  passes: Passes;
  /** Whether the console can be reached from a chat: there is an address for it. */
  reachable: boolean;
  claims: Claims;
  assessments: Assessments;
  /** How likely two questions ask the same, and from what on they are taken for one. `warm` reads ahead what that takes, while others work. */
  same: { sameness: Sameness; threshold: number; warm: () => Promise<void> };
  /** The topics of what search can find. */
  topics: () => Topics;
  owners: readonly Owner[];
  /** IANA name of the time zone whose weeks and working hours count. */
  zone: string;
  tellers: Tellers;
  /** When the next digest is sent. */
  nextDigest: (now: Date) => Date | undefined;
  /** The language of those responsible. */
  lang: Lang;
  /** Whether a digest with nothing in it says so in one line. */
  saysEmpty: boolean;
};

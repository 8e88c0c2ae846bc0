import { current } from '../core/assessment/versions.ts';
import type { Card, Part } from '../core/card.ts';
import { digestCard, personCard } from '../core/cards/learning-cards.ts';
import type { CardView } from '../core/cards/view.ts';
import type { Knowledge } from '../core/guideline.ts';
import type { Country } from '../core/language.ts';
import { type Digest, type Facts, type ForOne, groupShown, isEmpty, planDigest } from '../core/learning/digest.ts';
import { CONSOLE, deputiesOf, type Owner, ownerFor } from '../core/learning/owners.ts';
import { type Group, isGroupConfidential } from '../core/learning/question.ts';
import { weekIn, workingMinutes } from '../core/learning/week.ts';
import type { ChannelName } from '../core/message.ts';
import type { Accounts } from './account-ports.ts';
import { planned } from './calendar.ts';
import type { Calendar } from './calendar-ports.ts';
import { learnFor } from './learn-for.ts';
import type { Learn } from './learn-ports.ts';
import type { Clock, Log } from './ports.ts';

/** So long in ms a digest belongs to whoever sends it. */
const LEASE_MS = 5 * 60 * 1000;
/** So long in ms after its time a digest is late: then an empty one says nothing. */
const LATE_MS = 60 * 60 * 1000;
/** A deputy gets what the owner has left for so many working minutes. */
const OWNER_HAS = 120;

export type DigestDeps = {
  learn: Learn;
  knowledge: Knowledge;
  country: Country;
  clock: Clock;
  log: Log;
  /** Absent: nothing of the calendar. */
  calendar?: Calendar | undefined;
  accounts?: Accounts | undefined;
};

/** Everything the digest is made from, read once. */
async function factsOf(tenant: string, now: Date, deps: DigestDeps): Promise<Facts> {
  const { learn, knowledge, calendar, accounts } = deps;
  const [groups, experts, received, last, heads] = await Promise.all([
    learn.groups.list(tenant, ['open', 'answered']),
    learn.experts.latest(tenant),
    learn.experts.received(tenant),
    learn.deliveries.last(tenant, 'digest'),
    learn.assessments.list(tenant),
  ]);
  const topics = learn.topics();
  const written = knowledge.curated.flatMap((e) =>
    e.outcome === 'answered'
      ? [{ id: e.id, topic: topics.get(`curated:${e.id}`)?.[0] ?? 'other', reviewBy: e.reviewBy }]
      : [],
  );
  const assessments = [];
  for (const { id, title, state } of heads) {
    if (state !== 'active' && state !== 'review_due') continue;
    const dossier = await learn.assessments.dossier(tenant, id);
    if (dossier) assessments.push({ id, title, reviewDate: current(dossier).reviewDate });
  }
  const due =
    calendar && accounts
      ? (await planned(tenant, now, { ...deps, calendar, accounts, assessments: learn.assessments })).dues
      : [];
  return { groups, experts, received, written, assessments, due, last: byOwner(last) };
}

/** When each owner was last sent something, in whichever room. */
function byOwner(last: Record<string, string>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, at] of Object.entries(last)) {
    const owner = name.split('@')[0] ?? name;
    if (at > (out[owner] ?? '')) out[owner] = at;
  }
  return out;
}

/** The digest as it would be sent at a moment; nothing is sent. */
export async function previewDigest(tenant: string, now: Date, deps: DigestDeps): Promise<Digest> {
  const { owners, zone } = learnFor(deps.learn, tenant);
  return planDigest(await factsOf(tenant, now, deps), now, { owners, zone });
}

/**
 * Sends what was due at a moment, to each recipient exactly once a week whoever asks and how often. The web console shows the same plan at any time; what
 * is sent are messages to Slack and Teams, by the process in which that channel is on. A message that fails is tried again; a process that dies in the
 * midst of one leaves it unsent rather than sent twice, and its questions stand in the next digest. One that is late says what it would have said in time.
 *
 * `sent`: who got it now; `left`: how many are still to get it, by another process or at the next try.
 */
export async function sendDigest(
  tenant: string,
  due: Date,
  everybodys: DigestDeps,
): Promise<{ sent: string[]; left: number }> {
  const deps = { ...everybodys, learn: learnFor(everybodys.learn, tenant) };
  const { learn, clock, log } = deps;
  const digest = await previewDigest(tenant, due, deps);
  const week = weekIn(due, learn.zone);
  const view = viewOf(deps);
  const late = clock.now().getTime() - due.getTime() > LATE_MS;
  const sent: string[] = [];
  let left = 0;
  for (const forOne of digest.recipients) {
    const { to } = forOne;
    const card =
      isEmpty(forOne) && (late || !learn.saysEmpty) ? null : digestCard(view, week, forOne, [], learn.reachable);
    const rooms = roomsOf(learn.owners.find((o) => o.id === to));
    // Without a room it is for the console, which shows it anyway: that it was due is noted.
    const jobs = rooms.length > 0 ? rooms.filter((room) => learn.tellers[room.channel]) : [null];
    for (const room of jobs) {
      const send = async () => (card && room ? post(tenant, room, card, deps) : undefined);
      const how = await once(tenant, nameOf(to, room), 'digest', week, send, deps);
      if (how === 'later') left++;
      if (how !== 'done now') continue;
      sent.push(nameOf(to, room));
      log.info('digest.sent', { week, groups: forOne.groups.length + forOne.more.groups, silent: card === null });
    }
  }
  return { sent, left };
}

const viewOf = ({ learn, knowledge, country }: DigestDeps): CardView => ({ lang: learn.lang, country, knowledge });

type Room = { channel: ChannelName; conversation: string };
/** The rooms of an owner in channels that can speak first. */
function roomsOf(owner: Owner | undefined): Room[] {
  const rooms = [
    { channel: 'slack', conversation: owner?.to.slack },
    { channel: 'teams', conversation: owner?.to.teams },
  ] as const;
  return rooms.flatMap(({ channel, conversation }) => (conversation ? [{ channel, conversation }] : []));
}

/** Each room of an owner is a recipient of its own: one that fails holds up no other, and is not sent twice for another's sake. */
const nameOf = (owner: string, room: Room | null): string => (room ? `${owner}@${room.channel}` : owner);

async function post(tenant: string, { channel, conversation }: Room, card: Card, { learn }: DigestDeps): Promise<void> {
  await learn.tellers[channel]?.({ tenant, conversation, user: null }, { card, replaces: false, shared: true });
}

/** Shows an office something in its rooms, now; a room that can't be reached is left out, for the console shows it too. */
export async function tellOffice(tenant: string, owner: string, card: Card, deps: DigestDeps): Promise<void> {
  for (const room of roomsOf(deps.learn.owners.find((o) => o.id === owner)))
    await post(tenant, room, card, deps).catch((error: unknown) => deps.log.error('office.untold', error));
}

/** As many as a card has room for. */
const ON_BOARD = 5;
/** What waits for one office now, with what has just been said or done above it. The console's is everything that is not confidential. */
export async function board(
  tenant: string,
  to: string,
  said: readonly Part[],
  deps: DigestDeps & { view: CardView },
): Promise<Card> {
  const { owners, zone } = deps.learn;
  const now = deps.clock.now();
  const all = await factsOf(tenant, now, deps);
  const everybodys = { ...all, groups: all.groups.filter((g) => !isGroupConfidential(g)) };
  const digest =
    to === CONSOLE ? planDigest(everybodys, now, { owners: [], zone }) : planDigest(all, now, { owners, zone });
  const found = digest.recipients.find((r) => r.to === to) ?? { ...NOTHING, to };
  const groups = found.groups.slice(0, ON_BOARD);
  const more = { ...NOTHING.more, groups: found.more.groups + found.groups.length - groups.length };
  return digestCard(deps.view, digest.week, { ...NOTHING, to, groups, more }, said, deps.learn.reachable);
}
const NOTHING: ForOne = {
  to: '',
  groups: [],
  answered: [],
  overdue: [],
  reviews: [],
  assessments: [],
  due: [],
  more: { groups: 0, answered: 0, reviews: 0, assessments: 0, due: 0 },
};

/** Does something for one recipient once and for all. `later`: somebody is at it, or it failed and will be tried again. */
async function once(
  tenant: string,
  to: string,
  kind: 'digest' | 'person',
  what: string,
  work: () => Promise<void>,
  { learn, clock, log }: DigestDeps,
): Promise<'done now' | 'done before' | 'later'> {
  const at = clock.now().toISOString();
  const key = `${kind}/${to}/${what}`;
  if (await learn.deliveries.has(tenant, to, kind, what)) return 'done before';
  if (!(await learn.claims.claim(tenant, key, at, LEASE_MS))) return 'later';
  try {
    if (!(await learn.deliveries.begin(tenant, to, kind, what, at))) {
      await learn.claims.finish(tenant, key);
      return 'done before';
    }
    try {
      await work();
    } catch (error) {
      await learn.deliveries.undo(tenant, to, kind, what);
      throw error;
    }
    await learn.claims.finish(tenant, key);
    return 'done now';
  } catch (error) {
    log.error(`${kind}.failed`, error, { to });
    await learn.claims.release(tenant, key);
    return 'later';
  }
}

/** Groups in which somebody has asked for a person: to the owner at once, to the deputies when two working hours have passed. */
export async function askPeople(tenant: string, groups: readonly Group[], deps: DigestDeps): Promise<void> {
  const { learn, clock } = deps;
  const now = clock.now();
  for (const group of groups)
    for (const question of group.questions) {
      if (question.reason !== 'ask_person' || group.state !== 'open') continue;
      const owner = learn.owners.find((o) => o.id === ownerFor(group, learn.owners));
      if (!owner) continue;
      const late = workingMinutes(new Date(question.at), now, learn.zone) >= OWNER_HAS;
      const card = personCard(viewOf(deps), groupShown(group, question, now));
      for (const one of [owner, ...(late ? deputiesOf(owner, learn.owners) : [])]) {
        if (one.people.includes(question.user)) continue;
        for (const room of roomsOf(one))
          if (learn.tellers[room.channel])
            await once(tenant, nameOf(one.id, room), 'person', question.id, () => post(tenant, room, card, deps), deps);
      }
    }
}

/** The same for every group that is open. */
export async function askAllPeople(tenant: string, deps: DigestDeps): Promise<void> {
  if (Object.keys(deps.learn.tellers).length === 0) return;
  const learn = learnFor(deps.learn, tenant);
  await askPeople(tenant, await learn.groups.list(tenant, ['open']), { ...deps, learn });
}

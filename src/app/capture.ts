import type { Citation, Notice } from '../core/answer.ts';
import type { Country, Lang } from '../core/language.ts';
import { expertIn } from '../core/learning/give.ts';
import { CONSOLE, nameOf, ownerFor } from '../core/learning/owners.ts';
import { type AskedQuestion, type Group, groupOf, type Place, type Reason } from '../core/learning/question.ts';
import { comparedOf, groupFor } from '../core/learning/same-question.ts';
import { isConfidential, topicOf } from '../core/learning/topic.ts';
import { dayIn } from '../core/learning/week.ts';
import { CHANNELS, type ChannelName } from '../core/message.ts';
import type { Ranked } from '../core/ranking.ts';
import type { Learn } from './learn-ports.ts';
import type { Clock, Log, Retriever, StoredTurn } from './ports.ts';
import { inTurn } from './wait-turn.ts';

/** How often a place among the groups is looked for anew when others change them meanwhile, before the question gets a group of its own. */
const TRIES = 4;
/** Candidates that tell the topic. */
const LOOKED_AT = 20;

export type CaptureDeps = { learn: Learn; retriever: Retriever; clock: Clock; log: Log };

export type ToCapture = {
  /** Of the turn: the same question of the same turn is kept once. */
  id: string;
  tenant: string;
  conversation: string;
  channel: string;
  user: string;
  /** Masked. */
  question: string;
  lang: Lang;
  country: Country;
  reason: Reason;
  closest: readonly Citation[];
  /** The name they gave for those who answer, masked; absent: none. */
  named?: string | null;
  /** What search found, where it has looked. */
  ranked?: readonly Ranked[] | undefined;
};
/** Where a question has been kept: whose it is, the name that goes with it, and who else waits for the same. */
export type Kept = { owner: string; named: string | null; others: number; since: string | null };

/** More people than an office has: in a group of so many not all are its own. */
const PEOPLE = 60;

/**
 * Keeps a question that nobody has answered: with those that ask the same, whatever their language, else as the first of its kind. Confidential ones stay
 * among themselves.
 */
export async function capture(asked: ToCapture, deps: CaptureDeps): Promise<Kept> {
  const { learn, log } = deps;
  const question = await described(asked, deps);
  // In this process one after the other: side by side they would only overtake each other, and look anew.
  const group = await inTurn(learn.groups, `capture/${question.tenant}`, () => placed(question, learn));
  const { kept, count } = await whereKept(question, group, learn);
  log.info('question.kept', { reason: asked.reason, asked: count, confidential: question.confidential });
  return kept;
}

async function whereKept(question: AskedQuestion, group: Open, learn: Learn) {
  const { tenant, id, named } = question;
  const { asked: count, others, since, people } = await learn.groups.waiting(tenant, group.id, id, PEOPLE);
  const owner = ownerFor({ ...group, questions: people.map((user) => ({ ...question, user })) }, learn.owners);
  const kept: Kept = { owner, named, others, since };
  return { kept, count };
}

/** What is at hand of an open group: as much of one that thousands ask as of one that two do. */
type Open = Pick<Group, 'id' | 'topic' | 'country' | 'owner'> & {
  confidential: boolean;
  questions: readonly Pick<AskedQuestion, 'question'>[];
};

const openOf = ({ id, topic, country, owner, questions }: Group): Open => ({
  ...{ id, topic, country, owner },
  confidential: questions.some((q) => q.confidential),
  questions: comparedOf(questions).map(({ question }) => ({ question })),
});
const withOne = (group: Open, { question, country }: AskedQuestion): Open => ({
  ...group,
  country: group.country === country ? country : null,
  questions: comparedOf([...group.questions, { question }]),
});

/** The group in which the question stands from now on. */
async function placed(question: AskedQuestion, learn: Learn): Promise<Open> {
  const { tenant, id } = question;
  // After a start: what is compared with is read between other work, and nobody else waits for it.
  await learn.same.warm();
  for (let tries = 1; ; tries++) {
    const seen = await learn.groups.version(tenant);
    const all = await openGroups(learn, tenant, seen);
    const open = all.filter((g) => g.confidential === question.confidential);
    const found = groupFor(question.question, open, learn.same.sameness, learn.same.threshold)?.group;
    const sure = tries < TRIES;
    const added = await learn.groups.add(question, found?.id ?? null, sure ? seen : null);
    if (!added) continue;
    // Where nobody has changed anything since, what it stands in now is known.
    if (!sure || added === 'there') return stored(question, learn);
    const group = found ? withOne(found, question) : openOf(groupOf(question, id));
    remembered(learn).set(tenant, { version: seen + 1, open: [...all.filter((g) => g !== found), group] });
    return group;
  }
}

async function stored({ tenant, id }: AskedQuestion, learn: Learn): Promise<Open> {
  const group = await learn.groups.groupOf(tenant, id);
  if (!group) throw new Error('a question that was kept is gone');
  return openOf(group);
}

/** The open groups as this process saw them last, by tenant; good while nobody has changed any since. */
const seenLast = new WeakMap<object, Map<string, { version: number; open: Open[] }>>();
function remembered({ groups }: Learn) {
  const known = seenLast.get(groups) ?? new Map<string, { version: number; open: Open[] }>();
  seenLast.set(groups, known);
  return known;
}

async function openGroups(learn: Learn, tenant: string, version: number): Promise<Open[]> {
  const known = remembered(learn).get(tenant);
  if (known?.version === version) return known.open;
  const open = (await learn.groups.list(tenant, ['open'])).map(openOf);
  remembered(learn).set(tenant, { version, open });
  return open;
}

async function described(asked: ToCapture, { learn, retriever, clock }: CaptureDeps): Promise<AskedQuestion> {
  const { question, lang, country, channel, closest, named = null, ranked: found, ...rest } = asked;
  const ranked = found ?? (await retriever.search(question, { lang, country, limit: LOOKED_AT })).ranked;
  return {
    ...rest,
    question,
    lang,
    country,
    channel: channelOf(channel),
    topic: topicOf(ranked.slice(0, LOOKED_AT), learn.topics()),
    confidential: isConfidential(question, lang),
    named,
    closest: closest.map(({ document, file, lines }): Place => ({ document, file, lines })),
    at: clock.now().toISOString(),
  };
}

const channelOf = (name: string): ChannelName => CHANNELS.find((c) => c === name) ?? 'terminal';

/**
 * "That did not help", or "ask a person", about an answer. Where an office gave it, its group is open again, and whoever was told once will be told
 * again; else the question is kept like one that nobody answered.
 */
export async function captureTurn(
  turn: StoredTurn,
  from: Pick<ToCapture, 'tenant' | 'conversation' | 'channel' | 'user' | 'reason' | 'named'>,
  deps: CaptureDeps,
): Promise<Kept & { group: Group }> {
  const { learn, clock } = deps;
  const { question, answer } = turn;
  const asked: ToCapture = {
    ...from,
    id: turn.id,
    question,
    lang: answer.lang,
    country: answer.country,
    closest: answer.citations.filter((c) => c.lines !== null),
  };
  const id = expertIn(answer);
  const expert = id === undefined ? undefined : (await learn.experts.versions(from.tenant, id)).at(-1);
  const group = expert && (await learn.groups.group(from.tenant, expert.group));
  if (!group) {
    const kept = await capture(asked, deps);
    const now = await learn.groups.groupOf(from.tenant, turn.id);
    if (!now) throw new Error('a question that was kept is gone');
    return { ...kept, group: now };
  }
  const at = clock.now().toISOString();
  if (group.state !== 'open') await learn.groups.change(from.tenant, group.id, { state: 'open' }, at);
  const again = await described(asked, deps);
  await learn.groups.add(again, group.id, null);
  // Somebody who was told asks again: they count once, and can be told once more.
  for (const q of group.questions)
    if (q.id !== turn.id && q.question === question && q.conversation === from.conversation)
      await learn.groups.withdraw(from.tenant, q.id);
  const now = (await learn.groups.groupOf(from.tenant, turn.id)) ?? group;
  const { kept } = await whereKept(again, openOf(now), learn);
  return { ...kept, owner: ownerFor(now, learn.owners), group: now };
}

/** What the asker is told of it: who gets it and when, and how many others wait for the same. */
export function keptNotices(
  { owner, named, others, since }: Kept,
  asked: { reason: Reason; lang: Lang },
  deps: CaptureDeps,
): Notice[] {
  const { learn, clock } = deps;
  const notices: Notice[] = [];
  if (owner !== CONSOLE) {
    const unit = nameOf(owner, learn.owners, asked.lang);
    const next = asked.reason === 'ask_person' ? undefined : learn.nextDigest(clock.now());
    notices.push({
      key: 'goes_to',
      values: { unit, ...(next ? { day: dayIn(next, learn.zone) } : {}), ...(named ? { named } : {}) },
    });
    const phone = learn.owners.find((o) => o.id === owner)?.phone;
    if (phone && asked.reason === 'ask_person') notices.push({ key: 'phone', values: { unit, phone } });
  }
  if (since !== null)
    notices.push({ key: 'waiting', values: { n: String(others), day: dayIn(new Date(since), learn.zone) } });
  return notices;
}

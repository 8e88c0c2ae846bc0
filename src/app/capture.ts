import type { Citation, Notice } from '../core/answer.ts';
import type { Country, Lang } from '../core/language.ts';
import { expertIn } from '../core/learning/give.ts';
import { CONSOLE, nameOf, ownerFor } from '../core/learning/owners.ts';
import { type AskedQuestion, type Group, groupOf, joined, type Place, type Reason } from '../core/learning/question.ts';
import { groupFor } from '../core/learning/same-question.ts';
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
/** Where a question has been kept. */
export type Kept = { group: Group; owner: string };

/**
 * Keeps a question that nobody has answered: with those that ask the same, whatever their language, else as the first of its kind. Confidential ones stay
 * among themselves.
 */
export async function capture(asked: ToCapture, deps: CaptureDeps): Promise<Kept> {
  const { learn, log } = deps;
  const question = await described(asked, deps);
  // In this process one after the other: side by side they would only overtake each other, and look anew.
  const group = await inTurn(learn.groups, `capture/${question.tenant}`, () => placed(question, learn));
  log.info('question.kept', {
    reason: asked.reason,
    asked: group.questions.length,
    confidential: question.confidential,
  });
  return { group, owner: ownerFor(group, learn.owners) };
}

/** The group in which the question stands from now on. */
async function placed(question: AskedQuestion, learn: Learn): Promise<Group> {
  const { tenant, id } = question;
  // After a start: what is compared with is read between other work, and nobody else waits for it.
  await learn.same.warm();
  for (let tries = 1; ; tries++) {
    const seen = await learn.groups.version(tenant);
    const all = await openGroups(learn, tenant, seen);
    const open = all.filter((g) => mayJoin(question, g));
    const found = groupFor(question.question, open, learn.same.sameness, learn.same.threshold);
    const sure = tries < TRIES;
    const added = await learn.groups.add(question, found?.group.id ?? null, sure ? seen : null);
    if (!added) continue;
    // Where nobody has changed anything since, what it stands in now is known.
    const group =
      sure && added === 'added'
        ? found
          ? joined(found.group, question)
          : groupOf(question, id)
        : await learn.groups.groupOf(tenant, id);
    if (!group) throw new Error('a question that was kept is gone');
    const others = all.filter((g) => g.id !== group.id);
    if (sure) remembered(learn).set(tenant, { version: seen + 1, open: [...others, group] });
    return group;
  }
}

/** The open groups as this process saw them last, by tenant; good while nobody has changed any since. */
const seenLast = new WeakMap<object, Map<string, { version: number; open: Group[] }>>();
function remembered({ groups }: Learn) {
  const known = seenLast.get(groups) ?? new Map<string, { version: number; open: Group[] }>();
  seenLast.set(groups, known);
  return known;
}

async function openGroups(learn: Learn, tenant: string, version: number): Promise<Group[]> {
  const known = remembered(learn).get(tenant);
  if (known?.version === version) return known.open;
  const open = await learn.groups.list(tenant, ['open']);
  remembered(learn).set(tenant, { version, open });
  return open;
}

const mayJoin = (question: AskedQuestion, group: Group): boolean =>
  group.questions.some((q) => q.confidential) === question.confidential &&
  !group.questions.some((q) => q.id === question.id);

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
): Promise<Kept> {
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
  if (!group) return capture(asked, deps);
  const at = clock.now().toISOString();
  if (group.state !== 'open') await learn.groups.change(from.tenant, group.id, { state: 'open' }, at);
  await learn.groups.add(await described(asked, deps), group.id, null);
  // Somebody who was told asks again: they count once, and can be told once more.
  for (const q of group.questions)
    if (q.id !== turn.id && q.question === question && q.conversation === from.conversation)
      await learn.groups.withdraw(from.tenant, q.id);
  const now = (await learn.groups.groupOf(from.tenant, turn.id)) ?? group;
  return { group: now, owner: ownerFor(now, learn.owners) };
}

/** What the asker is told of it: who gets it and when, and how many others wait for the same. */
export function keptNotices(
  { group, owner }: Kept,
  asked: { id: string; reason: Reason; lang: Lang },
  deps: CaptureDeps,
): Notice[] {
  const { learn, clock } = deps;
  const notices: Notice[] = [];
  if (owner !== CONSOLE) {
    const unit = nameOf(owner, learn.owners, asked.lang);
    const next = asked.reason === 'ask_person' ? undefined : learn.nextDigest(clock.now());
    const named = group.questions.find((q) => q.id === asked.id)?.named;
    notices.push({
      key: 'goes_to',
      values: { unit, ...(next ? { day: dayIn(next, learn.zone) } : {}), ...(named ? { named } : {}) },
    });
    const phone = learn.owners.find((o) => o.id === owner)?.phone;
    if (phone && asked.reason === 'ask_person') notices.push({ key: 'phone', values: { unit, phone } });
  }
  const whoOf = (q: AskedQuestion) => q.user || q.conversation || q.id;
  const own = group.questions.find((q) => q.id === asked.id);
  const others = group.questions.filter((q) => own && whoOf(q) !== whoOf(own));
  const [first] = others;
  if (first) {
    const n = new Set(others.map(whoOf)).size;
    notices.push({ key: 'waiting', values: { n: String(n), day: dayIn(new Date(first.at), learn.zone) } });
  }
  return notices;
}

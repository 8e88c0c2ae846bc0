import type { Due } from '../calendar/due.ts';
import type { Country, Lang } from '../language.ts';
import { type ExpertAnswer, type Standing, standing } from './expert.ts';
import { CONSOLE, DPO, type Owner, ownerFor } from './owners.ts';
import { type AskedQuestion, type Group, namesIn } from './question.ts';
import type { Topic } from './topic.ts';
import { dayIn, weekIn } from './week.ts';

/** What fits a card. The console is a page: it shows everything. */
export const MAX = 5;
/** After so many days a question is overdue: it has stood in a digest before. */
const OVERDUE_DAYS = 7;
/** Other wordings that are shown of a question. */
const VARIANTS = 10;
/** So many days ahead an assessment's review is announced. */
const ANNOUNCED_DAYS = 30;
const DAY = 86_400_000;

/** Everything a digest is made from, of one tenant. What lies after the moment it is planned for counts as not there yet. */
export type Facts = {
  /** Open groups, and those answered lately. */
  groups: readonly Group[];
  /** The newest version of each answer. */
  experts: readonly ExpertAnswer[];
  /** How an answer was received, by its id. */
  received: readonly { expert: string; helped: number; notHelped: number }[];
  /** Written answers of the knowledge, with the date by which somebody has read them again. */
  written: readonly { id: string; topic: Topic; reviewBy: string }[];
  assessments: readonly { id: string; title: string; reviewDate: string | null }[];
  /** What the calendar has: for whoever has the accounts. */
  due?: readonly Due[];
  /** When each recipient had the last digest, ISO; a recipient that is missing never had one. */
  last: Readonly<Record<string, string>>;
};

export type Setup = { owners: readonly Owner[]; zone: string };

/** One question that waits, without where those who asked sit or in which channel, and without who they are unless they said so. */
export type DigestGroup = {
  id: string;
  /** Of the group, for what is done with it by its card. */
  version: number;
  topic: Topic;
  question: string;
  lang: Lang;
  country: Country | null;
  /** How many times it was asked. */
  count: number;
  /** Whole days since it was first asked. */
  waitingDays: number;
  /** The names that askers gave for those who answer. */
  named: string[];
  /** Other wordings of it. */
  variants: string[];
  /** It had an answer, which did not help. */
  reopened: boolean;
  /** It has been answered, and a second office is to approve that. */
  awaiting: boolean;
};
type Answered = {
  id: string;
  group: string;
  question: string;
  by: string;
  at: string;
  helped: number;
  notHelped: number;
};
type Review = { kind: 'expert' | 'written'; id: string; title: string; reviewBy: string; standing: Standing };
type DueAssessment = { id: string; title: string; reviewDate: string };
export type ForOne = {
  /** An owner's id, or `console`. */
  to: string;
  groups: DigestGroup[];
  answered: Answered[];
  /** Ids of the groups that have waited for more than a week, those that did not fit among them. */
  overdue: string[];
  reviews: Review[];
  assessments: DueAssessment[];
  due: Due[];
  /** How many more there are than are shown here. */
  more: { groups: number; answered: number; reviews: number; assessments: number; due: number };
};
/** `week` is the ISO week in the configured zone, such as `2026-W47`. */
export type Digest = { week: string; recipients: ForOne[] };

/**
 * The week's digest for everybody responsible. Pure: the same facts at the same time give the same digest. Questions are in order of how many asked and how
 * long they have waited. Each owner is in it, also with nothing to do; the console and the data protection officer only where there is something for them,
 * or where nobody else is set.
 */
export function planDigest(facts: Facts, now: Date, { owners, zone }: Setup): Digest {
  const byId = new Map(facts.experts.map((e) => [e.id, e]));
  const work = new Map<string, Work>();
  const of = (to: string): Work => {
    const there = work.get(to) ?? { groups: [], answered: [], reviews: [], assessments: [], due: [] };
    work.set(to, there);
    return there;
  };
  for (const { id } of owners) of(id);
  if (owners.length === 0) of(CONSOLE);

  const received = new Map(facts.received.map((r) => [r.expert, r]));
  for (const stored of facts.groups) {
    const group = asOf(stored, now);
    const [first] = group.questions;
    if (!first || group.state === 'closed') continue;
    const to = ownerFor(group, owners);
    const expert = group.expert === null ? undefined : byId.get(group.expert);
    const answered = group.state === 'answered' && !(expert && Date.parse(expert.at) > now.getTime());
    if (!answered) of(to).groups.push(groupShown(group, first, now, expert));
    else if (expert?.state === 'published' && since(facts.last[to], now) < Date.parse(expert.at)) {
      const { helped = 0, notHelped = 0 } = received.get(expert.id) ?? {};
      const { id, question, by, at } = expert;
      of(to).answered.push({ id, group: group.id, question, by, at, helped, notHelped });
    }
  }

  const groups = new Map(facts.groups.map((g) => [g.id, g]));
  const today = dayIn(now, zone);
  for (const expert of facts.experts) {
    const state = standing(expert, now);
    if (expert.state !== 'published' || state === 'current' || Date.parse(expert.at) > now.getTime()) continue;
    const group = groups.get(expert.group);
    const to = group ? ownerFor(group, owners) : ownerOfTopic('other', owners);
    of(to).reviews.push({
      kind: 'expert',
      id: expert.id,
      title: expert.question,
      reviewBy: expert.reviewBy,
      standing: state,
    });
  }
  for (const { id, topic, reviewBy } of facts.written)
    if (reviewBy < today)
      of(ownerOfTopic(topic, owners)).reviews.push({ kind: 'written', id, title: id, reviewBy, standing: 'flagged' });
  const horizon = dayIn(new Date(now.getTime() + ANNOUNCED_DAYS * DAY), zone);
  const adviser = owners.some((o) => o.id === DPO) ? DPO : CONSOLE;
  for (const { id, title, reviewDate } of facts.assessments)
    if (reviewDate !== null && reviewDate <= horizon) of(adviser).assessments.push({ id, title, reviewDate });
  // Answers and assessments stand above already.
  for (const one of facts.due ?? []) if (!ABOVE.includes(one.kind)) of(ownerOfTopic('accounts', owners)).due.push(one);

  return { week: weekIn(now, zone), recipients: [...work].map(([to, all]) => fitted(to, all)) };
}

/** Kinds of the calendar that the digest has in lists of their own. */
const ABOVE: readonly Due['kind'][] = ['answer_review', 'assessment_review'];

type Work = Pick<ForOne, 'groups' | 'answered' | 'reviews' | 'assessments' | 'due'>;

/** The group as it was then: what was asked later is not in it. */
function asOf(group: Group, now: Date): Group {
  const then = now.getTime();
  if (group.questions.every((q) => Date.parse(q.at) <= then)) return group;
  return { ...group, questions: group.questions.filter((q) => Date.parse(q.at) <= then) };
}

/** Since when answers count as new to somebody: their last digest, or a week ago. */
function since(last: string | undefined, now: Date): number {
  const sent = last === undefined ? Number.NaN : Date.parse(last);
  return sent < now.getTime() ? sent : now.getTime() - 7 * DAY;
}

/** A group as those responsible see it, by the words of one of its questions. */
export function groupShown(
  group: Group,
  first: AskedQuestion,
  now: Date,
  answer?: Pick<ExpertAnswer, 'state'>,
): DigestGroup {
  const { id, version, topic, country, questions, expert } = group;
  const awaiting = answer?.state === 'awaiting';
  const others = new Set(questions.map((q) => q.question));
  others.delete(first.question);
  return {
    id,
    version,
    topic,
    question: first.question,
    lang: first.lang,
    country,
    count: questions.length,
    waitingDays: Math.max(0, Math.floor((now.getTime() - Date.parse(first.at)) / DAY)),
    named: namesIn(group),
    variants: [...others].slice(0, VARIANTS),
    reopened: expert !== null && !awaiting,
    awaiting,
  };
}

const ownerOfTopic = (topic: Topic, owners: readonly Owner[]): string =>
  ownerFor({ topic, country: null, owner: null, questions: [] }, owners);

const by = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function fitted(to: string, all: Work): ForOne {
  const room = to === CONSOLE ? Number.POSITIVE_INFINITY : MAX;
  const groups = all.groups.sort((a, b) => b.count - a.count || b.waitingDays - a.waitingDays || by(a.id, b.id));
  const answered = all.answered.sort((a, b) => by(b.at, a.at) || by(a.id, b.id));
  const reviews = all.reviews.sort((a, b) => by(a.reviewBy, b.reviewBy) || by(a.id, b.id));
  const assessments = all.assessments.sort((a, b) => by(a.reviewDate, b.reviewDate) || by(a.id, b.id));
  const left = (list: readonly unknown[]) => Math.max(0, list.length - room);
  return {
    to,
    groups: groups.slice(0, room),
    answered: answered.slice(0, room),
    overdue: groups.filter((g) => g.waitingDays > OVERDUE_DAYS).map((g) => g.id),
    reviews: reviews.slice(0, room),
    assessments: assessments.slice(0, room),
    due: all.due.slice(0, room),
    more: {
      groups: left(groups),
      answered: left(answered),
      reviews: left(reviews),
      assessments: left(assessments),
      due: left(all.due),
    },
  };
}

/** Whether there is nothing to say to somebody. */
export function isEmpty({ groups, answered, reviews, assessments, due }: ForOne): boolean {
  return [groups, answered, reviews, assessments, due].every((list) => list.length === 0);
}

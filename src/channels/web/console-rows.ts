import { figures, health, type InsightDeps } from '../../app/insights.ts';
import { learnFor } from '../../app/learn-for.ts';
import type { Rows } from '../../core/csv.ts';
import { groupShown } from '../../core/learning/digest.ts';
import { type ExpertAnswer, standing } from '../../core/learning/expert.ts';
import { countShown } from '../../core/learning/figures.ts';
import { actsFor, CONSOLE, nameOf, ownerFor } from '../../core/learning/owners.ts';
import { isGroupConfidential } from '../../core/learning/question.ts';
import type { Due, Waiting } from './console-questions.ts';
import { maySee, type Seat } from './console-site.ts';

/** The rows behind the pages of the console, the same for eyes and for files. */

const SETS = ['open', 'due', 'weeks', 'waits', 'topics', 'screenings', 'assessments', 'health'] as const;
type Set = (typeof SETS)[number];
export const isSet = (name: string): name is Set => SETS.some((s) => s === name);

/** What waits, as somebody in this office may see it. */
export async function waitingFor(seat: Seat, { learn: all, clock }: InsightDeps) {
  const learn = learnFor(all, seat.tenant);
  const now = clock.now();
  const [groups, experts] = await Promise.all([
    learn.groups.list(seat.tenant, ['open', 'answered', 'closed']),
    learn.experts.latest(seat.tenant),
  ]);
  const seen = groups.filter((g) => maySee(g, seat));
  const byId = new Map(experts.map((e) => [e.id, e]));
  const doer = { user: seat.pass?.user ?? '', channel: 'web', place: '', office: seat.office };
  const open = seen.flatMap((group): Waiting[] => {
    const [first] = group.questions;
    if (!first || group.state !== 'open') return [];
    const to = ownerFor(group, learn.owners);
    return [
      {
        shown: groupShown(group, first, now, group.expert === null ? undefined : byId.get(group.expert)),
        to: to === CONSOLE ? seat.t('console.role.owner') : nameOf(to, learn.owners, seat.reader.lang),
        mine: actsFor(doer, group, learn.owners) !== undefined,
        confidential: isGroupConfidential(group),
      },
    ];
  });
  open.sort((a, b) => b.shown.count - a.shown.count || b.shown.waitingDays - a.shown.waitingDays);
  const visible = (e: ExpertAnswer) => seen.some((g) => g.id === e.group);
  const due = experts
    .filter((e) => e.state === 'published' && visible(e))
    .map((expert): Due => ({ expert, standing: standing(expert, now) }))
    .filter((d) => d.standing !== 'current')
    .sort((a, b) => (a.expert.reviewBy < b.expert.reviewBy ? -1 : 1));
  const awaiting = experts.filter((e) => e.state === 'awaiting' && visible(e));
  return { open, due, awaiting, closed: seen.filter((g) => g.state === 'closed') };
}

/** One table to be taken along, with words as the page has them where they are words, and codes where a program reads them. */
export async function rowsOf(name: Set, seat: Seat, deps: InsightDeps): Promise<Rows> {
  if (name === 'open')
    return (await waitingFor(seat, deps)).open.map(({ shown, to }) => ({
      id: shown.id,
      question: shown.question,
      lang: shown.lang,
      topic: shown.topic,
      country: shown.country,
      count: countShown(shown.count),
      waitingDays: shown.waitingDays,
      to,
    }));
  if (name === 'due')
    return (await waitingFor(seat, deps)).due.map(({ expert: e, standing: s }) => ({
      id: e.id,
      question: e.question,
      answer: e.text,
      lang: e.lang,
      by: e.by,
      answered: e.at.slice(0, 10),
      reviewBy: e.reviewBy,
      standing: s,
    }));
  if (name === 'health') return healthRows(seat, deps);
  const all = await figures(seat.tenant, deps);
  switch (name) {
    case 'weeks':
      return all.weeks.map(({ week, asked, answered }) => ({ week, asked, answeredPercent: answered }));
    case 'waits':
      return all.waits.map(({ days, answered, open }) => ({ upToDays: days, answered, waiting: open }));
    case 'topics':
      return all.topics.map(({ key, count }) => ({ topic: key, count }));
    default:
      return all[name].map(({ key, count }) => {
        const [of = '', result = ''] = key.split(' ');
        return name === 'screenings' ? { screening: of, outcome: result, count } : { kind: of, state: result, count };
      });
  }
}

async function healthRows({ tenant }: Seat, deps: InsightDeps): Promise<Rows> {
  const found = await health(tenant, deps);
  const row = (what: string, document: string, id: string, lines: readonly [number, number] | null, more = '') => ({
    what,
    document,
    id,
    from: lines?.[0] ?? null,
    to: lines?.[1] ?? null,
    more,
  });
  return [
    ...[...found.superseded, ...found.dated].map((r) => row(r.status, r.document, r.id, r.lines)),
    ...found.overdue.map((o) => row('overdue', '', o.id, null, o.reviewBy)),
    ...found.unchecked.map((id) => row('unchecked', `law:${id}`, id, null)),
    ...found.neverCited.flatMap((d) => d.rules.map((r) => row('never cited', d.document, r.id, r.lines))),
    ...found.conflicts.map((id) => row('conflict', '', id, null)),
  ];
}

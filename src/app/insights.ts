import type { Knowledge, Lines } from '../core/guideline.ts';
import { byWait, byWeek, mostFrequent, type TopicCount, type Wait, type Week } from '../core/learning/figures.ts';
import type { Topic, Topics } from '../core/learning/topic.ts';
import { evaluate } from '../core/screening/evaluate.ts';
import { countingAnswers } from '../core/screening/session.ts';
import type { Insights } from './insight-ports.ts';
import type { Learn } from './learn-ports.ts';
import type { Clock } from './ports.ts';

/** Everything that the console shows as figures, read once; its pages and its exports are made of the same. */

const WEEKS = 12;
const DAY = 86_400_000;

export type InsightDeps = { learn: Learn; insights: Insights; knowledge: Knowledge; clock: Clock };
export type Figures = {
  weeks: Week[];
  waits: Wait[];
  topics: TopicCount[];
  /** By definition and outcome; an outcome of `open`, `paused` or `cancelled` is the state of one without a verdict. */
  screenings: { key: string; count: number }[];
  /** By kind and state. */
  assessments: { key: string; count: number }[];
};

export async function figures(tenant: string, deps: InsightDeps): Promise<Figures> {
  const { learn, insights, knowledge, clock } = deps;
  const now = clock.now();
  const since = new Date(now.getTime() - (WEEKS + 1) * 7 * DAY).toISOString();
  const [asked, groups, experts, sessions, heads] = await Promise.all([
    insights.asked(tenant, since),
    learn.groups.list(tenant, ['open', 'answered', 'closed']),
    learn.experts.latest(tenant),
    insights.screenings(tenant),
    learn.assessments.list(tenant),
  ]);
  const first = new Map<string, string>();
  for (const { id, version, at } of experts)
    first.set(
      id,
      version === 1 ? at : ((await learn.experts.versions(tenant, id)).find((v) => v.state === 'published')?.at ?? at),
    );
  const topics = learn.topics();
  const topicIn = new Map(experts.map((e) => [`expert:${e.id}`, groups.find((g) => g.id === e.group)?.topic]));
  const ofAnswers = asked.flatMap(({ status, document, lines }) => {
    const topic =
      status === 'answered' && document
        ? (topicIn.get(document) ?? topicAt(document, lines, knowledge, topics))
        : undefined;
    return topic ? [topic] : [];
  });
  const ofOpen = groups.flatMap((g) =>
    g.questions.filter((q) => q.reason === 'unsure' && q.at >= since).map((q) => q.topic),
  );
  return {
    weeks: byWeek(asked, now, { zone: learn.zone, weeks: WEEKS }),
    waits: byWait(groups, first, now),
    topics: mostFrequent<Topic>([...ofAnswers, ...ofOpen]),
    screenings: mostFrequent(
      sessions.map(
        ({ session, state }) =>
          `${session.definition} ${state === 'done' ? (outcomeOf(session, knowledge) ?? 'cancelled') : state}`,
      ),
    ),
    assessments: mostFrequent(heads.map((h) => `${h.kind} ${h.state}`)),
  };
}

/** The topic of the first rule that stands in these lines, or of a note on the law. */
function topicAt(document: string, lines: Lines | null, { guidelines }: Knowledge, topics: Topics): Topic | undefined {
  if (document.startsWith('law:')) return topics.get(document)?.[0];
  const rules = guidelines.find((g) => g.id === document)?.rules ?? [];
  for (const rule of rules)
    if (lines && rule.lines[0] <= lines[1] && lines[0] <= rule.lines[1]) {
      const [topic] = topics.get(`rule:${rule.id}`) ?? [];
      if (topic) return topic;
    }
  return undefined;
}

type Session = Awaited<ReturnType<Insights['screenings']>>[number]['session'];
function outcomeOf(session: Session, { screenings }: Knowledge): string | undefined {
  const definition = screenings.find((d) => d.id === session.definition);
  if (!definition) return undefined;
  const lifted = session.lifted.map((l) => l.gate);
  const answers = countingAnswers(definition, session);
  return evaluate(definition, session.country, answers, { lifted, partial: true }).outcome ?? undefined;
}

/** A rule, or an answer, and why somebody should look at it. */
export type Ailing = { document: string; id: string; lines: Lines; status: string };
export type Health = {
  /** Rules that are old, or whose ground has changed. */
  dated: Ailing[];
  superseded: Ailing[];
  /** Written answers whose review date has passed. */
  overdue: { id: string; reviewBy: string }[];
  /** Notes on the law that nobody has checked since they were first written. */
  unchecked: string[];
  /** By document: rules whose lines no answer has stood on yet. */
  neverCited: { document: string; of: number; rules: { id: string; lines: Lines }[] }[];
  conflicts: string[];
};

/** What the knowledge needs, as far as it can be told from its own data and from what is cited. */
export async function health(tenant: string, { insights, knowledge, clock }: InsightDeps): Promise<Health> {
  const cited = await insights.cited(tenant);
  const today = clock.now().toISOString().slice(0, 10);
  const ailing = (status: string) =>
    knowledge.guidelines.flatMap((g) =>
      g.rules.filter((r) => r.status === status).map((r) => ({ document: g.id, id: r.id, lines: r.lines, status })),
    );
  const isCited = (document: string, [from, to]: Lines) =>
    cited.some((c) => c.document === document && c.lines !== null && c.lines[0] <= to && from <= c.lines[1]);
  return {
    dated: ailing('dated'),
    superseded: ailing('superseded'),
    overdue: knowledge.curated.flatMap((e) =>
      e.outcome === 'answered' && e.reviewBy < today ? [{ id: e.id, reviewBy: e.reviewBy }] : [],
    ),
    unchecked: knowledge.law.filter((n) => n.lastVerified === null).map((n) => n.id),
    neverCited: knowledge.guidelines.map((g) => ({
      document: g.id,
      of: g.rules.length,
      rules: g.rules.filter((r) => !isCited(g.id, r.lines)).map(({ id, lines }) => ({ id, lines })),
    })),
    conflicts: knowledge.conflicts.map((c) => c.id),
  };
}

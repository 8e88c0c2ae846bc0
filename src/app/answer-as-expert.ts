import type { Knowledge } from '../core/guideline.ts';
import type { Country, Lang } from '../core/language.ts';
import { type ExpertAnswer, type ExpertCite, reviewDate } from '../core/learning/expert.ts';
import { citeLines } from '../core/learning/give.ts';
import { type AskedQuestion, type Group, isGroupConfidential, merged } from '../core/learning/question.ts';
import type { Learn, Notice } from './learn-ports.ts';
import { forgetKnown } from './match-expert.ts';
import type { Clock, Ids, Log, Mask } from './ports.ts';

const LONGEST = 4000;

export type ExpertDeps = { learn: Learn; knowledge: Knowledge; mask: Mask; clock: Clock; ids: Ids; log: Log };

export type Written = {
  tenant: string;
  group: string;
  text: string;
  lang: Lang;
  cites: readonly ExpertCite[];
  /** The office; never a person. */
  by: string;
  /** Where it holds; absent: where those who asked are. */
  country?: Country | null | undefined;
  unit?: string | undefined;
  /** ISO date; absent: in a year. */
  reviewBy?: string | undefined;
  /** It waits for a second person's approval. */
  awaiting?: boolean | undefined;
};

/** Why an answer was not taken; `value` is what it is about. */
export type Refused = {
  refused:
    | 'no_group'
    | 'closed'
    | 'empty'
    | 'too_long'
    | 'no_lines'
    | 'bad_date'
    | 'personal'
    | 'no_answer'
    | 'same_office'
    | 'not_awaiting';
  value: string;
};
export type Published = { expert: ExpertAnswer; told: Notice[] };

/**
 * Publishes an office's answer to a group: knowledge at once, in every process, and everybody who asked is to be told. Another answer to the same group
 * is a new version of the first.
 */
export async function answerAsExpert(written: Written, deps: ExpertDeps): Promise<Published | Refused> {
  const drafted = await draftAnswer(written, deps);
  if ('refused' in drafted) return drafted;
  const { learn, log } = deps;
  const { group, left } = drafted;
  const { tenant } = written;
  const expert = left && isSame(left, drafted.expert) ? left : drafted.expert;
  if (expert !== left && !(await learn.experts.append(tenant, expert))) return answerAsExpert(written, deps);
  forgetKnown(learn, tenant);
  log.info('expert.answered', { version: expert.version, state: expert.state, asked: group.questions.length });
  if (expert.state === 'awaiting') {
    await learn.groups.change(tenant, group.id, { expert: expert.id }, expert.at);
    return { expert, told: [] };
  }
  return { expert, told: await settle(group, expert, deps) };
}

/** The same answer, whenever and as whichever version. */
const isSame = (a: ExpertAnswer, b: ExpertAnswer): boolean =>
  JSON.stringify({ ...a, at: '', version: 0 }) === JSON.stringify({ ...b, at: '', version: 0 });

/** The answer as it would be published, and nothing is stored. `left`: one that is stored and that its group does not know of, for whoever stored it was stopped. */
export async function draftAnswer(
  written: Written,
  { learn, knowledge, mask, clock, ids }: ExpertDeps,
): Promise<{ group: Group; expert: ExpertAnswer; left: ExpertAnswer | undefined } | Refused> {
  const { tenant, lang } = written;
  const group = await learn.groups.group(tenant, written.group);
  if (!group) return { refused: 'no_group', value: written.group };
  if (group.state === 'closed') return { refused: 'closed', value: group.id };
  const text = written.text.trim();
  if (!text) return { refused: 'empty', value: '' };
  if (text.length > LONGEST) return { refused: 'too_long', value: String(LONGEST) };
  // An office may name its telephone; a person's numbers are nobody's answer.
  const personal = mask(text).found.find((f) => f.kind === 'identity_number' || f.kind === 'card');
  if (personal) return { refused: 'personal', value: personal.kind };
  for (const ref of written.cites)
    if (!citeLines(knowledge, ref, lang)) return { refused: 'no_lines', value: `${ref.file}:${ref.lines.join('-')}` };
  const now = clock.now().toISOString();
  const reviewBy = written.reviewBy ?? reviewDate(now);
  if (!isDate(reviewBy) || reviewBy <= now.slice(0, 10)) return { refused: 'bad_date', value: reviewBy };
  const country = written.country === undefined ? group.country : written.country;
  const holds = group.questions.filter((q) => country === null || q.country === country);
  const [first] = holds.length > 0 ? holds : group.questions;
  if (!first) return { refused: 'no_group', value: group.id };
  const left = group.expert === null ? await unsettled(tenant, group, learn) : undefined;
  const id = group.expert ?? left?.id ?? ids.next();
  const before = left ?? (await learn.experts.versions(tenant, id)).at(-1);
  const wordings = [
    ...new Set([...(before ? [before.question, ...before.variants] : []), ...group.questions.map((q) => q.question)]),
  ];
  const question = before?.question ?? first.question;
  const expert: ExpertAnswer = {
    id,
    version: (before?.version ?? 0) + 1,
    group: group.id,
    question,
    variants: wordings.filter((w) => w !== question),
    text,
    lang,
    cites: [...written.cites],
    country,
    unit: written.unit ?? null,
    by: written.by,
    at: now,
    reviewBy,
    state: written.awaiting ? 'awaiting' : 'published',
  };
  return { group, expert, left };
}

const unsettled = async (tenant: string, group: Group, { experts }: Learn): Promise<ExpertAnswer | undefined> =>
  (await experts.latest(tenant)).find((e) => e.group === group.id && e.state !== 'withdrawn');

/** A second office approves what waits: it is published, and everybody told. */
export async function approve(tenant: string, id: string, by: string, deps: ExpertDeps): Promise<Published | Refused> {
  const { learn, clock } = deps;
  const last = (await learn.experts.versions(tenant, id)).at(-1);
  if (!last) return { refused: 'no_answer', value: id };
  if (last.state !== 'awaiting') return { refused: 'not_awaiting', value: id };
  if (last.by === by) return { refused: 'same_office', value: by };
  const group = await learn.groups.group(tenant, last.group);
  if (!group) return { refused: 'no_group', value: last.group };
  const expert: ExpertAnswer = {
    ...last,
    version: last.version + 1,
    at: clock.now().toISOString(),
    state: 'published',
  };
  if (!(await learn.experts.append(tenant, expert))) return approve(tenant, id, by, deps);
  forgetKnown(learn, tenant);
  return { expert, told: await settle(group, expert, deps) };
}

/** Takes an answer back: nobody gets it any more, and its group waits again. */
export async function withdrawExpert(tenant: string, id: string, deps: ExpertDeps): Promise<ExpertAnswer | Refused> {
  const { learn, clock } = deps;
  const last = (await learn.experts.versions(tenant, id)).at(-1);
  if (!last) return { refused: 'no_answer', value: id };
  if (last.state === 'withdrawn') return last;
  const at = clock.now().toISOString();
  const expert: ExpertAnswer = { ...last, version: last.version + 1, at, state: 'withdrawn' };
  if (!(await learn.experts.append(tenant, expert))) return withdrawExpert(tenant, id, deps);
  forgetKnown(learn, tenant);
  const group = await learn.groups.group(tenant, last.group);
  if (group?.state === 'answered') await learn.groups.change(tenant, group.id, { state: 'open' }, at);
  return expert;
}

/** The group is answered; who sits where the answer does not hold waits on, in a group of their own. */
async function settle(group: Group, expert: ExpertAnswer, { learn, clock, ids }: ExpertDeps): Promise<Notice[]> {
  const [first] = group.questions;
  if (!first) return [];
  const { tenant } = first;
  const at = clock.now().toISOString();
  const elsewhere = group.questions.filter((q) => expert.country !== null && q.country !== expert.country);
  const here = group.questions.filter((q) => !elsewhere.includes(q));
  if (elsewhere.length > 0 && here.length > 0)
    await learn.groups.split(
      tenant,
      group.id,
      elsewhere.map((q) => q.id),
      ids.next(),
      at,
    );
  // Before the group is answered: stopped in between, whoever takes up the answer again finds it open, and a question's notice is added once.
  const notices = onePerThread(here).map((q) => noticeOf(q, expert, ids));
  await learn.notices.add(notices, at);
  await learn.groups.change(tenant, group.id, { state: 'answered', expert: expert.id }, at);
  return notices;
}

/** Somebody who asked twice in one thread is told once. */
function onePerThread(questions: readonly AskedQuestion[]): AskedQuestion[] {
  const last = new Map(questions.filter((q) => q.conversation).map((q) => [`${q.channel}/${q.conversation}`, q]));
  return [...last.values()];
}

function noticeOf(q: AskedQuestion, expert: ExpertAnswer, ids: Ids): Notice {
  const { tenant, channel, conversation, user, lang, country } = q;
  const id = ids.next();
  return {
    id,
    tenant,
    question: q.id,
    expert: expert.id,
    channel,
    conversation,
    user,
    lang,
    country,
    text: q.question,
    askedAt: q.at,
  };
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}

/** What may be done with a group by hand; undefined where it is not there. */
export async function closeGroup(
  tenant: string,
  id: string,
  because: string,
  deps: ExpertDeps,
): Promise<Group | undefined> {
  const { learn, clock, mask } = deps;
  const group = await learn.groups.group(tenant, id);
  const closedBecause = mask(because.trim()).text;
  if (group) await learn.groups.change(tenant, id, { state: 'closed', closedBecause }, clock.now().toISOString());
  return group && { ...group, state: 'closed', closedBecause };
}
/** False where one of them is not there, or they may not be one: a confidential one and one that is not. */
export async function mergeGroups(tenant: string, into: string, other: string, deps: ExpertDeps): Promise<boolean> {
  const { learn, clock } = deps;
  const [a, b] = [await learn.groups.group(tenant, into), await learn.groups.group(tenant, other)];
  if (!a || !b) return false;
  try {
    merged(a, b);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
  await learn.groups.merge(tenant, into, other, clock.now().toISOString());
  return true;
}
/** A group that was closed, or has been answered, waits again. */
export async function reopenGroup(tenant: string, id: string, deps: ExpertDeps): Promise<boolean> {
  const { learn, clock } = deps;
  const group = await learn.groups.group(tenant, id);
  if (!group) return false;
  await learn.groups.change(tenant, id, { state: 'open', closedBecause: null }, clock.now().toISOString());
  return true;
}
export async function passOn(tenant: string, id: string, owner: string, deps: ExpertDeps): Promise<boolean> {
  const { learn, clock } = deps;
  const group = await learn.groups.group(tenant, id);
  if (!group || isGroupConfidential(group) || !learn.owners.some((o) => o.id === owner)) return false;
  await learn.groups.change(tenant, id, { owner }, clock.now().toISOString());
  return true;
}

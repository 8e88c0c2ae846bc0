import type { Action, Choice } from '../core/card.ts';
import { helpCard } from '../core/cards/answer-card.ts';
import {
  answerFormCard,
  awaitedParts,
  BOTH,
  chooseCard,
  closeCard,
  doneParts,
  plainCard,
  savedParts,
  shortened,
} from '../core/cards/owner-cards.ts';
import { type CardView, t } from '../core/cards/view.ts';
import { Country } from '../core/language.ts';
import { detectLanguage } from '../core/language-model.ts';
import { reviewDate } from '../core/learning/expert.ts';
import { fromExpert } from '../core/learning/give.ts';
import { actsFor, CONSOLE, nameOf, ownerFor } from '../core/learning/owners.ts';
import { type Group, isGroupConfidential } from '../core/learning/question.ts';
import type { Fields, Outgoing } from '../core/message.ts';
import {
  answerAsExpert,
  closeGroup,
  draftAnswer,
  type ExpertDeps,
  mergeGroups,
  passOn,
  type Refused,
  reopenGroup,
  type Written,
} from './answer-as-expert.ts';
import { citeAt, linesToCite, placeOf } from './find-lines.ts';
import type { Learn } from './learn-ports.ts';
import { tellAskers } from './notices.ts';
import { linkToConsole } from './open-console.ts';
import { approval, askForApproval } from './second-office.ts';
import { board } from './send-digest.ts';
import { below, instead, type Talk } from './talk.ts';

/** What those responsible do with a question, from the card in which they read it, in any channel. */
export type LearnAction = Extract<Action, { do: `learn.${string}` }>;
type OnGroup = Extract<LearnAction, { group: string }>;

/** Somebody at work on a group: in which office's name, and with what. */
export type Desk = { talk: Talk; view: CardView; learn: Learn; deps: ExpertDeps; office: string };
type AtGroup = Desk & { group: Group };

/** How long in ms a group is one person's while something is done with it. */
const LEASE_MS = 60 * 1000;
/** Groups that one can be merged with, as many as a card shows. */
const OFFERED = 10;

/**
 * One action of somebody responsible. Others get a plain refusal, and a card that is older than what was done since changes nothing and shows what there is.
 */
export async function onLearn(talk: Talk, action: LearnAction, fields: Fields): Promise<Outgoing[]> {
  const { deps, from, chosen } = talk;
  if (!deps.learn) return below(helpCard(talk.view));
  // Whoever is in the console needs no way there.
  const learn = from.channel === 'web' ? { ...deps.learn, reachable: false } : deps.learn;
  // In a room nobody has said anything yet that tells a language: it is that of those responsible.
  const view: CardView = { ...talk.view, lang: chosen ?? learn.lang };
  const desk = { talk, view, learn, deps: { ...deps, learn } };
  if (action.do === 'learn.console') return linkToConsole(talk, view, learn);
  if ('answer' in action) return approval(desk, action);
  const group = await learn.groups.group(from.tenant, action.group);
  if (!group) return instead(plainCard(view, t(view, 'learn.gone')));
  const office = actsFor(from, group, learn.owners);
  if (office === undefined) return below(plainCard(view, t(view, 'learn.not_yours')));
  if (!changes(action)) return onForm({ ...desk, office, group }, action, fields);
  return alone(desk, group.id, async () => {
    // Read again: somebody may have been faster, here or in another process.
    const now = await learn.groups.group(from.tenant, group.id);
    return now
      ? deed({ ...desk, office, group: now }, action, fields)
      : instead(plainCard(view, t(view, 'learn.gone')));
  });
}

const changes = (action: OnGroup): boolean =>
  action.do === 'learn.save' || action.do === 'learn.reopen' || ('sent' in action && action.sent === true);

/** One at a time for a group, in any number of processes; whoever comes meanwhile is shown what there is. */
async function alone(
  { talk: { from, at }, view, learn }: Omit<Desk, 'office'>,
  group: string,
  work: () => Promise<Outgoing[]>,
): Promise<Outgoing[]> {
  const key = `group/${group}`;
  if (!(await learn.claims.claim(from.tenant, key, at, LEASE_MS))) return instead(plainCard(view, t(view, 'too_old')));
  try {
    return await work();
  } finally {
    await learn.claims.release(from.tenant, key);
  }
}

/** What still waits for the same office, below what has just been said. */
async function rest(at: AtGroup, said: Parameters<typeof board>[2]): Promise<Outgoing[]> {
  const { talk, view, learn, office, group } = at;
  const to = office === CONSOLE ? CONSOLE : ownerFor(group, learn.owners);
  return instead(await board(talk.from.tenant, to, said, { ...talk.deps, learn, country: view.country, view }));
}
const old = (at: AtGroup): Promise<Outgoing[]> => rest(at, doneParts(at.view, t(at.view, 'too_old')));

/** Forms, which change nothing yet. */
async function onForm(at: AtGroup, action: OnGroup, fields: Fields): Promise<Outgoing[]> {
  const { view, group } = at;
  if (action.do === 'learn.board') return rest(at, []);
  if (action.version !== group.version || group.state === 'closed') return old(at);
  switch (action.do) {
    case 'learn.pass':
      return instead(chooseCard(view, group, 'pass', othersThan(at)));
    case 'learn.merge':
      return instead(chooseCard(view, group, 'merge', await mergeable(at)));
    case 'learn.close':
      return instead(closeCard(view, group));
    case 'learn.preview':
      return previewed(at, fields);
    case 'learn.find':
      return form(at, formIn(at, fields));
    default:
      return form(at, await begun(at));
  }
}

async function deed(at: AtGroup, action: OnGroup, fields: Fields): Promise<Outgoing[]> {
  const { talk, view, learn, deps, group } = at;
  const { tenant } = talk.from;
  if (action.version !== group.version) return old(at);
  const required = t(view, 'ask.error.required');
  switch (action.do) {
    case 'learn.save':
      return group.state === 'closed' ? old(at) : save(at, fields);
    case 'learn.pass': {
      const owner = textOf(fields, 'owner');
      if (!(await passOn(tenant, group.id, owner, deps)))
        return instead(chooseCard(view, group, 'pass', othersThan(at), required));
      return rest(at, doneParts(view, t(view, 'learn.passed', { unit: nameOf(owner, learn.owners, view.lang) })));
    }
    case 'learn.merge': {
      const into = (await mergeable(at)).find((c) => c.value === textOf(fields, 'into'))?.value;
      if (!into || !(await mergeGroups(tenant, into, group.id, deps)))
        return instead(chooseCard(view, group, 'merge', await mergeable(at), required));
      return rest(at, doneParts(view, t(view, 'learn.merged')));
    }
    case 'learn.close': {
      const reason = textOf(fields, 'reason');
      if (!reason) return instead(closeCard(view, group, required));
      await closeGroup(tenant, group.id, reason, deps);
      const closed = await learn.groups.group(tenant, group.id);
      return rest(at, doneParts(view, t(view, 'learn.closed'), closed));
    }
    default:
      await reopenGroup(tenant, group.id, deps);
      return rest(at, doneParts(view, t(view, 'learn.reopened')));
  }
}

const textOf = (fields: Fields, id: string): string => {
  const value = fields[id];
  return typeof value === 'string' ? value.trim() : '';
};

/** Whom it can be passed on to. What is confidential stays where it is. */
function othersThan({ learn, view, group }: AtGroup): Choice[] {
  if (isGroupConfidential(group)) return [];
  const to = ownerFor(group, learn.owners);
  return learn.owners
    .filter((o) => o.id !== to)
    .map((o) => ({ value: o.id, label: nameOf(o.id, learn.owners, view.lang) }));
}

/** Other questions that wait for whoever does this, the likest first; never one that they may not see. */
async function mergeable({ talk, learn, group }: AtGroup): Promise<Choice[]> {
  const { from } = talk;
  const open = (await learn.groups.list(from.tenant, ['open'])).filter(
    (g) =>
      g.id !== group.id &&
      isGroupConfidential(g) === isGroupConfidential(group) &&
      actsFor(from, g, learn.owners) !== undefined,
  );
  const name = (g: Group) => g.questions[0]?.question ?? g.id;
  const near = new Map(open.map((g) => [g.id, learn.same.sameness(name(group), name(g))]));
  return open
    .sort((a, b) => (near.get(b.id) ?? 0) - (near.get(a.id) ?? 0))
    .slice(0, OFFERED)
    .map((g) => ({ value: g.id, label: shortened(name(g), 100) }));
}

type Shown = Parameters<typeof answerFormCard>[2];

/** The form as it is first shown: with the answer that there is, where there is one. */
async function begun({ talk, view, learn, group }: AtGroup): Promise<Shown> {
  const before =
    group.expert === null ? undefined : (await learn.experts.versions(talk.from.tenant, group.expert)).at(-1);
  const country = before ? before.country : group.country;
  return {
    text: before?.text ?? '',
    find: '',
    cites: before?.cites.map((c) => placeOf(view, c)) ?? [],
    country: country ?? BOTH,
    unit: before?.unit ?? '',
    review: reviewDate(talk.at),
  };
}

/** What was sent, as the form shows it again. */
function formIn({ talk, group }: AtGroup, fields: Fields): Shown {
  const { cites } = fields;
  return {
    text: textOf(fields, 'text'),
    find: textOf(fields, 'find'),
    cites: typeof cites === 'string' ? [cites] : [...(cites ?? [])],
    country: textOf(fields, 'country') || (group.country ?? BOTH),
    unit: textOf(fields, 'unit'),
    review: textOf(fields, 'review') || reviewDate(talk.at),
  };
}

async function form(
  at: AtGroup,
  shown: Shown,
  more: { errors?: Record<string, string>; preview?: ReturnType<typeof fromExpert> } = {},
): Promise<Outgoing[]> {
  const { talk, view, learn, office, group } = at;
  const lines = await linesToCite(view, group, shown.cites, shown.find, talk.deps.retriever);
  const approver = approverOf(at);
  const named = approver === undefined ? {} : { approver: nameOf(approver, learn.owners, view.lang) };
  const there = shown.cites.filter((c) => lines.some((l) => l.value === c));
  const by = officeName(view, office, learn);
  return instead(answerFormCard(view, group, { ...shown, cites: there }, { lines, by, ...named, ...more }));
}

/** The office's name: never a person's. */
const officeName = (view: CardView, office: string, { owners }: Learn): string =>
  office === CONSOLE ? t(view, 'answer.office') : nameOf(office, owners, view.lang);
const approverOf = ({ learn, office }: AtGroup): string | undefined =>
  learn.owners.find((o) => o.id === office)?.approver;

/** What was sent as an answer to be checked and published. Its language is that of its words. */
function writtenIn(at: AtGroup, shown: Shown): Written {
  const { talk, view, learn, office, group } = at;
  const told = detectLanguage(talk.deps.languages, shown.text);
  const country = Country.safeParse(shown.country).data ?? null;
  return {
    tenant: talk.from.tenant,
    group: group.id,
    text: shown.text,
    lang: told.sure ? told.lang : view.lang,
    cites: shown.cites.flatMap((place) => citeAt(view, place) ?? []),
    by: officeName(view, office, learn),
    country,
    unit: shown.unit || undefined,
    reviewBy: shown.review,
    awaiting: approverOf(at) !== undefined,
  };
}

/** The field that a refusal is about, and what it says there. */
function errorsOf({ view }: AtGroup, { refused, value }: Refused): Record<string, string> {
  switch (refused) {
    case 'too_long':
      return { text: t(view, 'ask.error.too_long', { max: value }) };
    case 'personal':
      return { text: t(view, 'learn.error.personal') };
    case 'no_lines':
      return { cites: t(view, 'learn.error.lines') };
    case 'bad_date':
      return { review: t(view, 'learn.error.date') };
    default:
      return { text: t(view, 'ask.error.required') };
  }
}

async function previewed(at: AtGroup, fields: Fields): Promise<Outgoing[]> {
  const { view, deps } = at;
  const shown = formIn(at, fields);
  const drafted = await draftAnswer(writtenIn(at, shown), deps);
  if ('refused' in drafted) return form(at, shown, { errors: errorsOf(at, drafted) });
  return form(at, shown, { preview: fromExpert(drafted.expert, view, deps.clock.now()) });
}

async function save(at: AtGroup, fields: Fields): Promise<Outgoing[]> {
  const { talk, view, learn, deps, group } = at;
  const shown = formIn(at, fields);
  const result = await answerAsExpert(writtenIn(at, shown), deps);
  if ('refused' in result) return form(at, shown, { errors: errorsOf(at, result) });
  const approver = approverOf(at);
  if (approver !== undefined) {
    await askForApproval({ ...at, expert: result.expert, approver });
    return rest(at, awaitedParts(view, nameOf(approver, learn.owners, view.lang)));
  }
  await tellAskers({ ...talk.deps, learn });
  // Who was told of an earlier version is not told again.
  return rest(at, savedParts(view, result.expert, group.state === 'answered' ? 0 : result.told.length));
}

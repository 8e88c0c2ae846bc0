import { z } from 'zod';
import { Country, type Lang, Localised } from '../language.ts';
import type { Group } from './question.ts';
import { isGroupConfidential } from './question.ts';
import { Topic } from './topic.ts';

/** Who gets what nobody has an owner for: the web console, which everybody responsible can open. */
export const CONSOLE = 'console';
/** The data protection officer: the only one to get what is confidential. */
export const DPO = 'dpo';

/** An office that answers questions: which ones, and where it reads them. */
export const Owner = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'an owner’s id is small letters, digits and hyphens'),
  /** The Slack workspace or Teams organisation whose questions it gets, by id, where varsam serves several; absent: all. */
  tenant: z.string().min(1).optional(),
  /** What the office is called; absent, its id. */
  title: Localised.optional(),
  /** Absent: every topic that nobody else has. */
  topics: z.array(Topic).min(1).optional(),
  /** Absent: both countries. */
  country: Country.optional(),
  /** Ids of those who sit there, as in `roles`: a question that they alone have asked goes to somebody else. */
  people: z.array(z.string().min(1)).default([]),
  /** Ids of the owners who step in, in this order. */
  deputies: z.array(z.string().min(1)).default([]),
  /** The owner who approves what this one has answered, before it is published; absent: it is published at once. */
  approver: z.string().min(1).optional(),
  /** How to reach the office, shown to whoever asks for a person. */
  phone: z.string().min(3).max(30).optional(),
  /** Where it is written to; the web console shows everything anyway. */
  to: z
    .strictObject({
      web: z.literal(true).optional(),
      slack: z.string().min(1).optional(),
      teams: z.string().min(1).optional(),
    })
    .default({ web: true }),
});
export type Owner = z.infer<typeof Owner>;

export const Owners = z.array(Owner).superRefine((owners, ctx) => {
  const ids = owners.map((o) => o.id);
  owners.forEach((owner, i) => {
    const fault = (path: (string | number)[], message: string) =>
      ctx.addIssue({ code: 'custom', path: [i, ...path], message });
    if (ids.indexOf(owner.id) !== i) fault(['id'], `there are two owners ${owner.id}`);
    if (owner.id === CONSOLE) fault(['id'], `${CONSOLE} is the name of the web console`);
    if (owner.approver !== undefined && !ids.includes(owner.approver))
      fault(['approver'], `there is no owner ${owner.approver}`);
    if (owner.approver === owner.id) fault(['approver'], 'nobody approves what they wrote themselves');
    owner.deputies.forEach((deputy, d) => {
      if (!ids.includes(deputy)) fault(['deputies', d], `there is no owner ${deputy}`);
      if (deputy === owner.id) fault(['deputies', d], 'nobody is their own deputy');
    });
  });
});

const OFFICER_NAMES: Localised = {
  nb: 'Personvernombudet',
  nn: 'Personvernombodet',
  sv: 'Dataskyddsombudet',
  en: 'The DPO',
};
/** What an owner is called, as the beginning of a sentence. */
export function nameOf(id: string, owners: readonly Owner[], lang: Lang): string {
  const title = owners.find((o) => o.id === id)?.title?.[lang] ?? (id === DPO ? OFFICER_NAMES[lang] : id);
  return title.charAt(0).toUpperCase() + title.slice(1);
}

const OFFICER: Owner = { id: DPO, people: [], deputies: [], to: { web: true } };

/**
 * The owner that a group goes to, by id. Confidential groups go to the data protection officer, whatever else is said; then to whom it was passed on; then
 * to who has its topic and country, the more exactly the better. Where those who asked all sit in that office, the next in line gets it. Without owners,
 * or where nobody fits, the console.
 */
export function ownerFor(
  group: Pick<Group, 'topic' | 'country' | 'owner' | 'questions'>,
  owners: readonly Owner[],
): string {
  if (owners.length === 0) return CONSOLE;
  const own = (owner: Owner) =>
    group.questions.length > 0 && group.questions.every((q) => owner.people.includes(q.user));
  const [first, ...others] = lineFor(group, owners);
  if (!first) return CONSOLE;
  return [first, ...deputiesOf(first, owners), ...others].find((o) => !own(o))?.id ?? CONSOLE;
}

/** Those who may answer a group, the nearest first. */
function lineFor(group: Pick<Group, 'topic' | 'country' | 'owner' | 'questions'>, owners: readonly Owner[]): Owner[] {
  if (isGroupConfidential(group)) return [owners.find((o) => o.id === DPO) ?? OFFICER];
  const passed = owners.filter((o) => o.id === group.owner);
  const exact = (o: Owner) => (o.topics ? 2 : 0) + (o.country ? 1 : 0);
  const fits = owners
    .filter((o) => o.topics?.includes(group.topic) ?? true)
    .filter((o) => o.country === undefined || group.country === null || o.country === group.country)
    .sort((a, b) => exact(b) - exact(a));
  return [...passed, ...fits.filter((o) => !passed.includes(o))];
}

/** Those who step in for an owner. */
export function deputiesOf(owner: Pick<Owner, 'deputies'>, owners: readonly Owner[]): Owner[] {
  return owner.deputies.flatMap((id) => owners.find((o) => o.id === id) ?? []);
}

/** Somebody who does something with a question: who they are, where, and the office that the channel itself says they act for. */
type Doer = { user: string; channel: string; place: string; office?: string };

/** The offices that somebody sits in. One that names nobody is whoever is in its room. */
export function officesOf({ user, channel, place, office }: Doer, owners: readonly Owner[]): string[] {
  if (office !== undefined) return [office];
  const inRoom = ({ people, to }: Owner) =>
    people.length === 0 && ((channel === 'slack' && to.slack === place) || (channel === 'teams' && to.teams === place));
  return owners.filter((o) => o.people.includes(user) || inRoom(o)).map((o) => o.id);
}

/**
 * The office in whose name somebody may answer a group: the one that it goes to, else one of its deputies, else the console. Undefined where they may not,
 * and where the question is theirs alone: then it is for somebody else.
 */
export function actsFor(
  doer: Doer,
  group: Pick<Group, 'topic' | 'country' | 'owner' | 'questions'>,
  owners: readonly Owner[],
): string | undefined {
  const mine = officesOf(doer, owners);
  if (isGroupConfidential(group)) return mine.includes(DPO) ? DPO : undefined;
  if (mine.includes(CONSOLE)) return CONSOLE;
  if (group.questions.length > 0 && group.questions.every((q) => q.user === doer.user)) return undefined;
  const to = ownerFor(group, owners);
  const line = [to, ...(owners.find((o) => o.id === to)?.deputies ?? [])];
  return line.find((id) => mine.includes(id));
}

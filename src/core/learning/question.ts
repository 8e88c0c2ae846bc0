import { z } from 'zod';
import { Lines } from '../guideline.ts';
import { Country, Lang } from '../language.ts';
import { CHANNELS } from '../message.ts';
import { Topic } from './topic.ts';

/** Why a question waits: nothing answers it, the answer did not help, or somebody asked for a person. */
const REASONS = ['unsure', 'not_helpful', 'ask_person'] as const;
export const Reason = z.enum(REASONS);
export type Reason = z.infer<typeof Reason>;

/** The longest name that somebody gives. */
export const LONGEST_NAME = 80;

const id = z.string().min(1);
/** An ISO time in UTC, such as 2026-11-16T08:00:00.000Z. */
const at = z.iso.datetime();

/** The nearest lines that were shown beside "I don't know": where to begin, not an answer. `file` and `lines` are null for law notes. */
export const Place = z.strictObject({
  document: z.string().min(1),
  file: z.string().nullable(),
  lines: Lines.nullable(),
});
export type Place = z.infer<typeof Place>;

/** A question that nobody has answered yet, as it was allowed to leave the conversation. */
export const AskedQuestion = z.strictObject({
  id,
  tenant: z.string().min(1),
  /** Where the asker can be told: the thread it was asked in. Emptied 30 days after they were told. */
  conversation: z.string(),
  channel: z.enum(CHANNELS),
  /** The platform's id of the person, never a name: an owner's own question goes to somebody else. Emptied with `conversation`. */
  user: z.string(),
  /** Masked. */
  question: z.string().trim().min(1),
  lang: Lang,
  country: Country,
  topic: Topic,
  reason: Reason,
  /** Special categories, child welfare, secrecy: the data protection officer's alone. */
  confidential: z.boolean(),
  /** The name that the asker wrote for those who answer; null, as it is unless they do: nobody is told. Emptied with `conversation`. */
  named: z.string().trim().min(1).max(LONGEST_NAME).nullable(),
  closest: z.array(Place),
  at,
});
export type AskedQuestion = z.infer<typeof AskedQuestion>;

const GROUP_STATES = ['open', 'answered', 'closed'] as const;
export const GroupState = z.enum(GROUP_STATES);
export type GroupState = z.infer<typeof GroupState>;

/** Questions that ask the same, oldest first; one answer is for all of them. */
export const Group = z.strictObject({
  id,
  /** The topic of its first question, or where it was passed on to. */
  topic: Topic,
  state: GroupState,
  /** The country that all askers are in; null where they are in several. */
  country: Country.nullable(),
  questions: z.array(AskedQuestion),
  /** The owner it was passed on to, by id; null: whoever has the topic. */
  owner: z.string().nullable(),
  /** The published answer's id. */
  expert: z.string().nullable(),
  closedBecause: z.string().nullable(),
  /** Goes up with everything that is done with it by hand, and not with those who join. */
  version: z.int().nonnegative(),
});
export type Group = z.infer<typeof Group>;

/** A group is as confidential as the most confidential question in it. */
export function isGroupConfidential(group: Pick<Group, 'questions'>): boolean {
  return group.questions.some((q) => q.confidential);
}

/** The names of those who asked and let those responsible know it, each once. */
export function namesIn(group: Pick<Group, 'questions'>): string[] {
  return [...new Set(group.questions.flatMap((q) => q.named ?? []))];
}

/** The one country of these questions, or null where there are several or none. */
export function countryOf(questions: readonly Pick<AskedQuestion, 'country'>[]): Country | null {
  const [first, ...rest] = questions;
  return first && rest.every((q) => q.country === first.country) ? first.country : null;
}

/** A new group around its first question. */
export function groupOf(question: AskedQuestion, groupId: string): Group {
  return {
    id: groupId,
    topic: question.topic,
    state: 'open',
    country: question.country,
    questions: [question],
    owner: null,
    expert: null,
    closedBecause: null,
    version: 0,
  };
}

/** The group with one more question. The same question again changes nothing. */
export function joined(group: Group, question: AskedQuestion): Group {
  if (group.questions.some((q) => q.id === question.id)) return group;
  const questions = [...group.questions, question].sort(byAge);
  return { ...group, questions, country: countryOf(questions) };
}

/**
 * Two groups as one, by hand: the first keeps its id, topic, owner, state and answer, and has the questions of both. Throws a RangeError for a group and
 * itself, for groups of two tenants, and where only one of them is confidential: its questions may not reach others by way of a merge.
 */
export function merged(into: Group, other: Group): Group {
  if (into.id === other.id) throw new RangeError('a group can’t be merged with itself');
  const tenants = new Set([...into.questions, ...other.questions].map((q) => q.tenant));
  if (tenants.size > 1) throw new RangeError('groups of two tenants can’t be merged');
  if (isGroupConfidential(into) !== isGroupConfidential(other))
    throw new RangeError('a confidential group can’t be merged with one that is not');
  const had = new Set(into.questions.map((q) => q.id));
  const questions = [...into.questions, ...other.questions.filter((q) => !had.has(q.id))].sort(byAge);
  return { ...into, questions, country: countryOf(questions) };
}

function byAge(a: AskedQuestion, b: AskedQuestion): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1;
}

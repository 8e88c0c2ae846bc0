import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import { Kind, State } from '../core/assessment/document.ts';
import { Authority, Screening, Status } from '../core/guideline.ts';
import { Country, Lang } from '../core/language.ts';
import { Session } from '../core/screening/session.ts';
import type { PrivacyTables } from './privacy-tables.ts';

/**
 * The tables, as Kysely sees them. Every key begins with the tenant, so that a database on many machines can be split by it.
 * Times are ISO text in UTC with milliseconds: they sort as text and mean the same in every database.
 */
export type Schema = {
  conversations: {
    tenant: string;
    id: string;
    channel: string;
    lang: string | null;
    country: string;
    opened_at: string;
    used_at: string;
  };
  turns: {
    tenant: string;
    id: string;
    conversation: string;
    question: string;
    /** An Answer as JSON: what the user saw, whole. */
    answer: string;
    at: string;
  };
  /** The places a turn's answer cites, a copy out of its JSON, so that one can ask what is cited and what never is. */
  citations: {
    tenant: string;
    turn: string;
    /** 0-based, as in the answer's list. */
    position: number;
    document: string;
    line_from: number | null;
    line_to: number | null;
  };
  /** Each verdict at most once a turn, with the last time it was given: nobody's "wrong source" disappears under a later "helped". */
  feedback: { tenant: string; turn: string; verdict: string; at: string };
  /** Questions that ask the same; its country is that of those who ask. */
  question_groups: {
    tenant: string;
    id: string;
    topic: string;
    state: string;
    owner: string | null;
    expert: string | null;
    closed_because: string | null;
    /** Of what was done with it by hand. */
    version: number;
    /** Of its first question. */
    at: string;
    changed_at: string;
  };
  group_questions: {
    tenant: string;
    id: string;
    in_group: string;
    conversation: string;
    channel: string;
    person: string;
    question: string;
    lang: string;
    country: string;
    topic: string;
    reason: string;
    confidential: number;
    /** The name that the asker gave. */
    named: string | null;
    /** Places as JSON. */
    closest: string;
    at: string;
  };
  /** Append-only: one row for each version, whole, an ExpertAnswer as JSON. */
  expert_answers: { tenant: string; id: string; version: number; state: string; at: string; answer: string };
  /** Who is to be told, as JSON until they are. */
  notices: {
    tenant: string;
    question: string;
    id: string;
    channel: string;
    notice: string;
    at: string;
    told_at: string | null;
  };
  /** What was sent to whom, for good: digests by week, and questions to a person. */
  deliveries: { tenant: string; recipient: string; kind: string; what: string; at: string };
  /** Keys to the console by their hash: `link` from a chat, good once, and `seat` of the browser that came by it. `pass`: a Pass as JSON. */
  console_passes: { tenant: string; hash: string; kind: string; pass: string; until: string };
  /** Numbers that go up with every change, so that another process sees that there is something new. */
  versions: { tenant: string; of: string; version: number };
  /** The head of each assessment: what a list shows, a copy out of its last version. */
  assessments: {
    tenant: string;
    id: string;
    title: string;
    kind: string;
    state: string;
    version: number;
    at: string;
    /** Whoever has written in it, as JSON. */
    authors: string;
  };
  /** Append-only: one row for each version, whole. */
  assessment_versions: {
    tenant: string;
    assessment: string;
    number: number;
    /** The role of whoever made it, `bot` for varsam. */
    role: string;
    at: string;
    /** A Version as JSON. */
    version: string;
  };
  /** The head of each account of the register, a copy out of its last version. */
  accounts: {
    tenant: string;
    id: string;
    address: string;
    name: string;
    state: string;
    version: number;
    at: string;
  };
  /** Append-only: one row for each version, whole, an Account as JSON. */
  account_versions: {
    tenant: string;
    account: string;
    number: number;
    role: string;
    at: string;
    version: string;
  };
  /** Which accounts a place posts to. */
  account_places: { tenant: string; place: string; account: string; at: string };
  sessions: {
    tenant: string;
    id: string;
    conversation: string;
    definition: string;
    version: number;
    /** A Session as JSON: answers and nothing else. */
    session: string;
    state: string;
    at: string;
    /** The assessment that its verdict opened. */
    assessment: string | null;
    /** How often it was stored. */
    revision: number;
    /** The event that it was last changed by: worked on again after a fault, it changes nothing. */
    event: string | null;
  };
  /** Who works on what: events, so far. A row is theirs until `until`, and nobody's any more once it is done (1). */
  claims: { tenant: string; key: string; until: string; done: number };
  /** What holds for an account or room, as JSON of question ids and codes. */
  channel_facts: { tenant: string; place: string; facts: string; at: string };
  /** What came in and is not done. Bodies are encrypted; `until` is when it may be taken (again), by whoever comes first. */
  inbox: {
    tenant: string;
    key: string;
    channel: string;
    event: string;
    lane: string;
    position: string;
    work: string;
    body: string;
    at: string;
    until: string;
    holder: string | null;
    tries: number;
  };
  /** What of a piece of work can be seen already. */
  inbox_marks: { tenant: string; key: string; step: string; ref: string };
  /** Small things that channels know again: addresses, installations (encrypted), where somebody has a screening. */
  kept: { tenant: string; kind: string; key: string; item: string; value: string; at: string };
  preferences: { tenant: string; person: string; lang: string | null; country: string | null; at: string };
  /** Append-only: one row for each version, a Removal as JSON. */
  removal_versions: {
    tenant: string;
    removal: string;
    number: number;
    removed_at: string;
    at: string;
    version: string;
  };
  removal_exports: { tenant: string; id: string; at: string; entries: number; sha256: string };
  removals_exported: { tenant: string; removal: string; number: number };
  removal_drafts: { tenant: string; conversation: string; draft: string; at: string };
  /** Who is away, from the first day to the last, ISO. */
  absences: { tenant: string; person: string; from_day: string; until_day: string; at: string };
  /** What was done, or put off until a day, of what the calendar asks. */
  due_marks: { tenant: string; due: string; state: string; until_day: string | null; at: string };
} & PrivacyTables;

// Loose objects: what a later version adds to an answer is neither lost nor a fault when this one reads the row. Limits on lengths
// and ranges are the business of whoever makes an answer; an old answer stays readable when they change.
const Citation = z.looseObject({
  document: z.string(),
  file: z.string().nullable(),
  lines: z.tuple([z.int(), z.int()]).nullable(),
  quote: z.string(),
  quoteLang: Lang,
  section: z.string().nullable(),
  title: z.string(),
  publisher: z.string(),
  published: z.string().nullable(),
  inferred: z.array(z.string()).readonly(),
  country: Country.nullable(),
  authority: Authority.nullable(),
  status: Status.nullable(),
  writtenBefore: z.string().nullable(),
});

const Notice = z.looseObject({
  key: z.enum([
    'offline',
    'outdated',
    'other_country',
    'other_municipality',
    'law_note',
    'translated',
    'masked',
    'goes_to',
    'phone',
    'waiting',
    'told',
    'review_passed',
  ]),
  values: z.exactOptional(z.record(z.string(), z.string())),
});

const common = {
  lang: Lang,
  country: Country,
  text: z.string(),
  claims: z.array(z.looseObject({ text: z.string(), citations: z.array(z.int()) })),
  citations: z.array(Citation),
  conflicts: z.array(z.string()),
  offers: z.array(z.looseObject({ screening: Screening })),
  notices: z.array(Notice),
};

/** The Answer of src/core/answer.ts as it stands in `turns.answer`. */
export const StoredAnswer = z.discriminatedUnion('status', [
  z.looseObject({ ...common, status: z.literal('answered'), by: z.enum(['curated', 'rule', 'model', 'expert']) }),
  z.looseObject({ ...common, status: z.literal('unsure'), missing: z.string().nullable() }),
  z.looseObject({ ...common, status: z.literal('refused') }),
]) satisfies z.ZodType<Answer>;

export const ConversationRow = z.object({ lang: Lang.nullable(), country: Country });

export const OpenQuestionRow = z.object({
  id: z.string(),
  tenant: z.string(),
  conversation: z.string(),
  question: z.string(),
  lang: Lang,
  country: Country,
  reason: z.enum(['unsure', 'not_helpful', 'ask_person']),
  at: z.string(),
});

/** A time as it is given: ISO 8601 with `Z` or an offset. */
export const Time = z.iso.datetime({ offset: true });

export const SessionRow = z.object({
  id: z.string(),
  conversation: z.string(),
  session: Session,
  state: z.enum(['offered', 'open', 'paused', 'done', 'cancelled']),
  at: z.string(),
  // Postgres may give a number as text.
  revision: z.coerce.number().int().positive(),
  assessment: z.exactOptional(z.string()),
  event: z.exactOptional(z.string()),
});

export const Facts = z.record(z.string(), z.union([z.string(), z.number()]));

export const PreferenceRow = z.object({ lang: Lang.nullable(), country: Country.nullable() });

export const AssessmentHead = z.object({
  id: z.string(),
  title: z.string(),
  kind: Kind,
  state: State,
  version: z.int(),
  at: z.string(),
});

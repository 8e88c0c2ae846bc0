import { z } from 'zod';
import { addDays, addMonths } from '../calendar/moment.ts';
import { dayIn } from '../learning/week.ts';

/** How long each kind of data is kept, counted from what, and on which ground. Pure: the time is given. */

type Period = { months: number } | { days: number };
type Known = {
  /** Null: kept for good. */
  period: Period | null;
  /** What the period counts from. */
  from: string;
  /** Why so long: the record plan it follows where the municipality names one, else this. */
  ground: string;
};

const PASSING = 'no record: working material, kept no longer than it is of use (GDPR Art. 5(1)(e))';
const PLAN = 'the municipality’s records plan; without one nothing is deleted';

/** Kinds whose period the municipality may set. */
const SETTABLE = {
  conversations: { period: { months: 12 }, from: 'the day a question was asked', ground: PASSING },
  feedback: { period: { months: 12 }, from: 'the day it was given', ground: PASSING },
  openQuestions: { period: { months: 24 }, from: 'the day it was asked', ground: PASSING },
  closedQuestions: { period: { months: 12 }, from: 'the last change of its group', ground: PASSING },
  expertAnswers: { period: null, from: 'the day it was withdrawn', ground: PLAN },
  screenings: { period: { months: 12 }, from: 'the last change', ground: PASSING },
  unfinishedScreenings: { period: { months: 3 }, from: 'the last change', ground: PASSING },
  assessmentDrafts: {
    period: { months: 24 },
    from: 'the last change, as long as nobody has decided',
    ground: 'a draft that came to nothing; what is decided becomes a record and stays',
  },
  accounts: { period: null, from: 'the day it was archived or declined', ground: PLAN },
  removalDrafts: { period: { days: 7 }, from: 'the last change', ground: PASSING },
  channelFacts: { period: { months: 24 }, from: 'the day they were last said', ground: PASSING },
  preferences: { period: { months: 24 }, from: 'the day it was chosen', ground: PASSING },
  notices: { period: { months: 12 }, from: 'the day it was made', ground: PASSING },
  deliveries: {
    period: { months: 24 },
    from: 'the day it was sent; the last digest stays, so that none is sent twice',
    ground: PASSING,
  },
  references: { period: { months: 24 }, from: 'the last start at which it was used', ground: PASSING },
  absences: { period: { days: 30 }, from: 'the day they are back', ground: PASSING },
  consoleKeys: {
    period: { days: 1 },
    from: 'the end of the link (ten minutes) or the browser’s visit (eight hours)',
    ground: PASSING,
  },
  calendarMarks: { period: { months: 12 }, from: 'the day they hold until', ground: PASSING },
} as const satisfies Record<string, Known>;
export type PurgeKind = keyof typeof SETTABLE;
const PURGE_KINDS = Object.keys(SETTABLE) as PurgeKind[];

/** Kinds whose period follows from the program or from a duty, or is set elsewhere. */
export const FIXED = {
  assessments: { kept: 'for good', ground: 'archive duty: what was decided is a record' },
  auditLog: { kept: 'as long as the assessments', ground: 'shows who saw and changed them; holds keyed pseudonyms' },
  removals: { kept: 'moderation.keepMonths, once the archive has them', ground: 'docs/moderation.md' },
  askers: { kept: '30 days after they were told', ground: PASSING },
  inbox: { kept: '3 days at most, encrypted; gone when the answer stands', ground: PASSING },
  claims: { kept: '3 days', ground: PASSING },
  installations: { kept: 'until the app is removed from the workspace, encrypted', ground: 'needed to answer there' },
} as const satisfies Record<string, { kept: string; ground: string }>;

const Setting = z
  .strictObject({
    months: z.int().positive().max(1200).optional(),
    days: z.int().positive().max(36500).optional(),
    /** Its place in the records plan, shown beside the period. */
    recordsPlan: z.string().trim().min(1).max(120).optional(),
  })
  .refine((s) => s.months === undefined || s.days === undefined, 'give months or days, not both');

/** As it stands in municipality.yaml: of each kind its period, its place in the records plan, or both. */
export const RetentionSettings = z.partialRecord(z.enum(PURGE_KINDS), Setting);
export type RetentionSettings = z.infer<typeof RetentionSettings>;

export type KeptFor = Known & { kind: PurgeKind };

/** Every kind with the municipality's own period and place in the records plan, where it has said. */
export function periodsOf(settings: RetentionSettings = {}): KeptFor[] {
  return PURGE_KINDS.map((kind) => {
    const { period, from, ground }: Known = SETTABLE[kind];
    const { months, days, recordsPlan } = settings[kind] ?? {};
    const own = months !== undefined ? { months } : days !== undefined ? { days } : undefined;
    return { kind, from, period: own ?? period, ground: recordsPlan ? `records plan ${recordsPlan}` : ground };
  });
}

/** Of a kind everything is over that its period counts from before this moment, ISO in UTC. */
export type Cut = { kind: PurgeKind; before: string };

/** What is over now: whole days by the clock of a place. A kind that is kept for good is not there. */
export function planPurge(periods: readonly KeptFor[], now: Date, zone: string): Cut[] {
  const today = dayIn(now, zone);
  return periods.flatMap(({ kind, period }) => {
    if (period === null) return [];
    const day = 'months' in period ? addMonths(today, -period.months) : addDays(today, -period.days);
    return [{ kind, before: `${day}T00:00:00.000Z` }];
  });
}

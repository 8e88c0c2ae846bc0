import type { Account } from '../accounts/account.ts';
import type { Country } from '../language.ts';
import { dayIn } from '../learning/week.ts';
import type { DueKind } from './duty.ts';
import { addDays, addMonths } from './moment.ts';

/** What is due, to whom, and who is reminded of it when. Pure: the same facts at the same time give the same list. */

/** Away from the first day to the last, both included. */
export type Absence = { person: string; from: string; until: string };
/** done: looked after, up to and with that day · snoozed: not before that day. By `subject` below. */
export type Mark = { subject: string; state: 'done' | 'snoozed'; until: string };

export type CalendarFacts = {
  accounts: readonly Account[];
  absences: readonly Absence[];
  marks: readonly Mark[];
  /** Assessments in use, with the date of their next review. */
  assessments: readonly { id: string; title: string; country: Country; reviewDate: string | null }[];
  /** Answers of offices that are given: what was asked, by whom answered. */
  answers: readonly { id: string; question: string; country: Country; by: string; reviewBy: string }[];
};

export type CalendarSetup = {
  /** IANA name: whose days count. */
  zone: string;
  isWorkday: (country: Country, day: string) => boolean;
  /** Months between snapshots where an account has no interval of its own. Half a year is the stricter of the two sources (K1). */
  snapshotMonths: number;
  /** Days without a sign of use after which an account is quiet. */
  quietDays: number;
};
export const DEFAULTS = { snapshotMonths: 6, quietDays: 60 } as const;

/** Somebody that a reminder is for. `person`: their id in the chat, null where nobody has said it, or for a unit. */
export type Recipient = { role: 'owner' | 'substitute' | 'unit' | 'office'; person: string | null; title: string };
export type Due = {
  kind: DueKind;
  /** What it is about: the id of the account, the assessment or the answer. */
  subject: string;
  account: { id: string; name: string } | null;
  /** The name of what it is about, where it is no account. */
  title: string;
  country: Country;
  /** ISO day; in the past where it is overdue. */
  due: string;
  /** The day from which the first has it: `due`, or for supervision the first working day that nobody has looked. */
  since: string;
  /** Who has it now: the first of `chain`. */
  to: Recipient;
  /** Who gets it in turn. */
  chain: readonly Recipient[];
  /** Put off until this day. */
  snoozed: string | null;
};

/** Days ahead from which something is on the list; reminders wait for the day itself. */
const AHEAD: Record<DueKind, number> = {
  supervision: 0,
  snapshot: 14,
  quiet: 0,
  owner_left: 14,
  assessment_review: 30,
  register_review: 30,
  answer_review: 30,
};
const REVIEW_MONTHS = 12;

/** Everything that is due or soon will be, the earliest first. */
export function due(facts: CalendarFacts, now: Date, setup: CalendarSetup): Due[] {
  const today = dayIn(now, setup.zone);
  const marks = new Map(facts.marks.map((m) => [`${m.state}/${m.subject}`, m.until]));
  const found = [
    ...facts.accounts.flatMap((account) => ofAccount(account, today, facts, setup, marks)),
    ...ofAssessments(facts, today),
    ...ofAnswers(facts),
  ];
  const kept = found
    .filter((d) => d.due <= addDays(today, AHEAD[d.kind]))
    .map((d) => ({ ...d, snoozed: later(marks.get(`snoozed/${d.kind}/${d.subject}`), today) }));
  const key = (d: Due) => `${d.due} ${d.account?.name ?? d.title} ${d.kind} ${d.subject}`;
  return kept.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

const later = (day: string | undefined, today: string): string | null =>
  day !== undefined && day > today ? day : null;

type Holder = Account['owner'];
type Marks = ReadonlyMap<string, string>;

function ofAccount(account: Account, today: string, facts: CalendarFacts, setup: CalendarSetup, marks: Marks): Due[] {
  if (account.state !== 'active' && account.state !== 'closing') return [];
  const { id, name, country, unit } = account;
  const chain = chainOf(account, today, facts.absences);
  const one = (kind: DueKind, day: string, more: Partial<Due> = {}): Due => {
    const [to = theUnit(unit)] = more.chain ?? chain;
    return {
      ...{
        kind,
        subject: id,
        account: { id, name },
        title: name,
        country,
        due: day,
        since: day,
        to,
        chain,
        snoozed: null,
      },
      ...more,
    };
  };
  const out: Due[] = [];
  const supervised = account.comments === 'open' && setup.isWorkday(country, today);
  if (supervised) {
    const seen = marks.get(`done/supervision/${id}`) ?? '';
    if (seen < today) out.push(one('supervision', today, { since: firstMissed(account, seen, today, setup) }));
  }
  const begun = stepDay(account, 'activate') ?? stepDay(account, 'propose') ?? today;
  const kept = account.lastSnapshot?.at;
  const closing = account.state === 'closing' ? (stepDay(account, 'close') ?? today) : undefined;
  // Before it ends it is kept once more, whenever the last time was (norberg:165-166; osteraker:459).
  if (closing !== undefined) out.push(one('snapshot', closing));
  else out.push(one('snapshot', addMonths(kept ?? begun, account.snapshotMonths ?? setup.snapshotMonths)));
  if (account.state === 'active') {
    const sign = [account.lastActivity ?? '', begun].sort().at(-1) ?? begun;
    out.push(one('quiet', addDays(sign, setup.quietDays)));
    out.push(one('register_review', addMonths(account.reviewedAt ?? begun, REVIEW_MONTHS)));
  }
  const { until } = account.owner;
  if (until !== null) {
    const last = { chain: [theUnit(unit)], to: theUnit(unit) };
    out.push(one('owner_left', until, last));
  }
  return out;
}

/** The day of the last step of a kind. */
function stepDay({ history }: Account, deed: Account['history'][number]['do']): string | undefined {
  return history.findLast((step) => step.do === deed)?.at.slice(0, 10);
}

/** The first working day since somebody looked that nobody has: the same on every later day, until somebody does. */
function firstMissed(account: Account, seen: string, today: string, { isWorkday }: CalendarSetup): string {
  let day = seen ? addDays(seen, 1) : (stepDay(account, 'activate') ?? today);
  while (day < today && !isWorkday(account.country, day)) day = addDays(day, 1);
  return day < today ? day : today;
}

const theUnit = (unit: string): Recipient => ({ role: 'unit', person: null, title: unit });

/** Whoever has a task for an account, where nobody has said their id: an absence can be noted of the seat. */
export const seatOf = (account: string, role: 'owner' | 'substitute'): string => `${account}/${role}`;

/** The owner, then the substitute, then the unit: whoever is there that day. */
function chainOf({ id, owner, substitute, unit }: Account, day: string, absences: readonly Absence[]): Recipient[] {
  const away = (who: string | null) => absences.some((a) => a.person === who && a.from <= day && day <= a.until);
  const there = (holder: Holder | null): holder is Holder =>
    holder !== null && (holder.until === null || holder.until >= day) && !away(holder.person);
  const as = (role: 'owner' | 'substitute', holder: Holder | null): Recipient[] =>
    there(holder) && !away(seatOf(id, role)) ? [{ role, person: holder.person, title: holder.title }] : [];
  return [...as('owner', owner), ...as('substitute', substitute), theUnit(unit)];
}

/** An assessment that covers an account is its owner's to read again; the others are for whoever keeps them. */
function ofAssessments({ assessments, accounts, absences }: CalendarFacts, today: string): Due[] {
  return assessments.flatMap(({ id, title, country, reviewDate }): Due[] => {
    if (reviewDate === null) return [];
    const account = accounts.find((a) => a.assessment === id && (a.state === 'active' || a.state === 'agreed'));
    const office: Recipient = { role: 'office', person: null, title: '' };
    const chain = account ? chainOf(account, today, absences) : [office];
    const [to = office] = chain;
    const about = account ? { id: account.id, name: account.name } : null;
    return [
      {
        kind: 'assessment_review',
        subject: id,
        account: about,
        title,
        country,
        due: reviewDate,
        since: reviewDate,
        to,
        chain,
        snoozed: null,
      },
    ];
  });
}

function ofAnswers({ answers }: CalendarFacts): Due[] {
  return answers.map(({ id, question, country, by, reviewBy }) => {
    const to: Recipient = { role: 'office', person: null, title: by };
    return {
      kind: 'answer_review',
      subject: id,
      account: null,
      title: question,
      country,
      due: reviewBy,
      since: reviewBy,
      to,
      chain: [to],
      snoozed: null,
    };
  });
}

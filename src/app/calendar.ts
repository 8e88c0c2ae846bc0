import type { Account } from '../core/accounts/account.ts';
import { current } from '../core/assessment/versions.ts';
import { type CalendarFacts, type CalendarSetup, DEFAULTS, type Due, due } from '../core/calendar/due.ts';
import type { Country } from '../core/language.ts';
import type { Accounts } from './account-ports.ts';
import type { Calendar } from './calendar-ports.ts';
import { learnFor } from './learn-for.ts';
import type { Learn } from './learn-ports.ts';
import type { Assessments } from './screening-ports.ts';

/** What is due, read from everything that it is made of. */

export type CalendarDeps = {
  calendar: Calendar;
  accounts: Accounts;
  assessments: Assessments;
  learn?: Learn | undefined;
  /** Of what is about no account, where it does not say itself. */
  country: Country;
};

export type Planned = {
  dues: Due[];
  accounts: ReadonlyMap<string, Account>;
  setup: CalendarSetup;
  facts: CalendarFacts;
};

/** The plan of one tenant at a moment. */
export async function planned(tenant: string, now: Date, deps: CalendarDeps): Promise<Planned> {
  const { calendar, learn } = deps;
  const [accounts, absences, marks, assessments, experts, isWorkday] = await Promise.all([
    deps.accounts.list(tenant, ['agreed', 'active', 'closing']),
    calendar.absences.list(tenant),
    calendar.marks.list(tenant),
    inUse(tenant, deps),
    learn ? learnFor(learn, tenant).experts.latest(tenant) : [],
    calendar.isWorkday(),
  ]);
  const answers = experts
    .filter((e) => e.state === 'published')
    .map(({ id, question, country, by, reviewBy }) => ({
      id,
      question,
      by,
      reviewBy,
      country: country ?? deps.country,
    }));
  const facts: CalendarFacts = { accounts, absences, marks, assessments, answers };
  const setup: CalendarSetup = { ...DEFAULTS, zone: calendar.zone, isWorkday };
  return { dues: due(facts, now, setup), accounts: new Map(accounts.map((a) => [a.id, a])), setup, facts };
}

async function inUse(tenant: string, { assessments }: CalendarDeps): Promise<CalendarFacts['assessments']> {
  const heads = (await assessments.list(tenant)).filter((h) => h.state === 'active' || h.state === 'review_due');
  const dossiers = await Promise.all(heads.map(({ id }) => assessments.dossier(tenant, id)));
  return dossiers.flatMap((dossier) => {
    if (!dossier) return [];
    const { id, title, country, reviewDate } = current(dossier);
    return [{ id, title, country, reviewDate }];
  });
}

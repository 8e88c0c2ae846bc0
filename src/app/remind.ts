import { type Reminder, reminders } from '../core/calendar/remind.ts';
import type { Card } from '../core/card.ts';
import { dueCard } from '../core/cards/calendar-cards.ts';
import type { Knowledge } from '../core/guideline.ts';
import { defaultLang } from '../core/language.ts';
import { ownerFor } from '../core/learning/owners.ts';
import { type CalendarDeps, type Planned, planned } from './calendar.ts';
import { learnFor } from './learn-for.ts';
import type { Learn } from './learn-ports.ts';
import type { Clock, Log } from './ports.ts';
import { tellOffice } from './send-digest.ts';
import { toPerson } from './tell-accounts.ts';

/** Reminders, each given once: to the owner, then the substitute, then the unit. */

export type RemindDeps = CalendarDeps & { learn: Learn; knowledge: Knowledge; clock: Clock; log: Log };

/**
 * Gives what is to have been given by now and has not been. A row that is never forgotten says that it was, so any number of processes may try; one that
 * reaches nobody is taken back and tried again. Nothing is done where no channel can speak first: the calendar and the week's digest show it all the same.
 * Gives how many were given.
 */
export async function remind(tenant: string, deps: RemindDeps): Promise<number> {
  const { clock, log } = deps;
  const learn = learnFor(deps.learn, tenant);
  if (Object.keys(learn.tellers).length === 0) return 0;
  const plan = await planned(tenant, clock.now(), deps);
  const byRecipient = new Map<string, Reminder[]>();
  for (const one of reminders(plan.dues, clock.now(), plan.setup)) {
    const to = recipientOf(one, learn);
    if (to !== undefined) byRecipient.set(to, [...(byRecipient.get(to) ?? []), one]);
  }
  let given = 0;
  for (const [to, all] of byRecipient) given += await give(tenant, to, all, plan, { ...deps, learn });
  if (given > 0) log.info('calendar.reminded', { n: given });
  return given;
}

const OFFICE = 'office:';

/** A person, or the office that has the accounts; undefined for somebody whose id nobody has said. */
function recipientOf({ to, due }: Reminder, { owners }: Learn): string | undefined {
  if (to.role === 'owner' || to.role === 'substitute') return to.person ?? undefined;
  return OFFICE + ownerFor({ topic: 'accounts', country: due.country, owner: null, questions: [] }, owners);
}

async function give(tenant: string, to: string, all: Reminder[], plan: Planned, deps: RemindDeps): Promise<number> {
  const { learn, clock } = deps;
  const at = clock.now().toISOString();
  const fresh: Reminder[] = [];
  for (const one of all) if (await learn.deliveries.begin(tenant, to, 'reminder', one.key, at)) fresh.push(one);
  const [first] = fresh;
  if (!first) return 0;
  const lang = learn.lang ?? defaultLang(first.due.country);
  const view = { lang, country: first.due.country, knowledge: deps.knowledge };
  const dues = fresh.map((one) => ({ ...one.due, to: one.to }));
  const card = dueCard(view, dues, { accounts: plan.accounts, today: plan.setup, now: clock.now(), reminds: true });
  if (await shown(tenant, to, card, deps)) return fresh.length;
  for (const one of fresh) await learn.deliveries.undo(tenant, to, 'reminder', one.key);
  return 0;
}

/** An office without a room has the console, where it stands. */
async function shown(tenant: string, to: string, card: Card, deps: RemindDeps): Promise<boolean> {
  if (!to.startsWith(OFFICE)) return toPerson(tenant, to, card, deps);
  await tellOffice(tenant, to.slice(OFFICE.length), card, deps);
  return true;
}

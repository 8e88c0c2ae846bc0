import { absenceIn } from '../core/calendar/away.ts';
import type { Due } from '../core/calendar/due.ts';
import { addDays } from '../core/calendar/moment.ts';
import type { Action } from '../core/card.ts';
import { helpCard } from '../core/cards/answer-card.ts';
import { absenceCard, awayCard, dueCard } from '../core/cards/calendar-cards.ts';
import { t } from '../core/cards/view.ts';
import { dayIn } from '../core/learning/week.ts';
import type { Outgoing } from '../core/message.ts';
import { actorFor, stepAccount } from './accounts.ts';
import { type Planned, planned } from './calendar.ts';
import { below, instead, type Sender, type Talk, talkIn } from './talk.ts';

/** The calendar from a chat: what is due, done and put off in its card, and absences in words. */

export type DueAction = Extract<Action, { do: `due.${string}` }>;
/** Days that something is put off by a press. */
const PUT_OFF = 7;

/** What is due: whoever asks first sees their own; without any of their own, everything. */
export async function showDue(talk: Talk, said?: string): Promise<Outgoing[]> {
  const { deps, from, view } = talk;
  const { calendar } = deps;
  if (!calendar) return below(helpCard(view));
  const now = deps.clock.now();
  const plan = await planned(from.tenant, now, { ...deps, calendar, country: view.country });
  const open = plan.dues.filter((d) => d.snoozed === null);
  const mine = open.filter((d) => d.chain.some((r) => r.person === from.user));
  const dues = mine.length > 0 ? mine : open;
  const more = open.length - dues.length;
  const around = { accounts: plan.accounts, today: plan.setup, now, more, ...(said === undefined ? {} : { said }) };
  return below(dueCard(view, dues, around));
}

export async function onDue(talk: Talk, action: DueAction): Promise<Outgoing[]> {
  const { deps, from, view, at } = talk;
  const { calendar } = deps;
  if (!calendar || action.do === 'due.show') return showDue(talk);
  const now = deps.clock.now();
  const plan = await planned(from.tenant, now, { ...deps, calendar, country: view.country });
  const one = plan.dues.find((d) => d.kind === action.kind && d.subject === action.subject);
  // Somebody has seen to it since this card was drawn.
  if (!one || one.since !== action.since) return again(talk, t(view, 'due.over'));
  const today = dayIn(now, calendar.zone);
  const subject = `${one.kind}/${one.subject}`;
  if (action.do === 'due.snooze') {
    const until = nextFor(one, addDays(today, one.kind === 'supervision' ? 1 : PUT_OFF), plan);
    await calendar.marks.set(from.tenant, { subject, state: 'snoozed', until }, at);
    return again(talk, t(view, 'due.put_off'));
  }
  if (one.kind === 'quiet') {
    const by = actorFor(plan.accounts.get(one.subject) ?? missing(one), from.user, 'seen', deps);
    const stepped = await stepAccount(
      { tenant: from.tenant, id: one.subject, by, deed: { do: 'seen', on: today }, why: '' },
      deps,
    );
    if (stepped.kind === 'refused') return again(talk, t(view, `account.refused.${stepped.refusal.code}`));
  } else await calendar.marks.set(from.tenant, { subject, state: 'done', until: today }, at);
  deps.log.info('calendar.done', { kind: one.kind });
  return again(talk, t(view, 'due.noted'));
}

/** The first working day from then on. */
function nextFor({ country }: Due, from: string, { setup }: Planned): string {
  let day = from;
  for (let i = 0; i < 14 && !setup.isWorkday(country, day); i++) day = addDays(day, 1);
  return day;
}
const missing = ({ subject }: Due): never => {
  throw new Error(`the account ${subject} is due and not there`);
};

async function again(talk: Talk, said: string): Promise<Outgoing[]> {
  return (await showDue(talk, said)).flatMap(({ card }) => instead(card));
}

/** "Away until …" and "back". Undefined for everything else. */
export async function onAbsence(sender: Sender, text: string): Promise<Outgoing[] | undefined> {
  const { deps, from, at } = sender;
  const { calendar } = deps;
  if (!calendar) return undefined;
  const today = dayIn(deps.clock.now(), calendar.zone);
  const said = absenceIn(text, today);
  if (!said) return undefined;
  const { view } = await talkIn(sender, text);
  if (said.kind === 'unread') return below(absenceCard(view, 'due.away.unread'));
  if (said.kind === 'backwards') return below(absenceCard(view, 'due.away.backwards'));
  if (said.kind === 'back') {
    await calendar.absences.clear(from.tenant, from.user);
    return below(absenceCard(view, 'due.back'));
  }
  const absence = { person: from.user, from: said.from, until: said.until };
  await calendar.absences.set(from.tenant, absence, at);
  deps.log.info('calendar.away');
  const accounts = await deps.accounts.list(from.tenant, ['agreed', 'active', 'closing']);
  return below(awayCard(view, absence, accounts, today));
}

import type { Account } from '../accounts/account.ts';
import type { Absence, Due } from '../calendar/due.ts';
import type { Duty } from '../calendar/duty.ts';
import { addDays } from '../calendar/moment.ts';
import type { Button, Card, Part } from '../card.ts';
import { dayIn } from '../learning/week.ts';
import { date } from '../locale.ts';
import { citeAll } from '../screening/cite.ts';
import { body, button, buttons, type CardView, card, lead, list, note, sourceOf, sources, t, title } from './view.ts';

/** What is due, in a chat: what it is, whose, on what it rests, and what can be done about it where it is read. */

type Around = {
  accounts: ReadonlyMap<string, Account>;
  today: { zone: string };
  now: Date;
  /** Sent by itself, and not asked for. */
  reminds?: boolean;
  /** How many more there are, with others. */
  more?: number;
  said?: string;
};
/** As many as one card shows with their buttons. */
const ON_CARD = 5;

export function dueCard(view: CardView, dues: readonly Due[], around: Around): Card {
  const { reminds = false, said } = around;
  const today = dayIn(around.now, around.today.zone);
  const shown = dues.slice(0, ON_CARD);
  const more = dues.length - shown.length + (around.more ?? 0);
  return card(view, [
    title(said ?? t(view, reminds ? 'due.reminder' : 'due.title')),
    ...(shown.length === 0 ? [body(t(view, 'due.none'))] : []),
    ...shown.flatMap((one) => partsOf(view, one, today, around.accounts)),
    more > 0 ? note(t(view, 'due.more', { n: more })) : undefined,
    ...cited(view, shown),
    note(t(view, 'due.away')),
  ]);
}

/** `Oppsyn · Fjordvik bibliotek`, when, whose, what it says here, and its buttons. */
function partsOf(view: CardView, one: Due, today: string, accounts: Around['accounts']): (Part | undefined)[] {
  const duty = dutyOf(view, one);
  return [
    lead(dueName(view, one)),
    note(
      [whenText(view, one, today), one.to.title ? t(view, `due.to.${one.to.role}`, { title: one.to.title }) : '']
        .filter(Boolean)
        .join(' · '),
    ),
    ...(duty ? [body(duty.text[one.country][view.lang])] : []),
    buttons(buttonsOf(view, one, duty, accounts)),
  ];
}

const dutyOf = ({ knowledge }: CardView, { kind }: Due): Duty | undefined =>
  knowledge.duties.find((d) => d.kind === kind);

/** What is due, by its kind and what it is about. */
export function dueName(view: CardView, one: Due): string {
  const kind = dutyOf(view, one)?.title[view.lang] ?? one.kind;
  return `${kind} · ${one.account?.name ?? one.title}`;
}

/** "today", "overdue since …", "by …", "put off until …". */
export function whenText(view: CardView, { due, since, snoozed }: Due, today: string): string {
  const day = (key: string, iso: string) => t(view, key, { date: date(view.lang, iso) });
  if (snoozed !== null) return day('due.snoozed', snoozed);
  if (due > today) return day('due.by', due);
  if (since < today) return day('due.since', since);
  return t(view, 'due.today');
}

function buttonsOf(view: CardView, one: Due, duty: Duty | undefined, accounts: Around['accounts']): Button[] {
  const at = { kind: one.kind, subject: one.subject, since: one.since };
  const account = one.account && accounts.get(one.account.id);
  const step = (deed: 'snapshot' | 'archive' | 'review' | 'close', sent: boolean): Button[] =>
    account
      ? [
          button(
            t(view, `account.do.${deed}`),
            {
              do: 'account.step',
              deed,
              account: account.id,
              version: account.version,
              ...(sent ? { sent: true as const } : {}),
            },
            deed === 'close' ? {} : { style: 'primary' },
          ),
        ]
      : [];
  const opens: Button[] = account ? [button(t(view, 'due.open'), { do: 'account.show', account: account.id })] : [];
  const off = button(t(view, 'due.snooze'), { do: 'due.snooze', ...at });
  const done = duty?.done ? [button(duty.done[view.lang], { do: 'due.done', ...at }, { style: 'primary' })] : [];
  switch (one.kind) {
    case 'supervision':
      return [...done, button(t(view, 'due.round'), { do: 'start', screening: 'week-round' }), off];
    case 'snapshot':
      return [...step(account?.state === 'closing' ? 'archive' : 'snapshot', false), off];
    case 'quiet':
      return [...done, ...step('close', false), off];
    case 'register_review':
      return [...step('review', true), ...opens, off];
    case 'owner_left':
      return account
        ? [button(t(view, 'change'), { do: 'account.form', part: 'rest', account: account.id }), ...opens]
        : [];
    case 'assessment_review':
      return [button(t(view, 'assessment.open'), { do: 'show_assessment', assessment: one.subject }), off];
    case 'answer_review':
      return [off];
  }
}

/** The lines behind what is shown, each once; the reader's own country first, and no law of the other. */
function cited(view: CardView, dues: readonly Due[]): (Part | undefined)[] {
  const found = new Map<string, ReturnType<typeof sourceOf>>();
  for (const one of dues) {
    const here = { ...view, country: one.country };
    const { places, law } = citeAll(dutyOf(view, one)?.cite ?? [], one.country, view.knowledge, view.lang);
    for (const c of [...places.map((p) => p.citation), ...law])
      found.set(`${c.document} ${c.quote}`, sourceOf(here, c));
  }
  return [sources(t(view, 'sources'), [...found.values()], 2)];
}

/** An absence that was said, and who looks after what meanwhile. */
export function awayCard(
  view: CardView,
  { from, until, person }: Absence,
  accounts: readonly Account[],
  today: string,
): Card {
  const theirs = accounts.filter((a) => a.owner.person === person);
  const cover = theirs.map((a) =>
    a.substitute
      ? t(view, 'due.away.cover', { account: a.name, title: a.substitute.title })
      : t(view, 'due.away.nobody', { account: a.name, unit: a.unit }),
  );
  const dates = { from: date(view.lang, from), until: date(view.lang, until) };
  return card(view, [
    lead(t(view, from > today ? 'due.away.later' : 'due.away.noted', dates)),
    ...(cover.length > 0 ? [list(t(view, 'due.away.meanwhile'), cover)] : [body(t(view, 'due.away.none'))]),
    note(t(view, 'due.away.back', { date: date(view.lang, addDays(until, 1)) })),
  ]);
}

/** A few words about an absence: noted as back, or not understood. */
export function absenceCard(view: CardView, key: 'due.back' | 'due.away.unread' | 'due.away.backwards'): Card {
  return card(view, [body(t(view, key))]);
}

import type { Answer } from '../answer.ts';
import type { Button, Card, Part } from '../card.ts';
import type { DigestGroup, ForOne } from '../learning/digest.ts';
import { date, quoted } from '../locale.ts';
import { answerCard } from './answer-card.ts';
import { dueName } from './calendar-cards.ts';
import { body, button, buttons, type CardView, card, lead, list, note, t, title } from './view.ts';

/** Cards that nobody has asked for: to those responsible, and to whoever is told that their question has been answered. */

/**
 * The week's questions for one recipient, as many as fit. `said`: what has just been done, in the place of the heading. `reachable`: the rest can be opened
 * from here, in the console.
 */
export function digestCard(
  view: CardView,
  week: string,
  digest: ForOne,
  said: readonly Part[] = [],
  reachable = false,
): Card {
  const { answered, reviews, assessments, overdue, more } = digest;
  const n = digest.groups.length + more.groups;
  const number = Number(week.slice(-2));
  const rest = (left: number) => (left > 0 ? [t(view, 'digest.more', { n: left })] : []);
  const heading = n === 0 ? 'digest.title.none' : n === 1 ? 'digest.title.one' : 'digest.title';
  return card(view, [
    ...(said.length > 0 ? said : [title(t(view, heading, { week: number, n }))]),
    said.length > 0 ? note(t(view, n === 1 ? 'digest.left.one' : 'digest.left', { n })) : undefined,
    ...digest.groups.flatMap((group) => waiting(view, group)),
    ...rest(more.groups).map(note),
    overdue.length > 0 ? note(t(view, 'digest.overdue', { n: overdue.length })) : undefined,
    list(t(view, 'digest.answered'), [
      ...answered.map((a) =>
        t(view, 'digest.received', { question: quoted(view.lang, a.question), helped: a.helped, not: a.notHelped }),
      ),
      ...rest(more.answered),
    ]),
    list(t(view, 'digest.reviews'), [
      ...reviews.map((r) => `${quoted(view.lang, r.title)} · ${date(view.lang, r.reviewBy)}`),
      ...rest(more.reviews),
    ]),
    list(t(view, 'digest.assessments'), [
      ...assessments.map((a) => `${a.title} · ${date(view.lang, a.reviewDate)}`),
      ...rest(more.assessments),
    ]),
    list(t(view, 'digest.due'), [
      ...digest.due.map((d) => [dueName(view, d), date(view.lang, d.since), d.to.title].filter(Boolean).join(' · ')),
      ...rest(more.due),
    ]),
    ...(reachable ? [buttons([button(t(view, 'learn.console'), { do: 'learn.console' })])] : []),
  ]);
}

/** The way into the console, for whoever asked for it. */
export function consoleCard(view: CardView, key: string, min: number): Card {
  const open: Button = { label: t(view, 'learn.console'), style: 'primary', link: { to: 'console', key } };
  return card(view, [body(t(view, 'learn.console.link', { min })), buttons([open])]);
}

/** One question that somebody wants a person to answer, at once. */
export function personCard(view: CardView, group: DigestGroup): Card {
  return card(view, [title(t(view, 'digest.person')), ...waiting(view, group)]);
}

function waiting(view: CardView, group: DigestGroup): (Part | undefined)[] {
  const { id, version, question, lang, count, waitingDays: n } = group;
  const said = [t(view, 'digest.asked_by', { n: count })];
  if (n > 0) said.push(t(view, n === 1 ? 'digest.waiting.one' : 'digest.waiting', { n }));
  if (group.reopened) said.push(t(view, 'digest.reopened'));
  if (group.awaiting) said.push(t(view, 'digest.awaiting'));
  const on = { group: id, version };
  return [
    { kind: 'text', role: 'body', text: quoted(lang, question), lang },
    note(said.join(' · ')),
    ...(group.named.length > 0 ? [note(t(view, 'digest.named', { names: group.named.join(', ') }))] : []),
    buttons([
      button(t(view, 'digest.answer'), { do: 'learn.answer', ...on }, { style: 'primary' }),
      button(t(view, 'digest.pass_on'), { do: 'learn.pass', ...on }),
      button(t(view, 'digest.merge'), { do: 'learn.merge', ...on }),
      button(t(view, 'digest.close'), { do: 'learn.close', ...on }),
    ]),
  ];
}

/** "You asked on … . … has now answered:", the answer, and what can be said about it. */
export function toldCard(
  view: CardView,
  turn: { id: string; answer: Answer },
  asked: { at: string; by: string },
): Card {
  const told = { ...turn, answer: { ...turn.answer, notices: turn.answer.notices.filter((n) => n.key !== 'told') } };
  const { parts } = answerCard(view, told, { captured: false, place: 'private' });
  const intro = lead(t(view, 'asker.told', { date: date(view.lang, asked.at), unit: asked.by }));
  return card(view, [intro, ...parts, body(t(view, 'asker.thanks'))]);
}

import type { DigestGroup } from '../../core/learning/digest.ts';
import type { ExpertAnswer, Standing } from '../../core/learning/expert.ts';
import { countShown, LEAST } from '../../core/learning/figures.ts';
import type { Group } from '../../core/learning/question.ts';
import { date, quoted } from '../../core/locale.ts';
import { pressRow } from './card.ts';
import { downloads } from './console-page.ts';
import type { Seat } from './console-site.ts';
import { type Html, html, join, type Value } from './html.ts';

/** The first page of the console: what waits, what is to be read again, and what was closed. */

export type Waiting = { shown: DigestGroup; to: string; mine: boolean; confidential: boolean };
export type Due = { expert: ExpertAnswer; standing: Standing };
export const ACT = '/console/act';

export function questionsHtml(
  seat: Seat,
  { open, due, awaiting, closed }: { open: Waiting[]; due: Due[]; awaiting: ExpertAnswer[]; closed: Group[] },
): Html {
  const { t } = seat;
  return html`<section class="part" aria-labelledby="open-title"><h2 id="open-title">${t('console.open')}</h2>
${open.length > 0 ? html`<ul class="waiting">${open.map((w) => waiting(seat, w))}</ul>` : html`<p>${t('console.open.none')}</p>`}
${downloads(t, 'open')}</section>
${awaiting.length > 0 && html`<section class="part" aria-labelledby="awaiting-title"><h2 id="awaiting-title">${t('console.awaiting')}</h2><ul class="waiting">${awaiting.map((e) => approval(seat, e))}</ul></section>`}
<section class="part" aria-labelledby="due-title"><h2 id="due-title">${t('console.due')}</h2>
${due.length > 0 ? html`<ul class="waiting">${due.map((d) => toRead(seat, d))}</ul>` : html`<p>${t('console.due.none')}</p>`}
${downloads(t, 'due')}</section>
${closed.length > 0 && html`<section class="part" aria-labelledby="closed-title"><h2 id="closed-title">${t('console.closed')}</h2><ul class="waiting">${closed.map((g) => closedOne(seat, g))}</ul></section>`}`;
}

function waiting({ t, reader }: Seat, { shown, to, mine, confidential }: Waiting): Html {
  const { id, question, lang, count, waitingDays: n, topic, variants } = shown;
  const asked = countShown(count);
  const said: Value[] = [
    asked === null ? t('console.asked.few', { n: LEAST }) : t('digest.asked_by', { n: asked }),
    n > 0 && t(n === 1 ? 'digest.waiting.one' : 'digest.waiting', { n }),
    t(`topic.${topic}`),
    to,
    mine && shown.named.length > 0 && t('digest.named', { names: shown.named.join(', ') }),
    shown.reopened && t('digest.reopened'),
    shown.awaiting && t('digest.awaiting'),
    confidential && t('console.confidential'),
  ];
  const deeds = [
    ['answer', 'digest.answer'],
    ['pass', 'digest.pass_on'],
    ['merge', 'digest.merge'],
    ['close', 'digest.close'],
  ] as const;
  return html`<li id="g-${id}"><p class="asked" lang="${lang}">${quoted(lang, question)}</p><p class="hint">${join(said, ' · ')}</p>
${(mine || asked !== null) && variants.length > 0 && html`<details><summary>${t('console.variants')}</summary><ul>${variants.map((v) => html`<li>${v}</li>`)}</ul></details>`}
${mine && html`<p class="deeds">${deeds.map(([deed, key]) => html`<a class="button${deed === 'answer' ? ' primary' : ''}" href="/console/question/${id}?do=${deed}">${t(key)}<span class="visually-hidden"> ${quoted(reader.lang, question)}</span></a> `)}</p>`}</li>`;
}

function toRead({ t, reader, office }: Seat, { expert, standing }: Due): Html {
  const { question, lang, text, by, reviewBy, group, id, version } = expert;
  return html`<li><p class="asked" lang="${lang}">${quoted(lang, question)}</p><p class="written" lang="${lang}">${text}</p>
<p class="hint">${t('answer.by', { unit: by, date: date(reader.lang, expert.at) })} · ${t(`console.standing.${standing}`)} · ${date(reader.lang, reviewBy)}</p>
${
  office !== 'reader' &&
  html`<p class="deeds"><a class="button" href="/console/question/${group}?do=answer">${t('console.read_again')}<span class="visually-hidden"> ${quoted(lang, question)}</span></a></p>${pressRow([{ label: t('console.take_back'), action: { do: 'learn.withdraw', answer: id, version } }], ACT)}`
}</li>`;
}

function approval({ t, office }: Seat, { question, lang, text, by, id, version }: ExpertAnswer): Html {
  const on = { answer: id, version };
  return html`<li><p class="asked" lang="${lang}">${quoted(lang, question)}</p><p class="written" lang="${lang}">${text}</p><p class="hint">${t('learn.written_by', { unit: by })}</p>
${
  office !== 'reader' &&
  pressRow(
    [
      { label: t('learn.approve'), action: { do: 'learn.approve', ...on }, style: 'primary' },
      { label: t('learn.return'), action: { do: 'learn.return', ...on } },
    ],
    ACT,
  )
}</li>`;
}

function closedOne({ t, office }: Seat, group: Group): Html {
  const [first] = group.questions;
  if (!first) return html``;
  return html`<li><p class="asked" lang="${first.lang}">${quoted(first.lang, first.question)}</p><p class="hint">${group.closedBecause}</p>
${office !== 'reader' && pressRow([{ label: t('learn.reopen'), action: { do: 'learn.reopen', group: group.id, version: group.version } }], ACT)}</li>`;
}

import type { StoredTurn } from '../../app/ports.ts';
import type { Answer } from '../../core/answer.ts';
import type { Button } from '../../core/card.ts';
import { offerText, startLabel } from '../../core/cards/answer-card.ts';
import type { Knowledge } from '../../core/guideline.ts';
import type { Lang } from '../../core/language.ts';
import { quoted } from '../../core/locale.ts';
import { decisive, hasOwner, noticesShown, noticeText, sourcesShown } from '../../core/present.ts';
import { pressRow } from './card.ts';
import { conflictCard } from './conflict-card.ts';
import { attributes, type Html, html } from './html.ts';
import { type Say, speaker } from './reader.ts';
import { source } from './source-card.ts';

/** Sources shown before the rest is folded away. */
const SHOWN = 3;

export type TurnState = {
  turn: StoredTurn /** The words that are kept for those responsible. */;
  kept: string | undefined /** Feedback has just been noted. */;
  noted: boolean /** The asker has been told the answer, in a later turn. */;
  settled?: boolean;
};

/** A question with its answer, in the language of the answer. */
export function turnCard(state: TurnState, knowledge: Knowledge): Html {
  const { turn } = state;
  return html`<article class="turn" id="turn-${turn.id}" aria-labelledby="q-${turn.id}" lang="${turn.answer.lang}">
${questionHeading(turn.id, turn.question, speaker(knowledge, turn.answer.lang))}
<div class="reply">${answerCard(state, knowledge)}</div>
</article>`;
}

/** A question that is still being answered. `key` is the form's token: the turn has no id of its own yet. */
export function pendingTurn(key: string, question: string, t: Say): Html {
  return html`<article class="turn" id="p-${key}" aria-labelledby="q-${key}">
${questionHeading(key, question, t)}
<div class="reply" id="reply-${key}"><p class="pending">${t('seen')}</p></div>
</article>`;
}

/** The heading of a turn; it can take the focus, so that a keyboard has somewhere to stand when what it stood on is gone. */
export function questionHeading(key: string, question: string, t: Say, lang?: string): Html {
  return html`<h2 ${attributes({ class: 'question', id: `q-${key}`, tabindex: -1, lang })}><span class="visually-hidden">${t('web.you')}: </span>${named(question, t)}</h2>`;
}

/** What was taken out of a question is stored under one name in every language; here it gets the reader's. */
function named(question: string, t: Say): string {
  return question.replace(
    /\[(identity number|phone|email|card|card number|plate|name|address)\]/g,
    (_, kind: string) => `[${t(`masked.${kind.replace('card number', 'card').replace(' ', '_')}`)}]`,
  );
}

/** What the model has written so far: not checked, and said to be so. */
export function draft(text: string, t: Say): Html {
  return html`<div class="draft"><p class="label">${t('web.draft')}</p><p>${text}</p></div>`;
}

/** The answer: words first, then what must be said beside them, then the lines they stand on. */
export function answerCard({ turn, kept, noted, settled = false }: TurnState, knowledge: Knowledge): Html {
  const { answer } = turn;
  const { lang, status } = answer;
  const t = speaker(knowledge, lang);
  const { shown, numbers, office } = sourcesShown(answer, knowledge.locales, lang);
  const cards = shown.map(({ citation, n }) =>
    source(citation, { turn: turn.id, n, numbered: status === 'answered' }, knowledge, lang),
  );
  const notices = noticesShown(answer, kept !== undefined).map(
    (n) => html`<li>${noticeText(n, knowledge.locales, lang)}</li>`,
  );
  return html`<div class="card ${status}" lang="${lang}">
${words(answer, turn.id, numbers, t)}
${office && html`<p class="hint">${office}</p>`}
${offers(answer, turn.id, knowledge)}
<div class="said"><p class="status">${t(`status.${status}`)}</p>${notices.length > 0 && html`<ul class="notices">${notices}</ul>`}</div>
${status === 'unsure' ? !settled && keptOrNot(turn.id, kept, hasOwner(answer), lang, t) : noted ? thanks(t) : feedback(turn.id, status === 'answered', t)}
${
  cards.length > 0 &&
  html`<div class="sources">
<h3>${t(status === 'unsure' ? 'closest' : 'sources')}</h3>
<ol>${cards.slice(0, SHOWN)}</ol>
${cards.length > SHOWN && html`<details><summary>${t('more_sources', { n: cards.length - SHOWN })}</summary><ol start="${SHOWN + 1}">${cards.slice(SHOWN)}</ol></details>`}
</div>`
}
${answer.conflicts.map((id) => conflictCard(id, turn.id, knowledge, lang))}
</div>`;
}

/** The answer's words; each claim is followed by the numbers of the sources it stands on. */
function words(answer: Answer, turn: string, numbers: ReadonlyMap<number, number>, t: Say): Html {
  const [lead, rest] = decisive(answer.text);
  if (answer.status !== 'answered') return html`<p class="words">${lead && html`<strong>${lead}</strong> `}${rest}</p>`;
  const claims = answer.claims.map((claim, i) => {
    const marks = claim.citations
      .flatMap((c) => numbers.get(c) ?? [])
      .map((n) => html`<a class="ref" href="#s-${turn}-${n}" aria-label="${t('web.source_n', { n })}">${n}</a>`);
    // The lead is the beginning of the first claim, unless that claim is shorter than a sentence. The last word keeps its numbers by its side.
    const bold = i === 0 && claim.text.startsWith(lead) ? lead : '';
    const plain = claim.text.slice(bold.length);
    const last = plain.lastIndexOf(' ') + 1;
    return html`${bold && html`<strong>${bold}</strong>`}${plain.slice(0, last)}<span class="refs">${plain.slice(last)}${marks}</span> `;
  });
  return html`<p class="words">${claims}</p>`;
}

/** The screenings that decide the case, with what the question says already read into them. */
function offers({ offers: all, lang, country }: Answer, turn: string, knowledge: Knowledge): Html | false {
  if (all.length === 0) return false;
  const view = { lang, country, knowledge };
  const one = ({ screening }: Answer['offers'][number]): Button => ({
    label: startLabel(view, screening),
    style: 'primary',
    action: { do: 'start', screening, turn },
  });
  return html`<div class="offers">${all.map((o) => html`<p>${offerText(view, o.screening)}</p>`)}${pressRow(all.map(one))}</div>`;
}

/** What happens to a question nobody could answer, with a way to take it back. */
function keptOrNot(turn: string, kept: string | undefined, owned: boolean, lang: Lang, t: Say): Html {
  if (kept === undefined) return withdrawn(t, false);
  return html`<form class="kept" method="post" action="/withdraw" hx-post="/withdraw" hx-swap="outerHTML">
<input type="hidden" name="turn" value="${turn}">
${!owned && html`<p>${t('unsure.noowner')}</p>`}
<p class="note">${t('words.sent', { text: quoted(lang, named(kept, t)) })}</p>
<button type="submit" id="withdraw-${turn}">${t('dont_send')}</button>
</form>${pressRow([{ label: t('words.change'), action: { do: 'reword', turn } }])}`;
}

/** `now`: it has just happened, and the keyboard stands here. */
export function withdrawn(t: Say, now: boolean): Html {
  return html`<p ${attributes({ class: 'kept', tabindex: now ? -1 : null, autofocus: now })}>${t('withdrawn')}</p>`;
}

function feedback(turn: string, sourced: boolean, t: Say): Html {
  const verdicts = sourced ? ['helped', 'not_helpful', 'wrong_source'] : ['helped', 'not_helpful'];
  return html`<form class="feedback" method="post" action="/feedback" hx-post="/feedback" hx-swap="outerHTML">
<input type="hidden" name="turn" value="${turn}">
<fieldset><legend>${t('web.feedback')}</legend>
${verdicts.map((v) => html`<button type="submit" name="verdict" value="${v}" id="${v}-${turn}">${t(`feedback.${v}`)}</button>`)}
</fieldset>
</form>`;
}

export function thanks(t: Say): Html {
  return html`<p class="feedback" tabindex="-1" autofocus>${t('thanks')}</p>`;
}

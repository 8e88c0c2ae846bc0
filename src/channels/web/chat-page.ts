import type { StoredTurn } from '../../app/ports.ts';
import type { Knowledge } from '../../core/guideline.ts';
import { turnCard } from './answer-card.ts';
import type { Assets } from './assets.ts';
import { WORK } from './card.ts';
import { attributes, type Html, html } from './html.ts';
import { chatHead, page } from './layout.ts';
import { type Reader, type Say, speaker } from './reader.ts';

export type ChatInput = {
  reader: Reader;
  turns: readonly StoredTurn[];
  /** Turns whose question is kept for those responsible. */
  kept: ReadonlyMap<string, string>;
  /** The turn whose feedback has just been noted. */
  noted: string | null;
  token: string;
  /** A question that could not be taken, with what was wrong. */
  failed?: { text: string; message: string } | undefined;
  /** There are pages for assessments to lead to. */
  assessments: boolean;
  /** The card of a screening, drawn; empty without one. */
  work: Html;
};

/** The conversation and the question box; whole without a script. */
export function chatPage(input: ChatInput, knowledge: Knowledge, assets: Assets): string {
  const { reader, turns, kept, noted, token, failed, work } = input;
  const t = speaker(knowledge, reader.lang);
  const settled = new Set(turns.filter((o) => o.answer.notices.some((n) => n.key === 'told')).map((o) => o.question));
  const title = pageTitle(t);
  return page({
    lang: reader.lang,
    title: failed ? `${failed.message} · ${title}` : title,
    skip: { to: '#question', text: t('web.skip') },
    assets,
    class: 'chat',
    body: html`${chatHead(reader, knowledge)}
<main id="main">
<section id="intro" class="intro">${intro(t)}</section>
<section id="turns" class="turns" aria-label="${t('web.conversation')}">${turns.map((turn) =>
      turnCard(
        { turn, kept: kept.get(turn.id), noted: turn.id === noted, settled: settled.has(turn.question) },
        knowledge,
      ),
    )}</section>
<section id="${WORK}" aria-label="${t('web.work')}" data-lost="${t('web.lost.card')}">${work}</section>
${examples(reader, token, t)}
${photoForm(t)}
${input.assessments && html`<p class="elsewhere"><a href="/assessments">${t('assessment.list')}</a></p>`}
${askForm(reader, token, t, failed)}
</main>
<div id="live" class="visually-hidden" role="status"></div>`,
  });
}

export function pageTitle(t: Say): string {
  return `${t('web.title')} · ${t('web.tagline')}`;
}

/** Who is speaking; the first thing said. */
export function intro(t: Say): Html {
  return html`<p class="hello">${t('hello')}</p>`;
}

/** Three questions to begin with. The style sheet takes them away once there is an answer. */
function examples(reader: Reader, token: string, t: Say): Html {
  const one = (text: string) => html`<button type="submit" name="question" value="${text}">${text}</button>`;
  return html`<section class="examples" aria-labelledby="examples-title">
<h2 id="examples-title">${t('web.examples')}</h2>
<form method="post" action="/ask" data-ask hx-post="/ask" hx-target="#turns" hx-swap="beforeend" hx-sync="#ask:drop">
${ticket(reader, token)}
${['web.example.1', 'web.example.2', 'web.example.3'].map((key) => one(t(key)))}
</form>
</section>`;
}

function askForm(reader: Reader, token: string, t: Say, failed: ChatInput['failed']): Html {
  return html`<form id="ask" class="ask" method="post" action="/ask" data-ask data-lost="${t('web.lost')}" hx-post="/ask" hx-target="#turns" hx-swap="beforeend" hx-sync="#ask:drop">
${ticket(reader, token)}
<label for="question" id="ask-label">${t('web.ask.label')}</label>
<div class="box">
<textarea ${attributes({
    id: 'question',
    name: 'question',
    rows: 2,
    autocomplete: 'off',
    enterkeyhint: 'send',
    'aria-describedby': 'ask-error ask-hint',
    'aria-invalid': failed ? 'true' : null,
    autofocus: failed !== undefined,
  })}>
${failed?.text ?? ''}</textarea>
<button type="submit" id="ask-button" class="primary">${t('web.ask.button')}</button>
</div>
<p id="ask-error" class="error" role="alert">${failed?.message ?? ''}</p>
<p id="ask-hint" class="hint">${t('web.ask.hint')}</p>
</form>`;
}

/** A picture to be looked at: only what its file says of itself, never who is on it. */
function photoForm(t: Say): Html {
  return html`<details class="drop"><summary>${t('web.photo')}</summary>
<form method="post" action="/photo" enctype="multipart/form-data" hx-post="/photo" hx-encoding="multipart/form-data" hx-target="#${WORK}" hx-swap="innerHTML" hx-sync="this:drop">
<label for="photo">${t('web.photo.label')}</label>
<input type="file" id="photo" name="photo" accept="image/*" required>
<button type="submit">${t('web.photo.button')}</button>
<p class="hint">${t('check.privacy')}</p>
</form></details>`;
}

/** What a form carries unseen: the same token twice is one question, and `ui` says which language the page is in. */
function ticket(reader: Reader, token: string): Html {
  return html`<span class="ticket" hidden>${ticketFields(reader, token)}</span>`;
}

export function ticketFields(reader: Reader, token: string): Html {
  return html`<input type="hidden" name="token" value="${token}"><input type="hidden" name="ui" value="${reader.lang}">`;
}

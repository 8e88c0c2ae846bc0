import type { Assets } from './assets.ts';
import type { Seat } from './console-site.ts';
import { attributes, type Html, html } from './html.ts';
import { page, plainHead } from './layout.ts';
import { type Reader, type Say, speaker } from './reader.ts';
import type { Site } from './site.ts';

/** What every page of the console has: the way to the others, the office somebody acts for, and what can be taken along. */

const PAGES = ['questions', 'figures', 'moderation', 'calendar', 'accounts', 'search', 'health'] as const;
export type ConsolePage = (typeof PAGES)[number];
const HREF: Record<ConsolePage, string> = {
  questions: '/console',
  figures: '/console/figures',
  moderation: '/console/moderation',
  calendar: '/console/calendar',
  accounts: '/console/accounts',
  search: '/console/search',
  health: '/console/health',
};

export function consolePage(
  seat: Seat,
  input: { page: ConsolePage | null; title: string; body: Html; assets: Assets },
): string {
  const { t, reader } = seat;
  const { page: here, title, body, assets } = input;
  return page({
    lang: reader.lang,
    title: `${title} · ${t('console.title')} · ${t('web.title')}`,
    skip: { to: '#main', text: t('web.skip.content') },
    assets,
    class: 'assess console',
    body: html`${plainHead(t)}
<nav class="tabs" aria-label="${t('console.title')}"><ul>${PAGES.map((p) => html`<li><a ${attributes({ href: HREF[p], 'aria-current': p === here ? 'page' : null })}>${t(`console.${p}`)}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
<h1>${title}</h1>
${acting(seat, here ? HREF[here] : '/console')}
<p id="ask-error" class="error" role="alert"></p>
${body}
<p class="back"><a href="/">${t('web.source.back')}</a></p>
</main>`,
  });
}

/** Before the console, for whoever holds a link from a chat: pressing the button uses it up. */
export function enterPage(
  { lang }: Reader,
  key: string,
  { knowledge, assets }: Pick<Site, 'knowledge' | 'assets'>,
): string {
  const t = speaker(knowledge, lang);
  return page({
    lang,
    title: `${t('console.enter')} · ${t('web.title')}`,
    skip: { to: '#main', text: t('web.skip.content') },
    assets,
    class: 'assess console',
    body: html`${plainHead(t)}
<main id="main" tabindex="-1">
<h1>${t('console.enter')}</h1>
<p>${t('console.enter.intro')}</p>
<form method="post" action="/console/enter"><input ${attributes({ type: 'hidden', name: 'key', value: key })}><div class="bar"><button type="submit" class="primary">${t('console.enter')}</button></div></form>
</main>`,
  });
}

/** In whose name somebody acts: what the chat knows of them, or at this machine what they say themselves. */
function acting({ t, office, offices, pass }: Seat, back: string): Html {
  const name = offices.find((o) => o.id === office)?.name ?? office;
  return html`<details class="acting" id="acting"><summary>${t('console.acting', { office: name })}</summary>
<form method="post" action="/console/office"><input type="hidden" name="back" value="${back}">
<p>${t(pass ? 'console.acting.linked' : 'console.acting.plain')}</p>
<div class="field"><label for="office">${t('console.acting.choose')}</label><select id="office" name="office">${offices.map((o) => html`<option ${attributes({ value: o.id, selected: o.id === office })}>${o.name}</option>`)}</select></div>
<div class="bar"><button type="submit">${t('console.acting.change')}</button></div></form>${pass && html`<form method="post" action="/console/leave"><div class="bar"><button type="submit">${t('console.leave')}</button></div></form>`}</details>`;
}

export type Column = { head: string; number?: boolean };
export type Cell = string | number | Html | null;

/** A table in a region of its own: on a narrow screen it scrolls, and the page does not. */
export function table(
  t: Say,
  name: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  none: string,
): Html {
  // Another name than its section's, for those who go by landmarks.
  const caption = t('console.table', { name });
  const like = (i: number) => attributes({ class: columns[i]?.number ? 'number' : null });
  return html`<div class="wide slim" tabindex="0" role="region" aria-label="${caption}"><table>
<caption class="visually-hidden">${caption}</caption>
<thead><tr>${columns.map((c, i) => html`<th scope="col" ${like(i)}>${c.head}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, i) => (i === 0 ? html`<th scope="row" ${like(i)}>${cell ?? none}</th>` : html`<td ${like(i)}>${cell ?? none}</td>`))}</tr>`,
  )}</tbody></table></div>`;
}

/** The same figures to be taken along. */
export function downloads(t: Say, name: string): Html {
  return html`<p class="take"><span>${t('console.download')}:</span> <a href="/console/export/${name}.csv" download>CSV<span class="visually-hidden"> ${t(`console.${name}`)}</span></a> <a href="/console/export/${name}.json" download>JSON<span class="visually-hidden"> ${t(`console.${name}`)}</span></a></p>`;
}

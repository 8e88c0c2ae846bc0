import type { Account } from '../../core/accounts/account.ts';
import { shownAddress } from '../../core/accounts/address.ts';
import type { ChannelFact } from '../../core/accounts/channel-facts.ts';
import { ASKS, type CardDeed } from '../../core/accounts/deeds.ts';
import { factRows, factText, platformName, stateText, stepText } from '../../core/accounts/words.ts';
import { date } from '../../core/locale.ts';
import { type Column, table } from './console-page.ts';
import type { Seat } from './console-site.ts';
import { attributes, type Html, html } from './html.ts';

/** The register as the communications unit reads it: every account, and one of them with its history. */

export const ACCOUNTS = '/console/accounts';
/** What a list can be narrowed to: a state, the words of a search, or what waits for a word. */
export type Filter = { state: string; q: string };
type Words = Parameters<typeof stateText>[0];

export function filtered(accounts: readonly Account[], { state, q }: Filter): Account[] {
  const wanted = q.trim().toLowerCase();
  return accounts.filter(
    (a) =>
      (!state || a.state === state) &&
      (!wanted || [a.name, a.unit, a.address, a.platform].some((text) => text.toLowerCase().includes(wanted))),
  );
}

const STATES = ['proposed', 'agreed', 'active', 'closing', 'archived', 'declined'] as const;

export function accountsHtml({ t }: Seat, words: Words, all: readonly Account[], filter: Filter): Html {
  const shown = filtered(all, filter);
  const query = new URLSearchParams({
    ...(filter.state ? { state: filter.state } : {}),
    ...(filter.q ? { q: filter.q } : {}),
  });
  const tail = query.size > 0 ? `?${query}` : '';
  const head = (id: string): Column => ({ head: t(id) });
  return html`<p class="hint">${t('account.page.intro')} <a href="/official-accounts">${t('account.official.title')}</a></p>
<form method="get" action="${ACCOUNTS}" class="narrow" role="search"><div class="pair"><div class="field"><label for="q">${t('account.page.search')}</label><input ${attributes({ id: 'q', name: 'q', type: 'text', value: filter.q, maxlength: 100 })}></div>
<div class="field"><label for="state">${t('account.page.state')}</label><select id="state" name="state"><option value="">${t('account.page.all')}</option>${STATES.map((s) => html`<option ${attributes({ value: s, selected: s === filter.state })}>${t(`account.state.${s}`)}</option>`)}</select></div></div>
<div class="bar"><button type="submit">${t('account.page.filter')}</button></div></form>
<section class="part" aria-labelledby="list-heading"><h2 id="list-heading">${t('account.list')} (${shown.length})</h2>
${
  shown.length === 0
    ? html`<p>${t(all.length === 0 ? 'account.none' : 'account.page.none')}</p>`
    : html`${table(
        t,
        t('account.list'),
        [
          'account.field.name',
          'account.field.platform',
          'account.field.unit',
          'account.field.owner',
          'account.page.state',
          'account.page.changed',
        ].map(head),
        shown.map((a) => [
          html`<a href="${ACCOUNTS}/${a.id}">${a.name}</a>`,
          html`${platformName(words, a.platform)}<br><span class="hint">${shownAddress(a.address)}</span>`,
          a.unit,
          a.owner.title,
          stateText(words, a),
          date(words.lang, a.history.at(-1)?.at ?? ''),
        ]),
        '–',
      )}<p class="take"><span>${t('console.download')}:</span> <a href="${ACCOUNTS}.csv${tail}" download>CSV</a> <a href="${ACCOUNTS}.json${tail}" download>JSON</a></p>`
}</section>`;
}

export type OnePage = {
  account: Account;
  facts: readonly ChannelFact[];
  /** Steps that can be taken now, by whoever the page is for. */
  may: readonly CardDeed[];
  /** Roles that somebody may say they act in: only where nobody signs in. */
  roles: readonly string[];
  /** Why there is nothing to do, where that helps. */
  hint: string;
  /** What was just done, or why it was not. */
  said: { text: string; bad: boolean } | null;
};

export function accountHtml({ t }: Seat, words: Words, { account, facts, may, roles, said, hint }: OnePage): Html {
  const { id, version, address, history, lastSnapshot, lastActivity, reviewedAt } = account;
  const link = address.startsWith('https://')
    ? html`<a href="${address}" rel="noreferrer">${shownAddress(address)}</a>`
    : html`${address}`;
  const dates: [string, string | null | undefined][] = [
    ['account.page.snapshot', lastSnapshot && `${date(words.lang, lastSnapshot.at)} · ${lastSnapshot.reference}`],
    ['account.page.seen', lastActivity && date(words.lang, lastActivity)],
    ['account.page.reviewed', reviewedAt && date(words.lang, reviewedAt)],
  ];
  return html`${said && html`<p class="${said.bad ? 'error' : 'banner'}" role="${said.bad ? 'alert' : 'status'}">${said.text}</p>`}
<p class="state"><span class="chip">${stateText(words, account)}</span> ${link}</p>
<section class="part" aria-labelledby="says"><h2 id="says">${t('account.page.says')}</h2>
<dl class="facts">${factRows(words, account, ['name', 'address']).map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}${dates.map(([key, value]) => html`<div><dt>${t(key)}</dt><dd>${value ?? '–'}</dd></div>`)}</dl>
${account.assessment !== null && html`<p><a href="/assessment/${account.assessment}">${t('assessment.open')}</a></p>`}</section>
<section class="part" aria-labelledby="check"><h2 id="check">${t('account.in_check')}</h2>
<dl class="facts">${facts.map((f) => html`<div><dt>${t(`account.fact.${f.question}`)}</dt><dd>${factText(words, f)}</dd></div>`)}</dl></section>
${hint && html`<p class="hint">${hint}</p>`}
${
  may.length > 0 &&
  html`<section class="part" aria-labelledby="do"><h2 id="do">${t('account.page.do')}</h2>
<form method="post" action="${ACCOUNTS}/${id}/step" class="steps"><input type="hidden" name="seen" value="${version}">
${roles.length > 0 && html`<div class="field"><label for="role">${t('account.page.as')}</label><select id="role" name="role">${roles.map((r) => html`<option value="${r}">${t(`account.by.${r}`)}</option>`)}</select></div>`}
${may.some((d) => ASKS[d] === 'why') && html`<div class="field"><label for="why">${t('account.page.why')}</label><textarea id="why" name="why" rows="2" maxlength="1000"></textarea></div>`}
${may.some((d) => ASKS[d] === 'reference') && html`<div class="field"><label for="reference">${t('account.ask.snapshot')}</label><p class="hint" id="reference-hint">${t('account.ask.reference.hint')}</p><input type="text" id="reference" name="reference" maxlength="300" aria-describedby="reference-hint"></div>`}
<div class="bar">${may.map((deed) => html`<button ${attributes({ type: 'submit', name: 'deed', value: deed, class: deed === 'agree' ? 'primary' : null })}>${t(`account.do.${deed}`)}</button>`)}</div></form></section>`
}
<section class="part" aria-labelledby="past"><h2 id="past">${t('account.history')}</h2><ol class="places">${[...history].reverse().map((s) => html`<li>${stepText(words, s)}</li>`)}</ol></section>
<p class="back"><a href="${ACCOUNTS}">${t('account.list')}</a></p>`;
}

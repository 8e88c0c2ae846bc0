import { wallClock } from '../../core/calendar/moment.ts';
import { packAction } from '../../core/card.ts';
import { groundName, rowsOf } from '../../core/cards/moderation-cards.ts';
import type { CardView } from '../../core/cards/view.ts';
import { date } from '../../core/locale.ts';
import { newest } from '../../core/moderation/archive.ts';
import { countRemovals } from '../../core/moderation/figures.ts';
import type { Removal } from '../../core/moderation/removal.ts';
import { citeAll } from '../../core/screening/cite.ts';
import { type Column, table } from './console-page.ts';
import type { Seat } from './console-site.ts';
import { attributes, type Html, html } from './html.ts';
import { sourceLink } from './links.ts';

/** The moderation log as those responsible read it: what was removed and why, how often, and what the archive has. */

export const LOG = '/console/moderation';
type Logged = {
  versions: readonly Removal[];
  exported: ReadonlyMap<string, number>;
  exports: readonly { at: string; entries: number; sha256: string }[];
  zone: string;
  keepMonths: number | undefined;
  recordsPlan: string;
};

export function logHtml({ t, reader, pass }: Seat, view: CardView, logged: Logged): Html {
  const { versions, exported, exports, zone, keepMonths, recordsPlan } = logged;
  const latest = newest(versions).sort((a, b) => (a.removedAt < b.removedAt ? 1 : -1));
  const head = (id: string): Column => ({ head: t(id) });
  const entry = (r: Removal) => [
    html`<a href="${LOG}/${r.id}">${wallClock(new Date(r.removedAt), zone)}</a>`,
    r.account.name,
    t(`log.thing.${r.thing}`),
    groundName(view, r.ground),
    'none' in r.evidence ? t('log.no', { why: r.evidence.none }) : r.evidence.reference,
    'none' in r.notice ? t('log.no', { why: r.notice.none }) : date(reader.lang, r.notice.on),
    t((exported.get(r.id) ?? 0) >= r.version ? 'log.archived.yes' : 'log.archived.no'),
  ];
  const counts = countRemovals(latest, zone);
  return html`<p class="hint">${t('log.page.intro')}</p>
${pass === null && html`<form method="post" action="/act" class="bar"><button ${attributes({ type: 'submit', name: 'action', value: packAction({ do: 'log.start' }) })}>${t('log.start')}</button></form>`}
<section class="part" aria-labelledby="entries-heading"><h2 id="entries-heading">${t('log.entries')}</h2>
${
  latest.length === 0
    ? html`<p>${t('log.empty')}</p>`
    : table(
        t,
        t('log.entries'),
        [
          'log.removed',
          'log.account',
          'log.row.thing',
          'log.ground',
          'log.row.evidence',
          'log.row.notice',
          'log.archived',
        ].map(head),
        latest.map(entry),
        '–',
      )
}</section>
<section class="part" aria-labelledby="counts-heading"><h2 id="counts-heading">${t('log.figures')}</h2>
<p class="hint">${t('log.figures.intro')}</p>
${
  counts.length > 0 &&
  html`${table(
    t,
    t('log.figures'),
    [head('log.quarter'), head('log.ground'), head('log.account'), { head: t('console.count'), number: true }],
    counts.map((c) => [c.quarter, groundName(view, c.ground), c.account, c.count]),
    '–',
  )}<p class="take"><span>${t('console.download')}:</span> <a href="${LOG}/figures.csv" download>CSV</a> <a href="${LOG}/figures.json" download>JSON</a> <a href="${LOG}/public.csv" download>${t('log.figures.public')}</a></p>`
}</section>
<section class="part" aria-labelledby="archive-heading"><h2 id="archive-heading">${t('log.archive')}</h2>
<p>${t('log.archive.intro')}</p>
<p>${recordsPlan ? t('log.archive.plan', { place: recordsPlan }) : t('log.archive.noplan')} ${keepMonths === undefined ? t('log.archive.forever') : t('log.archive.months', { n: keepMonths })}</p>
<form method="post" action="${LOG}/export" class="bar"><button type="submit">${t('log.archive.button')}</button></form>
${
  exports.length > 0 &&
  html`<ul class="places">${exports.map(
    (e) =>
      html`<li>${t('log.archive.made', { at: wallClock(new Date(e.at), zone), n: e.entries })} <code>${e.sha256.slice(0, 16)}…</code></li>`,
  )}</ul>`
}</section>`;
}

/** One removal with all its versions, the newest first, and the lines of its ground. */
export function entryHtml({ t }: Seat, view: CardView, versions: readonly Removal[], zone: string): Html {
  const [last] = versions.slice(-1);
  const ground = view.knowledge.grounds.grounds.find((g) => g.id === last?.ground);
  const cited = ground ? citeAll(ground.cite, view.country, view.knowledge, view.lang).places : [];
  return html`${[...versions].reverse().map(
    (r) =>
      html`<section class="part" aria-labelledby="v${r.version}"><h2 id="v${r.version}">${t('log.version')} ${r.version}</h2>
<dl class="facts">${rowsOf(view, r, zone).map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}${r.note && html`<div><dt>${t('log.note')}</dt><dd>${r.note}</dd></div>`}</dl></section>`,
  )}
<section class="part" aria-labelledby="lines-heading"><h2 id="lines-heading">${t('sources')}</h2><ul class="places">${cited.map(
    ({ citation: c, lines }) =>
      html`<li><a href="${sourceLink(c.document, [lines[0], lines[1]], null)}">${c.publisher}</a> <q lang="${c.quoteLang}">${c.quote}</q>${c.country !== null && c.country !== view.country && html` <span class="flag">${t('other_country', { country: t(`country.${c.country}`) })}</span>`}</li>`,
  )}</ul></section>
<p class="back"><a href="${LOG}">${t('log.back')}</a></p>`;
}

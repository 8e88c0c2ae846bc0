import type { Assessments } from '../../app/screening-ports.ts';
import type { Change } from '../../core/assessment/compare.ts';
import { State } from '../../core/assessment/document.ts';
import { historyBlocks } from '../../core/assessment/render-answers.ts';
import { sectionTitle } from '../../core/assessment/sections.ts';
import { kindName, STATE_NAMES, term } from '../../core/assessment/words.ts';
import { blocksHtml, tableHtml } from './assessment-blocks.ts';
import { moment, type View } from './assessment-parts.ts';
import type { Assets } from './assets.ts';
import { attributes, type Html, html } from './html.ts';
import { page, plainHead } from './layout.ts';
import type { Reader, Say } from './reader.ts';

type Rows = Awaited<ReturnType<Assessments['list']>>;

/** Every assessment, the last changed first. */
export function listPage(rows: Rows, reader: Reader, t: Say, assets: Assets): string {
  const { lang } = reader;
  const one = (r: Rows[number]) => {
    const state = State.safeParse(r.state).data;
    return html`<li><a href="/assessment/${r.id}">${r.title}</a>
<p class="hint">${kindName(r.kind, reader.settings.country, lang)} · ${state ? STATE_NAMES[state][lang] : r.state} · ${term(lang, 'version')} ${r.version} · ${moment(r.at, lang, t)}</p></li>`;
  };
  return page({
    lang,
    title: `${t('assessment.list')} · ${t('web.title')}`,
    skip: { to: '#main', text: t('web.skip.content') },
    assets,
    class: 'assess',
    body: html`${plainHead(t)}<main id="main" tabindex="-1"><h1>${t('assessment.list')}</h1>
${rows.length > 0 ? html`<ul class="overview">${rows.map(one)}</ul>` : html`<p>${t('assessment.list.none')}</p>`}
<p class="back"><a href="/">${t('web.source.back')}</a></p></main>`,
  });
}

/** All versions, and what lies between two of them. */
export function versionsPage(
  v: View,
  compared: { from: number; to: number; changes: Change[] } | null,
  assets: Assets,
): string {
  const { d, t, lang, dossier } = v;
  const numbers = dossier.versions.map((one) => one.number);
  const { from, to } = compared ?? { from: Math.max(1, v.version - 1), to: v.version };
  const choose = (id: string, name: string, value: number) =>
    html`<div class="field"><label for="${id}">${name}</label><select id="${id}" name="${id}">${numbers.map((n) => html`<option ${attributes({ value: n, selected: n === value })}>${term(lang, 'version')} ${n}</option>`)}</select></div>`;
  return page({
    lang,
    title: `${term(lang, 'history')} · ${d.title} · ${t('web.title')}`,
    skip: { to: '#main', text: t('web.skip.content') },
    assets,
    class: 'assess',
    body: html`${plainHead(t)}<main id="main" tabindex="-1">
<p class="back"><a href="/assessment/${d.id}">${t('assessment.back')}</a></p>
<h1>${term(lang, 'history')}: <span lang="${d.lang}">${d.title}</span></h1>
<section class="part"><h2>${t('assessment.compare')}</h2>
<form method="get" class="compare"><div class="pair">${choose('from', t('assessment.compare.from'), from)}${choose('to', t('assessment.compare.to'), to)}</div>
<div class="bar"><button type="submit">${t('assessment.compare')}</button></div></form>
${compared && changesHtml(v, compared)}</section>
<section class="part"><h2 id="all">${term(lang, 'history')}</h2>${blocksHtml(historyBlocks(v).slice(1), lang)}</section>
</main>`,
  });
}

function changesHtml(v: View, { from, to, changes }: { from: number; to: number; changes: Change[] }): Html {
  const { t, lang, d } = v;
  if (changes.length === 0) return html`<p>${t('assessment.compare.none', { from, to })}</p>`;
  const words = (text: string | null) => ({ text: text ?? '–', lang: d.lang });
  return tableHtml(
    {
      kind: 'table',
      caption: t('assessment.compare.caption', { from, to }),
      head: [t('assessment.compare.what'), `${term(lang, 'version')} ${from}`, `${term(lang, 'version')} ${to}`],
      rows: changes.map((c) => [
        { text: c.label || sectionTitle(c.section, lang), lang, strong: true },
        words(c.before),
        words(c.after),
      ]),
      widths: [0.3, 0.35, 0.35],
    },
    lang,
  );
}

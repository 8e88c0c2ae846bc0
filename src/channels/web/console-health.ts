import type { Ailing, Health } from '../../app/insights.ts';
import type { Knowledge, Lines } from '../../core/guideline.ts';
import { date } from '../../core/locale.ts';
import { linesText } from '../../core/present.ts';
import { downloads } from './console-page.ts';
import type { Seat } from './console-site.ts';
import { type Html, html } from './html.ts';
import { sourceLink } from './links.ts';

/** What the knowledge needs: each heading with a number and, folded, the places. */
export function healthHtml({ t, reader }: Seat, health: Health, knowledge: Knowledge): Html {
  const { lang } = reader;
  const place = (document: string, lines: Lines) => {
    const publisher = knowledge.guidelines.find((g) => g.id === document)?.publisher ?? document;
    const where = linesText(lines, knowledge.locales, lang);
    return html`<a href="${sourceLink(document, lines, null)}">${publisher}, ${where}</a>`;
  };
  const rules = (list: readonly Ailing[]) => list.map((r) => html`${place(r.document, r.lines)} · ${r.id}`);
  const title = (id: string) => knowledge.guidelines.find((g) => g.id === id)?.title ?? id;
  const never = health.neverCited.reduce((sum, d) => sum + d.rules.length, 0);
  const all = health.neverCited.reduce((sum, d) => sum + d.of, 0);
  return html`<p class="hint">${t('console.health.intro')}</p>
${part('superseded', rules(health.superseded))}
${part('dated', rules(health.dated))}
${part(
  'overdue',
  health.overdue.map(
    (o) =>
      html`${knowledge.curated.find((e) => e.id === o.id)?.questions[lang][0] ?? o.id} · ${date(lang, o.reviewBy)}`,
  ),
)}
${part(
  'unchecked',
  health.unchecked.map(
    (id) => html`<a href="/source/law:${id}">${id}</a> ${knowledge.law.find((n) => n.id === id)?.title[lang]}`,
  ),
)}
${part(
  'conflicts',
  health.conflicts.map((id) => html`${id} ${knowledge.conflicts.find((c) => c.id === id)?.topic[lang]}`),
)}
<section class="part" aria-labelledby="never-title"><h2 id="never-title">${t('console.health.never')}: ${t('console.health.of', { n: never, m: all })}</h2>
<p class="hint">${t('console.health.never.hint')}</p>
${health.neverCited.map((d) => html`<details><summary>${title(d.document)}: ${t('console.health.of', { n: d.rules.length, m: d.of })}</summary><ul class="places">${d.rules.map((r) => html`<li>${place(d.document, r.lines)} · ${r.id}</li>`)}</ul></details>`)}</section>
${downloads(t, 'health')}`;

  function part(name: string, items: readonly Html[]): Html {
    return html`<section class="part" aria-labelledby="${name}-title"><h2 id="${name}-title">${t(`console.health.${name}`)}: ${items.length}</h2>
${items.length > 0 && html`<details><summary>${t('console.health.show')}<span class="visually-hidden"> ${t(`console.health.${name}`)}</span></summary><ul class="places">${items.map((i) => html`<li>${i}</li>`)}</ul></details>`}</section>`;
  }
}

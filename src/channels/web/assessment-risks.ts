import type { RiskEntry } from '../../core/assessment/document.ts';
import { countsOf, scoreText } from '../../core/assessment/matrix.ts';
import { said } from '../../core/assessment/render-parts.ts';
import { conclusionBlocks, risksBlocks } from '../../core/assessment/render-risks.ts';
import { bandOf, type Rated, rated, unconfirmed } from '../../core/assessment/risk.ts';
import { FAMILIES, type Score, scoreOf } from '../../core/assessment/risk-bank.ts';
import { term } from '../../core/assessment/words.ts';
import { linesText } from '../../core/present.ts';
import { citeAll } from '../../core/screening/cite.ts';
import { blocksHtml } from './assessment-blocks.ts';
import { control, field, tickField } from './assessment-controls.ts';
import { savingForm, slot, type View, who } from './assessment-parts.ts';
import { attributes, type Html, html, join } from './html.ts';
import { sourceLink } from './links.ts';

/** The risks, each folded under its name and score; own ones and a way to add more below. */
export function risksPart(v: View): Html {
  const { d, t, lang } = v;
  if (!v.draft) return blocksHtml(risksBlocks(v), lang);
  return html`${d.bankLabel && html`<p class="label-bank">${d.bankLabel[lang]}</p>`}
<p class="hint">${term(lang, 'scale')}</p>
<p id="counts">${countsText(v)}</p>
<div class="folds">${d.risks.map((risk) => riskCard(v, risk))}</div>
${addRisk(v)}
<p><a href="#sec-conclusion">${t('assessment.matrix.see')}</a></p>`;
}

export function countsText(v: View): string {
  const all = rated(v.d);
  const open = unconfirmed(v.d).length;
  return [
    all.length > 0 ? `${term(v.lang, 'before')}: ${countsOf(all, 'before', v.lang)}` : '',
    open > 0 ? term(v.lang, 'unconfirmed', { n: open }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function riskCard(v: View, risk: RiskEntry): Html {
  const { t, lang } = v;
  const name = said(v, risk.name);
  const path = (key: string) => `risks.${risk.id}.${key}`;
  const [cause, follows] = [said(v, risk.cause), said(v, risk.consequence)];
  const own = risk.source === 'own';
  return html`<details ${attributes({ class: 'fold', id: `risk-${risk.id}`, open: v.open === risk.id })}>
<summary><span class="fold-head"><span class="fold-id">${risk.id}</span> <span ${attributes({ lang: name.lang === lang ? null : name.lang })}>${name.text}</span> <span class="chip-place" id="chip-${risk.id}">${riskChip(v, risk)}</span></span></summary>
<div class="fold-body">
${
  !own &&
  html`<dl class="because">${cause.text && html`<div><dt>${term(lang, 'cause')}</dt><dd>${cause.text}</dd></div>`}${follows.text && html`<div><dt>${term(lang, 'consequenceOf')}</dt><dd>${follows.text}</dd></div>`}</dl>${linesOf(v, risk)}`
}
${scoreForm(v, risk)}
${savingForm(
  v,
  `words-${risk.id}`,
  html`${
    own &&
    html`${field(v, path('name'), term(lang, 'risk'))}${field(v, path('cause'), term(lang, 'cause'))}${field(v, path('consequence'), term(lang, 'consequenceOf'))}
${tickField(v, path('exposed'), t('assessment.risk.exposed'))}`
  }${field(v, path('comment'), t('assessment.risk.comment'))}${
    risk.mandatory
      ? html`<p class="hint">${t('assessment.risk.mandatory')}</p>`
      : field(v, path('setAside'), t('assessment.risk.aside'), t('assessment.risk.aside.hint'))
  }`,
)}
${risk.floor && html`<p class="hint">${risk.floor.why[lang]}</p>`}
</div>
</details>`;
}

const chip = (score: Score, text: string): Html =>
  html`<span class="chip band-${bandOf(scoreOf(score))}">${text}</span>`;

/** Where a risk stands, in a few words: set aside, confirmed, suggested, or nothing yet. */
export function riskChip(v: View, risk: RiskEntry): Html {
  const { lang, t } = v;
  if (risk.setAside.trim()) return html`<span class="chip">${t('assessment.risk.set')}</span>`;
  const one = ratedOf(v, risk);
  if (one) return chip(one.inherent, scoreText(one.inherent, lang));
  return html`<span class="chip open">${risk.proposed ? term(lang, 'proposedScore', { score: scoreText(risk.proposed, lang) }) : term(lang, 'notConfirmed')}</span>`;
}

function ratedOf(v: View, risk: RiskEntry): Rated | undefined {
  return rated(v.d).find((r) => r.risk.id === risk.id);
}

function scoreForm(v: View, risk: RiskEntry): Html {
  return savingForm(
    v,
    `score-${risk.id}`,
    html`<fieldset><legend>${term(v.lang, 'before')}</legend>
<div class="control" id="c-risks-${risk.id}-score">${control(v, `risks.${risk.id}.score`)}</div>
${slot(v, `risks.${risk.id}.score`)}
<div id="scores-${risk.id}">${scores(v, risk)}</div></fieldset>`,
    { button: v.t('assessment.risk.confirm'), delay: '900ms' },
  );
}

/** What measures make of a confirmed score, who confirmed it, and a way to take that back. */
export function scores(v: View, risk: RiskEntry): Html {
  const { t, lang } = v;
  const one = ratedOf(v, risk);
  if (!risk.inherent || !risk.confirmedBy) return html`<p class="hint">${t('assessment.risk.waits')}</p>`;
  return html`${
    one &&
    html`<dl class="scores">${(
      [
        ['before', one.inherent],
        ['now', one.now],
        ['after', one.planned],
      ] as const
    ).map(
      ([when, score]) => html`<div><dt>${term(lang, when)}</dt><dd>${chip(score, scoreText(score, lang))}</dd></div>`,
    )}</dl>`
  }<p class="hint">${t('assessment.risk.by', { who: who({ kind: 'person', person: '-', role: risk.confirmedBy.role }, lang) })} <button type="submit" class="link" name="unconfirm" value="${risk.id}">${t('assessment.risk.undo')}</button></p>`;
}

/** The lines a risk was drawn from, and notes on the law, each with the way there. */
function linesOf({ d, knowledge, lang, t }: View, risk: RiskEntry): Html | false {
  const { places, law } = citeAll(risk.cite, d.country, knowledge, lang);
  if (places.length + law.length === 0) return false;
  const links = [
    ...places.map(
      (p) =>
        html`<a href="${sourceLink(p.citation.document, p.lines, null)}">${p.citation.publisher}, ${linesText(p.lines, knowledge.locales, lang)}</a>`,
    ),
    ...law.map(
      (c) =>
        html`<a href="${sourceLink(c.document, null, null)}">${t('law_note.title')} (${c.document.replace('law:', '')})</a>`,
    ),
  ];
  return html`<p class="lines-of">${t('assessment.rests')} ${join(links, ' · ')}</p>`;
}

function addRisk(v: View): Html {
  const { t, lang, knowledge } = v;
  const names = knowledge.risks?.families;
  const at = (key: string) => `new-risk-${key}`;
  const one = (key: string, name: string) =>
    html`<div class="field"><label for="${at(key)}">${name}</label><textarea id="${at(key)}" name="${key}" rows="2" lang="${v.d.lang}"></textarea></div>`;
  return html`<details ${attributes({ class: 'fold add', id: 'add-risk', open: v.open === 'add-risk' })}><summary><span class="fold-head">${t('assessment.risk.add')}</span></summary>
<form class="fold-body" method="post" action="/assessment/${v.d.id}/risk">${addFault(v, 'add-risk')}
${one('name', term(lang, 'risk'))}${one('cause', term(lang, 'cause'))}${one('consequence', term(lang, 'consequenceOf'))}
<div class="field"><label for="${at('family')}">${t('assessment.risk.family')}</label><select id="${at('family')}" name="family">${FAMILIES.map((f) => html`<option value="${f}">${names?.[f][lang] ?? f}</option>`)}</select></div>
<div class="field tick"><input type="checkbox" id="${at('exposed')}" name="exposed" value="yes"><label for="${at('exposed')}">${t('assessment.risk.exposed')}</label></div>
<div class="bar"><button type="submit">${t('assessment.risk.add')}</button></div></form></details>`;
}

export function addFault(v: View, form: string): Html | false {
  return v.said?.form === form && html`<p class="error" role="alert">${v.said.text}</p>`;
}

/** The matrices before and after, each with its table. */
export function matrixPart(v: View): Html {
  return blocksHtml(conclusionBlocks(v), v.lang);
}

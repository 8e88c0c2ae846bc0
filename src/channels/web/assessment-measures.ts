import type { Measure } from '../../core/assessment/document.ts';
import { label } from '../../core/assessment/labels.ts';
import { said } from '../../core/assessment/render-parts.ts';
import { carrying } from '../../core/assessment/risk.ts';
import { term } from '../../core/assessment/words.ts';
import { field, tickField } from './assessment-controls.ts';
import { savingForm, type View } from './assessment-parts.ts';
import { addFault } from './assessment-risks.ts';
import { attributes, type Html, html } from './html.ts';

/** Measures somebody has taken up, each with owner, date, status and effects; the bank's other suggestions wait below, with one press each. */
export function measuresPart(v: View): Html {
  const { d, t, lang } = v;
  const taken = d.measures.filter((m) => m.status !== 'proposed');
  const rest = d.measures.filter((m) => m.status === 'proposed');
  return html`<p class="hint">${t('assessment.measure.counts')}</p>
<div id="carrying">${carryingText(v)}</div>
${taken.length === 0 && html`<p>${term(lang, 'noMeasures')}</p>`}
<div class="folds">${taken.map((m) => measureCard(v, m))}</div>
${v.draft && rest.length > 0 && suggestions(v, rest)}
${v.draft && html`${addMeasure(v)}${taken.length > 0 && addEffect(v, taken)}`}`;
}

export function carryingText(v: View): Html {
  return html`${carrying(v.d).map((m) => html`<p class="hint">${term(v.lang, 'carrying', { id: said(v, m.text).text })}</p>`)}`;
}

export function measureStatus(v: View, m: Measure): string {
  return label(m.status, v.lang);
}

function measureCard(v: View, m: Measure): Html {
  const { lang, t } = v;
  const text = said(v, m.text);
  const path = (key: string) => `measures.${m.id}.${key}`;
  const status = field(v, path('status'), term(lang, 'state'));
  return html`<details ${attributes({ class: 'fold', id: `measure-${m.id}`, open: v.open === m.id })}>
<summary><span class="fold-head">${m.common && html`<span class="fold-id">${m.common}</span> `}<span ${attributes({ lang: text.lang === lang ? null : text.lang })}>${text.text}</span> <span class="chip-place"><span class="chip" id="chip-${m.id}">${measureStatus(v, m)}</span></span></span></summary>
<div class="fold-body">${savingForm(
    v,
    `measure-${m.id}`,
    v.draft
      ? html`${typeof m.text === 'string' && field(v, path('text'), term(lang, 'measure'))}
<div class="pair">${status}${field(v, path('due'), term(lang, 'due'))}</div>
<div class="pair">${field(v, path('role'), t('assessment.measure.role'))}${field(v, path('name'), t('assessment.measure.name'), t('assessment.measure.name.hint'))}</div>
${m.effects.map((e) => effect(v, m, e))}`
      : html`<dl class="pairs-of"><div><dt>${term(lang, 'owner')}</dt><dd>${m.owner?.name || '–'}</dd></div><div><dt>${term(lang, 'due')}</dt><dd>${m.due ?? '–'}</dd></div></dl>${status}`,
  )}</div></details>`;
}

function effect(v: View, m: Measure, e: Measure['effects'][number]): Html {
  const { lang, t } = v;
  const risk = v.d.risks.find((r) => r.id === e.risk);
  const path = (key: string) => `measures.${m.id}.effects.${e.risk}.${key}`;
  const title = term(lang, e.lowers === 'likelihood' ? 'lowersLikelihood' : 'lowersConsequence', {
    risk: e.risk,
    reason: '',
  });
  return html`<fieldset class="effect"><legend>${title}</legend>
${risk && html`<p class="hint">${said(v, risk.name).text}</p>`}
${field(v, path('reason'), t('assessment.effect.reason'))}
${tickField(v, path('confirmed'), t('assessment.effect.confirm'))}</fieldset>`;
}

/** One form for all suggestions; each button takes up one. */
function suggestions(v: View, rest: readonly Measure[]): Html {
  const { t, d } = v;
  return html`<details ${attributes({ class: 'fold', id: 'suggestions', open: v.open === 'suggestions' })}><summary><span class="fold-head">${t('assessment.measure.suggested', { n: rest.length })}</span></summary>
<form class="fold-body" method="post" action="/assessment/${d.id}/take"><ul class="suggested">${rest.map((m) => {
    const text = said(v, m.text).text;
    const risks = m.effects.map((e) => e.risk).join(', ');
    return html`<li><span id="sug-${m.id}">${m.common && `${m.common} `}${text}${risks && ` (${risks})`}</span> <button type="submit" name="measure" value="${m.id}" id="take-${m.id}" aria-labelledby="take-${m.id} sug-${m.id}">${t('assessment.measure.take')}</button></li>`;
  })}</ul></form></details>`;
}

function addMeasure(v: View): Html {
  const { t, d } = v;
  return html`<details ${attributes({ class: 'fold add', id: 'add-measure', open: v.open === 'add-measure' })}><summary><span class="fold-head">${t('assessment.measure.add')}</span></summary>
<form class="fold-body" method="post" action="/assessment/${d.id}/measure">${addFault(v, 'add-measure')}
<div class="field"><label for="new-measure">${term(v.lang, 'measure')}</label><textarea id="new-measure" name="text" rows="2" lang="${d.lang}"></textarea></div>
<div class="bar"><button type="submit">${t('assessment.measure.add')}</button></div></form></details>`;
}

function addEffect(v: View, taken: readonly Measure[]): Html {
  const { t, d, lang } = v;
  const one = (id: string, name: string, options: readonly (readonly [string, string])[]) =>
    html`<div class="field"><label for="new-${id}">${name}</label><select id="new-${id}" name="${id}">${options.map(([code, text]) => html`<option value="${code}">${text}</option>`)}</select></div>`;
  return html`<details ${attributes({ class: 'fold add', id: 'add-effect', open: v.open === 'add-effect' })}><summary><span class="fold-head">${t('assessment.effect.add')}</span></summary>
<form class="fold-body" method="post" action="/assessment/${d.id}/effect">${addFault(v, 'add-effect')}
${one(
  'measure',
  term(lang, 'measure'),
  taken.map((m) => [m.id, said(v, m.text).text]),
)}
${one(
  'risk',
  term(lang, 'risk'),
  d.risks.map((r) => [r.id, `${r.id} ${said(v, r.name).text}`]),
)}
${one('lowers', t('assessment.effect.lowers'), [
  ['likelihood', term(lang, 'likelihood')],
  ['consequence', term(lang, 'consequence')],
])}
<div class="bar"><button type="submit">${t('assessment.effect.add')}</button></div></form></details>`;
}

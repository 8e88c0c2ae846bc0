import type { Possible } from '../../app/write-assessment.ts';
import { type Refusal, sayRefusal } from '../../core/assessment/refusals.ts';
import { decisionBlocks } from '../../core/assessment/render-decision.ts';
import { said } from '../../core/assessment/render-parts.ts';
import { steepDrops } from '../../core/assessment/risk.ts';
import { ROLE_NAMES, type Role } from '../../core/assessment/roles.ts';
import { SECTIONS, sectionTitle } from '../../core/assessment/sections.ts';
import { awaited } from '../../core/assessment/states.ts';
import { STATE_NAMES, term } from '../../core/assessment/words.ts';
import { blocksHtml } from './assessment-blocks.ts';
import type { View } from './assessment-parts.ts';
import { attributes, type Html, html } from './html.ts';

/** What the signing part needs beside the view: the steps this person may take, and what came of the last one. */
type Signing = {
  moves: readonly Possible[];
  refused: { text: string; sent: Readonly<Record<string, string>> } | null;
};
export type SigningView = View & { signing: Signing };

/** Who is to act next. */
function nextRoles(d: View['d']): readonly Role[] {
  switch (d.state) {
    case 'draft':
      return ['author'];
    case 'decided':
    case 'active':
    case 'review_due':
      return ['unit', 'editor', 'controller'];
    default:
      return awaited(d);
  }
}

export function nextText(v: View): string {
  if (v.d.state === 'closed') return '';
  return v.t('assessment.next', {
    who: nextRoles(v.d)
      .map((r) => ROLE_NAMES[r][v.lang])
      .join(', '),
  });
}

/** A refusal with the names of what it lists, instead of their ids. */
export function refusalText(v: View, refusal: Refusal): string {
  if (refusal.code === 'incomplete') {
    const parts = SECTIONS.flatMap((s) => {
      const n = refusal.fields.filter((f) => f.split('.')[0] === s.id).length;
      return n > 0 ? [`${sectionTitle(s.id, v.lang)} (${n})`] : [];
    });
    return sayRefusal({ ...refusal, fields: parts }, v.lang);
  }
  if (refusal.code === 'planned') {
    const names = v.d.measures.filter((m) => refusal.measures.includes(m.id)).map((m) => said(v, m.text).text);
    return sayRefusal({ ...refusal, measures: names }, v.lang);
  }
  return sayRefusal(refusal, v.lang);
}

/** Advice, decision and log as they stand, and the steps of whoever reads. */
export function signingPart(v: View): Html {
  const { t, lang } = v;
  const { moves, refused } = (v as SigningView).signing;
  const doable = moves.filter((m) => m.refusal?.code !== 'not_own');
  const notes = [...new Set(moves.flatMap((m) => (m.refusal ? [refusalText(v, m.refusal)] : [])))];
  return html`${blocksHtml(decisionBlocks(v), lang)}
<div class="sign" id="sign"><h3>${t('assessment.sign')}</h3>
<p>${STATE_NAMES[v.d.state][lang]}. ${nextText(v)} ${t('assessment.acting', { role: ROLE_NAMES[v.writer.role][lang] })} <a href="#acting">${t('assessment.acting.change')}</a></p>
${notes.map((text) => html`<p class="hint">${text}</p>`)}
${refused && html`<p class="error" role="alert" tabindex="-1" autofocus>${refused.text}</p>`}
${doable.length > 0 ? moveForm(v as SigningView, doable) : notes.length === 0 && html`<p class="hint">${t('assessment.sign.none')}</p>`}</div>`;
}

function moveForm(v: SigningView, moves: readonly Possible[]): Html {
  const { t, d, lang } = v;
  const sent = v.signing.refused?.sent ?? {};
  const can = (what: Possible['do']) => moves.some((m) => m.do === what);
  const words = (name: string, text: string, hint?: string) =>
    html`<div class="field"><label for="m-${name}">${text}</label>${hint && html`<p class="hint" id="mh-${name}">${hint}</p>`}<textarea ${attributes({ id: `m-${name}`, name, rows: 2, lang: d.lang, 'aria-describedby': hint ? `mh-${name}` : null, 'aria-invalid': name === 'why' && v.signing.refused && !sent.why?.trim() ? 'true' : null })}>
${sent[name] ?? ''}</textarea></div>`;
  const choice = (name: string, text: string, options: readonly (readonly [string, string])[]) =>
    html`<fieldset><legend>${text}</legend><div class="radios">${options.map(([code, option]) => html`<label class="radio"><input ${attributes({ type: 'radio', name, value: code, checked: sent[name] === code })}> ${option}</label>`)}</div></fieldset>`;
  const seen = html`<input type="hidden" class="seen" name="seen" value="${v.version}">`;
  return html`<form method="post" action="/assessment/${d.id}/move">${seen}
${
  can('decide') &&
  html`${choice('outcome', term(lang, 'decision'), [
    ['proceed', term(lang, 'proceed')],
    ['stop', term(lang, 'stop')],
  ])}${choice('follows', term(lang, 'followed'), [
    ['yes', term(lang, 'yes')],
    ['no', term(lang, 'no')],
  ])}${words('whyNot', t('assessment.sign.whyNot'))}${words('conditions', term(lang, 'conditions'))}`
}
${words('why', can('advise') ? term(lang, 'advice') : term(lang, 'reason'), can('submit') ? t('assessment.sign.optional') : undefined)}
${can('advise') && steepDrops(d).map(({ risk }) => words(`comment:${risk.id}`, `${term(lang, 'comments')} ${risk.id}: ${said(v, risk.name).text}`, term(lang, 'drop', { risk: risk.id })))}
<div class="bar">${moves.map((m, i) => html`<button ${attributes({ type: 'submit', name: 'do', value: m.do, class: i === 0 ? 'primary' : null })}>${t(`assessment.do.${m.do}`)}</button>`)}</div></form>`;
}

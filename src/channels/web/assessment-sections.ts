import { INTERESTS } from '../../core/assessment/document.ts';
import { GROUPS } from '../../core/assessment/fields.ts';
import { label } from '../../core/assessment/labels.ts';
import { basisText } from '../../core/assessment/render.ts';
import { balancingBlocks, reviewBlocks, viewsBlocks } from '../../core/assessment/render-decision.ts';
import { SECTIONS, type Section, type SectionId, sectionTitle } from '../../core/assessment/sections.ts';
import { missing } from '../../core/assessment/settle.ts';
import { term } from '../../core/assessment/words.ts';
import { blocksHtml } from './assessment-blocks.ts';
import { control, field } from './assessment-controls.ts';
import { measuresPart } from './assessment-measures.ts';
import { readOnly, savingForm, slot, slug, type View } from './assessment-parts.ts';
import { matrixPart, risksPart } from './assessment-risks.ts';
import { signingPart } from './assessment-signing.ts';
import { type Html, html } from './html.ts';

/** The parts of this kind of assessment: all fourteen, or the short ones. */
export function partsOf(v: Pick<View, 'd'>): readonly Section[] {
  return SECTIONS.filter((s) => s.short || v.d.kind === 'DPIA');
}

/** What is missing in a part, in words. */
function gapsOf(v: View, id: SectionId): string[] {
  const section = SECTIONS.find((s) => s.id === id);
  return missing(v.d)
    .filter((path) => path.split('.')[0] === id)
    .map((path) => {
      const key = path.split('.')[1];
      if (!key) return sectionTitle(id, v.lang).replace(/^\d+ /, '');
      return section?.fields.find((f) => f.id === key)?.label[v.lang] ?? label(key, v.lang);
    });
}

/** Beside a part in the contents: how much is missing. */
export function gapShort(v: View, id: SectionId): string {
  const n = gapsOf(v, id).length;
  if (n > 0) return v.t('assessment.gap', { n });
  return id === 'decision' || id === 'review' ? '' : v.t('assessment.gap.none');
}

/** At the head of a part: what is missing, by name where that is a short list. */
export function gapLong(v: View, id: SectionId): string {
  const gaps = gapsOf(v, id);
  if (gaps.length === 0) return '';
  if (id === 'risks') return term(v.lang, 'unconfirmed', { n: gaps.length });
  return v.t('assessment.gap.list', { list: gaps.join(', ') });
}

export function sectionHtml(v: View, s: Section): Html {
  return html`<section class="part" id="sec-${s.id}" aria-labelledby="t-${s.id}">
<h2 id="t-${s.id}" tabindex="-1">${s.n} ${s.title[v.lang]}</h2>
<p class="basis">${term(v.lang, 'basisNote', { basis: basisText(v, s.basis) })}</p>
${v.draft && html`<p class="gap" id="long-${s.id}">${gapLong(v, s.id)}</p>`}
${SPECIAL[s.id]?.(v, s) ?? plainPart(v, s)}
</section>`;
}

const SPECIAL: Partial<Record<SectionId, (v: View, s: Section) => Html>> = {
  header: headerPart,
  balancing: balancingPart,
  views: viewsPart,
  risks: risksPart,
  measures: measuresPart,
  conclusion: conclusionPart,
  decision: signingPart,
  review: reviewPart,
};

const textFields = (v: View, s: Section): Html[] =>
  s.fields.map((f) =>
    v.draft
      ? field(v, `texts.${s.id}.${f.id}`, f.label[v.lang], f.hint?.[v.lang])
      : readOnly(v, f.label[v.lang], s.id, f.id),
  );

function plainPart(v: View, s: Section): Html {
  const fields = textFields(v, s);
  return v.draft ? savingForm(v, s.id, fields) : html`${fields}`;
}

function headerPart(v: View, s: Section): Html {
  if (!v.draft) return html`${textFields(v, s)}`;
  return savingForm(v, s.id, html`${field(v, 'title', v.t('assessment.title'))}${textFields(v, s)}`);
}

function balancingPart(v: View, s: Section): Html {
  if (!v.draft) return html`${textFields(v, s)}${blocksHtml(balancingBlocks(v), v.lang)}`;
  const { lang } = v;
  const one = (id: (typeof INTERESTS)[number]) =>
    html`<fieldset><legend>${label(id, lang)}</legend>${field(v, `balancing.${id}.weight`, term(lang, 'weight'))}${field(v, `balancing.${id}.reason`, term(lang, 'reason'))}</fieldset>`;
  return savingForm(v, s.id, html`${INTERESTS.map(one)}${textFields(v, s)}`);
}

function viewsPart(v: View, s: Section): Html {
  if (!v.draft) return blocksHtml(viewsBlocks(v), v.lang);
  const { lang, t } = v;
  const one = (group: (typeof GROUPS)[number]) => {
    const path = `views.${group}.asked`;
    return html`<fieldset><legend>${label(group, lang)}</legend>
<div class="field" role="radiogroup" aria-label="${label(group, lang)}: ${t('assessment.views.asked')}"><p class="name">${t('assessment.views.asked')}</p><div class="control" id="c-${slug(path)}">${control(v, path)}</div>${slot(v, path)}</div>
${field(v, `views.${group}.text`, term(lang, 'saidOrWhy'))}</fieldset>`;
  };
  return savingForm(v, s.id, GROUPS.map(one));
}

function conclusionPart(v: View, s: Section): Html {
  const texts = textFields(v, s);
  const consultation = field(v, 'consultation', term(v.lang, 'consultation'), v.t('assessment.consultation.hint'));
  const editable = v.draft || (v.d.kind === 'DPIA' && v.d.state !== 'closed');
  return html`<div id="matrix">${matrixPart(v)}</div>
${v.draft ? savingForm(v, s.id, html`${texts}${v.d.kind === 'DPIA' && consultation}`) : html`${texts}${editable && savingForm(v, s.id, consultation)}`}`;
}

function reviewPart(v: View, s: Section): Html {
  return html`${plainPart(v, s)}${blocksHtml(reviewBlocks(v), v.lang)}`;
}

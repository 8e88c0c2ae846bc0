import { ROLE_NAMES, type Role } from '../../core/assessment/roles.ts';
import { kindName, LANG_NAMES, STATE_NAMES, term } from '../../core/assessment/words.ts';
import { moment } from './assessment-parts.ts';
import { gapShort, partsOf, sectionHtml } from './assessment-sections.ts';
import { nextText, type SigningView } from './assessment-signing.ts';
import type { Assets } from './assets.ts';
import { attributes, type Html, html } from './html.ts';
import { page, plainHead } from './layout.ts';

export const FORMATS = ['docx', 'pdf', 'md', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** An assessment whole: where it stands, what is missing, its parts, each a form of its own. */
export function assessmentPage(
  v: SigningView,
  { roles, signedIn, banner }: { roles: readonly Role[]; signedIn: boolean; banner: string },
  assets: Assets,
): string {
  const { d, t, lang } = v;
  return page({
    lang,
    title: `${d.title} · ${t('web.title')}`,
    skip: { to: '#contents', text: t('assessment.skip') },
    assets,
    class: 'assess',
    body: html`${plainHead(t)}
<main id="main">
<p class="back"><a href="/assessments">${t('assessment.list')}</a></p>
<header class="where">
<p class="eyebrow">${kindName(d.kind, d.country, lang)}</p>
<h1 ${attributes({ lang: d.lang === lang ? null : d.lang })}>${d.title}</h1>
<p class="state"><span class="chip">${STATE_NAMES[d.state][lang]}</span> <span>${nextText(v)}</span></p>
<p class="hint"><span id="version">${versionText(v)}</span> · <a href="/assessment/${d.id}/versions">${t('assessment.history')}</a></p>
<p class="hint">${term(lang, 'advisory')} ${term(lang, 'adviceNote')}</p>
${d.lang !== lang && html`<p class="hint">${term(lang, 'writtenIn', { lang: LANG_NAMES[d.lang][lang] })}</p>`}
</header>
${banner && html`<p class="banner" role="status">${banner}</p>`}
<p id="ask-error" class="error" role="alert"></p>
${acting(v, roles, signedIn)}
${contents(v)}
${partsOf(v).map((s) => sectionHtml(v, s))}
${downloads(v)}
</main>`,
  });
}

/** `Versjon 12 · 2. november 2026 kl. 14.02`. */
export function versionText(v: SigningView): string {
  const last = v.dossier.versions.at(-1);
  return `${term(v.lang, 'version')} ${v.version}${last ? ` · ${moment(last.at, v.lang, v.t)}` : ''}`;
}

/** In which role somebody acts here, and where it comes from, said plainly. */
function acting(v: SigningView, roles: readonly Role[], signedIn: boolean): Html {
  const { t, lang, writer, d } = v;
  const name = ROLE_NAMES[writer.role][lang];
  if (roles.length < 2)
    return html`<p class="acting" id="acting">${t('assessment.acting', { role: name })} ${t('assessment.acting.fixed')}</p>`;
  return html`<details class="acting" id="acting"><summary>${t('assessment.acting', { role: name })}</summary>
<form method="post" action="/assessment/role"><input type="hidden" name="back" value="${d.id}">
<p>${t(signedIn ? 'assessment.acting.signed_in' : 'assessment.acting.plain')}</p>
<div class="field"><label for="role">${t('assessment.acting.choose')}</label><select id="role" name="role">${roles.map((r) => html`<option ${attributes({ value: r, selected: r === writer.role })}>${ROLE_NAMES[r][lang]}</option>`)}</select></div>
<div class="bar"><button type="submit">${t('assessment.acting.change')}</button></div></form></details>`;
}

function contents(v: SigningView): Html {
  return html`<nav class="contents" id="contents" aria-labelledby="contents-title" tabindex="-1"><h2 id="contents-title">${term(v.lang, 'contents')}</h2>
<ol>${partsOf(v).map(
    (s) =>
      html`<li><a href="#sec-${s.id}"><span>${s.n} ${s.title[v.lang]}</span></a> ${v.draft && html`<span class="gap" id="gap-${s.id}">${gapShort(v, s.id)}</span>`}</li>`,
  )}</ol></nav>`;
}

function downloads(v: SigningView): Html {
  const { t, d, lang } = v;
  return html`<nav class="downloads" aria-labelledby="downloads-title"><h2 id="downloads-title">${t('assessment.downloads')}</h2>
<ul>${FORMATS.map((f) => html`<li><a href="/assessment/${d.id}/export/${f}?lang=${lang}" download>${t(`assessment.format.${f}`)}</a></li>`)}</ul></nav>`;
}

import type { Knowledge, LawNote } from '../../core/guideline.ts';
import { date } from '../../core/locale.ts';
import type { Assets } from './assets.ts';
import { type Html, html } from './html.ts';
import { page, plainHead } from './layout.ts';
import { speaker } from './reader.ts';
import { backLink, factList, type SourceInput } from './source-page.ts';

/** A note on the law: our own summary, said to be one before anything else, with where it comes from and how sure that is. Never a statute. */
export function lawPage(note: LawNote, { reader, turn }: SourceInput, knowledge: Knowledge, assets: Assets): string {
  const { lang } = reader;
  const t = speaker(knowledge, lang);
  const title = note.title[lang];
  const checked = note.lastVerified ? t('law_note', { date: date(lang, note.lastVerified) }) : t('law_note.unchecked');
  return page({
    lang,
    title: `${t('law_note.title')}: ${title} · ${t('web.title')}`,
    skip: { to: '#note', text: t('law_note.title') },
    assets,
    class: 'source-page law-page',
    body: html`${plainHead(t)}
<main id="main">
${backLink(turn, t)}
<p class="eyebrow">${t('law_note.title')} · ${note.id}</p>
<h1>${title}</h1>
<p class="marked">${checked}</p>
<div class="law-note" id="note"><p>${note.note[lang]}</p></div>
${factList([
  [t('web.country'), t(`country.${note.jurisdiction}`)],
  [t('web.law.confidence'), t(`confidence.${note.confidence}`)],
  [t('web.law.source'), linked(note.source), true],
])}
</main>`,
  });
}

/** Text with its web addresses as links; anything else that looks like an address stays text. */
function linked(text: string): Html {
  const parts = text.split(/(https?:\/\/[^\s;,]+)/);
  return html`<span class="addresses">${parts.map((part, i) => (i % 2 === 1 ? html`<a href="${part}" rel="noreferrer">${part}</a>` : part))}</span>`;
}

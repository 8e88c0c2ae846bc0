import type { Knowledge } from '../../core/guideline.ts';
import type { Lang } from '../../core/language.ts';
import type { Assets } from './assets.ts';
import { html } from './html.ts';
import { page, plainHead } from './layout.ts';
import { speaker } from './reader.ts';

/** What went wrong, in the reader's language, with a code that stands in the log too, and the way back. Nothing of the inside shows. */
export function errorPage(
  input: { lang: Lang; message: string; code: string },
  knowledge: Knowledge,
  assets: Assets,
): string {
  const { lang, message, code } = input;
  const t = speaker(knowledge, lang);
  return page({
    lang,
    title: `${message} · ${t('web.title')}`,
    skip: { to: '#main', text: t('web.skip.content') },
    assets,
    class: 'error-page',
    body: html`${plainHead(t)}
<main id="main" tabindex="-1">
<h1>${message}</h1>
<p class="code">${t('web.code', { id: code })}</p>
<p class="back"><a href="/">${t('web.source.back')}</a></p>
</main>`,
  });
}

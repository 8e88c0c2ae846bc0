import type { Citation } from '../../core/answer.ts';
import type { Knowledge } from '../../core/guideline.ts';
import type { Lang } from '../../core/language.ts';
import { quoted } from '../../core/locale.ts';
import { flagOf, linesText, sourceText } from '../../core/present.ts';
import { attributes, type Html, html, type Value } from './html.ts';
import { sourceLink } from './links.ts';
import { speaker } from './reader.ts';

/** One source of an answer: the quote in its own language, and under it whose it is, with the way to its lines. */
export function source(
  citation: Citation,
  place: { turn: string; n: number; numbered: boolean },
  knowledge: Knowledge,
  lang: Lang,
): Html {
  const t = speaker(knowledge, lang);
  const flag = flagOf(citation, knowledge.locales, lang);
  const note = citation.lines === null;
  const quote = note
    ? html`<p class="note">${citation.quote}</p>`
    : html`<blockquote lang="${citation.quoteLang}"><p>${quoted(citation.quoteLang, citation.quote)}</p></blockquote>`;
  const link = note ? t('web.law.open') : linesText(citation.lines ?? [0, 0], knowledge.locales, lang);
  const guideline = knowledge.guidelines.find((g) => g.id === citation.document);
  return html`<li ${attributes({ id: `s-${place.turn}-${place.n}`, class: place.numbered ? 'source numbered' : 'source' })}>
${place.numbered && html`<span class="n" aria-hidden="true">${place.n}</span>`}
<figure>${quote}
<figcaption>${caption(
    sourceText(citation, knowledge.locales, lang),
    citation.title,
    guideline?.language ?? lang,
    link,
    sourceLink(citation.document, citation.lines, place.turn),
  )}${flag && html`<span class="flag">${flag}</span>`}</figcaption>
</figure></li>`;
}

/** The source's line of words, with its title in its own language and the place as a link. A place it does not name is put at the end. */
function caption(text: string, title: string, titleLang: Lang, link: string, href: string): Html {
  const anchor = html`<a class="place" href="${href}">${link}</a>`;
  const [before = '', after] = splitOnce(text, title);
  const named: Value[] = after === undefined ? [before] : [before, html`<cite lang="${titleLang}">${title}</cite>`];
  const tail = after ?? '';
  const [left = '', right] = splitOnce(tail, link);
  return right === undefined ? html`${named}${tail} · ${anchor}` : html`${named}${left}${anchor}${right}`;
}

function splitOnce(text: string, at: string): [string, string?] {
  const i = at ? text.indexOf(at) : -1;
  return i < 0 ? [text] : [text.slice(0, i), text.slice(i + at.length)];
}

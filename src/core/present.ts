import type { Citation, Notice } from './answer.ts';
import type { Lang } from './language.ts';
import { date, type Locales, lineRange, say } from './locale.ts';

/** Words about an answer that every channel shows in its own way. */

/** A notice in words, in the reader’s language. */
export function noticeText(notice: Notice, locales: Locales, lang: Lang): string {
  const values = { ...notice.values };
  if (notice.key === 'outdated' && values.date) values.date = date(lang, values.date);
  if (notice.key === 'masked')
    values.what = (values.what ?? '')
      .split(',')
      .map((kind) => say(locales, lang, `masked.${kind}`))
      .join(', ');
  if (notice.key === 'law_note' && !values.date) return say(locales, lang, 'law_note.unchecked');
  if (notice.key === 'law_note') return say(locales, lang, 'law_note', { date: date(lang, values.date ?? '') });
  return say(locales, lang, notice.key, values);
}

/** Publisher, title, lines, country and weight of a source, in the reader's language. */
export function sourceText(citation: Citation, locales: Locales, lang: Lang): string {
  if (citation.lines === null) return `${say(locales, lang, 'law_note.title')}: ${citation.title}`;
  const inferred = citation.inferred.includes('publisher') ? ` (${say(locales, lang, 'source.inferred')})` : '';
  const when =
    citation.published === null
      ? say(locales, lang, 'source.undated')
      : /^\d{4}-\d\d-\d\d$/.test(citation.published)
        ? date(lang, citation.published)
        : citation.published.replace(/^c\. /, lang === 'en' ? 'c. ' : 'ca. ');
  return say(locales, lang, 'source', {
    publisher: `${citation.publisher}${inferred}`,
    title: `${citation.title}, ${when}`,
    lines: lineRange(citation.lines),
    country: citation.country ? say(locales, lang, `country.${citation.country}`) : '',
    weight: citation.authority ? say(locales, lang, `weight.${citation.authority}`) : '',
  });
}

/** "Outdated: written before …", or what else a reader must know of a source's state. */
export function flagOf(citation: Citation, locales: Locales, lang: Lang): string | null {
  if (citation.writtenBefore) return say(locales, lang, 'outdated', { date: date(lang, citation.writtenBefore) });
  if (citation.status === 'dated') return say(locales, lang, 'dated');
  return citation.status === 'artefact' ? say(locales, lang, 'artefact') : null;
}

import type { Answer, Citation, Notice } from './answer.ts';
import type { Lang } from './language.ts';
import { date, type Locales, lineRange, say, weekday } from './locale.ts';

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
  switch (notice.key) {
    case 'goes_to':
      if (values.day) values.day = weekday(lang, values.day);
      return say(
        locales,
        lang,
        `${values.day ? 'kept.goes_to' : 'kept.person'}${values.named ? '.named' : ''}`,
        values,
      );
    case 'phone':
      return say(locales, lang, 'kept.phone', values);
    case 'waiting':
      values.day = `${weekday(lang, values.day ?? '')} ${date(lang, values.day ?? '')}`;
      return say(locales, lang, values.n === '1' ? 'kept.waiting.one' : 'kept.waiting', values);
    case 'told':
      return say(locales, lang, 'asker.told.note', { ...values, date: date(lang, values.date ?? '') });
    case 'review_passed':
      return say(locales, lang, 'answer.review_passed', { date: date(lang, values.date ?? '') });
    default:
      return say(locales, lang, notice.key, values);
  }
}

/** What is said of a question only while it is kept for somebody. */
const WHILE_KEPT: readonly Notice['key'][] = ['goes_to', 'phone', 'waiting'];
export function noticesShown({ notices }: Pick<Answer, 'notices'>, kept: boolean): Notice[] {
  return kept ? notices : notices.filter((n) => !WHILE_KEPT.includes(n.key));
}
/** Whether a kept question has somebody to go to. */
export function hasOwner({ notices }: Pick<Answer, 'notices'>): boolean {
  return notices.some((n) => n.key === 'goes_to');
}

/**
 * The sources that are shown beside an answer, with their numbers from 1. An office's own answer is not among them: its words stand in the answer already;
 * `office` is the line that says whose they are, and of which day.
 */
export function sourcesShown(
  { citations }: Pick<Answer, 'citations'>,
  locales: Locales,
  lang: Lang,
): { shown: { citation: Citation; n: number }[]; numbers: ReadonlyMap<number, number>; office: string | null } {
  const numbers = new Map<number, number>();
  const shown = citations.flatMap((citation, i) => {
    if (isOffice(citation)) return [];
    const n = numbers.size + 1;
    numbers.set(i, n);
    return [{ citation, n }];
  });
  const own = citations.find(isOffice);
  return { shown, numbers, office: own ? sourceText(own, locales, lang) : null };
}
const isOffice = ({ document }: Citation): boolean => document.startsWith('expert:');

/** Publisher, title, lines, country and weight of a source, in the reader's language. */
export function sourceText(citation: Citation, locales: Locales, lang: Lang): string {
  if (isOffice(citation))
    return say(locales, lang, 'answer.by', { unit: citation.publisher, date: date(lang, citation.published ?? '') });
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
    lines: linesText(citation.lines, locales, lang),
    country: citation.country ? say(locales, lang, `country.${citation.country}`) : '',
    weight: citation.authority ? say(locales, lang, `weight.${citation.authority}`) : '',
  });
}

/** `line 459`, `lines 12–14`, in the reader's language. */
export function linesText([from, to]: readonly [number, number], locales: Locales, lang: Lang): string {
  return say(locales, lang, from === to ? 'lines.one' : 'lines.many', { lines: lineRange([from, to]) });
}

/** "Outdated: written before …", or what else a reader must know of a source's state. */
export function flagOf(citation: Citation, locales: Locales, lang: Lang): string | null {
  if (citation.writtenBefore) return say(locales, lang, 'outdated', { date: date(lang, citation.writtenBefore) });
  if (citation.status === 'dated') return say(locales, lang, 'dated');
  return citation.status === 'artefact' ? say(locales, lang, 'artefact') : null;
}

/** The first sentence, where it is short enough to be the decisive one, and what comes after it. */
export function decisive(text: string): [first: string, rest: string] {
  const first = /^.{4,90}?\p{L}{3}[»”"]?[.?](?=\s+[\p{Lu}\d«”“]|$)/u.exec(text)?.[0] ?? '';
  return [first, text.slice(first.length).trimStart()];
}

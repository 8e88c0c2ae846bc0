import { cite } from '../../core/grounding.ts';
import type { Knowledge } from '../../core/guideline.ts';
import { type Lines, type LoadedGuideline, linesOf, type Section } from '../../core/guideline.ts';
import { date } from '../../core/locale.ts';
import { flagOf } from '../../core/present.ts';
import type { Assets } from './assets.ts';
import { attributes, type Html, html, type Value } from './html.ts';
import { page, plainHead } from './layout.ts';
import { turnLink } from './links.ts';
import { type Reader, type Say, speaker } from './reader.ts';

export type SourceInput = {
  reader: Reader /** The lines to mark. */;
  lines: Lines | null /** The answer the reader came from. */;
  turn: string | null;
};

/** The original, every line under its number, with the cited lines marked. */
export function sourcePage(
  guideline: LoadedGuideline,
  input: SourceInput,
  knowledge: Knowledge,
  assets: Assets,
): string {
  const { reader, turn } = input;
  const t = speaker(knowledge, reader.lang);
  const marked = within(input.lines, guideline.lines.length);
  return page({
    lang: reader.lang,
    title: `${guideline.title} · ${t('web.title')}`,
    skip: marked
      ? { to: `#L${marked[0]}`, text: t('web.source.jump') }
      : { to: '#original', text: t('web.source.original') },
    assets,
    class: 'source-page',
    body: html`${plainHead(t)}
<main id="main">
${backLink(turn, t)}
<h1 lang="${guideline.language}">${guideline.title}</h1>
${facts(guideline, marked, reader, knowledge)}
${marked && html`<p class="marked">${markedText(marked, t)} <a href="#L${marked[0]}">${t('web.source.jump')}</a></p>`}
<p class="about-text"><strong>${t('web.source.original')}.</strong> ${t('web.source.headings')}</p>
<div class="original" id="original" lang="${guideline.language}">${body(guideline, marked, reader)}</div>
${backLink(turn, t)}
</main>`,
  });
}

/** The lines asked for, as far as the text has them; nothing where they make no sense. */
function within(lines: Lines | null, count: number): Lines | null {
  if (!lines || lines[0] < 1 || lines[0] > count || lines[0] > lines[1]) return null;
  return [lines[0], Math.min(lines[1], count)];
}

function markedText([from, to]: Lines, t: Say): string {
  return from === to ? t('web.source.line', { from }) : t('web.source.lines', { from, to });
}

export function backLink(turn: string | null, t: Say): Html {
  return html`<p class="back"><a href="${turn ? turnLink(turn) : '/'}">${t('web.source.back')}</a></p>`;
}

/** Whose the text is and what it is worth to this reader; what the text itself does not state is said to be presumed. */
function facts(guideline: LoadedGuideline, marked: Lines | null, reader: Reader, knowledge: Knowledge): Html {
  const { lang } = reader;
  const t = speaker(knowledge, lang);
  const presumed = (what: LoadedGuideline['inferred'][number]) =>
    guideline.inferred.includes(what) ? ` (${t('source.inferred')})` : '';
  const when =
    guideline.published === null
      ? t('source.undated')
      : `${/^\d{4}-\d\d-\d\d$/.test(guideline.published) ? date(lang, guideline.published) : guideline.published}${presumed('published')}`;
  const other = guideline.country !== reader.settings.country;
  const citation = marked && cite(knowledge, guideline.id, marked, linesOf(guideline, marked), lang);
  const flag = citation && flagOf(citation, knowledge.locales, lang);
  const country = t(`country.${guideline.country}`);
  return factList([
    [t('web.source.publisher'), `${guideline.publisher}${presumed('publisher')}`],
    [t('web.source.date'), when],
    [t('web.country'), `${other ? t('other_country', { country }) : country}${presumed('country')}`],
    [t('web.source.weight'), t(`weight.${guideline.authority}`)],
    [t('web.lang'), t(`lang.${guideline.language}`)],
    citation?.section ? [t('web.source.section'), citation.section] : null,
    flag ? [t('web.source.state'), html`<strong>${flag}</strong>`] : null,
  ]);
}

export function factList(rows: readonly ([term: string, value: Value, wide?: boolean] | null)[]): Html {
  return html`<dl class="facts">${rows.map((row) => row && html`<div ${attributes({ class: row[2] ? 'wide' : null })}><dt>${row[0]}</dt><dd>${row[1]}</dd></div>`)}</dl>`;
}

/** The text in pieces, each under the section that begins there. Sections may lie in one another; a heading stands where its section starts. */
function body(guideline: LoadedGuideline, marked: Lines | null, reader: Reader): Html[] {
  const last = lastLine(guideline.lines);
  const headings = new Map<number, Section[]>();
  for (const section of guideline.sections)
    headings.set(section.lines[0], [...(headings.get(section.lines[0]) ?? []), section]);
  const starts = [...new Set([1, ...headings.keys()])].filter((n) => n <= last).sort((a, b) => a - b);
  return starts.map((from, i) => {
    const to = (starts[i + 1] ?? last + 1) - 1;
    const titles = (headings.get(from) ?? []).map((s) => heading(s, reader));
    return html`${titles}<ol class="lines" start="${from}">${guideline.lines.slice(from - 1, to).map((text, k) => line(text, from + k, marked))}</ol>`;
  });
}

/** A text file's last newline opens no line that anybody could cite. */
function lastLine(lines: readonly string[]): number {
  return lines.at(-1) === '' ? lines.length - 1 : lines.length;
}

function heading(section: Section, reader: Reader): Html {
  return typeof section.title === 'string'
    ? html`<h2>${section.title}</h2>`
    : html`<h2 lang="${reader.lang}">${section.title[reader.lang]}</h2>`;
}

function line(text: string, n: number, marked: Lines | null): Html {
  const shown = readable(text);
  const cited = marked !== null && marked[0] <= n && n <= marked[1];
  const blank = shown.trim() === '';
  return html`<li ${attributes({ id: `L${n}`, value: n, class: blank ? 'blank' : null })}>${cited && !blank ? html`<mark>${shown}</mark>` : shown}</li>`;
}

/** Bullets of a slide font (U+F000–F0FF) have no shape outside that font; everything else stands as it is. */
function readable(text: string): string {
  return text.replace(/[\uf000-\uf0ff]/g, '•').trimEnd();
}

/** `?from=26&to=28`, or null where that is no range. */
export function askedLines(from: unknown, to: unknown): Lines | null {
  const [first, last] = [Number(from), Number(to ?? from)];
  return Number.isInteger(first) && Number.isInteger(last) && first > 0 && last >= first ? [first, last] : null;
}

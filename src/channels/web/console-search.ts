import type { Answered } from '../../app/answer-question.ts';
import type { Knowledge } from '../../core/guideline.ts';
import { quoted } from '../../core/locale.ts';
import { linesText } from '../../core/present.ts';
import type { Candidate, Ranked } from '../../core/ranking.ts';
import { table } from './console-page.ts';
import type { Seat } from './console-site.ts';
import { attributes, type Html, html } from './html.ts';
import { sourceLink } from './links.ts';
import type { Say } from './reader.ts';

const SHOWN = 15;
/** The longest question that is tried out. */
export const LONGEST = 600;

/** A search as anybody would ask it: what they would get, and why each passage stands where it does. Nothing of it is kept. */
export function searchHtml(
  { t, reader }: Seat,
  given: { question: string; found?: { answered: Answered; ranked: readonly Ranked[] } | undefined },
  knowledge: Knowledge,
): Html {
  const { question, found } = given;
  const form = html`<form method="get" class="try" role="search"><div class="field"><label for="q">${t('console.search.label')}</label><input ${attributes({ type: 'text', id: 'q', name: 'q', value: question, maxlength: LONGEST, autocomplete: 'off' })}></div>
<div class="bar"><button type="submit" class="primary">${t('console.search.button')}</button></div><p class="hint">${t('console.search.hint')}</p></form>`;
  if (!found) return form;
  const { answer, trace } = found.answered;
  const signals = [...new Set(found.ranked.slice(0, SHOWN).flatMap((r) => Object.keys(r.signals)))];
  return html`${form}
<section class="part" aria-labelledby="would-title"><h2 id="would-title">${t('console.search.would')}</h2>
<p><strong>${t(`status.${answer.status}`)}</strong> · ${t(`console.search.${trace.decided}`, shares(trace))}</p>
<p class="written" lang="${answer.lang}">${answer.text}</p></section>
<section class="part" aria-labelledby="ranked-title"><h2 id="ranked-title">${t('console.search.ranked')}</h2>
<p class="hint">${t('console.search.why')}</p>
${
  found.ranked.length === 0
    ? html`<p>${t('console.search.none')}</p>`
    : table(
        t,
        t('console.search.ranked'),
        [
          { head: '#', number: true },
          { head: t('console.search.what') },
          { head: t('console.search.matched') },
          { head: t('console.search.score'), number: true },
          ...signals.map((s) => ({ head: t(`console.signal.${s}`), number: true })),
        ],
        found.ranked
          .slice(0, SHOWN)
          .map((r, i) => [
            i + 1,
            what(r.candidate, t, reader.lang, knowledge),
            r.bestPart.slice(0, 160) || '–',
            two(r.score),
            ...signals.map((s) => two((r.signals as Readonly<Record<string, number | undefined>>)[s])),
          ]),
        '–',
      )
}</section>`;
}

/** In whole per cent, rounded away from the limit: what is not enough must not look as if it were. */
const shares = ({ confidence, least, decided }: Answered['trace']): Record<string, number> => {
  // Never 100: what is fitted on cases is never certain.
  if (decided === 'sure') return { n: Math.min(99, Math.ceil(confidence * 100)) };
  if (decided !== 'not_sure') return {};
  return { n: Math.floor(confidence * 100), least: Math.ceil(least * 100) };
};
const two = (x: number | undefined): string => (x === undefined ? '–' : x.toFixed(2));

function what(candidate: Candidate, t: Say, lang: Seat['reader']['lang'], knowledge: Knowledge): Html {
  switch (candidate.kind) {
    case 'passage': {
      const { document, lines, text, language } = candidate;
      const publisher = knowledge.guidelines.find((g) => g.id === document)?.publisher ?? document;
      const where = linesText(lines, knowledge.locales, lang);
      return html`<a href="${sourceLink(document, lines, null)}">${publisher}, ${where}</a> <span lang="${language}">${quoted(language, text.replace(/\s+/g, ' ').slice(0, 120))}</span>`;
    }
    case 'law': {
      const note = knowledge.law.find((n) => n.id === candidate.law);
      return html`<a href="/source/law:${candidate.law}">${t('law_note.title')} ${candidate.law}</a> ${note?.title[lang]}`;
    }
    case 'curated': {
      const entry = knowledge.curated.find((e) => e.id === candidate.entry);
      return html`${t(`console.entry.${candidate.outcome}`)}: ${entry?.questions[lang][0] ?? candidate.entry}`;
    }
    case 'outside':
      return html`${t('console.entry.outside')}`;
  }
}

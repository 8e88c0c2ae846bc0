import type { Conflict, Knowledge, Reference } from '../../core/guideline.ts';
import type { Lang } from '../../core/language.ts';
import { linesText } from '../../core/present.ts';
import { type Html, html, join } from './html.ts';
import { sourceLink } from './links.ts';
import { speaker } from './reader.ts';

/** Sources that say different things, side by side, with whom each speaks for and how to go on. Never averaged. */
export function conflictCard(id: string, turn: string, knowledge: Knowledge, lang: Lang): Html {
  const conflict = knowledge.conflicts.find((c) => c.id === id);
  if (!conflict) return html``;
  const t = speaker(knowledge, lang);
  return html`<details class="conflict" open>
<summary><span><strong>${t('conflict')}:</strong> ${conflict.topic[lang]}</span></summary>
<ul>${conflict.sides.map((side) => html`<li>${side.says[lang]} ${places(side, turn, knowledge, lang)}</li>`)}</ul>
<p>${conflict.handling[lang]}</p>
</details>`;
}

function places(side: Conflict['sides'][number], turn: string, knowledge: Knowledge, lang: Lang): Html {
  const links = side.cite.map((ref) => link(ref, turn, knowledge, lang));
  return html`<span class="places">${join(links, ' · ')}</span>`;
}

function link(ref: Reference, turn: string, knowledge: Knowledge, lang: Lang): Html {
  const t = speaker(knowledge, lang);
  if ('law' in ref)
    return html`<a href="${sourceLink(`law:${ref.law}`, null, turn)}">${t('law_note.title')} (${ref.law})</a>`;
  const [document = '', range = ''] = ref.at.split(':');
  const [from = 1, to = from] = range.split('-').map(Number);
  const publisher = knowledge.guidelines.find((g) => g.id === document)?.publisher ?? document;
  return html`<a href="${sourceLink(document, [from, to], turn)}">${publisher}, ${linesText([from, to], knowledge.locales, lang)}</a>`;
}

import type { Block, Cell, Table } from '../../core/assessment/model.ts';
import { term } from '../../core/assessment/words.ts';
import type { Lang } from '../../core/language.ts';
import { attributes, Html, html } from './html.ts';

/** The neutral blocks of an assessment as HTML, for what is only read here. `lang` is the page's. */
export function blocksHtml(blocks: readonly Block[], lang: Lang): Html {
  return html`${blocks.map((block) => one(block, lang))}`;
}

const other = (of: Lang, page: Lang): Lang | null => (of === page ? null : of);

function one(block: Block, lang: Lang): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h3 id="${block.id}">${block.text}</h3>`;
    case 'paragraph':
      return html`<p ${attributes({ class: block.tone === 'note' ? 'hint' : 'written', lang: other(block.lang, lang) })}>${block.text}</p>`;
    case 'field':
      return html`<div class="read"><h4>${block.label}</h4><p ${attributes({ class: block.empty ? 'hint' : 'written', lang: other(block.lang, lang) })}>${block.text}</p></div>`;
    case 'facts':
      return html`<dl class="pairs-of">${block.rows.map((r) => html`<div><dt>${r.label}</dt><dd>${r.value}</dd></div>`)}</dl>`;
    case 'list':
      return html`<ul>${block.items.map((i) => html`<li ${attributes({ lang: other(i.lang, lang) })}>${i.text}</li>`)}</ul>`;
    case 'table':
      return tableHtml(block, lang);
    case 'matrix':
      // Drawn by our own code, which escapes every text in it.
      return html`<div class="matrix"><div class="drawing">${new Html(block.svg)}</div><p class="axes" aria-hidden="true">${term(lang, 'likelihood')} ↓ · ${term(lang, 'consequence')} →</p>${tableHtml(block.table, lang, 'matrix-table')}</div>`;
  }
}

/** A table in a region of its own: on a narrow screen it scrolls, and the page does not. */
export function tableHtml(table: Table, lang: Lang, kind = ''): Html {
  const cell = (c: Cell, first: boolean): Html => {
    const more = { lang: other(c.lang, lang), class: c.band ? `band-${c.band}` : null };
    return first && c.strong
      ? html`<th scope="row" ${attributes(more)}>${c.text}</th>`
      : html`<td ${attributes(more)}>${c.text}</td>`;
  };
  const size = table.head.length > 5 ? 'broad' : table.head.length < 4 ? 'slim' : '';
  return html`<div class="wide ${kind || size}" tabindex="0" role="region" aria-label="${table.caption}"><table>
<caption class="visually-hidden">${table.caption}</caption>
<thead><tr>${table.head.map((h) => html`<th scope="col">${kind ? degree(h) : h}</th>`)}</tr></thead>
<tbody>${table.rows.map((row) => html`<tr>${row.map((c, i) => cell(c, i === 0))}</tr>`)}</tbody>
</table></div>`;
}

/** `Konsekvens 3` in a narrow column: the number is seen, the word is heard. */
function degree(head: string): Html {
  const n = /(?<!\d)\d+$/.exec(head)?.[0] ?? '';
  const word = head.slice(0, head.length - n.length);
  return html`<span class="visually-hidden">${word}</span>${n}`;
}

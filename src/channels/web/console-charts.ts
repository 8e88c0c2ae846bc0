import { attributes, type Html, html } from './html.ts';

/** Bars as inline SVG, drawn by the server: readable on a phone, in the dark, and with colours of the system's own. The table beside it says the same. */

const WIDTH = 340;
const ROW = 24;
const LABEL = 104;
const VALUE = 52;

/** `values`: one for each series; null is a number that is too small to be shown, drawn as a mark and not as a length. */
export type Bar = { label: string; values: readonly (number | null)[] };

export function bars(
  key: string,
  given: { title: string; rows: readonly Bar[]; series?: readonly string[]; unit?: string; max?: number },
): Html {
  const { title, rows, series = [], unit = '' } = given;
  const each = Math.max(1, ...rows.map((r) => r.values.length));
  const tall = each > 1 ? ROW * 0.75 * each + 8 : ROW;
  const max = given.max ?? Math.max(1, ...rows.flatMap((r) => r.values.map((v) => v ?? 0)));
  const room = WIDTH - LABEL - VALUE;
  const height = rows.length * tall + 4;
  const bar = (value: number | null, x: number, y: number, n: number): Html => {
    const thick = each > 1 ? ROW * 0.75 - 5 : ROW - 8;
    const middle = y + thick / 2 + 4;
    if (value === null)
      return html`<rect class="few" ${attributes({ x, y, width: 6, height: thick })} /><text class="value" ${attributes({ x: x + 11, y: middle })}>–</text>`;
    const width = Math.max(1, Math.round((value / max) * room));
    return html`<rect class="series-${n}" ${attributes({ x, y, width, height: thick, rx: 2 })} /><text class="value" ${attributes({ x: x + width + 5, y: middle })}>${value}${unit}</text>`;
  };
  return html`<figure class="chart" aria-labelledby="${key}-title"><figcaption id="${key}-title">${title}</figcaption>
${series.length > 1 && html`<ul class="legend" aria-hidden="true">${series.map((s, n) => html`<li class="series-${n}">${s}</li>`)}</ul>`}
<svg role="img" aria-labelledby="${key}-title" viewBox="0 0 ${WIDTH} ${height}" preserveAspectRatio="xMinYMin">
${rows.map((row, r) => {
  const y = r * tall + 4;
  return html`<text class="name" ${attributes({ x: LABEL - 8, y: y + (tall - 4) / 2 + (each > 1 ? 2 : 2), 'text-anchor': 'end' })}>${row.label}</text>${row.values.map((v, n) => bar(v, LABEL, y + n * ROW * 0.75, n))}`;
})}
<line class="axis" ${attributes({ x1: LABEL, x2: LABEL, y1: 0, y2: height })} />
</svg></figure>`;
}

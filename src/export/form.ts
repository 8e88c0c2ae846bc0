import { type CheerioAPI, load } from 'cheerio';
import JSZip from 'jszip';
import { foldSpace } from '../core/text.ts';

/** A place in a form and what goes there, a paragraph a line. */
export type FormPart = {
  place: { below: string } | { beside: string } | { instead: string };
  lines: readonly string[];
};
export type FormFault =
  | { problem: 'no_form' }
  /** The place stands so many times in the form; once is needed. */
  | { problem: 'place'; part: number; times: number };

/** A form is a few pages; what unpacks to more than this is none. */
const LARGEST = 30_000_000;
const P = 'w\\:p';
const T = 'w\\:t';
const CELL = 'w\\:tc';

type Nodes = ReturnType<CheerioAPI>;

/**
 * Fills in somebody's own Word form and changes nothing else in it. All places are looked up before anything is written; with a fault the form is
 * not filled in at all.
 */
export async function fillForm(
  form: Uint8Array,
  parts: readonly FormPart[],
): Promise<{ ok: true; bytes: Uint8Array } | { ok: false; faults: FormFault[] }> {
  const zip = await JSZip.loadAsync(form).catch(() => undefined);
  const xml = await zip
    ?.file('word/document.xml')
    ?.async('string')
    .catch(() => undefined);
  if (!zip || !xml || xml.length > LARGEST || /<!DOCTYPE/i.test(xml))
    return { ok: false, faults: [{ problem: 'no_form' }] };
  const $ = load(xml, { xml: { decodeEntities: true } });
  const found = parts.map(({ place }) => find($, place));
  const faults = found.flatMap((nodes, part): FormFault[] => {
    const times = nodes.length;
    const many = times > 1 && !('instead' in (parts[part]?.place ?? {}));
    return times === 0 || many ? [{ problem: 'place', part, times }] : [];
  });
  if (faults.length > 0) return { ok: false, faults };
  parts.forEach((part, i) => {
    for (const node of found[i] ?? []) put($, node, part);
  });
  zip.file('word/document.xml', $.xml());
  return { ok: true, bytes: await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' }) };
}

/** The paragraphs or cells that a place names. */
function find($: CheerioAPI, place: FormPart['place']): Nodes[] {
  const all = (name: string, fits: (text: string, node: Nodes) => boolean) =>
    $(name)
      .toArray()
      .map((node) => $(node))
      .filter((node) => fits(textOf(node), node));
  if ('beside' in place) return all(CELL, (text, node) => same(text, place.beside) && node.nextAll(CELL).length > 0);
  if ('below' in place) return all(P, (text) => same(text, place.below));
  return all(P, (text) => text.includes(place.instead));
}

function put($: CheerioAPI, node: Nodes, { place, lines }: FormPart): void {
  if ('instead' in place) replace($, node, place.instead, lines);
  else if (lines.length === 0) return;
  else if ('below' in place) node.after(paragraphs(lines));
  else {
    const cell = node.nextAll(CELL).first();
    const first = cell.children(P).first();
    // A cell always holds a paragraph; an empty one is where the text goes.
    if (textOf(cell).trim() === '' && first.length > 0)
      first.append(run(lines[0] ?? '')).after(paragraphs(lines.slice(1)));
    else cell.append(paragraphs(lines));
  }
}

/** Word splits a text over runs as it pleases, so the paragraph's whole text is put into its first run. */
function replace($: CheerioAPI, p: Nodes, what: string, lines: readonly string[]): void {
  const whole = textOf(p)
    .split(what)
    .join(lines[0] ?? '');
  p.find(T).each((i, t) => {
    $(t)
      .attr('xml:space', 'preserve')
      .text(i === 0 ? whole : '');
  });
  p.after(paragraphs(lines.slice(1)));
}

const paragraphs = (lines: readonly string[]): string => lines.map((line) => `<w:p>${run(line)}</w:p>`).join('');
const run = (line: string): string => `<w:r><w:t xml:space="preserve">${escapeXml(line)}</w:t></w:r>`;

/** Text as it may stand in XML 1.0, which has no place for most control characters. */
function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text
    .replace(/[&<>]/g, (c) => entities[c] ?? c)
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
}

function textOf(node: Nodes): string {
  return node.find(T).text();
}
function same(a: string, b: string): boolean {
  return foldSpace(a).toLowerCase() === foldSpace(b).toLowerCase();
}

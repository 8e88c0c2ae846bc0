import { load } from 'cheerio';
import { foldSpace } from '../../core/text.ts';
import { cleanLine, type Extracted, type Heading, LIMITS } from './document.ts';

type Node = Exclude<Parameters<typeof load>[0], string | Buffer | unknown[]>;

/** What a page has beside its text: programs, styles, ways around the site, forms, what is hidden, and the way back from a footnote. */
const DROPPED =
  'head, script, style, noscript, template, nav, svg, math, iframe, object, canvas, audio, video, button, select, textarea, [hidden], [role=navigation], [role=banner], [role=contentinfo], [role=search], body > footer, a[href^="#footnote-ref"], a[href^="#endnote-ref"]';
const BLOCKS = new Set(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form header hgroup hr html legend li main menu ol p section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
/** Blocks with air around them; the others (items, rows, cells) follow each other line by line. */
const SPACED = new Set('blockquote dl figure ol p section table ul article aside main div header'.split(' '));

/** Elements that must be closed; many an old page leaves every p and li open. */
const CLOSED = new Set(
  'div span section article blockquote ul ol table font b i u a em strong small big center form details'.split(' '),
);

/** Is the page more than the parser can take in reasonable time? */
function isTangled(html: string): boolean {
  let depth = 0;
  let tags = 0;
  for (const [, end, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/gi)) {
    if (CLOSED.has(name.toLowerCase())) depth = end ? Math.max(0, depth - 1) : depth + 1;
    if (++tags > LIMITS.tags || depth > LIMITS.depth) return true;
  }
  return false;
}

/**
 * HTML as lines: one for each block of text, one for each table row, a blank line between paragraphs, headings with their level.
 * Throws RangeError for a page tangled beyond reading.
 */
export function htmlDocument(html: string): Extracted {
  if (isTangled(html)) throw new RangeError('too many tags, or too deep');
  const $ = load(html);
  const named = foldSpace($('head > title').first().text());
  $(DROPPED).remove();
  const main = $('main, [role=main]').first();
  const root = (foldSpace(main.text()) ? main : $('body')).get(0);
  const lines: string[] = [];
  const headings: Heading[] = [];
  let buffer = '';

  const flush = (): void => {
    const line = cleanLine(buffer);
    buffer = '';
    if (line.trim()) lines.push(line.trimStart());
  };
  const space = (): void => {
    flush();
    if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
  };
  const childrenOf = (node: Node): Node[] => ('children' in node ? node.children : []);
  const nameOf = (node: Node): string => ('name' in node ? node.name : '');
  /** The text of a cell or heading on one line: a block inside it separates words. */
  const inline = (node: Node): string => {
    if ('data' in node) return node.nodeType === 3 ? node.data : '';
    const text = childrenOf(node).map(inline).join('');
    return BLOCKS.has(nameOf(node)) || nameOf(node) === 'br' ? ` ${text} ` : text;
  };
  const row = (node: Node): void => {
    const cells = childrenOf(node).filter((child) => /^t[dh]$/.test(nameOf(child)));
    const texts = cells.map((cell) => cleanLine(inline(cell)).trim());
    if (texts.some(Boolean)) lines.push(texts.join(' | '));
  };
  const item = (node: Node, depth: number): void => {
    const parent = node.parent;
    const siblings = parent ? childrenOf(parent).filter((n) => nameOf(n) === 'li') : [];
    buffer += parent && nameOf(parent) === 'ol' ? `${siblings.indexOf(node) + 1}. ` : '- ';
    for (const child of childrenOf(node)) walk(child, depth + 1);
    // A marker alone says nothing.
    if (/^(-|\d+\.) $/.test(buffer)) buffer = '';
    flush();
  };
  const walk = (node: Node, depth: number): void => {
    if ('data' in node) {
      if (node.nodeType === 3) buffer += node.data;
      return;
    }
    const name = nameOf(node);
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level) {
      const text = cleanLine(inline(node)).trim();
      if (!text) return;
      space();
      lines.push(text);
      headings.push({ line: lines.length, level: Number(level), text });
      return;
    }
    if (name === 'br') {
      flush();
      return;
    }
    if (name === 'pre') {
      space();
      for (const line of $(node)
        .text()
        .split(/\r\n?|\n/))
        lines.push(cleanLine(line));
      space();
      return;
    }
    // A table that only lays out the page holds tables or headings: it is read as blocks, not as rows.
    if (name === 'tr' && $(node).find('table, h1, h2, h3, h4, h5, h6').length === 0) {
      flush();
      row(node);
      return;
    }
    if (name === 'li') {
      flush();
      item(node, depth);
      return;
    }
    const block = BLOCKS.has(name);
    // Inside an item or a nested list no air is added: the list stays together.
    const spaced = SPACED.has(name) && depth === 0;
    const opensItem = /^(-|\d+\.) $/.test(buffer);
    if (spaced) space();
    else if (block && !opensItem) flush();
    for (const child of childrenOf(node)) walk(child, depth);
    if (spaced) space();
    else if (block) flush();
  };

  if (root) walk(root, 0);
  flush();
  while (lines.at(-1) === '') lines.pop();
  const title = headings.find((h) => h.level === 1)?.text ?? (named || undefined);
  return { lines, headings, format: 'html', ...(title ? { title } : {}) };
}

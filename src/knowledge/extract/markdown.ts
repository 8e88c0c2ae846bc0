import { lexer, type Token } from 'marked';
import { parse } from 'yaml';
import { foldSpace } from '../../core/text.ts';
import type { Extracted, Heading } from './document.ts';
import { splitLines } from './text.ts';

/** The words of a heading without its marks: emphasis, links and code give their text. */
function plain(tokens: readonly Token[]): string {
  return tokens
    .map((t) => ('tokens' in t && t.tokens ? plain(t.tokens) : 'text' in t && typeof t.text === 'string' ? t.text : ''))
    .join('');
}

/** Front matter is no part of the text; to the lexer it would be a rule and a heading. Gives its line count and its title. */
function frontMatter(lines: readonly string[]): { length: number; title?: string } {
  if (lines[0]?.trimEnd() !== '---') return { length: 0 };
  const end = lines.findIndex((line, i) => i > 0 && /^(---|\.\.\.)\s*$/.test(line));
  if (end < 0) return { length: 0 };
  try {
    const data: unknown = parse(lines.slice(1, end).join('\n'));
    if (data === null || typeof data !== 'object') return { length: 0 };
    const title = 'title' in data && typeof data.title === 'string' ? foldSpace(data.title) : '';
    return title ? { length: end + 1, title } : { length: end + 1 };
  } catch {
    return { length: 0 };
  }
}

/** Markdown: the lines are the file's own, the headings those of its top level (none inside lists, quotes or code). */
export function markdownDocument(text: string): Extracted {
  const lines = splitLines(text);
  const front = frontMatter(lines);
  const headings: Heading[] = [];
  let line = front.length + 1;
  for (const token of lexer(lines.slice(front.length).join('\n'))) {
    if (token.type === 'heading') {
      const words = foldSpace(plain(token.tokens ?? []));
      const leading = /^\n*/.exec(token.raw)?.[0].length ?? 0;
      if (words) headings.push({ line: line + leading, level: Number(token.depth), text: words });
    }
    line += token.raw.split('\n').length - 1;
  }
  const title = headings.find((h) => h.level === 1)?.text ?? front.title;
  return { lines, headings, format: 'markdown', ...(title ? { title } : {}) };
}

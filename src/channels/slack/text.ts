import { breaksIn } from '../../core/breaks.ts';

/** Words made to fit, and Slack's way of writing them read back. Pure. */

const SENTENCE = /[.!?:;](?=\s)|\n/g;
/** Never half of a letter that takes two. */
const whole = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '');

/** At most `max` letters: what is too long ends after a whole word, with an ellipsis. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = whole(text.slice(0, max - 1));
  const word = room.replace(/(?<!\s)\s+\S*$/, '');
  return `${(word.length > max / 2 ? word : room).trimEnd()}…`;
}

/** The same text in pieces of at most `max` letters, split after sentences, else after words. Joined they have every word. */
export function pieces(text: string, max: number): string[] {
  const out: string[] = [];
  let rest = text.trim();
  while (rest.length > max) {
    const at = breakIn(rest, max);
    const piece = whole(rest.slice(0, at)) || rest.slice(0, at);
    out.push(piece.trimEnd());
    rest = rest.slice(piece.length).trimStart();
  }
  if (rest) out.push(rest);
  return out;
}

/**
 * Where to break: after the last sentence that fits, else after the last word, both outside of quotations; in a quotation longer than that likewise, else hard.
 */
function breakIn(text: string, max: number): number {
  const { sentence, word } = breaksIn(text, max);
  const outside = [sentence, word].find((at) => at > max / 4);
  if (outside !== undefined) return outside;
  const window = text.slice(0, max + 1);
  let after = 0;
  for (const match of window.matchAll(SENTENCE)) if (match.index + 1 <= max) after = match.index + 1;
  if (after > max / 4) return after;
  const space = window.search(/\s\S*$/);
  return space > max / 4 ? space : max;
}

/** Letters that Slack reads as markup in `text`, disarmed: no mention and no link comes out of anybody's words. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * A message as a person reads it: links and channels by their names, entities as letters. Mentions of `bot` go; other people become `@`, since a
 * person's id says nothing to search and must not be stored.
 */
export function plain(text: string, bot?: string): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/g, (_, id: string) => (id === bot ? ' ' : '@'))
    .replace(/<#[A-Z0-9]+\|([^<>]*)>/g, '#$1')
    .replace(/<#[A-Z0-9]+>/g, '#')
    .replace(/<!(?:subteam\^[A-Z0-9]+|date\^[^|<>]*)\|([^<>]*)>/g, '$1')
    .replace(/<!([a-z]+)(?:\|[^<>]*)?>/g, '@$1')
    .replace(/<!subteam[^<>]*>/g, '@')
    .replace(/<(?:mailto|tel):[^|<>]*\|([^<>]*)>/g, '$1')
    .replace(/<([^|<>\s]+)\|([^<>]*)>/g, (_, url: string, label: string) =>
      url.includes(label) ? url : `${label} (${url})`,
    )
    .replace(/<((?:https?|mailto|tel):[^<>]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}

/** Whether somebody other than `bot` is named: then it is said to them. */
export function namesOthers(text: string, bot: string): boolean {
  return [...text.matchAll(/<@([A-Z0-9]+)/g)].some(([, id]) => id !== bot);
}

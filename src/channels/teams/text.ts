import { breaksIn } from '../../core/breaks.ts';

/** Words made to fit, and made harmless where Teams would read them as markup. Pure. */

/** Never half of a letter that takes two units. */
const whole = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '');
/** The first letters of a text that somebody goes on writing. */
export const begun = (text: string, max: number): string => (text.length <= max ? text : whole(text.slice(0, max)));

/** At most `max` letters: cut after a sentence, else after a word, and never inside a quotation. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const { sentence, word } = breaksIn(text, max - 2);
  if (sentence > max / 4) return text.slice(0, sentence).trimEnd();
  const at = word > 0 ? word : sentence;
  if (at > 0) return `${text.slice(0, at).trimEnd()} …`;
  return /[«“”]/.test(text.slice(0, max)) ? '…' : `${whole(text.slice(0, max - 1))}…`;
}

/** A label of a button or option: cut after a word, or in one that is too long alone. */
export function cutLabel(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = whole(text.slice(0, max - 1));
  const word = room.replace(/(?<!\s)\s+\S*$/, '');
  return `${(word.length > max / 2 ? word : room).trimEnd()}…`;
}

/** Letters that Markdown reads as markup, disarmed. For the few places of a card where there is no plain text: headings and facts. */
export function escaped(text: string): string {
  return text
    .replace(/[\\*_`~|]/g, '\\$&')
    .replace(/\[(?!\d{1,2}\])/g, '\\[')
    .replace(/^([ \t]*)([#+-]|\d{1,9}[.)])(?=\s)/gm, (_, indent: string, mark: string) => `${indent}${armless(mark)}`)
    .replaceAll('{{', '{\u200b{');
}
/** `1.` → `1\.`, `#` → `\#`. */
const armless = (mark: string): string => `${mark.slice(0, -1)}\\${mark.slice(-1)}`;

/** The same for the words of a message, where tags are read too. Marks of sources, `[1]`, are left as they stand. */
export function messageText(text: string): string {
  return escaped(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
}

const ENTITIES: Record<string, string> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };
const unescaped = (text: string): string =>
  text.replace(/&(nbsp|amp|lt|gt|quot|apos|#39);/g, (_, name: string) => ENTITIES[name] ?? '');

/** The words of a piece of HTML, such as a message handed over to be checked: paragraphs become lines, everything else of it goes. */
export function wordsOf(html: string): string {
  const text = html
    .slice(0, 200_000)
    .replace(/<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr)\b[^<>]{0,1000}>/gi, '\n')
    .replace(/<[^<>]{0,4000}>/g, '');
  return tidy(unescaped(text));
}

/** What somebody wrote: mentions of the bot go, of others the name stays; blanks are tidied. */
export function spokenTo(text: string, botMentions: readonly string[]): string {
  let said = text;
  for (const mention of botMentions) if (mention) said = said.replaceAll(mention, ' ');
  return tidy(unescaped(said.replace(/<at\b[^<>]{0,500}>([^<]{0,500})<\/at>/gi, '$1')));
}

function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

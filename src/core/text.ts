/**
 * Text as search sees it: folded letters, words, character n-grams and sentences.
 * Pure functions, one definition for index and query: a difference between the two is a miss that nobody sees.
 */

/** Bullets from slide exports (private use U+F000–F0FF) and soft hyphens carry no meaning: they count as white space. */
const INVISIBLE = /[\uf000-\uf0ff\u00ad]/g;

/** White space folded to single blanks, slide bullets and soft hyphens included. Used for comparing quotes. */
export function foldSpace(text: string): string {
  return text.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
}

/** Lower case with Norwegian and Swedish letters brought together: ø→ö, æ→ä, é→e; å stays itself in both languages, in one piece or two (a + ring). */
export function foldLetters(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(INVISIBLE, ' ')
    .replace(/ø/g, 'ö')
    .replace(/æ/g, 'ä')
    .replace(/[éèêë]/g, 'e')
    .replace(/[àáâ]/g, 'a')
    .replace(/ü/g, 'u');
}

const WORD = /[\p{L}\p{N}]+/gu;

/** Folded words in order. Everything that is neither letter nor digit separates words. */
export function words(text: string): string[] {
  return foldLetters(text).match(WORD) ?? [];
}

/**
 * Character n-grams of each word padded with `_` on both sides; a padded word no longer than n stands whole.
 * `grams('bilde', 5)` → `_bild, bilde, ilde_`.
 */
export function grams(text: string, n = 5): string[] {
  const out: string[] = [];
  for (const word of words(text)) {
    const padded = `_${word}_`;
    if (padded.length <= n) out.push(padded);
    else for (let i = 0; i + n <= padded.length; i++) out.push(padded.slice(i, i + n));
  }
  return out;
}

/** 32-bit FNV-1a over UTF-16 code units. Collisions among a million terms: about 116 pairs, too few to be measured. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return h >>> 0;
}

/** Sentences by closing punctuation or blank line; never empty strings. Good enough for windows, not for linguistics. */
export function sentences(text: string): string[] {
  return text
    .split(/(?<=[.!?:])\s+(?=[\p{Lu}\d«”"–-])|\n\s*\n/u)
    .map((s) => s.trim())
    .filter(Boolean);
}

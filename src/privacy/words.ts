import { FUNCTION_WORDS } from './function-words.ts';
import { HOLE } from './hit.ts';
import { BODIES, COMPANY, INSTITUTION_END, INSTITUTIONS, ORDINARY_START, PLACES, TRADE } from './known.ts';
import { CAPITAL_NAMES, FIRST_NAMES, SURNAMES, WORD_NAMES, WORD_SURNAMES } from './names.ts';

/** A word of the text with what the name rules ask about it. */
export type Word = {
  from: number;
  to: number;
  /** Folded: lower case, ø as ö, æ as ä, other accents gone; å stays. */
  fold: string;
  /** Folded, and without a genitive ending where it has one: "Karis", "Kari's". */
  bases: readonly string[];
  /** Begins with a capital. */
  capital: boolean;
  /** Begins with two capitals: an abbreviation ("KS", "GDPR-krav", "EUs") or a heading. */
  caps: boolean;
  /** A single capital: "K." in "K. Hansen". */
  initial: boolean;
  /** Opens a sentence, a line or a list item. */
  opens: boolean;
  /** How it hangs on the word before: by blanks alone, by a blank line-break, by a dot or underscore, or not at all. */
  link: 'space' | 'line' | 'dot' | 'none';
};

const WORD = /[\p{L}\p{M}\p{N}]+(?:[-'’´`‑][\p{L}\p{M}\p{N}]+)*/gu;
/** A full stop after these ends no sentence. */
const ABBREVIATED_TITLES = new Set(['dr', 'mr', 'mrs', 'ms', 'prof', 'adv', 'fr', 'hr', 'st']);
const SHORT = new Set(
  'f.eks eks bl bl.a a dr mr mrs ms ca nr tlf kl t.ex ex t.o.m st s:t prof e.g i.e g e resp inkl jf jfr mvh adv fr hr'.split(
    ' ',
  ),
);

/** Lower case with Norwegian and Swedish letters brought together and other accents gone, å kept apart from a. */
export function fold(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/ø/g, 'ö')
    .replace(/æ/g, 'ä')
    .replace(/[^åöä]/gu, (letter) => (letter > '\u007f' ? letter.normalize('NFD').replace(/\p{M}/gu, '') : letter));
}

function basesOf(word: string): string[] {
  const folded = word.replace(/(?<=\p{L})\d{1,4}$/u, '');
  const apostrophe = /^(.{2,})['’´`]s?$/u.exec(folded);
  if (apostrophe?.[1]) return [folded, apostrophe[1]];
  return folded.length > 3 && folded.endsWith('s') ? [folded, folded.slice(0, -1)] : [folded];
}

/** Pasted text breaks its lines at some width; a shorter line before a break is a heading, a list item or a chat line. */
const WRAPPED = 60;

function linkOf(text: string, before: Word, to: number): Word['link'] {
  const gap = text.slice(before.to, Math.min(to, before.to + 10));
  if (/^[ \t\u00a0]{1,3}$/.test(gap)) return 'space';
  if (/^[ \t\u00a0]{0,3}\r?\n[ \t\u00a0]{0,3}$/.test(gap)) {
    return before.to >= WRAPPED && !text.slice(before.to - WRAPPED, before.to).includes('\n') ? 'line' : 'none';
  }
  if ((before.initial || ABBREVIATED_TITLES.has(before.fold)) && /^\.[ \u00a0]{0,2}$/.test(gap)) return 'space';
  return gap === '.' || gap === '_' ? 'dot' : 'none';
}

/** The words of a text in order. Everything is decided within a few characters of each word, so this is linear. */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    const before = words.at(-1);
    const gap = text.slice(before ? before.to : 0, match.index);
    const tail = gap.slice(-40);
    const stopped =
      /[!?:;…•*\n\uf000-\uf0ff]/.test(tail) ||
      (/\./.test(tail) && !(before && (before.initial || SHORT.has(before.fold))));
    const folded = fold(word);
    words.push({
      from: match.index,
      to: match.index + word.length,
      fold: folded,
      bases: basesOf(folded),
      capital: /^\p{Lu}/u.test(word),
      caps: /^\p{Lu}\p{M}?\p{Lu}/u.test(word),
      initial: /^\p{Lu}$/u.test(word) && folded !== 'i' && folded !== 'å',
      opens: !gap.includes(HOLE) && (!before || stopped),
      link: before ? linkOf(text, before, match.index) : 'none',
    });
  }
  return words;
}

const ascii = (name: string) => name.replace(/[åä]/g, 'a').replace(/ö/g, 'o');
/** "Hakan", "Oystein": names typed on a keyboard without the letter. Shorter ones, and "stale", would meet English words. */
const PLAIN = new Set([...FIRST_NAMES, ...SURNAMES].map(ascii).filter((name) => name.length > 4 && name !== 'stale'));

const anyBase = (word: Word, names: ReadonlySet<string>) => word.bases.some((base) => names.has(base));
const parts = (word: Word) => (word.fold.includes('-') || word.fold.includes('‑') ? word.fold.split(/[-‑]/) : []);

/** "Anne-Marie", "Maj-Britt", "Kari-saken": a hyphenated word with a name in it, unless it is an institution's. */
const partIsFirstName = (word: Word) =>
  parts(word).some((part) => FIRST_NAMES.has(part) || CAPITAL_NAMES.has(part)) && !INSTITUTION_END.test(word.fold);
/** "kari-nordmann", as links write it. */
const isNameInLink = (word: Word) => {
  const [first = '', second = ''] = parts(word);
  return FIRST_NAMES.has(first) && (SURNAMES.has(second) || WORD_SURNAMES.has(second) || FIRST_NAMES.has(second));
};

/** A first name that means nothing else, or one with a capital that hardly does. */
export function isFirstName(word: Word): boolean {
  if (anyBase(word, FIRST_NAMES) || isNameInLink(word)) return true;
  if (!word.capital) return false;
  return anyBase(word, CAPITAL_NAMES) || partIsFirstName(word) || anyBase(word, PLAIN);
}

/** A first name that is a word too, in any case: only its neighbours can tell. */
export function isWordName(word: Word): boolean {
  return anyBase(word, WORD_NAMES) || anyBase(word, CAPITAL_NAMES);
}

/** A surname that means nothing else. */
export function isSurname(word: Word): boolean {
  return anyBase(word, SURNAMES) || (word.capital && parts(word).some((part) => SURNAMES.has(part)));
}

/** A surname that is a word or a place too. */
export function isWordSurname(word: Word): boolean {
  return anyBase(word, WORD_SURNAMES) || (word.capital && parts(word).some((part) => WORD_SURNAMES.has(part)));
}

/** Holds a sentence together; "Per", "Hans" or "Will" with a capital inside a sentence does not. */
export function isFunctionWord(word: Word): boolean {
  return FUNCTION_WORDS.has(word.fold) && !(word.capital && !word.opens && !word.caps && isWordName(word));
}

/** Part of the name of a place where people work: "skole", "sykehjem", "Björkgården", "AS". */
export function isInstitution(word: Word): boolean {
  return anyBase(word, INSTITUTIONS) || (word.caps && COMPANY.has(word.fold)) || INSTITUTION_END.test(word.fold);
}

/** A word that stands for something other than a person, however it is written. */
export function isKnown(word: Word): boolean {
  if (isFunctionWord(word) || word.caps || /\p{N}/u.test(word.fold)) return true;
  if ([PLACES, BODIES, TRADE].some((list) => anyBase(word, list) || parts(word).some((part) => list.has(part))))
    return true;
  return ORDINARY_START.test(word.fold) || isInstitution(word);
}

/** A capitalised word that could be anybody's name. */
export const couldBeName = (word: Word) => word.capital && word.fold.length > 1 && !isKnown(word);

import type { Hit } from './hit.ts';
import { AND, CALLED, PERSONS, TITLES } from './names.ts';
import {
  couldBeName,
  isFirstName,
  isFunctionWord,
  isInstitution,
  isKnown,
  isSurname,
  isWordName,
  isWordSurname,
  readWords,
  type Word,
} from './words.ts';

/** No name is longer in words; what is longer is a heading. */
const LONGEST = 5;
/** Endings of ordinary nouns and verbs: a sentence may open with one and go on with the name of a thing. */
const ORDINARY_END =
  /(?:er|ar|or|ere|are|ing|ingen|inga|en|et|ene|ane|erna|arna|else|het|heten|sjon|tion|dom|skap|bar|lig|lege|isk|iske|te|de|t|s)$/;
const PATRONYMIC = /^\p{L}{2,}(?:(?<!el|i|y|ö)sen|sson|sdottir|sdatter|sdotter|owski|ovic|enko)s?$/u;
const PARTICLES = new Set('von van der den de da di al el bin ibn bint abu ter le la dos'.split(' '));

/** The words `from` to `to` that make one name, both included. */
type Span = { from: number; to: number };

/** The words of a text and the names found among them so far, so that later rules build on earlier ones. */
class Names {
  readonly spans: Span[] = [];
  readonly words: readonly Word[];
  private readonly inName: boolean[];

  constructor(words: readonly Word[]) {
    this.words = words;
    this.inName = words.map(() => false);
  }

  taken(i: number): boolean {
    return this.inName[i] === true;
  }

  /** Is word i bound to the one before it by blanks, or by a line that was wrapped in the middle of a sentence? */
  joined(i: number): boolean {
    const word = this.words[i];
    const before = this.words[i - 1];
    return (
      word !== undefined && before !== undefined && (word.link === 'space' || (word.link === 'line' && !before.opens))
    );
  }

  /** Notes a name, unless it is an institution's: "Emma skole" is none, and of "Kari Hansen Nordby skole" only the first two words are. */
  add(from: number, to: number): void {
    const next = this.words[to + 1];
    const named = next?.link === 'space' && isInstitution(next);
    const end = !named ? to : to - from >= 2 ? to - 1 : from - 1;
    if (end < from) return;
    this.spans.push({ from, to: end });
    for (let i = from; i <= end; i++) this.inName[i] = true;
  }

  /** The last word of a name that begins at i: surnames, initials and particles that follow. */
  endOf(i: number): number {
    const seed = this.words[i];
    let end = i;
    for (let k = i + 1; seed && k < i + LONGEST; k++) {
      const word = this.words[k];
      if (!word || this.taken(k)) break;
      if (word.link === 'dot') {
        if (!isSurname(word) && !isWordSurname(word) && !isFirstName(word)) break;
        end = k;
      } else if (this.joined(k) && this.continues(seed, word, k)) end = k;
      else if (!(this.joined(k) && PARTICLES.has(word.fold) && this.joined(k + 1) && this.words[k + 1]?.capital)) break;
    }
    return end;
  }

  private continues(seed: Word, word: Word, k: number): boolean {
    if (isFunctionWord(word)) return false;
    if (!word.capital) return isSurname(word) || (!seed.capital && (isWordSurname(word) || isFirstName(word)));
    if (isFirstName(word) || isSurname(word) || isWordSurname(word) || word.initial) return true;
    // In a heading of capitals only one more word can be told from the rest of the heading.
    if (word.caps)
      return (
        seed.caps && word.fold.length > 2 && k > 0 && this.words[k - 1] === seed && !isKnown({ ...word, caps: false })
      );
    return couldBeName(word) || isWordName(word);
  }

  /** The first word of a name that ends at i: initials, first names, and unknown capitals inside a sentence. */
  startOf(i: number): number {
    let start = i;
    while (start > 0 && i - start < LONGEST && this.joined(start) && !this.taken(start - 1)) {
      const word = this.words[start - 1];
      if (!word) break;
      const named = isFirstName(word) || isWordName(word) || word.initial;
      const likely = word.capital && !word.opens && (couldBeName(word) || isWordSurname(word));
      if (!named && !likely && !opensLikeName(word)) break;
      start--;
    }
    return start;
  }
}

/** A capital that opens a sentence and looks like no noun or verb of the four languages; or Per, Hans, Stein. */
function opensLikeName(word: Word): boolean {
  if (!word.opens || !word.capital || word.caps) return false;
  if (isWordName(word)) return !isFunctionWord(word) || word.fold === 'per' || word.fold === 'hans';
  return couldBeName(word) && word.fold.length > 2 && word.fold.length < 13 && !ORDINARY_END.test(word.fold);
}

/** "Sankt Hans", "St. Olavs plass": a feast or a place. */
function isSaint(word: Word | undefined): boolean {
  return word !== undefined && /^(?:st|sankt|sankta|santa)$/.test(word.fold);
}

function byFirstName(names: Names): void {
  for (const [i, word] of names.words.entries()) {
    if (names.taken(i) || !isFirstName(word) || isSaint(names.words[i - 1])) continue;
    names.add(names.startOf(i), names.endOf(i));
  }
}

function bySurname(names: Names): void {
  for (const [i, word] of names.words.entries()) {
    if (names.taken(i)) continue;
    const before = names.words[i - 1];
    const patronymic = word.capital && !word.opens && !word.caps && PATRONYMIC.test(word.fold) && !isKnown(word);
    const beside =
      word.capital &&
      isWordSurname(word) &&
      before !== undefined &&
      names.joined(i) &&
      (before.initial || (before.capital && !before.opens && isWordName(before)));
    if (isSurname(word) || patronymic || beside) names.add(names.startOf(i), names.endOf(i));
  }
}

/** "Rektor Solvang", "fru Ek", "ein elev som heiter Tuva", "my name is Zlatan". */
function byTitle(names: Names): void {
  for (const [i, word] of names.words.entries()) {
    const before = names.words[i - 1];
    if (!before || names.taken(i) || !names.joined(i) || !word.capital || word.caps || isFunctionWord(word)) continue;
    if (!couldBeName(word) && !isWordSurname(word) && !isWordName(word)) continue;
    const back = (n: number) => names.words[i - n]?.fold ?? '';
    const called = CALLED.has(before.fold) && [2, 3, 4].some((n) => PERSONS.has(back(n)));
    const introduced = /^(?:is|er|är)$/.test(before.fold) && /^(?:name|navn|navnet|namn|namnet)$/.test(back(2));
    if (TITLES.has(before.fold) || called || introduced) names.add(i, names.endOf(i));
  }
}

/** Two to four capitals in a row inside a sentence that stand for nothing known: in doubt a person. */
function byCapitals(names: Names): void {
  const { words } = names;
  const inRow = (word: Word | undefined): word is Word =>
    word?.capital === true && (!isFunctionWord(word) || opensLikeName(word));
  for (let i = 0; i < words.length; ) {
    const first = words[i];
    let end = i;
    if (inRow(first)) {
      while (names.joined(end + 1) && inRow(words[end + 1])) end++;
      const start = first.opens && !opensLikeName(first) ? i + 1 : i;
      const row = words.slice(start, end + 1);
      const free = row.every(
        (word, k) =>
          !names.taken(start + k) && (couldBeName(word) || word.initial || isWordSurname(word) || isWordName(word)),
      );
      // "Will Norberg": a word of the sentence and a place. One of them has to be a name and nothing else known.
      const named = row.some((word) => couldBeName(word)) || (!first.opens && row.some(isWordSurname));
      const long = row.filter((word) => word.fold.length > 1).length >= 2 && row.length < LONGEST;
      if (free && named && long && !namesAPlace(words[start - 1])) names.add(start, end);
    }
    i = end + 1;
  }
}

/** "skolen Nordby Øst", "avdeling Solbakken Nord": the word before says what kind of thing is named. */
function namesAPlace(before: Word | undefined): boolean {
  return before !== undefined && isInstitution(before);
}

/** "Kari og Per", "Liv och Emma": a name that is a word too, beside one that is not. */
function byCompany(names: Names): void {
  const { words } = names;
  for (const [i, word] of words.entries()) {
    if (!word.capital || names.taken(i) || !isWordName(word) || (isFunctionWord(word) && !opensLikeName(word)))
      continue;
    const after = AND.has(words[i - 1]?.fold ?? '') && names.joined(i) && names.joined(i - 1) && names.taken(i - 2);
    const ahead = AND.has(words[i + 1]?.fold ?? '') && names.joined(i + 1) && names.joined(i + 2) && names.taken(i + 2);
    if (after || ahead) names.add(i, names.endOf(i));
  }
}

/**
 * Likely personal names. In doubt a name is masked, but what a question is about stays: places, authorities, platforms, laws,
 * institutions, headings in capitals and the first word of a sentence are no names by their capital alone.
 */
export function people(text: string): Hit[] {
  const names = new Names(readWords(text));
  for (const rule of [byFirstName, bySurname, byTitle, byCapitals, byCompany]) rule(names);
  return names.spans.map(({ from, to }) => ({
    from: names.words[from]?.from ?? 0,
    to: names.words[to]?.to ?? 0,
    kind: 'name',
  }));
}

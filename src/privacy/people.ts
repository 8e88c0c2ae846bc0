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
/** Endings of ordinary nouns and verbs: a sentence may open with one and go on with a name of something. */
const ORDINARY_END =
  /(?:er|ar|or|ere|are|ing|ingen|inga|en|et|ene|ane|erna|arna|else|het|heten|sjon|tion|dom|skap|bar|lig|lege|isk|iske|te|de|t|s)$/;
const PATRONYMIC = /^\p{L}{2,}(?:(?<!el|i|y|ö)sen|sson|sdottir|sdatter|sdotter|owski|ovic|enko)s?$/u;
const PARTICLES = new Set('von van der den de da di al el bin ibn bint abu ter le la dos'.split(' '));

/** The words i to j that make one name, both ends included. */
type Span = { from: number; to: number };

/** Finds people in a list of words; `taken` holds the spans so far, so that later rules build on earlier ones. */
class People {
  readonly spans: Span[] = [];
  private readonly words: readonly Word[];
  private readonly inName: boolean[];

  constructor(words: readonly Word[]) {
    this.words = words;
    this.inName = words.map(() => false);
  }

  at(i: number): Word | undefined {
    return this.words[i];
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

  /**
   * Notes a name, unless it is an institution's: "Emma skole" is none, and of "Kari Hansen Nordby skole" the last word goes free.
   */
  add(from: number, to: number): void {
    const next = this.words[to + 1];
    let end = to;
    if (next && next.link === 'space' && isInstitution(next) && !this.words[to]?.fold.endsWith('’s'))
      end = to - from >= 2 ? to - 1 : from - 1;
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
      if (!word) break;
      if (word.link === 'dot' ? this.continuesInAddress(word) : this.joined(k) && this.continues(seed, word, k))
        end = k;
      else if (!(this.joined(k) && PARTICLES.has(word.fold) && this.words[k + 1]?.capital)) break;
    }
    return end;
  }

  private continuesInAddress(word: Word): boolean {
    return isSurname(word) || isWordSurname(word) || isFirstName(word);
  }

  private continues(seed: Word, word: Word, k: number): boolean {
    if (isFunctionWord(word)) return false;
    if (!word.capital) return isSurname(word) || (!seed.capital && (isWordSurname(word) || isFirstName(word)));
    if (isFirstName(word) || isSurname(word) || isWordSurname(word) || word.initial) return true;
    // In a heading of capitals only one word more can be told from the rest of the heading.
    if (word.caps)
      return seed.caps && word.fold.length > 2 && this.words[k - 1] === seed && !isKnown({ ...word, caps: false });
    return couldBeName(word);
  }

  /** The first word of a name that ends at i: initials, first names, and unknown capitals inside a sentence. */
  startOf(i: number): number {
    let start = i;
    while (start > 0 && i - start < LONGEST && this.joined(start) && !this.taken(start - 1)) {
      const word = this.words[start - 1];
      if (!word || (isFunctionWord(word) && !isWordName(word))) break;
      const named = isFirstName(word) || isWordName(word) || word.initial || (isWordSurname(word) && !word.opens);
      if (!named && !(couldBeName(word) && (!word.opens || opensLikeName(word)))) break;
      if (!word.capital && !isFirstName(word) && !isWordName(word)) break;
      start--;
    }
    return start;
  }
}

/** A capital that opens a sentence and looks like no noun or verb of the four languages. */
function opensLikeName(word: Word): boolean {
  return couldBeName(word) && word.fold.length > 2 && word.fold.length < 13 && !ORDINARY_END.test(word.fold);
}

/** "Sankt Hans", "St. Olavs plass": a feast or a place. */
function isSaint(word: Word | undefined): boolean {
  return word !== undefined && /^(?:st|sankt|sankta|santa|s:t)$/.test(word.fold);
}

function byFirstName(people: People, words: readonly Word[]): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word || people.taken(i) || !isFirstName(word) || isSaint(words[i - 1])) continue;
    people.add(people.startOf(i), people.endOf(i));
  }
}

function bySurname(people: People, words: readonly Word[]): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word || people.taken(i)) continue;
    const before = words[i - 1];
    const certain =
      isSurname(word) || (word.capital && !word.opens && !word.caps && PATRONYMIC.test(word.fold) && !isKnown(word));
    const beside =
      word.capital &&
      isWordSurname(word) &&
      before !== undefined &&
      people.joined(i) &&
      (before.initial || (before.capital && !before.opens && isWordName(before)));
    if (certain || beside) people.add(people.startOf(i), people.endOf(i));
  }
}

/** "Rektor Solvang", "fru Ek", "ein elev som heiter Tuva". */
function byTitle(people: People, words: readonly Word[]): void {
  for (let i = 1; i < words.length; i++) {
    const word = words[i];
    const before = words[i - 1];
    if (!word || !before || people.taken(i) || !word.capital || word.caps) continue;
    if (!couldBeName(word) && !(isWordSurname(word) || (isWordName(word) && !isFunctionWord(word)))) continue;
    const titled = TITLES.has(before.fold) && people.joined(i);
    const called =
      CALLED.has(before.fold) && people.joined(i) && [2, 3, 4].some((back) => PERSONS.has(words[i - back]?.fold ?? ''));
    if (titled || called) people.add(i, people.endOf(i));
  }
}

/** Two to four capitals in a row inside a sentence that stand for nothing known: in doubt a person. */
function byCapitals(people: People, words: readonly Word[]): void {
  let i = 0;
  while (i < words.length) {
    const first = words[i];
    if (!first?.capital || isFunctionWord(first)) {
      i++;
      continue;
    }
    let end = i;
    for (
      let next = words[end + 1];
      next?.capital && !isFunctionWord(next) && people.joined(end + 1);
      next = words[end + 1]
    )
      end++;
    const start = first.opens && !opensLikeName(first) ? i + 1 : i;
    const run = words.slice(start, end + 1);
    const free = run.every(
      (word, k) => !people.taken(start + k) && (couldBeName(word) || word.initial || isWordSurname(word)),
    );
    const named = run.filter((word) => word.fold.length > 1).length;
    if (free && named >= 2 && run.length < LONGEST && !namesAPlace(words[start - 1])) people.add(start, end);
    i = end + 1;
  }
}

/** "skolen Nordby Øst", "avdeling Solbakken Nord": the word before says what kind of thing is named. */
function namesAPlace(before: Word | undefined): boolean {
  return before !== undefined && isInstitution(before);
}

/** "Kari og Per", "Liv och Emma": a name that is a word too, beside one that is not. */
function byCompany(people: People, words: readonly Word[]): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word?.capital || people.taken(i) || !isWordName(word) || (isFunctionWord(word) && word.opens)) continue;
    const after = AND.has(words[i - 1]?.fold ?? '') && people.joined(i) && people.joined(i - 1) && people.taken(i - 2);
    const ahead =
      AND.has(words[i + 1]?.fold ?? '') && people.joined(i + 1) && people.joined(i + 2) && people.taken(i + 2);
    if (after || ahead) people.add(i, people.endOf(i));
  }
}

/**
 * Likely personal names. In doubt a name is masked, but what a question is about stays: places, authorities, platforms, laws,
 * institutions, headings in capitals and the first word of a sentence are no names by their capital alone.
 */
export function people(text: string): Hit[] {
  const words = readWords(text);
  const found = new People(words);
  for (const rule of [byFirstName, bySurname, byTitle, byCapitals, byCompany]) rule(found, words);
  return found.spans.map(({ from, to }) => ({ from: words[from]?.from ?? 0, to: words[to]?.to ?? 0, kind: 'name' }));
}

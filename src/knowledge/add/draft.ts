import { parse } from 'node:path';
import { type Guideline, type Lines, linesOf } from '../../core/guideline.ts';
import type { Country, Lang } from '../../core/language.ts';
import { foldSpace } from '../../core/text.ts';
import type { Extracted } from '../extract/document.ts';
import { languageOfDocument } from './language.ts';
import { draftSections } from './sections.ts';
import { UNKNOWN_PUBLISHER } from './wording.ts';

/** As much text as settles a language; a document of a thousand pages says no more about it. */
const SAMPLE = 200_000;

type Guessed = Pick<
  Guideline,
  | 'title'
  | 'publisher'
  | 'inferred'
  | 'country'
  | 'language'
  | 'authority'
  | 'published'
  | 'sections'
  | 'rules'
  | 'pages'
>;

/**
 * What can be said of a document before a person has read it. Everything guessed is named in `inferred`; a title counts as read where
 * the document marks it as a heading.
 */
export function draftMetadata(
  extracted: Extracted,
  fileName: string,
): { guessed: Guessed; languageSure: boolean; publisherFound: boolean } {
  const sample = extracted.lines.join('\n').slice(0, SAMPLE);
  const { lang, sure } = languageOfDocument(sample);
  const publisher = publisherIn(sample);
  const title = foldSpace(extracted.title ?? '') || foldSpace(parse(fileName).name.replace(/[_-]+/g, ' ')) || fileName;
  const marked = extracted.format !== 'pdf' && extracted.format !== 'text';
  const titleRead = marked && extracted.headings.some((h) => h.text === extracted.title);
  return {
    guessed: {
      title,
      publisher: publisher ?? UNKNOWN_PUBLISHER[lang],
      inferred: [...(titleRead ? [] : (['title'] as const)), 'publisher', 'country', 'language', 'authority'],
      country: countryOf(lang, publisher),
      language: lang,
      authority: 4,
      published: null,
      ...(extracted.pages ? { pages: extracted.pages } : {}),
      sections: draftSections(extracted.lines, extracted.headings, title),
      rules: [],
    },
    languageSure: sure,
    publisherFound: publisher !== undefined,
  };
}

/** Languages and countries are separate facts; for a text in English the publisher's own word for municipality decides. */
function countryOf(lang: Lang, publisher: string | undefined): Country {
  return lang === 'sv' || (lang === 'en' && publisher?.endsWith('kommun')) ? 'SE' : 'NO';
}

const NO_NAME =
  /^(Din|Ditt|Vår|Vårt|Egen|Hver|Varje|En|Ei|Ein|Den|Denne|Denna|Alle|Alla|Ny|Annan|Annen|Hvilken|Vilken|Som|I|For|För|Kvar)$/;

/** The municipality named most often ("Fjellvik kommune", "Fjällviks kommun"), the first of equals; one named once may be anybody. */
function publisherIn(text: string): string | undefined {
  const times = new Map<string, number>();
  for (const match of text.matchAll(
    /(?<![\p{L}-])(\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?) (kommune|kommun|fylkeskommune)(?!\p{L})/gu,
  )) {
    const [, name = '', kind = ''] = match;
    const own = name.split(' ').filter((word) => !NO_NAME.test(word));
    const whole = `${own.join(' ')} ${kind}`;
    if (own.length > 0) times.set(whole, (times.get(whole) ?? 0) + 1);
  }
  return [...times].filter(([, n]) => n > 1).sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Numbers of the pages without a letter, from 1. */
export function emptyPages({ lines, pages = [] }: Extracted): number[] {
  return pages.flatMap((from, i) => {
    const range: Lines = [from, (pages[i + 1] ?? lines.length + 1) - 1];
    return /\p{L}/u.test(linesOf({ lines }, range)) ? [] : [i + 1];
  });
}

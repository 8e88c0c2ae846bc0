import type { Lang } from '../../core/language.ts';

/**
 * Little words that every page of running text has, and that only one of the languages writes so. A whole document is told by them alone;
 * a question of five words needs the language model of core.
 */
const ONLY: Record<Lang, ReadonlySet<string>> = {
  nb: new Set(
    'ikke jeg hva hvem hvordan hvis hvor hvilke noen noe fra bare mye også være et deres hvorfor hvilken dere seg selv egen eget barna skole opplysninger personopplysninger ansatte kommunens hverandre'.split(
      ' ',
    ),
  ),
  nn: new Set(
    'ikkje eg kva kven korleis dersom kvar nokon noko frå berre mykje meir òg vere ein eit dei deira vert kvifor dykk sjølv eigen eige skule opplysningar personopplysningar tilsette seie gjere fleire einskild'.split(
      ' ',
    ),
  ),
  sv: new Set(
    'inte jag vad vem hur vilka någon något från bara mycket också vara när vid ett att deras sina och är ska får varför ni själv uppgifter personuppgifter anställda säga göra flera även samt bör'.split(
      ' ',
    ),
  ),
  en: new Set(
    'not what who how if where which someone something from only much more also be when at a an the or to they them their of and is are with should must may can you we have has'.split(
      ' ',
    ),
  ),
};
/** How many times as often as the next language's. */
const SURE = 1.3;

/** The language of a document, and whether its little words settle it: at least five, and clearly more than of the next language. */
export function languageOfDocument(text: string): { lang: Lang; sure: boolean } {
  const times: [Lang, number][] = [
    ['nb', 0],
    ['nn', 0],
    ['sv', 0],
    ['en', 0],
  ];
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? [])
    for (const entry of times) if (ONLY[entry[0]].has(word)) entry[1]++;
  const [first, second] = times.sort((a, b) => b[1] - a[1]);
  if (!first || !second) return { lang: 'nb', sure: false };
  return { lang: first[0], sure: first[1] >= 5 && first[1] >= SURE * second[1] };
}

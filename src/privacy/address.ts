import { FUNCTION_WORDS } from './function-words.ts';
import type { Hit } from './hit.ts';
import { fold } from './words.ts';

const NUMBER =
  '[ \\u00a0]{1,2}\\d{1,3}(?:[ \\u00a0]?[A-Za-z](?![\\p{L}\\p{M}\\p{N}]))?(?![\\p{L}\\d]|[.,:/]\\d|[ \\u00a0]?(?:%|prosent|procent|kr|meter|km|gang|gång|år|min|tim|dag))';
/** House numbers 12-14, then a postcode and town if they follow. */
const REST =
  '(?:[-–]\\d{1,3}[A-Za-z]?(?![\\p{L}\\d]))?(?:,?[ \\u00a0]{1,2}(?:\\d{4}|\\d{3}[ \\u00a0]?\\d{2})[ \\u00a0]{1,2}\\p{Lu}\\p{L}{1,20})?';
const DIRECTION =
  '(?:(?:[NØnø]edre|[Øø]vre|[Gg]amle|[Gg]amla|[Nn]y[ea]|[Ss]tore|[Ss]tora|[Ll]ille|[Ll]illa|[Nn]orra|[Ss]ödra|[Vv]ästra|[Öö]stra|[Nn]ordre|[Ss]øndre|[Vv]estre|[Øø]stre)[ ]){0,2}';

/** One word: Storgata 12, Kirkeveien 4 B, Kungsgatan 4, Drottninggatan 12-14. Only the street words proper count in lower case. */
const COMPOUND = new RegExp(
  `(?<![\\p{L}\\p{N}-])${DIRECTION}(?:\\p{L}{2,24}(?:gata|gaten|gate|gatan|vegen|veien|vägen|veg|vei|väg)|\\p{Lu}\\p{L}{1,24}(?:plassen|platsen|torget|bakken|backen|stien|stigen|svingen|svängen|allé|alléen|allén|alleen|gränd|gränden|tunet|jordet|terrasse|kroken|kleiva|haugen|toppen|brygge|kajen|slingan|esplanaden))${NUMBER}${REST}`,
  'gu',
);
/** Several words: Karl Johans gate 12, Sankt Eriks väg 4. */
const SEPARATE = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:\\p{Lu}[\\p{L}.'’-]{0,24}[ ]){1,3}(?:gate|gata|vei|veg|väg|gränd|plass|plats|torg|allé|alle|terrasse)${NUMBER}${REST}`,
  'gu',
);
/** Words that end like a street: roads of the state, workplaces and web pages, and English verbs. */
const NO_STREET =
  /^(?:riks|fylkes|lands|europa|läns|motor|hoved|huvud|arbeids|arbets|job|jern|järn|lek|park|web|nett|inn|ut|om|under|till?|halv|barnehage|sykkel|cykel|gang|gång|flykt|rømnings|flukt).{0,4}(?:ve[gi]|ve[gi]en|väg|vägen|plass|plassen|platsen)$|(?:le|sti|vi|iti|re|ro|pa|ri|sur|f?ri|water|alle|abne)gate$|^(?:arbeid|arbets|webb?|lek|park)/u;

/** Street addresses with a number, in the simple forms. A street without one is a place many know, and stays. */
export function addresses(text: string): Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(COMPOUND)) {
    const street =
      fold(match[0])
        .split(/[ \u00a0](?=\d)/)[0]
        ?.split(' ')
        .at(-1) ?? '';
    if (!NO_STREET.test(street)) hits.push({ from: match.index, to: match.index + match[0].length, kind: 'address' });
  }
  for (const match of text.matchAll(SEPARATE)) {
    let from = match.index;
    // The sentence's own first word is not part of the street: "Er Karl Johans gate 12 ..."
    for (
      let word = /^(\S+) /.exec(match[0]);
      word?.[1];
      word = /^(\S+) /.exec(text.slice(from, match.index + match[0].length))
    ) {
      if (!FUNCTION_WORDS.has(fold(word[1]))) break;
      from += word[0].length;
    }
    if (/^\p{Lu}/u.test(text.slice(from, from + 1)))
      hits.push({ from, to: match.index + match[0].length, kind: 'address' });
  }
  return hits;
}

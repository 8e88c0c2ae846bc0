import { addresses } from './address.ts';
import { emails, phones, plates } from './contact.ts';
import { type Hit, HOLE, merged } from './hit.ts';
import { cards, identityNumbers } from './numbers.ts';
import { people } from './people.ts';

/** In this order: what is most certain first, so that a card is no personnummer, a personnummer no phone and a street no name. */
const FINDERS: readonly ((text: string) => Hit[])[] = [
  cards,
  identityNumbers,
  emails,
  phones,
  plates,
  addresses,
  people,
];

/** What `mask` puts in the place of something. */
const TOKEN = /\[(?:identity number|phone|email|card number|plate|name|address)\]/g;

/**
 * Personal data in a text with their places, in order and without overlap; the text itself stays as it is. Each finder reads the text with holes where
 * earlier finders and earlier masks took something out. One round of what `mask` takes out.
 */
export function findPersonal(text: string): Hit[] {
  let rest = text.replace(TOKEN, (token) => HOLE.repeat(token.length));
  let hits: Hit[] = [];
  for (const finder of FINDERS) {
    const found = merged(finder(rest));
    if (found.length === 0) continue;
    hits = hits.concat(found);
    rest = dig(rest, found);
  }
  return hits.sort((a, b) => a.from - b.from);
}

function dig(text: string, hits: readonly Hit[]): string {
  let out = '';
  let at = 0;
  for (const { from, to } of hits) {
    out += text.slice(at, from) + HOLE.repeat(to - from);
    at = to;
  }
  return out + text.slice(at);
}

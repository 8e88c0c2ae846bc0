import { addresses } from './address.ts';
import { emails, phones, plates } from './contact.ts';
import { type Hit, HOLE, merged } from './hit.ts';
import { cards, identityNumbers } from './numbers.ts';
import { people } from './people.ts';

/** In the order of `mask`: what is most certain first, and what one has found the next does not see. */
const FINDERS = [cards, identityNumbers, emails, phones, plates, addresses, people] as const;

/** Personal data in a text with their places, in order and without overlap; the text itself stays as it is. One round of what `mask` takes out. */
export function findPersonal(text: string): Hit[] {
  let rest = text;
  const hits: Hit[] = [];
  for (const finder of FINDERS) {
    const found = merged(finder(rest));
    hits.push(...found);
    let dug = '';
    let at = 0;
    for (const { from, to } of found) {
      dug += rest.slice(at, from) + HOLE.repeat(to - from);
      at = to;
    }
    rest = dug + rest.slice(at);
  }
  return hits.sort((a, b) => a.from - b.from);
}

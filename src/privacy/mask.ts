import { addresses } from './address.ts';
import { emails, phones, plates } from './contact.ts';
import { type Hit, HOLE, MASK_KINDS, type MaskKind, merged, TOKENS } from './hit.ts';
import { cards, identityNumbers } from './numbers.ts';
import { people } from './people.ts';

export type { MaskKind } from './hit.ts';

/** A text with what was personal replaced by `[name]`, `[phone]` …, and how many of each there were. */
export type Masked = { text: string; found: { kind: MaskKind; count: number }[] };

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

const TOKEN = /\[(?:identity number|phone|email|card number|plate|name|address)\]/g;
/** Two rounds settle ordinary text: taking one thing out can uncover another. */
const ROUNDS = 8;

const dig = (text: string, hits: readonly Hit[]) => {
  let out = '';
  let at = 0;
  for (const { from, to } of hits) {
    out += text.slice(at, from) + HOLE.repeat(to - from);
    at = to;
  }
  return out + text.slice(at);
};

/** Everything one round finds. Each finder reads the text with holes where earlier finders and earlier masks took something out. */
function find(text: string): Hit[] {
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

/**
 * Takes personal data out of a text before it is stored, logged or sent: Norwegian and Swedish identity numbers, phones, e-mails,
 * payment cards, number plates, likely personal names and street addresses. Pure, deterministic, linear in the text's length, and
 * idempotent: what it returns is a text it finds nothing in. It never throws.
 */
export function mask(text: string): Masked {
  const counts = new Map<MaskKind, number>();
  let current = text;
  for (let round = 0; round < ROUNDS; round++) {
    const hits = find(current);
    if (hits.length === 0) return { text: current, found: report(counts) };
    let out = '';
    let at = 0;
    for (const { from, to, kind } of hits) {
      out += current.slice(at, from) + TOKENS[kind];
      at = to;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    current = out + current.slice(at);
  }
  // A text that keeps uncovering more was made to do so. In doubt masked: nothing of it is kept.
  return { text: TOKENS.name, found: report(counts) };
}

function report(counts: ReadonlyMap<MaskKind, number>): Masked['found'] {
  return MASK_KINDS.flatMap((kind) => {
    const count = counts.get(kind);
    return count ? [{ kind, count }] : [];
  });
}

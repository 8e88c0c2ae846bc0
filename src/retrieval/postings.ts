/**
 * Postings in bytes. What stands of a term: in how many documents it stands once, in how many more often, the former, the latter. A document is
 * given as its distance from the one before; with the latter, the count follows. Numbers take seven bits a byte, lowest first (LEB128), so that
 * most postings are one byte, where a document number and a weight took six.
 *
 * A frequent term has a row instead: a byte a document, how often the term stands there. It takes no more room, and any document can be asked for.
 */

/** Writes a number below 2^31; returns the position after it. */
export function writeNumber(bytes: Uint8Array, at: number, n: number): number {
  let rest = n;
  let to = at;
  for (; rest > 0x7f; rest >>>= 7) bytes[to++] = (rest & 0x7f) | 0x80;
  bytes[to++] = rest;
  return to;
}

/** The number that stands at a position. */
export function readNumber(bytes: Uint8Array, at: number): number {
  let n = 0;
  for (let shift = 0, from = at; ; shift += 7) {
    const byte = bytes[from++] ?? 0;
    n |= (byte & 0x7f) << shift;
    if (byte < 0x80) return n;
  }
}

/** Bytes that a number below 2^31 takes. */
export function sizeOfNumber(n: number): number {
  return n < 0x80 ? 1 : n < 0x4000 ? 2 : n < 0x200000 ? 3 : n < 0x10000000 ? 4 : 5;
}

/** The most a term can weigh in a document before its idf; weights are fractions of it. */
export const MOST = 65535;

/** A term that stands in this share of the documents is frequent. */
const FREQUENT = 1 / 4;
/** The most a byte of a row can say. Standing there more often weighs the same to the third digit. */
export const MOST_COUNTED = 255;

export function isFrequent(frequency: number, docs: number): boolean {
  return frequency >= docs * FREQUENT;
}

/** What a term weighs that stands `count` times in a document where once weighs `once`: MOST × count / (count + norm), once = MOST / (1 + norm). */
export function weigh(count: number, once: number): number {
  return (MOST * count * once) / ((count - 1) * once + MOST);
}

/** In how many documents a term stands once and more often, and where the first of them is given. */
export type Head = { once: number; often: number; from: number };

export function readHead(bytes: Uint8Array, at: number): Head {
  const once = readNumber(bytes, at);
  const after = at + sizeOfNumber(once);
  const often = readNumber(bytes, after);
  return { once, often, from: after + sizeOfNumber(often) };
}

/** Adds idf × weight to the score of each document where the term stands once; returns the position after them. */
export function addOnce(
  scores: Float32Array,
  idf: number,
  weights: Uint16Array,
  bytes: Uint8Array,
  { from, once }: Head,
): number {
  let at = from;
  let d = -1;
  for (let i = 0; i < once; i++) {
    let step = bytes[at++] ?? 0;
    if (step > 0x7f) {
      step &= 0x7f;
      for (let shift = 7; ; shift += 7) {
        const byte = bytes[at++] ?? 0;
        step |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
    }
    d += step;
    scores[d] = (scores[d] ?? 0) + idf * (weights[d] ?? 0);
  }
  return at;
}

/** The same for the documents where the term stands more often. `weights` says what standing once weighs. */
export function addOften(
  scores: Float32Array,
  idf: number,
  weights: Uint16Array,
  bytes: Uint8Array,
  from: number,
  often: number,
): void {
  let at = from;
  let d = -1;
  for (let i = 0; i < often; i++) {
    let step = bytes[at++] ?? 0;
    if (step > 0x7f) {
      step = readNumber(bytes, at - 1);
      at += sizeOfNumber(step) - 1;
    }
    let count = bytes[at++] ?? 0;
    if (count > 0x7f) {
      count = readNumber(bytes, at - 1);
      at += sizeOfNumber(count) - 1;
    }
    d += step;
    scores[d] = (scores[d] ?? 0) + idf * weigh(count, weights[d] ?? 0);
  }
}

/** Whether a term that has postings stands in any of the documents `from` and those up to `to`. */
export function standsBetween(
  bytes: Uint8Array,
  { once, often, from: first }: Head,
  from: number,
  to: number,
): boolean {
  let at = first;
  let d = -1;
  let found = false;
  for (let i = 0; i < once; i++) {
    const step = readNumber(bytes, at);
    at += sizeOfNumber(step);
    d += step;
    // The others stand behind these: they have to be walked to the end.
    found ||= d >= from && d < to;
  }
  d = -1;
  for (let i = 0; i < often && !found && d < to; i++) {
    const step = readNumber(bytes, at);
    at += sizeOfNumber(step);
    at += sizeOfNumber(readNumber(bytes, at));
    d += step;
    found = d >= from && d < to;
  }
  return found;
}

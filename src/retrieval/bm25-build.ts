import { hash32 } from '../core/text.ts';
import type { Bm25Data } from './bm25.ts';
import { isFrequent, MOST, MOST_COUNTED, sizeOfNumber, writeNumber } from './postings.ts';

/** BM25's usual constants (Robertson and Zaragoza, 2009). */
const K1 = 1.2;
const B = 0.75;

/** Words whose terms are remembered while building; beyond that the memory is worth more than the time. */
const REMEMBERED = 200_000;

/**
 * Builds an index. Two passes over the texts: the first measures, the second writes each posting where it belongs, so that memory stays with the
 * result. A term has two lists, 2t for the documents where it stands once and 2t + 1 for those where it stands more often; a frequent one has a row.
 * With `words`, a text is read word by word and the terms of a word are looked up once; then the terms of a text must be those of its words.
 * `beside` is an index that will be searched together with this one: what is a long text is measured by both.
 */
export function buildBm25(
  texts: readonly string[],
  terms: (text: string) => string[],
  words?: (text: string) => string[],
  beside?: Pick<Bm25Data, 'docs' | 'mean'>,
): Bm25Data {
  const vocabulary = new Vocabulary();
  const numbersOf = (text: string): number[] => terms(text).map((term) => vocabulary.number(hash32(term)));
  const known = new Map<string, number[]>();
  const numbersOfWord = (word: string): number[] => {
    let numbers = known.get(word);
    if (!numbers) {
      numbers = numbersOf(word);
      if (known.size >= REMEMBERED) known.clear();
      known.set(word, numbers);
    }
    return numbers;
  };
  const counts = new Counters();
  const lengths = new Uint32Array(texts.length);
  /** Calls back for each distinct term of each text, with how often it stands there. */
  const read = (each: (list: number, document: number, count: number) => void): void => {
    for (let d = 0; d < texts.length; d++) {
      const distinct: number[] = [];
      let length = 0;
      const add = (numbers: number[]) => {
        length += numbers.length;
        for (const t of numbers) if (counts.add(t, 1) === 1) distinct.push(t);
      };
      const text = texts[d] ?? '';
      if (words) for (const word of words(text)) add(numbersOfWord(word));
      else add(numbersOf(text));
      for (const t of distinct) {
        const count = counts.get(t);
        counts.set(t, 0);
        each(count === 1 ? 2 * t : 2 * t + 1, d, count);
      }
      lengths[d] = length;
    }
  };

  const documents = new Counters();
  const sizes = new Counters();
  /** The last document of a list, plus one. */
  let last = new Counters();
  read((list, d, count) => {
    documents.add(list, 1);
    sizes.add(list, sizeOfNumber(d + 1 - last.get(list)) + (count === 1 ? 0 : sizeOfNumber(count)));
    last.set(list, d + 1);
  });

  const { hashes } = vocabulary;
  const order = Uint32Array.from(hashes.keys()).sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0));
  const frequent = (t: number) => isFrequent(documents.get(2 * t) + documents.get(2 * t + 1), texts.length);
  const starts = new Uint32Array(order.length + 1);
  order.forEach((t, k) => {
    const [once, often] = [2 * t, 2 * t + 1];
    const head = sizeOfNumber(documents.get(once)) + sizeOfNumber(documents.get(often));
    const body = frequent(t) ? texts.length : sizes.get(once) + sizes.get(often);
    starts[k + 1] = (starts[k] ?? 0) + head + body;
  });
  const bytes = new Uint8Array(starts[order.length] ?? 0);
  const next = new Counters();
  order.forEach((t, k) => {
    const [once, often] = [2 * t, 2 * t + 1];
    const from = writeNumber(bytes, writeNumber(bytes, starts[k] ?? 0, documents.get(once)), documents.get(often));
    next.set(once, from);
    next.set(often, frequent(t) ? from : from + sizes.get(once));
  });
  last = new Counters();
  read((list, d, count) => {
    if (frequent(list >> 1)) {
      bytes[next.get(list) + d] = Math.min(count, MOST_COUNTED);
      return;
    }
    const after = writeNumber(bytes, next.get(list), d + 1 - last.get(list));
    next.set(list, count === 1 ? after : writeNumber(bytes, after, count));
    last.set(list, d + 1);
  });

  const all = lengths.reduce((a, b) => a + b, 0) + (beside ? beside.mean * beside.docs : 0);
  const mean = all / Math.max(1, texts.length + (beside?.docs ?? 0)) || 1;
  const impacts = Uint16Array.from(lengths, (length) => Math.round(MOST / (1 + K1 * (1 - B + (B * length) / mean))));
  return { docs: texts.length, mean, keys: Uint32Array.from(order, (t) => hashes[t] ?? 0), starts, bytes, impacts };
}

/** Whole numbers by index, 0 until set, with room as it is needed. */
class Counters {
  #values = new Uint32Array(1024);

  get(i: number): number {
    return this.#values[i] ?? 0;
  }

  set(i: number, value: number): void {
    if (i >= this.#values.length) this.#values = grown(this.#values, i + 1);
    this.#values[i] = value;
  }

  add(i: number, by: number): number {
    const sum = this.get(i) + by;
    this.set(i, sum);
    return sum;
  }
}

function grown(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}

/**
 * Numbers distinct hashes in the order they appear, by open addressing: a Map boxes every number above 2^31, and that took more time than reading
 * the texts.
 */
class Vocabulary {
  #hashes = new Uint32Array(1024);
  #size = 0;
  /** The number of the hash that stands here, plus one; 0 where none does. At most half full. */
  #slots = new Uint32Array(4096);

  /** The number of a hash, the next one where it is new. */
  number(hash: number): number {
    const at = this.#slot(hash);
    const found = this.#slots[at] ?? 0;
    if (found > 0) return found - 1;
    if (this.#size === this.#hashes.length) this.#hashes = grown(this.#hashes, this.#size + 1);
    this.#hashes[this.#size++] = hash;
    this.#slots[at] = this.#size;
    if (this.#size * 2 > this.#slots.length) {
      this.#slots = new Uint32Array(this.#slots.length * 2);
      for (let i = 0; i < this.#size; i++) this.#slots[this.#slot(this.#hashes[i] ?? 0)] = i + 1;
    }
    return this.#size - 1;
  }

  get hashes(): Uint32Array {
    return this.#hashes.subarray(0, this.#size);
  }

  #slot(hash: number): number {
    const mask = this.#slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const found = this.#slots[at] ?? 0;
      if (found === 0 || this.#hashes[found - 1] === hash) return at;
    }
  }
}

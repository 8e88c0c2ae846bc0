import { type Blob, type Blobs, inMemory } from './blob.ts';
import type { Arrays } from './saved-index.ts';

/** A list as retrieval reads it: an array, or something that makes an entry when it is asked for. */
export type List<T> = { readonly length: number; at(index: number): T | undefined };

/** Texts as stretches of one blob of UTF-8: a hundred thousand strings would fill the memory, and a search reads a few hundred. */
export class Texts implements List<string> {
  readonly #blob: Blob;
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;

  constructor(blob: Blob, from: Uint32Array, to: Uint32Array) {
    this.#blob = blob;
    this.#from = from;
    this.#to = to;
  }

  /** The parts of the units, in order. A part is a stretch of its unit's text; only where it is not letter for letter is it kept beside it. */
  static ofParts(units: readonly { text: string; parts: readonly string[] }[]): Texts {
    const kept: Buffer[] = [];
    const from: number[] = [];
    const to: number[] = [];
    let size = 0;
    const keep = (bytes: Buffer): number => {
      kept.push(bytes);
      size += bytes.length;
      return size - bytes.length;
    };
    for (const { text, parts } of units) {
      const whole = Buffer.from(text);
      const start = keep(whole);
      let last = 0;
      for (const part of parts) {
        const bytes = Buffer.from(part);
        const at = whole.indexOf(bytes, last);
        if (at >= 0) last = at;
        const begin = at >= 0 ? start + at : keep(bytes);
        from.push(begin);
        to.push(begin + bytes.length);
      }
    }
    return new Texts(inMemory(Buffer.concat(kept)), Uint32Array.from(from), Uint32Array.from(to));
  }

  static of(texts: readonly string[]): Texts {
    return Texts.ofParts(texts.map((text) => ({ text, parts: [text] })));
  }

  get length(): number {
    return this.#from.length;
  }

  at(index: number): string | undefined {
    const from = this.#from[index];
    return from === undefined ? undefined : this.#blob.read(from, this.#to[index] ?? from).toString('utf8');
  }

  /** What to save, under names that begin with `name`. */
  save(name: string): { arrays: Arrays; blobs: Blobs } {
    return { arrays: { [`${name}.from`]: this.#from, [`${name}.to`]: this.#to }, blobs: { [name]: this.#blob } };
  }

  /** From what `save` gave, beside others. Throws where there is nothing of that name. */
  static open(name: string, { arrays, blobs }: { arrays: Arrays; blobs: Blobs }): Texts {
    const blob = blobs[name];
    if (!blob) throw new Error(`the index has no ${name}`);
    return new Texts(blob, arrays[`${name}.from`] as Uint32Array, arrays[`${name}.to`] as Uint32Array);
  }
}

/** So many values are kept once they were asked for. */
const KEPT = 2000;

/** Values kept as JSON and parsed when they are asked for; the last ones stay as they are, for whoever only reads them. */
export class Records<T> implements List<T> {
  readonly #texts: Texts;
  readonly #known = new Map<number, T>();

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  get length(): number {
    return this.#texts.length;
  }

  at(index: number): T | undefined {
    const known = this.#known.get(index);
    if (known !== undefined) return known;
    const text = this.#texts.at(index);
    if (text === undefined) return undefined;
    const value = JSON.parse(text) as T;
    this.#known.set(index, value);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
    return value;
  }
}

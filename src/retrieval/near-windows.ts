import { type Blob, type Blobs, inMemory } from './blob.ts';
import type { Arrays } from './saved-index.ts';

/**
 * Words in a window whose meaning is compared, and how far the next one starts. Shorter than the windows of terms.ts: a vector is a sum, and the sense of
 * one sentence is lost among five. Windows of 30 were better than those of 60 on the development sets.
 */
const WINDOW = 30;
const STEP = 15;

/** A row is a scale in single precision and a signed byte a dimension. */
const SCALE = 4;

/** Overlapping windows of 30 words; none for a text not much longer than one: its own vector says as much. */
export function nearWindows(text: string): string[] {
  const all = text.split(/\s+/);
  if (all.length <= WINDOW * 1.3) return [];
  const out: string[] = [];
  for (let from = 0; from === 0 || from < all.length - WINDOW + STEP; from += STEP)
    out.push(all.slice(from, from + WINDOW).join(' '));
  return out;
}

/**
 * Vectors of the windows of each text, a byte a dimension. They are read when they are asked for, from the index file where there is one: at a hundred thousand
 * texts they take 140 MB, and a search needs those of a few hundred.
 */
export class NearWindows {
  readonly #rows: Blob;
  /** Number of the first row of each text; one more than there are texts. */
  readonly #starts: Uint32Array;
  readonly #dimensions: number;

  /** Throws where the dimensions are not a multiple of four. */
  constructor(rows: Blob, starts: Uint32Array, dimensions: number) {
    if (dimensions % 4 !== 0) throw new Error(`${dimensions} dimensions can’t be read four at a time`);
    this.#rows = rows;
    this.#starts = starts;
    this.#dimensions = dimensions;
  }

  static build(
    texts: readonly string[],
    model: { readonly dimensions: number; embed(text: string): Float32Array },
    onProgress?: (share: number) => void,
  ): NearWindows {
    const starts = new Uint32Array(texts.length + 1);
    const width = SCALE + model.dimensions;
    const rows: Buffer[] = [];
    texts.forEach((text, i) => {
      const of = nearWindows(text);
      const block = Buffer.alloc(of.length * width);
      of.forEach((window, w) => {
        writeRow(block, w * width, model.embed(window));
      });
      rows.push(block);
      starts[i + 1] = (starts[i] ?? 0) + of.length;
      if (i % 1000 === 0) onProgress?.(i / texts.length);
    });
    return new NearWindows(inMemory(Buffer.concat(rows)), starts, model.dimensions);
  }

  /** The highest cosine of a query, of length 1, with a window of some texts that stand together; undefined where they have none. One read. */
  best(text: number, query: Float64Array, count = 1): number | undefined {
    const width = SCALE + this.#dimensions;
    const from = this.#starts[text] ?? 0;
    const to = this.#starts[text + count] ?? from;
    if (from === to) return undefined;
    const bytes = this.#rows.read(from * width, to * width);
    const signed = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    const { length } = query;
    let best = -1;
    for (let at = 0; at < signed.length; at += width) {
      let row = at + SCALE;
      // Four sums, so that no addition waits for the one before it.
      let a = 0;
      let b = 0;
      let c = 0;
      let e = 0;
      for (let d = 0; d < length; d += 4, row += 4) {
        a += (signed[row] as number) * (query[d] as number);
        b += (signed[row + 1] as number) * (query[d + 1] as number);
        c += (signed[row + 2] as number) * (query[d + 2] as number);
        e += (signed[row + 3] as number) * (query[d + 3] as number);
      }
      const cosine = (a + b + c + e) * bytes.readFloatLE(at);
      if (cosine > best) best = cosine;
    }
    return best;
  }

  save(): { arrays: Arrays; blobs: Blobs } {
    return { arrays: { 'windows.starts': this.#starts }, blobs: { windows: this.#rows } };
  }

  /** From what `save` gave, beside others; undefined where there is nothing. */
  static open({ arrays, blobs }: { arrays: Arrays; blobs: Blobs }, dimensions: number): NearWindows | undefined {
    const starts = arrays['windows.starts'];
    return blobs.windows && starts ? new NearWindows(blobs.windows, starts as Uint32Array, dimensions) : undefined;
  }
}

function writeRow(block: Buffer, at: number, vector: Float32Array): void {
  const scale = vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0) / 127;
  block.writeFloatLE(scale, at);
  if (scale > 0) vector.forEach((x, d) => void block.writeInt8(Math.round(x / scale), at + SCALE + d));
}

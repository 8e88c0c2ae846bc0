import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { words } from '../core/text.ts';
import { type EmbeddingModel, normalise } from './embeddings.ts';
import { subwords } from './subwords.ts';

/** First bytes of a weights file: what it is, and the version of its layout. */
const MAGIC = 'VARSAMW1';
/** Most features a text gives: beyond that it is cut, for a vector of everything says nothing. */
const MOST_WORDS = 400;
/**
 * Words whose sums are remembered, and as many from before: so that while a large index is built the frequent ones never fall out, for making a sum takes fifty times as long
 * as adding it. A word is 800 bytes, and questions alone never have so many.
 */
const REMEMBERED = 32_000;

/** A table of 8-bit rows, one a feature: `scales[i] × rows[i·dimensions…]` is the vector of the feature whose hash is `keys[i]`. */
export type Weights8 = { dimensions: number; keys: Uint32Array; scales: Float32Array; rows: Int8Array };

/** Weights as bytes: magic, number of features, dimensions, checksum, then keys, scales and rows. Everything little-endian. */
export function encodeWeights({ dimensions, keys, scales, rows }: Weights8): Buffer {
  const head = Buffer.alloc(20);
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(keys.length, 8);
  head.writeUInt32LE(dimensions, 12);
  const bytes = (array: Uint32Array | Float32Array | Int8Array) =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  const body = Buffer.concat([bytes(keys), bytes(scales), bytes(rows)]);
  head.writeUInt32LE(crc32(body), 16);
  return Buffer.concat([head, body]);
}

/** Reads what `encodeWeights` wrote. Throws an error that names the file and says how to mend it where the bytes are not whole. */
export function decodeWeights(file: Buffer, name: string): Weights8 & { checksum: number } {
  const fault = (what: string) =>
    new Error(`${name} ${what}. Restore it from the repository, or make it again with: npm run train`);
  if (file.length < 20 || file.toString('latin1', 0, 8) !== MAGIC) throw fault('is no weights file of this version');
  const features = file.readUInt32LE(8);
  const dimensions = file.readUInt32LE(12);
  const checksum = file.readUInt32LE(16);
  const wanted = 20 + features * (8 + dimensions);
  if (file.length !== wanted) throw fault(`is damaged: it has ${file.length} bytes instead of ${wanted}`);
  if (crc32(file.subarray(20)) !== checksum) throw fault('is damaged: its checksum is wrong');
  // Views of the bytes that were read, unless they happen to lie where an array can't begin.
  const { buffer, byteOffset } = file.byteOffset % 4 === 0 ? file : new Uint8Array(file);
  const body = byteOffset + 20;
  return {
    dimensions,
    checksum,
    keys: new Uint32Array(buffer, body, features),
    scales: new Float32Array(buffer, body + 4 * features, features),
    rows: new Int8Array(buffer, body + 8 * features, features * dimensions),
  };
}

/**
 * The product's own embedding: Norwegian, Swedish, Danish and English in one space, from `weights/embeddings.bin` (docs/model-card.md). A text is the
 * sum of the vectors of its words and character n-grams, scaled to length 1. No network, no native code, the same vector on every machine.
 */
export class TrainedEmbeddings implements EmbeddingModel {
  readonly name: string;
  readonly dimensions: number;
  readonly #weights: Weights8;
  /** Open addressing: position + 1 of a feature, by its hash; 0 where there is none. */
  readonly #slots: Uint32Array;
  readonly #mask: number;
  #known = new Map<string, Float32Array>();
  #before = new Map<string, Float32Array>();

  constructor(weights: Weights8 & { checksum: number }) {
    this.#weights = weights;
    this.dimensions = weights.dimensions;
    this.name = `varsam-subword-${weights.checksum.toString(16).padStart(8, '0')}`;
    const size = 2 ** Math.ceil(Math.log2(weights.keys.length * 2 + 2));
    this.#mask = size - 1;
    this.#slots = new Uint32Array(size);
    weights.keys.forEach((key, i) => {
      let at = spread(key) & this.#mask;
      while (this.#slots[at]) at = (at + 1) & this.#mask;
      this.#slots[at] = i + 1;
    });
  }

  /** Opens a weights file, by default the one beside this module. Throws an error that says what is wrong with it. */
  static open(file: string | URL = new URL('./weights/embeddings.bin', import.meta.url)): TrainedEmbeddings {
    const name = String(file).replace(/^.*\//, '');
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch (error) {
      throw new Error(`${name} can't be read. Restore it from the repository, or make it again with: npm run train`, {
        cause: error,
      });
    }
    return new TrainedEmbeddings(decodeWeights(bytes, name));
  }

  /** One vector a text, in order, each of length 1, or all zeros for a text without a known feature. */
  async embedDocuments(texts: string[]): Promise<number[][]> {
    return texts.map((text) => Array.from(this.embed(text)));
  }

  async embedQuery(text: string): Promise<number[]> {
    return Array.from(this.embed(text));
  }

  embed(text: string): Float32Array {
    const vector = new Float32Array(this.dimensions);
    const all = words(text);
    for (let w = 0; w < all.length && w < MOST_WORDS; w++) add(vector, this.#word(all[w] ?? ''));
    return normalise(vector);
  }

  /** The sum of a word's features, by which it counts in a text. */
  #word(word: string): Float32Array {
    const known = this.#known.get(word);
    if (known) return known;
    const vector = this.#before.get(word) ?? this.#sum(word);
    if (this.#known.size >= REMEMBERED) {
      this.#before = this.#known;
      this.#known = new Map();
    }
    this.#known.set(word, vector);
    return vector;
  }

  #sum(word: string): Float32Array {
    const { keys, scales, rows, dimensions } = this.#weights;
    const vector = new Float32Array(dimensions);
    for (const hash of subwords(word)) {
      let at = spread(hash) & this.#mask;
      for (;;) {
        const i = (this.#slots[at] ?? 0) - 1;
        if (i < 0) break;
        if (keys[i] === hash) {
          const scale = scales[i] ?? 0;
          const row = i * dimensions;
          for (let d = 0; d < dimensions; d++) vector[d] = (vector[d] as number) + scale * (rows[row + d] as number);
          break;
        }
        at = (at + 1) & this.#mask;
      }
    }
    return vector;
  }
}

function add(to: Float32Array, vector: Float32Array): void {
  for (let d = 0; d < to.length; d++) to[d] = (to[d] as number) + (vector[d] as number);
}

/** FNV hashes of short strings differ little in their low bits: the high ones are mixed in. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}

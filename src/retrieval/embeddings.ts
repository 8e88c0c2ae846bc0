import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { foldLetters, grams, hash32, words } from '../core/text.ts';

/** What an index remembers of the model that made its vectors: other dimensions or another name means another index. */
export type EmbeddingModel = EmbeddingsInterface & { readonly name: string; readonly dimensions: number };

/**
 * An embedding that needs no weights: words and their character 3- to 5-grams are hashed onto 256 signed dimensions (feature hashing, Weinberger et al.,
 * 2009) and the sum is scaled to length 1. It knows spelling, not meaning: near-spellings are near, translations are not.
 */
export class HashedSubwordEmbeddings implements EmbeddingModel {
  readonly name = 'hashed-subword-1';
  readonly dimensions = 256;

  /** One vector a text, in order, each of length 1 (or all zeros for a text without words). */
  async embedDocuments(texts: string[]): Promise<number[][]> {
    return texts.map((text) => Array.from(this.embed(text)));
  }

  async embedQuery(text: string): Promise<number[]> {
    return Array.from(this.embed(text));
  }

  embed(text: string): Float32Array {
    const counts = new Map<string, number>();
    const add = (feature: string, weight: number) => counts.set(feature, (counts.get(feature) ?? 0) + weight);
    for (const word of words(text)) add(`=${word}`, word.length > 3 ? 1 : 0.2);
    const folded = foldLetters(text);
    for (const n of [3, 4, 5]) for (const gram of grams(folded, n)) add(gram, 0.3);
    const vector = new Float32Array(this.dimensions);
    for (const [feature, weight] of counts) {
      const h = hash32(feature);
      const i = h % this.dimensions;
      vector[i] = (vector[i] ?? 0) + (h & 0x80000000 ? 1 : -1) * Math.sqrt(weight);
    }
    return normalise(vector);
  }
}

/** Scales to length 1 in place; a zero vector stays zero. */
export function normalise<V extends Float32Array | number[]>(vector: V): V {
  let sum = 0;
  for (const x of vector) sum += x * x;
  if (sum > 0) {
    const by = 1 / Math.sqrt(sum);
    for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) * by;
  }
  return vector;
}

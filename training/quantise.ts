import type { Weights8 } from '../src/retrieval/trained-embeddings.ts';
import type { Trained } from './train.ts';

/** Rounds each row to 8 bits with a scale of its own, so that a rare feature's small vector is as exact as a frequent one's. */
export function quantise({ keys, weights, dims }: Pick<Trained, 'keys' | 'weights' | 'dims'>): Weights8 {
  const scales = new Float32Array(keys.length);
  const rows = new Int8Array(weights.length);
  for (let i = 0; i < keys.length; i++) {
    let most = 0;
    for (let d = 0; d < dims; d++) most = Math.max(most, Math.abs(weights[i * dims + d] ?? 0));
    const scale = Math.fround(most / 127);
    scales[i] = scale;
    if (scale > 0) for (let d = 0; d < dims; d++) rows[i * dims + d] = Math.round((weights[i * dims + d] ?? 0) / scale);
  }
  return { dimensions: dims, keys, scales, rows };
}

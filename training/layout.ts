import { SEGMENTS } from './sampler.ts';

export type EngineOptions = {
  dims: number;
  batch: number;
  seed: number;
  temperature: number;
  wordDropout: number;
  featureDropout: number;
};

/** Words of a slot and features of a slot that are looked at; beyond that a text says little new. */
export const WORDS = 72;
export const FEATURES = 1024;

export type Layout = { bytes: number; at: Record<string, number>; options: EngineOptions; features: number };

/** Where each array stands in the shared memory, in bytes. `features` is the number of rows of the table. */
export function layout(features: number, options: EngineOptions, threads: number): Layout {
  const { dims, batch } = options;
  if (dims % 48 !== 0 || batch % 8 !== 0 || (batch / threads) % 8 !== 0)
    throw new Error('dimensions must be a multiple of 48, and pairs a thread a multiple of 8');
  const at: Record<string, number> = {};
  let bytes = 0;
  const place = (name: string, numbers: number) => {
    at[name] = bytes;
    bytes += Math.ceil((numbers * 4) / 64) * 64;
  };
  place('sync', 16);
  place('slots', 2 * batch * SEGMENTS);
  place('weights', features * dims);
  place('squares', features * dims);
  place('units', 2 * batch * dims);
  place('gradients', 2 * batch * dims);
  place('norms', 2 * batch);
  place('acrossY', batch * dims);
  place('downX', batch * dims);
  place('downY', batch * dims);
  place('scores', batch * batch);
  place('turned', batch * batch);
  place('rowSums', batch);
  place('columnSums', batch);
  place('losses', batch);
  place('lists', 2 * batch * FEATURES);
  place('counts', 2 * batch);
  for (let t = 0; t < threads; t++) place(`inverse${t}`, 2 * batch * FEATURES);
  return { bytes, at, options, features };
}

import { Worker } from 'node:worker_threads';
import { sharedMemory } from '../src/retrieval/assembler.ts';
import type { Dataset } from './dataset.ts';
import { Engine } from './engine.ts';
import { type EngineOptions, layout } from './layout.ts';
import { progress } from './progress.ts';
import { Random } from './random.ts';
import { rateAt } from './rate.ts';
import { Sampler, type SamplerOptions } from './sampler.ts';
import { DRAWN } from './sources.ts';
import type { WorkerInput } from './step-worker.ts';

export type TrainOptions = EngineOptions &
  SamplerOptions & { steps: number; threads: number; rate: { from: number; to: number }; initial: number };

/** The recipe of the weights in the repository. */
export const RECIPE: TrainOptions = {
  dims: 192,
  batch: 1024,
  steps: 7000,
  threads: 2,
  seed: 20261122,
  temperature: 0.05,
  rate: { from: 0.08, to: 0.008 },
  initial: 0.2,
  wordDropout: 0.3,
  featureDropout: 0.1,
  singleSource: 0.5,
  crossLanguage: 0.75,
  concatenated: 0.3,
  drawn: DRAWN,
};

export type Trained = { keys: Uint32Array; weights: Float32Array; dims: number; losses: number[] };

/**
 * Trains a table of one vector a feature. The same data and options give the same bytes, whatever the number of threads.
 * `losses` holds the mean loss of each hundredth of the steps.
 */
export async function train(data: Dataset, options: TrainOptions): Promise<Trained> {
  const { dims, steps, threads, rate, seed, initial } = options;
  const features = data.keys.length;
  const plan = layout(features, options, threads);
  const memory = sharedMemory(plan.bytes);
  const at = (plan.at.weights ?? 0) / 4;
  const all = new Float32Array(memory.buffer);
  const random = new Random(seed);
  for (let i = 0; i < features * dims; i++) all[at + i] = (random.next() - 0.5) * 2 * initial;
  // Never a division by zero in the first step of a feature.
  const squares = (plan.at.squares ?? 0) / 4;
  all.fill(1e-10, squares, squares + features * dims);

  const shared = share(data);
  const workers = Array.from({ length: threads - 1 }, (_, i) => {
    const input: WorkerInput = { data: shared, layout: plan, memory, thread: i + 1, threads, steps, rate };
    return new Worker(new URL('./step-worker.ts', import.meta.url), { workerData: input });
  });
  // A thread that can't start must be an error, not a wait without end.
  await Promise.all(
    workers.map((w) => new Promise((resolve, reject) => w.once('message', resolve).once('error', reject))),
  );
  const ended = workers.map((w) => new Promise((resolve, reject) => w.once('exit', resolve).once('error', reject)));

  const engine = new Engine(shared, plan, memory, 0, threads);
  const sampler = new Sampler(data, options);
  const bar = progress('train', steps);
  const losses: number[] = [];
  const every = Math.max(1, Math.round(steps / 100));
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    sampler.fill(engine.slots);
    engine.step(step, rateAt(step, steps, rate));
    sum += engine.loss();
    if ((step + 1) % every === 0) {
      losses.push(sum / every);
      bar.to(step + 1, `loss ${(sum / every).toFixed(3)}`);
      sum = 0;
    }
  }
  bar.end();
  await Promise.all(ended);
  return { keys: data.keys, weights: all.slice(at, at + features * dims), dims, losses };
}

/** The same arrays in memory that threads share, so that no thread holds a copy. */
function share(data: Dataset): Dataset {
  const copy = <A extends Uint32Array | Uint16Array>(array: A): A => {
    const Kind = array.constructor as new (buffer: SharedArrayBuffer) => A;
    const out = new Kind(new SharedArrayBuffer(array.byteLength));
    out.set(array);
    return out;
  };
  const { sources, ...arrays } = data;
  const shared = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, copy(array)]));
  return { ...(shared as Omit<Dataset, 'sources'>), sources };
}

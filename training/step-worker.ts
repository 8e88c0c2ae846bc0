import { parentPort, workerData } from 'node:worker_threads';
import type { Dataset } from './dataset.ts';
import { Engine } from './engine.ts';
import type { Layout } from './layout.ts';
import { rateAt } from './rate.ts';

export type WorkerInput = {
  data: Dataset;
  layout: Layout;
  memory: WebAssembly.Memory;
  thread: number;
  threads: number;
  steps: number;
  rate: { from: number; to: number };
};

const { data, layout, memory, thread, threads, steps, rate } = workerData as WorkerInput;
const engine = new Engine(data, layout, memory, thread, threads);
// From here on nothing of this thread needs the first one, which waits without serving messages.
parentPort?.postMessage('ready');
for (let step = 0; step < steps; step++) engine.step(step, rateAt(step, steps, rate));

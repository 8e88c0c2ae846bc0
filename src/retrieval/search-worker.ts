import { parentPort, workerData } from 'node:worker_threads';
import { openOrBuild } from './build-index.ts';
import type { Asked, Saved, Told } from './threads.ts';
import { TrainedEmbeddings } from './trained-embeddings.ts';

/** One thread that searches the saved index. An index that is not there, or of other knowledge, ends it: whoever started it searches by itself then. */
const { dir, hash } = workerData as Saved;
const say = (told: Told) => parentPort?.postMessage(told);
const absent = () => {
  throw new Error('the saved index is not that of this knowledge');
};
const { retriever } = await openOrBuild(hash, absent, { dir, embeddings: TrainedEmbeddings.open() });
parentPort?.on('message', ({ id, query, options }: Asked) => {
  retriever.places(query, options).then(
    (places) => say({ id, places }),
    () => say({ id, failed: true }),
  );
});
say('ready');

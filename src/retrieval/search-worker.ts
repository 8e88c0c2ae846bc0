import { parentPort, workerData } from 'node:worker_threads';
import { Recent } from '../core/recent.ts';
import { openOrBuild } from './build-index.ts';
import type { HybridRetriever } from './hybrid.ts';
import { openOwn } from './own-index.ts';
import type { Asked, Saved, Told } from './threads.ts';
import { TrainedEmbeddings } from './trained-embeddings.ts';

/** One thread that searches the saved index. An index that is not there, or of other knowledge, ends it: whoever started it searches by itself then. */
const { dir, hash, held } = workerData as Saved & { held: number };
const say = (told: Told) => parentPort?.postMessage(told);
const absent = () => {
  throw new Error('the saved index is not that of this knowledge');
};
const { retriever, models, content } = await openOrBuild(hash, absent, { dir, embeddings: TrainedEmbeddings.open() });
/** What municipalities know beside it, those that asked last. */
const owns = new Recent<HybridRetriever>(held);
const retrieverFor = (own: Saved): HybridRetriever =>
  owns.get(`${own.hash} ${own.dir}`, () => {
    const opened = openOwn({ retriever, models, content }, own.hash, own.dir);
    return 'own' in opened ? opened.retriever : absent();
  });
const places = async ({ query, options, own }: Asked) => (own ? retrieverFor(own) : retriever).places(query, options);
parentPort?.on('message', (asked: Asked) => {
  places(asked).then(
    (places) => say({ id: asked.id, places }),
    () => say({ id: asked.id, failed: true }),
  );
});

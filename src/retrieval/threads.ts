import { Worker } from 'node:worker_threads';
import type { Retriever, SearchOptions } from '../app/ports.ts';
import type { HybridRetriever, Places } from './hybrid.ts';

/** Where a thread opens the saved index, and what it must have been made from. */
export type Saved = { dir: string; hash: string };
export type Asked = { id: number; query: string; options: SearchOptions; own?: Saved | undefined };
export type Told = 'ready' | { id: number; places: Places } | { id: number; failed: true };

type Thread = { worker: Worker; ready: boolean; asked: Map<number, (places: Places | undefined) => void> };

export type Threaded = Retriever & {
  /** The same threads over what a municipality knows too: `here` is its retriever, `own` where its part is saved. */
  beside: (here: HybridRetriever, own: Saved) => Retriever;
  close: () => Promise<void>;
};

/**
 * The same search in threads of their own, each with its own copy of the saved index, so that a process takes in and acknowledges what comes while it searches. Until a thread
 * has opened its index, and when one ends or fails, the search is done here.
 *
 * @param held how many municipalities' own knowledge each thread keeps open
 */
export function threadedRetriever(here: HybridRetriever, saved: Saved, count: number, held = 1): Threaded {
  const threads = new Set<Thread>();
  let last = 0;
  for (let i = 0; i < count; i++) {
    const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { workerData: { ...saved, held } });
    const thread: Thread = { worker, ready: false, asked: new Map() };
    threads.add(thread);
    worker.on('message', (told: Told) => {
      if (told === 'ready') thread.ready = true;
      else answer(thread, told.id, 'places' in told ? told.places : undefined);
    });
    const end = () => {
      threads.delete(thread);
      for (const id of thread.asked.keys()) answer(thread, id, undefined);
    };
    worker.on('error', end);
    worker.on('exit', end);
    worker.unref();
  }
  const answer = ({ asked, worker }: Thread, id: number, places: Places | undefined) => {
    asked.get(id)?.(places);
    asked.delete(id);
    if (asked.size === 0) worker.unref();
  };
  const freest = (): Thread | undefined =>
    [...threads].filter((t) => t.ready).sort((a, b) => a.asked.size - b.asked.size)[0];
  const over = (here: HybridRetriever, own?: Saved): Retriever => ({
    search: async (query, options) => {
      const thread = freest();
      if (!thread) return here.search(query, options);
      const id = ++last;
      const places = await new Promise<Places | undefined>((resolve) => {
        // A process that waits for it must not end; one that has nothing else to do may.
        thread.worker.ref();
        thread.asked.set(id, resolve);
        thread.worker.postMessage({ id, query, options, own } satisfies Asked);
      });
      return places ? here.filled(places) : here.search(query, options);
    },
  });

  return {
    ...over(here),
    beside: over,
    close: async () => {
      const all = [...threads];
      threads.clear();
      await Promise.all(all.map(({ worker }) => worker.terminate()));
    },
  };
}

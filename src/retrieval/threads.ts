import { Worker } from 'node:worker_threads';
import type { Retriever, SearchOptions } from '../app/ports.ts';
import type { HybridRetriever, Places } from './hybrid.ts';

const waiting: (() => void)[] = [];
/** What was found goes on with one at a time, and what came in meanwhile is taken in between: many are told at once where the process was busy. */
function inTurn(tell: () => void): void {
  if (waiting.push(tell) > 1) return;
  const next = () => {
    waiting[0]?.();
    waiting.shift();
    if (waiting.length > 0) setImmediate(next);
  };
  setImmediate(next);
}

/** Where a thread opens the saved index, and what it must have been made from. */
export type Saved = { dir: string; hash: string };
export type Asked = { id: number; query: string; options: SearchOptions; own?: Saved | undefined };
export type Told = { id: number; places: Places } | { id: number; failed: true };

type Thread = { worker: Worker; asked: Map<number, (places: Places | undefined) => void> };

export type Threaded = Retriever & {
  /** The same threads over what a municipality knows too: `here` is its retriever, `own` where its part is saved. */
  beside: (here: HybridRetriever, own: Saved) => Retriever;
  close: () => Promise<void>;
};

/**
 * The same search in threads of their own, each with its own copy of the saved index, so that a process takes in and acknowledges what comes while it searches. What is asked
 * before a thread has opened its index waits for that; where one ends or fails, the search is done here.
 *
 * @param held how many municipalities' own knowledge each thread keeps open
 */
export function threadedRetriever(here: HybridRetriever, saved: Saved, count: number, held = 1): Threaded {
  const threads = new Set<Thread>();
  let last = 0;
  for (let i = 0; i < count; i++) {
    const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { workerData: { ...saved, held } });
    const thread: Thread = { worker, asked: new Map() };
    threads.add(thread);
    worker.on('message', (told: Told) => answer(thread, told.id, 'places' in told ? told.places : undefined));
    const end = () => {
      threads.delete(thread);
      for (const id of thread.asked.keys()) answer(thread, id, undefined);
    };
    worker.on('error', end);
    worker.on('exit', end);
    worker.unref();
  }
  const answer = ({ asked, worker }: Thread, id: number, places: Places | undefined) => {
    const told = asked.get(id);
    if (told) inTurn(() => told(places));
    asked.delete(id);
    if (asked.size === 0) worker.unref();
  };
  const freest = (): Thread | undefined => [...threads].sort((a, b) => a.asked.size - b.asked.size)[0];
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

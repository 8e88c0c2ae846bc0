const queues = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Runs `work` when everything that was begun before under the same key is over, however it ended. `place` is what the keys belong to. Within this
 * process alone: two processes meet in the store.
 */
export async function inTurn<T>(place: object, key: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(place) ?? new Map<string, Promise<unknown>>();
  queues.set(place, queue);
  const mine = (queue.get(key) ?? Promise.resolve()).then(work, work);
  const over = mine.catch(() => undefined);
  queue.set(key, over);
  try {
    return await mine;
  } finally {
    // The last one out takes the queue along.
    if (queue.get(key) === over) queue.delete(key);
  }
}

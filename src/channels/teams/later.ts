import type { Log } from '../../app/ports.ts';

/**
 * Work that is done after Teams was told that its message arrived. One piece is begun a turn of the event loop, so that in a rush of messages every sender
 * is told at once, and the answers follow in order.
 */
export class Later {
  readonly #log: Log;
  readonly #waiting: (() => void)[] = [];
  readonly #working = new Set<Promise<void>>();
  constructor(log: Log) {
    this.#log = log;
  }

  add(work: () => Promise<void>): void {
    const kept = new Promise<void>((begin) => this.#waiting.push(begin))
      .then(work)
      .catch((error: unknown) => this.#log.error('teams.work', error))
      .finally(() => this.#working.delete(kept));
    this.#working.add(kept);
    if (this.#waiting.length === 1) setImmediate(() => this.#next());
  }
  #next(): void {
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(() => this.#next());
  }
  /** When everything is done, and whatever it led to. */
  async settled(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }
}

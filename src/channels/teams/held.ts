import type { Clock } from '../../app/ports.ts';

/** A few things kept in memory for a while. Whoever asks for one that is gone is told how to get it again: nothing is lost but comfort. */
export class Held<T> {
  readonly #all = new Map<string, { value: T; until: number }>();
  readonly #clock: Clock;
  readonly #forMs: number;
  readonly #most: number;
  constructor(clock: Clock, { forMs, most }: { forMs: number; most: number }) {
    this.#clock = clock;
    this.#forMs = forMs;
    this.#most = most;
  }

  put(key: string, value: T): void {
    this.#all.delete(key);
    this.#all.set(key, { value, until: this.#now() + this.#forMs });
    // Those put in first are the oldest.
    for (const [oldest, { until }] of this.#all)
      if (this.#all.size > this.#most || until < this.#now()) this.#all.delete(oldest);
      else break;
  }
  get(key: string): T | undefined {
    const found = this.#all.get(key);
    return found && found.until >= this.#now() ? found.value : undefined;
  }
  delete(key: string): void {
    this.#all.delete(key);
  }
  #now(): number {
    return this.#clock.now().getTime();
  }
}

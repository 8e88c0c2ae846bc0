/** So many values by key, those that were used last; the one that nobody has used for longest goes first. */
export class Recent<T> {
  readonly #held = new Map<string, T>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#held.size;
  }

  /** The value of a key, made where it is not held. What `make` throws is thrown, and nothing is held. */
  get(key: string, make: () => T): T {
    const value = this.#held.get(key) ?? make();
    this.#held.delete(key);
    this.#held.set(key, value);
    if (this.#held.size > this.#most) this.#held.delete(this.#held.keys().next().value ?? key);
    return value;
  }

  /** Lets go of a value, where it is still that of its key. */
  delete(key: string, value: T): void {
    if (this.#held.get(key) === value) this.#held.delete(key);
  }
}

import type { Dataset } from './dataset.ts';
import { type Kernel, kernel } from './kernel.ts';
import { type EngineOptions, FEATURES, type Layout, WORDS } from './layout.ts';
import { Random } from './random.ts';
import { SEGMENTS } from './sampler.ts';

/** Far beyond any step: only a thread that has died takes so long. */
const LONGEST_STEP_MS = 120_000;

/**
 * One thread of training: symmetric InfoNCE over a batch, its gradient, and an Adagrad step. Threads share all arrays and each computes its own part
 * of every result whole, in one fixed order; so the bytes do not depend on how many there are.
 */
export class Engine {
  readonly #data: Dataset;
  readonly #o: EngineOptions;
  readonly #at: Record<string, number>;
  readonly #kernel: Kernel;
  readonly #thread: number;
  readonly #threads: number;
  readonly #f: Float32Array;
  readonly #u: Uint32Array;
  readonly #sync: Int32Array;
  readonly #slots: Int32Array;
  readonly #features: number;

  constructor(
    data: Dataset,
    { at, options, features }: Layout,
    memory: WebAssembly.Memory,
    thread: number,
    threads: number,
  ) {
    this.#data = data;
    this.#o = options;
    this.#at = at;
    this.#kernel = kernel(memory);
    this.#thread = thread;
    this.#threads = threads;
    this.#f = new Float32Array(memory.buffer);
    this.#u = new Uint32Array(memory.buffer);
    this.#sync = new Int32Array(memory.buffer, this.#address('sync'), 16);
    this.#slots = new Int32Array(memory.buffer, this.#address('slots'), 2 * options.batch * SEGMENTS);
    this.#features = features;
  }

  get slots(): Int32Array {
    return this.#slots;
  }

  #address(name: string): number {
    return this.#at[name] ?? 0;
  }

  /** Waits until every thread is here. */
  meet(): void {
    const turn = Atomics.load(this.#sync, 1);
    if (Atomics.add(this.#sync, 0, 1) === this.#threads - 1) {
      Atomics.store(this.#sync, 0, 0);
      Atomics.add(this.#sync, 1, 1);
      Atomics.notify(this.#sync, 1);
    } else
      while (Atomics.load(this.#sync, 1) === turn)
        if (Atomics.wait(this.#sync, 1, turn, LONGEST_STEP_MS) === 'timed-out')
          throw new Error('another thread of the training has stopped: start the step train again');
  }

  /** This thread's part of `count` things. */
  #part(count: number): [number, number] {
    return [(count * this.#thread) / this.#threads, (count * (this.#thread + 1)) / this.#threads];
  }

  /** One step; every thread calls it with the same numbers. The slots must be filled before. */
  step(step: number, rate: number): void {
    const { batch } = this.#o;
    this.meet();
    const [from, to] = this.#part(batch);
    for (let i = from; i < to; i++) {
      this.#embed(i, step);
      this.#embed(batch + i, step);
    }
    this.meet();
    this.#multiply('units', 0, 'acrossY', 'scores', from, to, this.#o.dims, batch);
    this.#exponentiate(from, to);
    this.meet();
    this.#sumColumns(from, to);
    this.meet();
    this.#differences(from, to);
    this.meet();
    const width = this.#o.dims;
    this.#multiply('scores', 0, 'downY', 'gradients', from, to, batch, width);
    this.#multiply('turned', 0, 'downX', 'gradients', from, to, batch, width, batch * width);
    for (let i = from; i < to; i++) {
      this.#throughNorm(i);
      this.#throughNorm(batch + i);
    }
    this.meet();
    this.#update(rate);
    this.meet();
  }

  /** Mean loss of the last step. */
  loss(): number {
    const at = this.#address('losses') / 4;
    let sum = 0;
    for (let i = 0; i < this.#o.batch; i++) sum += this.#f[at + i] ?? 0;
    return sum / this.#o.batch;
  }

  /** Features of a slot after dropout, their sum, and the sum scaled to length 1 in the layouts that the products want. */
  #embed(slot: number, step: number): void {
    const { dims, batch } = this.#o;
    const list = this.#address('lists') + slot * FEATURES * 4;
    const count = this.#draw(slot, step, list / 4);
    this.#u[this.#address('counts') / 4 + slot] = count;
    const unit = this.#address('units') + slot * dims * 4;
    this.#kernel.gather(unit, this.#address('weights'), list, count, dims * 4);
    const f = this.#f;
    const at = unit / 4;
    let sum = 0;
    for (let d = 0; d < dims; d++) sum += (f[at + d] ?? 0) ** 2;
    const norm = Math.sqrt(sum) || 1;
    f[this.#address('norms') / 4 + slot] = norm;
    const isY = slot >= batch;
    const i = isY ? slot - batch : slot;
    const down = this.#address(isY ? 'downY' : 'downX') / 4;
    const across = this.#address('acrossY') / 4;
    for (let d = 0; d < dims; d++) {
      const value = (f[at + d] ?? 0) / norm;
      f[at + d] = value;
      f[down + (d >> 3) * batch * 8 + i * 8 + (d & 7)] = value;
      if (isY) f[across + (i >> 3) * dims * 8 + d * 8 + (i & 7)] = value;
    }
  }

  #draw(slot: number, step: number, at: number): number {
    const { wordDropout, featureDropout, seed, batch } = this.#o;
    const { textStarts, textWords, wordStarts, wordFeatures } = this.#data;
    const random = new Random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step * 2 * batch + slot + 1, 0x85ebca6b));
    let count = 0;
    let words = 0;
    for (let pass = 0; pass < 2 && count === 0; pass++) {
      // A text that lost all its words is taken whole instead.
      const drop = pass === 0 ? wordDropout : 0;
      for (let s = 0; s < SEGMENTS; s++) {
        const text = this.#slots[slot * SEGMENTS + s] ?? -1;
        if (text < 0) break;
        const end = textStarts[text + 1] ?? 0;
        for (let w = textStarts[text] ?? 0; w < end && words < WORDS; w++) {
          if (random.next() < drop) continue;
          words++;
          const word = textWords[w] ?? 0;
          const last = wordStarts[word + 1] ?? 0;
          for (let k = wordStarts[word] ?? 0; k < last && count < FEATURES; k++)
            if (random.next() >= featureDropout) this.#u[at + count++] = wordFeatures[k] ?? 0;
        }
      }
    }
    return count;
  }

  /** C = A·B for rows from…to of A, where B lies in panels of eight columns. */
  #multiply(
    a: string,
    aOffset: number,
    b: string,
    c: string,
    from: number,
    to: number,
    k: number,
    n: number,
    cOffset = 0,
  ): void {
    const rows = this.#address(a) + aOffset * 4;
    const out = this.#address(c) + cOffset * 4;
    for (let p = 0; p < n / 8; p++) {
      const panel = this.#address(b) + p * k * 32;
      for (let i = from; i < to; i += 4)
        this.#kernel.product(rows + i * k * 4, panel, out + (i * n + p * 8) * 4, k, n * 4);
    }
  }

  /** Scores become exp((cosine - 1) / temperature): at most 1, so that nothing overflows and no maximum has to be looked for. */
  #exponentiate(from: number, to: number): void {
    const { batch, temperature } = this.#o;
    const f = this.#f;
    for (let i = from; i < to; i++) {
      const row = this.#address('scores') / 4 + i * batch;
      let sum = 0;
      for (let j = 0; j < batch; j++) {
        const e = Math.exp(((f[row + j] ?? 0) - 1) / temperature);
        f[row + j] = e;
        sum += e;
      }
      f[this.#address('rowSums') / 4 + i] = sum;
    }
  }

  #sumColumns(from: number, to: number): void {
    const { batch } = this.#o;
    const f = this.#f;
    const sums = this.#address('columnSums') / 4;
    f.fill(0, sums + from, sums + to);
    for (let i = 0; i < batch; i++) {
      const row = this.#address('scores') / 4 + i * batch;
      for (let j = from; j < to; j++) f[sums + j] = (f[sums + j] ?? 0) + (f[row + j] ?? 0);
    }
  }

  /** Gradient of the loss by each score, and the same turned, for the other side's product. */
  #differences(from: number, to: number): void {
    const { batch, temperature } = this.#o;
    const f = this.#f;
    const [scores, turned, rows, columns, losses] = ['scores', 'turned', 'rowSums', 'columnSums', 'losses'].map(
      (name) => this.#address(name) / 4,
    ) as [number, number, number, number, number];
    const scale = 1 / (2 * batch * temperature);
    for (let i = from; i < to; i++) {
      const row = scores + i * batch;
      const byRow = 1 / (f[rows + i] ?? 1);
      const own = f[row + i] ?? 0;
      f[losses + i] = -0.5 * (Math.log(own * byRow + 1e-30) + Math.log(own / (f[columns + i] ?? 1) + 1e-30));
      for (let j = 0; j < batch; j++) f[row + j] = (f[row + j] ?? 0) * (byRow + 1 / (f[columns + j] ?? 1)) * scale;
      f[row + i] = (f[row + i] ?? 0) - 2 * scale;
    }
    // Eight rows at a time: as many as stay in the cache when they lie a power of two apart.
    for (let i = from; i < to; i += 8)
      for (let j = 0; j < batch; j++)
        for (let r = 0; r < 8; r++) f[turned + j * batch + i + r] = f[scores + (i + r) * batch + j] ?? 0;
  }

  /** From the gradient by the unit vector to that by the sum it was made of. */
  #throughNorm(slot: number): void {
    const { dims } = this.#o;
    const f = this.#f;
    const g = this.#address('gradients') / 4 + slot * dims;
    const u = this.#address('units') / 4 + slot * dims;
    let along = 0;
    for (let d = 0; d < dims; d++) along += (f[g + d] ?? 0) * (f[u + d] ?? 0);
    const by = 1 / (f[this.#address('norms') / 4 + slot] ?? 1);
    for (let d = 0; d < dims; d++) f[g + d] = ((f[g + d] ?? 0) - along * (f[u + d] ?? 0)) * by;
  }

  /** Each feature belongs to one thread; its list of slots is in slot order. */
  #update(rate: number): void {
    const { dims, batch } = this.#o;
    const u = this.#u;
    const lists = this.#address('lists') / 4;
    const counts = this.#address('counts') / 4;
    const inverse = this.#address(`inverse${this.#thread}`) / 4;
    const starts = new Uint32Array(this.#features + 1);
    const mine = (feature: number) => feature % this.#threads === this.#thread;
    for (let slot = 0; slot < 2 * batch; slot++)
      for (let k = lists + slot * FEATURES, end = k + (u[counts + slot] ?? 0); k < end; k++) {
        const feature = u[k] ?? 0;
        if (mine(feature)) starts[feature + 1] = (starts[feature + 1] ?? 0) + 1;
      }
    for (let i = 0; i < this.#features; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
    const next = starts.slice();
    for (let slot = 0; slot < 2 * batch; slot++)
      for (let k = lists + slot * FEATURES, end = k + (u[counts + slot] ?? 0); k < end; k++) {
        const feature = u[k] ?? 0;
        if (!mine(feature)) continue;
        const at = next[feature] ?? 0;
        next[feature] = at + 1;
        u[inverse + at] = slot;
      }
    for (let feature = this.#thread; feature < this.#features; feature += this.#threads) {
      const from = starts[feature] ?? 0;
      const count = (starts[feature + 1] ?? 0) - from;
      if (count === 0) continue;
      const row = feature * dims * 4;
      this.#kernel.adagrad(
        this.#address('weights') + row,
        this.#address('squares') + row,
        this.#address('gradients'),
        (inverse + from) * 4,
        count,
        dims * 4,
        rate,
      );
    }
  }
}

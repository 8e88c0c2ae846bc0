import type { Dataset } from './dataset.ts';
import { Random } from './random.ts';
import { TRAINED_LANGS } from './records.ts';

/** Most texts that are put together to one side of a pair. */
export const SEGMENTS = 4;
/** How often each language is drawn, in the order of TRAINED_LANGS. Danish only helps bokmål. */
const LANG_WEIGHT = TRAINED_LANGS.map((lang) => (lang === 'da' ? 0.5 : lang === 'en' ? 1.2 : 1));

export type SamplerOptions = {
  batch: number;
  seed: number;
  drawn: Readonly<Record<string, number>>;
  /** Share of batches from one source only: its texts are alike, so telling them apart is harder. */
  singleSource: number;
  /** Share of pairs in different languages, where a record has several. */
  crossLanguage: number;
  /** Share of targets that stand among other texts of their source, as a sentence stands in a paragraph. */
  concatenated: number;
};

/**
 * Draws batches of pairs. A batch holds no record and no text twice, so what is not a pair is a wrong answer. Slots 0…batch-1 are one side,
 * batch…2·batch-1 the other; a slot is up to SEGMENTS texts, -1 where there are fewer.
 */
export class Sampler {
  readonly #data: Dataset;
  readonly #options: SamplerOptions;
  readonly #random: Random;
  readonly #bySource: number[][];
  readonly #weights: number[];

  constructor(data: Dataset, options: SamplerOptions) {
    this.#data = data;
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#bySource = data.sources.map(() => []);
    data.recordSource.forEach((source, record) => {
      this.#bySource[source]?.push(record);
    });
    this.#weights = data.sources.map((name, i) =>
      (this.#bySource[i]?.length ?? 0) > 0 ? (options.drawn[name] ?? 0) : 0,
    );
  }

  fill(slots: Int32Array): void {
    const { batch, singleSource } = this.#options;
    const random = this.#random;
    slots.fill(-1);
    const records = new Set<number>();
    const texts = new Set<number>();
    let single = random.next() < singleSource ? random.weighted(this.#weights) : -1;
    let misses = 0;
    for (let pair = 0; pair < batch; ) {
      const source = single >= 0 ? single : random.weighted(this.#weights);
      const record = this.#record(source);
      // A small source runs out of records: the rest of the batch is mixed.
      if (misses > batch) single = -1;
      if (misses > 50 * batch) throw new Error(`the records are too few for batches of ${batch} pairs`);
      const drawn = records.has(record) ? undefined : this.#pair(record);
      const hashes = drawn?.map((t) => this.#data.textHash[t] ?? 0) ?? [];
      if (!drawn || hashes.some((h) => texts.has(h))) {
        misses++;
        continue;
      }
      records.add(record);
      for (const h of hashes) texts.add(h);
      slots[pair * SEGMENTS] = drawn[0];
      this.#target(slots, (batch + pair) * SEGMENTS, drawn[1], source);
      pair++;
    }
  }

  #record(source: number): number {
    const all = this.#bySource[source] ?? [];
    return all[this.#random.below(all.length)] ?? 0;
  }

  #pair(record: number): [number, number] | undefined {
    const { recordStarts, textLang } = this.#data;
    const from = recordStarts[record] ?? 0;
    const all = Array.from({ length: (recordStarts[record + 1] ?? 0) - from }, (_, i) => from + i);
    const first = this.#byLang(all);
    const others = all.filter((t) => t !== first);
    const cross = others.filter((t) => textLang[t] !== textLang[first]);
    const same = others.filter((t) => textLang[t] === textLang[first]);
    const wantCross = this.#random.next() < this.#options.crossLanguage;
    const pool = (wantCross || same.length === 0) && cross.length > 0 ? cross : same;
    if (pool.length === 0) return undefined;
    const second = this.#byLang(pool);
    return this.#data.textHash[first] === this.#data.textHash[second] ? undefined : [first, second];
  }

  /** First the language, then a text in it: a language with many paraphrases is not drawn more often for that. */
  #byLang(texts: readonly number[]): number {
    const { textLang } = this.#data;
    const there = [...new Set(texts.map((t) => textLang[t] ?? 0))];
    const lang = there[this.#random.weighted(there.map((l) => LANG_WEIGHT[l] ?? 1))];
    const pool = texts.filter((t) => textLang[t] === lang);
    return pool[this.#random.below(pool.length)] ?? 0;
  }

  #target(slots: Int32Array, at: number, target: number, source: number): void {
    const random = this.#random;
    const { recordStarts, textLang } = this.#data;
    const parts = [target];
    if (random.next() < this.#options.concatenated)
      for (let more = 1 + random.below(SEGMENTS - 1); more > 0; more--) {
        const record = this.#record(source);
        for (let t = recordStarts[record] ?? 0; t < (recordStarts[record + 1] ?? 0); t++)
          if (textLang[t] === textLang[target]) {
            parts.push(t);
            break;
          }
      }
    parts.forEach((text, i) => {
      slots[at + i] = text;
    });
  }
}

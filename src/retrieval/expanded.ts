import { hash32, words } from '../core/text.ts';
import { Bm25, type Bm25Data, bm25Arrays, bm25From, findTerm, type Scores } from './bm25.ts';
import { isFrequent, MOST, readHead, readNumber, sizeOfNumber, weigh } from './postings.ts';
import type { Arrays } from './saved-index.ts';
import { type BuiltVectors, buildVectors, ExactIndex, type Graph, type VectorIndex } from './vector.ts';

/**
 * The words of the index that stand for a word of the query: at most so many, with at least this cosine; each counts by its cosine squared. More and
 * fainter ones (20, .4) and fewer and nearer ones (5, .5) gave the same within .01 on the development sets.
 */
const NEIGHBOURS = 10;
const LEAST_COSINE = 0.45;

/** Words with a vector: the most frequent ones. Beyond that a word is found by its spelling only. */
const MOST_WORDS = 50_000;
/** Up to here all words are compared; past that there is a graph. It is asked once for each word of a query, so it pays earlier than that of the texts. */
const EXACT_LIMIT = 4_000;
/** A lighter graph than that of the texts: .97 of the neighbours are found, and it is built in half the time. */
export const WORD_GRAPH: Graph = { links: 12, weighed: 40, searched: 60 };

/** Distinct words of a query that are looked at, and words whose neighbours are remembered. */
const MOST_ASKED = 64;
const REMEMBERED = 20_000;

/** An embedding that gives its vector at once; TrainedEmbeddings does. */
export type WordModel = { readonly dimensions: number; embed(text: string): Float32Array };

/** `terms[i]` is the place among the keys of the word whose vector has number i. */
type Data = { words: Bm25Data; terms: Uint32Array };
type Neighbour = { term: number; weight: number };
/** A word beside others: how many documents have any of its neighbours. */
type Met = { docs: number; count: number };

/**
 * BM25 over words where each word of the query also matches the words nearest to it in meaning: what a question in another language, or in other words,
 * has in common with a text. A word counts by the documents that have any of its neighbours; one that stands for a quarter of them says nothing and is
 * left out.
 */
export class ExpandedIndex {
  readonly #data: Data;
  readonly #vectors: VectorIndex;
  readonly #model: WordModel;
  readonly #known = new Map<string, Neighbour[]>();
  readonly #met = new Map<string, Met | undefined>();
  readonly #lead: ExpandedIndex | undefined;
  /** Used by every query in turn. */
  readonly #scores: Float32Array;
  readonly #counts: Float32Array;

  /** `lead` is the larger index that this one is searched beside: it tells for both which words say nothing, and how near a neighbour must be. */
  constructor(data: Data, vectors: VectorIndex, model: WordModel, lead?: ExpandedIndex) {
    this.#lead = lead;
    this.#data = data;
    this.#vectors = vectors;
    this.#model = model;
    this.#scores = new Float32Array(data.words.docs);
    this.#counts = new Float32Array(data.words.docs);
  }

  /**
   * The score of every text, in [0, 1), over the most that any could get; nothing is left for later. They hold until the next query. With `beside`, what a word is
   * worth is told by all of these indexes.
   */
  score(query: string, beside: readonly ExpandedIndex[] = []): Scores {
    const { impacts, docs } = this.#data.words;
    const scores = this.#scores.fill(0);
    const counts = this.#counts;
    let most = 0;
    for (const word of [...new Set(words(query))].slice(0, MOST_ASKED)) {
      const others = beside.flatMap((other) => (other.words.guest ? [] : [other.#counted(word)]));
      if (others.includes(undefined)) continue;
      const met = this.#meet(this.#neighbours(word));
      if (!met) continue;
      const own = this.words.guest && others.length > 0 ? { docs: 0, count: 0 } : { docs, count: met.length };
      const among = others.reduce((sum, other) => sum + (other?.docs ?? 0), own.docs);
      const having = others.reduce((sum, other) => sum + (other?.count ?? 0), own.count);
      const idf = Math.log(1 + (among - having + 0.5) / (having + 0.5));
      most += idf * MOST;
      for (const d of met) {
        scores[d] = (scores[d] ?? 0) + idf * weigh(counts[d] ?? 0, impacts[d] ?? 0);
        counts[d] = 0;
      }
    }
    if (most > 0) for (let d = 0; d < docs; d++) scores[d] = (scores[d] ?? 0) / most;
    return { partial: scores, slack: 0, of: (document) => scores[document] ?? 0 };
  }

  /** What it knows of its texts, for an index beside it. */
  get words(): Bm25Data {
    return this.#data.words;
  }

  /** In how many documents a word's neighbours stand; undefined where it says nothing. */
  #counted(word: string): Met | undefined {
    if (this.#met.has(word)) return this.#met.get(word);
    const met = this.#meet(this.#neighbours(word));
    for (const d of met ?? []) this.#counts[d] = 0;
    const counted = met && { docs: this.#data.words.docs, count: met.length };
    if (this.#met.size >= REMEMBERED) this.#met.clear();
    this.#met.set(word, counted);
    return counted;
  }

  /** Whether a word that stands in so many documents says nothing. */
  #tooMany(documents: number): boolean {
    const { docs } = this.#data.words;
    return !this.#lead && docs > FEW && isFrequent(documents, docs);
  }

  /** Counts the neighbours in the documents and says which have any; undefined, and nothing counted, where too many have. */
  #meet(neighbours: readonly Neighbour[]): number[] | undefined {
    const { bytes, starts, docs } = this.#data.words;
    const heads = neighbours.map(({ term, weight }) => ({ ...readHead(bytes, starts[term] ?? 0), weight }));
    if (heads.some(({ once, often }) => this.#tooMany(once + often))) return undefined;
    const counts = this.#counts;
    const met: number[] = [];
    const add = (d: number, by: number) => {
      const before = counts[d] ?? 0;
      if (before === 0) met.push(d);
      counts[d] = before + by;
    };
    for (const { once, often, from, weight } of heads) {
      if (isFrequent(once + often, docs)) {
        for (let d = 0; d < docs; d++) if ((bytes[from + d] ?? 0) > 0) add(d, weight * (bytes[from + d] ?? 0));
        continue;
      }
      let at = from;
      let d = -1;
      for (let i = 0; i < once + often; i++) {
        if (i === once) d = -1;
        const step = readNumber(bytes, at);
        at += sizeOfNumber(step);
        d += step;
        if (i < once) {
          add(d, weight);
          continue;
        }
        const count = readNumber(bytes, at);
        at += sizeOfNumber(count);
        add(d, weight * count);
      }
    }
    if (!this.#tooMany(met.length)) return met;
    for (const d of met) counts[d] = 0;
    return undefined;
  }

  /** The weight of the last of a word's neighbours, where there are as many as are wanted. */
  farthest(word: string): number {
    return this.#neighbours(word)[NEIGHBOURS - 1]?.weight ?? 0;
  }

  #frequent(term: number): boolean {
    const { bytes, starts } = this.#data.words;
    const { once, often } = readHead(bytes, starts[term] ?? 0);
    return this.#tooMany(once + often);
  }

  #neighbours(word: string): Neighbour[] {
    const known = this.#known.get(word);
    if (known) return known;
    const { terms, words: index } = this.#data;
    const least = this.#lead?.farthest(word) ?? 0;
    const own = findTerm(index.keys, hash32(word));
    // A frequent word is left out anyway, so that its neighbours need not be looked for.
    const found =
      own >= 0 && this.#frequent(own)
        ? []
        : this.#vectors
            .search(this.#model.embed(word), NEIGHBOURS)
            .filter(({ similarity }) => similarity > LEAST_COSINE)
            .map(({ id, similarity }) => ({ term: terms[id] ?? 0, weight: similarity ** 2 }))
            .filter(({ weight }) => weight >= least);
    // A word without a vector, or one that the graph missed.
    if (own >= 0 && !found.some(({ term }) => term === own)) found.unshift({ term: own, weight: 1 });
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(word, found);
    return found;
  }
}

/** In so few texts a quarter is no sign of a word that says nothing. */
const FEW = 20;

export type BuiltExpanded = {
  index: ExpandedIndex;
  arrays: Arrays;
  kind: VectorIndex['kind'];
  save: BuiltVectors['save'];
};

/** Builds over texts; the position of a text is its document number. `onProgress` gets the share done, in [0, 1]; `beside` is an index this one is searched together with. */
export function buildExpanded(
  texts: readonly string[],
  model: WordModel,
  onProgress?: (share: number) => void,
  beside?: ExpandedIndex,
  guest = false,
): BuiltExpanded {
  const index = Bm25.build(texts, words, undefined, beside?.words, guest).data;
  const terms = mostFrequent(index);
  const known = new Map<number, number>(Array.from(terms, (term, i) => [index.keys[term] ?? 0, i]));
  const flat = new Float32Array(terms.length * model.dimensions);
  for (const text of texts)
    for (const word of words(text)) {
      const hash = hash32(word);
      const i = known.get(hash);
      if (i === undefined) continue;
      known.delete(hash);
      flat.set(model.embed(word), i * model.dimensions);
    }
  const made = buildVectors(flat, model.dimensions, {
    exactLimit: EXACT_LIMIT,
    graph: WORD_GRAPH,
    ...(onProgress ? { onProgress } : {}),
  });
  const { kind } = made.index;
  const arrays: Arrays = { ...bm25Arrays('words', index), 'words.terms': terms };
  if (kind === 'exact') arrays['words.vectors'] = flat;
  return {
    index: new ExpandedIndex({ words: index, terms }, made.index, model, beside),
    arrays,
    kind,
    save: made.save,
  };
}

/** From the arrays of a build and its graph, where it has one. */
export function openExpanded(
  arrays: Arrays,
  graph: VectorIndex | undefined,
  model: WordModel,
  lead?: ExpandedIndex,
): ExpandedIndex {
  const vectors = graph ?? new ExactIndex(arrays['words.vectors'] as Float32Array, model.dimensions);
  return new ExpandedIndex(
    { words: bm25From('words', arrays), terms: arrays['words.terms'] as Uint32Array },
    vectors,
    model,
    lead,
  );
}

/** Places among the keys of the words that stand in most texts, in the order of the keys. */
function mostFrequent({ keys, starts, bytes }: Bm25Data): Uint32Array {
  const places = Uint32Array.from(keys.keys());
  if (places.length <= MOST_WORDS) return places;
  const frequency = Uint32Array.from(places, (k) => {
    const { once, often } = readHead(bytes, starts[k] ?? 0);
    return once + often;
  });
  return places
    .sort((a, b) => (frequency[b] ?? 0) - (frequency[a] ?? 0) || a - b)
    .slice(0, MOST_WORDS)
    .sort();
}

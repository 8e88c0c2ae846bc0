import { join } from 'node:path';
import type { Knowledge } from '../core/guideline.ts';
import type { Lang } from '../core/language.ts';
import { type LanguageModel, languageModel, trainLanguageModel } from '../core/language-model.ts';
import type { Candidate, Weights } from '../core/ranking.ts';
import type { Bm25Data } from './bm25.ts';
import { collect } from './candidates.ts';
import type { EmbeddingModel } from './embeddings.ts';
import { HybridRetriever } from './hybrid.ts';
import { LexicalIndex, type Unit } from './lexical.ts';
import { type Arrays, type Opened, openIndex, saveIndex } from './saved-index.ts';
import { TrainedEmbeddings } from './trained-embeddings.ts';
import { buildVectors, ExactIndex, openGraph, type VectorIndex } from './vector.ts';

const FILE = 'index.bin';
const GRAPH = 'vectors.hnsw';

export type IndexOptions = {
  /** Folder of the saved index; absent: nothing is saved or opened. */
  dir?: string | undefined;
  embeddings?: EmbeddingModel | undefined;
  weights?: Weights | undefined;
  onProgress?: ((step: 'lexical' | 'vectors', share: number) => void) | undefined;
};

/** What happened to the saved index, for the start-up table and the log. */
type IndexState = 'opened' | 'built' | 'rebuilt: stale' | 'rebuilt: damaged';
export type OpenedIndex = {
  knowledge: Knowledge;
  retriever: HybridRetriever;
  lexical: LexicalIndex;
  candidates: Candidate[];
  languages: LanguageModel;
  state: IndexState;
  vectorSearch: 'none' | 'exact' | 'hnsw' | 'exact: hnswlib-node is not installed';
};

type Saved = {
  knowledge: Knowledge;
  candidates: Candidate[];
  partTexts: string[];
  dimensions: number;
  vectors: 'none' | 'exact' | 'hnsw';
};

/**
 * Opens the saved index when it was made from this knowledge with this model, else builds and saves it.
 * `load` is only called for building, so a warm start parses no YAML.
 */
export async function openOrBuild(
  hash: string,
  load: () => Knowledge,
  options: IndexOptions = {},
): Promise<OpenedIndex> {
  const model = options.embeddings?.name ?? 'none';
  const saved: Opened = options.dir ? openIndex(options.dir, FILE, { hash, model }) : { state: 'missing' };
  if (saved.state === 'ok') {
    const json = saved.json as Saved;
    const vectors = reopenVectors(json, saved.arrays, options.dir);
    if (vectors !== 'lost')
      return assemble(json, saved.arrays, lexicalFrom(saved.arrays, json), vectors, options, 'opened', false);
  }
  const built = await build(load(), options);
  if (options.dir) {
    saveIndex(options.dir, FILE, { hash, model, json: built.saved, arrays: built.arrays });
    built.saveGraph(join(options.dir, GRAPH));
  }
  const state = saved.state === 'stale' || saved.state === 'damaged' ? (`rebuilt: ${saved.state}` as const) : 'built';
  return assemble(
    built.saved,
    built.arrays,
    built.lexical,
    built.vectors,
    options,
    saved.state === 'ok' ? 'rebuilt: damaged' : state,
    built.fallback,
  );
}

async function build(knowledge: Knowledge, options: IndexOptions) {
  const { candidates, units, languages } = collect(knowledge);
  const lexical = LexicalIndex.build(units, candidates.length);
  options.onProgress?.('lexical', 1);
  const { embeddings } = options;
  const flat = embeddings
    ? await embedAll(
        embeddings,
        units.map((u) => u.text),
        options.onProgress,
      )
    : new Float32Array(0);
  const made = embeddings ? buildVectors(flat, embeddings.dimensions) : undefined;
  const saved: Saved = {
    knowledge,
    candidates,
    partTexts: units.flatMap((u) => u.parts),
    dimensions: embeddings?.dimensions ?? 0,
    vectors: made?.index.kind ?? 'none',
  };
  const arrays: Arrays = { unitOwner: lexical.data.unitOwner, partOwner: lexical.data.partOwner };
  for (const scale of ['units', 'parts'] as const) {
    const { docs, ...rest } = lexical.data[scale];
    arrays[`${scale}.docs`] = Uint32Array.of(docs);
    for (const [name, array] of Object.entries(rest)) arrays[`${scale}.${name}`] = array;
  }
  if (made?.index.kind === 'exact') arrays.vectors = flat;
  arrays.languages = trainLanguageModel(textsByLanguage(units, languages)).counts;
  return {
    saved,
    arrays,
    lexical,
    vectors: made?.index,
    fallback: made?.fallback ?? false,
    saveGraph: made?.save ?? (() => {}),
  };
}

/** Embeds in batches, so that an endpoint gets requests of a sensible size and progress can be shown. */
export async function embedAll(
  model: EmbeddingModel,
  texts: string[],
  onProgress?: IndexOptions['onProgress'],
): Promise<Float32Array> {
  const BATCH = 128;
  const out = new Float32Array(texts.length * model.dimensions);
  for (let from = 0; from < texts.length; from += BATCH) {
    const vectors = await model.embedDocuments(texts.slice(from, from + BATCH));
    vectors.forEach((vector, i) => {
      if (vector.length !== model.dimensions)
        throw new Error(
          `the embedding model ${model.name} gave ${vector.length} dimensions instead of ${model.dimensions}`,
        );
      out.set(vector, (from + i) * model.dimensions);
    });
    onProgress?.('vectors', Math.min(1, (from + BATCH) / texts.length));
  }
  return out;
}

/** The texts of each language, to tell languages apart by: paraphrases, questions and originals. */
function textsByLanguage(units: readonly Unit[], languages: readonly Lang[]): Record<Lang, string[]> {
  const out: Record<Lang, string[]> = { nb: [], nn: [], sv: [], en: [] };
  units.forEach((unit, i) => {
    out[languages[i] ?? 'nb'].push(unit.text);
  });
  return out;
}

function lexicalFrom(arrays: Arrays, { candidates }: Saved): LexicalIndex {
  const bm25 = (scale: string): Bm25Data => ({
    docs: arrays[`${scale}.docs`]?.[0] ?? 0,
    keys: arrays[`${scale}.keys`] as Uint32Array,
    starts: arrays[`${scale}.starts`] as Uint32Array,
    ids: arrays[`${scale}.ids`] as Uint32Array,
    impacts: arrays[`${scale}.impacts`] as Uint16Array,
  });
  return new LexicalIndex({
    owners: candidates.length,
    unitOwner: arrays.unitOwner as Uint32Array,
    partOwner: arrays.partOwner as Uint32Array,
    units: bm25('units'),
    parts: bm25('parts'),
  });
}

/** 'lost' where the index says there is a graph and it can't be opened: then all is built again. */
function reopenVectors(saved: Saved, arrays: Arrays, dir: string | undefined): VectorIndex | undefined | 'lost' {
  if (saved.vectors === 'none') return undefined;
  if (saved.vectors === 'exact') return new ExactIndex(arrays.vectors as Float32Array, saved.dimensions);
  try {
    return openGraph(join(dir ?? '', GRAPH), saved.dimensions) ?? 'lost';
  } catch {
    return 'lost';
  }
}

function assemble(
  saved: Saved,
  arrays: Arrays,
  lexical: LexicalIndex,
  vectors: VectorIndex | undefined,
  options: IndexOptions,
  state: IndexState,
  fallback: boolean,
): OpenedIndex {
  return {
    knowledge: saved.knowledge,
    candidates: saved.candidates,
    lexical,
    languages: languageModel(arrays.languages as Uint32Array),
    state,
    vectorSearch: fallback ? 'exact: hnswlib-node is not installed' : (vectors?.kind ?? 'none'),
    retriever: new HybridRetriever({
      candidates: saved.candidates,
      partTexts: saved.partTexts,
      unitOwner: lexical.data.unitOwner,
      lexical,
      vectors,
      embeddings: options.embeddings,
      fitted: options.embeddings instanceof TrainedEmbeddings,
      ...(options.weights ? { weights: options.weights } : {}),
    }),
  };
}

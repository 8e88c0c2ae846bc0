import { join } from 'node:path';
import type { Knowledge } from '../core/guideline.ts';
import type { Lang } from '../core/language.ts';
import { type LanguageModel, languageModel, trainLanguageModel } from '../core/language-model.ts';
import type { Candidate, Weights } from '../core/ranking.ts';
import type { Blobs } from './blob.ts';
import { collect, outline } from './candidates.ts';
import type { EmbeddingModel } from './embeddings.ts';
import { HybridRetriever } from './hybrid.ts';
import { fromArrays, LexicalIndex, toArrays, type Unit } from './lexical.ts';
import { type Arrays, type Opened, openIndex, saveIndex } from './saved-index.ts';
import { type List, Records, Texts } from './texts.ts';
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
  candidates: List<Candidate>;
  languages: LanguageModel;
  state: IndexState;
  vectorSearch: 'none' | 'exact' | 'hnsw' | 'exact: hnswlib-node is not installed';
};

type Saved = {
  knowledge: Knowledge;
  outlines: Candidate[];
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
    const lexical = fromArrays(saved.arrays);
    if (vectors !== 'lost') return assemble({ ...saved, json, lexical, vectors }, options, 'opened');
  }
  const built = await build(load(), options);
  if (options.dir) {
    saveIndex(options.dir, FILE, { hash, model, ...built });
    built.saveGraph(join(options.dir, GRAPH));
  }
  const state = saved.state === 'stale' || saved.state === 'damaged' ? (`rebuilt: ${saved.state}` as const) : 'built';
  return assemble(built, options, saved.state === 'ok' ? 'rebuilt: damaged' : state);
}

/** What an index is put together from, built or opened. */
type Content = {
  json: Saved;
  arrays: Arrays;
  blobs: Blobs;
  lexical: LexicalIndex;
  vectors: VectorIndex | undefined;
  /** The graph was wanted and is not installed. */
  fallback?: boolean;
};

async function build(
  knowledge: Knowledge,
  options: IndexOptions,
): Promise<Content & { saveGraph: (file: string) => void }> {
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
  const json: Saved = {
    knowledge,
    outlines: candidates.map(outline),
    dimensions: embeddings?.dimensions ?? 0,
    vectors: made?.index.kind ?? 'none',
  };
  const records = Texts.of(candidates.map((c) => JSON.stringify(c))).save('candidates');
  const texts = Texts.ofParts(units).save('parts');
  const arrays: Arrays = { ...toArrays(lexical), ...records.arrays, ...texts.arrays };
  if (made?.index.kind === 'exact') arrays.vectors = flat;
  arrays.languages = trainLanguageModel(textsByLanguage(units, languages)).counts;
  return {
    json,
    arrays,
    blobs: { ...records.blobs, ...texts.blobs },
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

function assemble(content: Content, options: IndexOptions, state: IndexState): OpenedIndex {
  const { json, arrays, lexical, vectors, fallback } = content;
  const candidates = new Records<Candidate>(Texts.open('candidates', content));
  return {
    knowledge: json.knowledge,
    candidates,
    lexical,
    languages: languageModel(arrays.languages as Uint32Array),
    state,
    vectorSearch: fallback ? 'exact: hnswlib-node is not installed' : (vectors?.kind ?? 'none'),
    retriever: new HybridRetriever({
      candidates,
      outlines: json.outlines,
      partTexts: Texts.open('parts', content),
      unitOwner: lexical.data.unitOwner,
      lexical,
      vectors,
      embeddings: options.embeddings,
      fitted: options.embeddings instanceof TrainedEmbeddings,
      ...(options.weights ? { weights: options.weights } : {}),
    }),
  };
}

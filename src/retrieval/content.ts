import { join } from 'node:path';
import type { Candidate } from '../core/ranking.ts';
import type { Blobs } from './blob.ts';
import { type Collection, outline } from './candidates.ts';
import type { EmbeddingModel } from './embeddings.ts';
import { buildExpanded, type ExpandedIndex, openExpanded, WORD_GRAPH } from './expanded.ts';
import { groupsOf } from './groups.ts';
import { type HybridParts, HybridRetriever } from './hybrid.ts';
import type { LayerParts } from './layer.ts';
import { fromArrays, LexicalIndex, type TermsOf, toArrays } from './lexical.ts';
import { NearWindows } from './near-windows.ts';
import type { Arrays } from './saved-index.ts';
import { Records, Texts } from './texts.ts';
import { TrainedEmbeddings } from './trained-embeddings.ts';
import { buildVectors, ExactIndex, type Graph, openGraph, type VectorIndex } from './vector.ts';

const GRAPH = 'vectors.hnsw';
const WORDS_GRAPH = 'words.hnsw';

/** Shares of the time with the built-in embedding, so that one bar can show all of a build's vectors. */
const SHARE = { whole: 0.3, graph: 0.5, windows: 0.8 };

export type OnProgress = (step: 'lexical' | 'vectors', share: number) => void;

/**
 * What embeds: `texts` the whole texts and the questions, `words` the windows and the words, which are too many for an endpoint. Both are one where the built-in
 * embedding is used.
 */
export type Models = { texts: EmbeddingModel; words: TrainedEmbeddings };

/** With another embedding than the built-in one, the latter still stands for words. Throws where its weights can't be read. */
export function modelsFor(texts: EmbeddingModel): Models {
  return { texts, words: texts instanceof TrainedEmbeddings ? texts : TrainedEmbeddings.open() };
}

/** What an index must remember: another model, another index. */
export function modelName(models: Models | undefined): string {
  if (!models) return 'none';
  return models.texts === models.words ? models.words.name : `${models.texts.name} + ${models.words.name}`;
}

export type Saved = {
  outlines: Candidate[];
  dimensions: number;
  vectors: 'none' | VectorIndex['kind'];
  words: 'none' | VectorIndex['kind'];
};

/** What a retriever is put together from, built or opened: plain data, arrays, and what is left in the file. */
export type Content = {
  saved: Saved;
  arrays: Arrays;
  blobs: Blobs;
  lexical: LexicalIndex;
  vectors: VectorIndex | undefined;
  expanded: ExpandedIndex | undefined;
};
/** What a smaller content is searched together with. */
type Beside = Pick<Content, 'lexical' | 'expanded'>;
export type Built = Content & {
  /** The graph was wanted and is not installed. */
  fallback: boolean;
  /** Writes the graphs into a folder that exists. */
  saveGraphs: (dir: string) => void;
};

/** Builds all that search needs from candidates and their texts. */
export async function buildContent(
  { candidates, units, languages }: Collection,
  {
    models,
    termsOf,
    onProgress,
    beside,
    guest = false,
  }: {
    models?: Models | undefined;
    termsOf?: TermsOf;
    onProgress?: OnProgress | undefined;
    beside?: Beside | undefined;
    /** Its texts were chosen for one query. */
    guest?: boolean;
  } = {},
): Promise<Built> {
  const texts = units.map((u) => u.text);
  const lexical = LexicalIndex.build(units, candidates.length, termsOf, beside?.lexical.data, guest);
  onProgress?.('lexical', 1);
  const between = (from: number, to: number) => (share: number) => onProgress?.('vectors', from + share * (to - from));
  const flat = models
    ? await embedAll(models.texts, texts, (_, share) => between(0, SHARE.whole)(share))
    : new Float32Array(0);
  const made = models
    ? buildVectors(flat, models.texts.dimensions, { onProgress: between(SHARE.whole, SHARE.graph) })
    : undefined;
  const windows =
    models && models.texts === models.words
      ? NearWindows.build(texts, models.words, between(SHARE.graph, SHARE.windows)).save()
      : undefined;
  const expanded = models
    ? buildExpanded(texts, models.words, between(SHARE.windows, 1), beside?.expanded, guest)
    : undefined;
  const records = Texts.of(candidates.map((c) => JSON.stringify(c))).save('candidates');
  const parts = Texts.ofParts(units).save('parts');
  const arrays: Arrays = {
    ...toArrays(lexical),
    groups: groupsOf(candidates, lexical.data.unitOwner, languages),
    ...records.arrays,
    ...parts.arrays,
    ...windows?.arrays,
    ...expanded?.arrays,
  };
  if (made?.index.kind === 'exact') arrays.vectors = flat;
  return {
    saved: {
      outlines: candidates.map(outline),
      dimensions: models?.texts.dimensions ?? 0,
      vectors: made?.index.kind ?? 'none',
      words: expanded?.kind ?? 'none',
    },
    arrays,
    blobs: { ...records.blobs, ...parts.blobs, ...windows?.blobs },
    lexical,
    vectors: made?.index,
    expanded: expanded?.index,
    fallback: made?.fallback ?? false,
    saveGraphs: (dir) => {
      made?.save(join(dir, GRAPH));
      expanded?.save(join(dir, WORDS_GRAPH));
    },
  };
}

/** The same from what was saved; undefined where it says there is a graph and it can't be opened: then all is built again. */
export function openContent(
  saved: Saved,
  { arrays, blobs }: { arrays: Arrays; blobs: Blobs },
  { dir, models, beside }: { dir: string; models?: Models | undefined; beside?: Beside | undefined },
): Content | undefined {
  const graph = (
    file: string,
    kind: Saved['vectors'],
    dimensions: number,
    shape?: Graph,
  ): VectorIndex | undefined | 'lost' => {
    if (kind !== 'hnsw') return undefined;
    try {
      return openGraph(join(dir, file), dimensions, shape) ?? 'lost';
    } catch {
      return 'lost';
    }
  };
  const texts = graph(GRAPH, saved.vectors, saved.dimensions);
  const words = graph(WORDS_GRAPH, saved.words, models?.words.dimensions ?? 0, WORD_GRAPH);
  if (texts === 'lost' || words === 'lost') return undefined;
  return {
    saved,
    arrays,
    blobs,
    lexical: fromArrays(arrays),
    vectors: saved.vectors === 'exact' ? new ExactIndex(arrays.vectors as Float32Array, saved.dimensions) : texts,
    expanded:
      models && saved.words !== 'none' ? openExpanded(arrays, words, models.words, beside?.expanded) : undefined,
  };
}

/** The candidates with their texts, read when they are asked for. */
export function candidatesOf(content: Content): Records<Candidate> {
  return new Records<Candidate>(Texts.open('candidates', content));
}

/** What a retriever searches in a content. */
export function layerOf(content: Content): LayerParts {
  const { saved, lexical, arrays } = content;
  return {
    candidates: candidatesOf(content),
    outlines: saved.outlines,
    partTexts: Texts.open('parts', content),
    unitOwner: lexical.data.unitOwner,
    groups: arrays.groups as Uint8Array,
    lexical,
    vectors: content.vectors,
    expanded: content.expanded,
    windows: NearWindows.open(content, saved.dimensions),
  };
}

/** The retriever over a content. `changes` is for measuring: the same with one part off. */
export function retrieverOf(
  content: Content,
  models: Models | undefined,
  changes: Partial<HybridParts> = {},
): HybridRetriever {
  return new HybridRetriever({
    ...layerOf(content),
    embeddings: models?.texts,
    fitted: models !== undefined && models.texts === models.words,
    ...changes,
  });
}

/** Embeds in batches, so that an endpoint gets requests of a sensible size and progress can be shown. */
export async function embedAll(model: EmbeddingModel, texts: string[], onProgress?: OnProgress): Promise<Float32Array> {
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

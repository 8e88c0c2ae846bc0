import type { Knowledge } from '../core/guideline.ts';
import type { Lang } from '../core/language.ts';
import { type LanguageModel, languageModel, trainLanguageModel } from '../core/language-model.ts';
import type { Candidate } from '../core/ranking.ts';
import { collect, parted } from './candidates.ts';
import {
  buildContent,
  type Content,
  candidatesOf,
  type Models,
  modelName,
  modelsFor,
  type OnProgress,
  openContent,
  retrieverOf,
  type Saved,
} from './content.ts';
import type { EmbeddingModel } from './embeddings.ts';
import type { HybridRetriever } from './hybrid.ts';
import type { Unit } from './lexical.ts';
import { type Opened, openIndex, saveIndex } from './saved-index.ts';
import type { List } from './texts.ts';

export { embedAll } from './content.ts';

const FILE = 'index.bin';

export type IndexOptions = {
  /** Folder of the saved index; absent: nothing is saved or opened. */
  dir?: string | undefined;
  embeddings?: EmbeddingModel | undefined;
  onProgress?: OnProgress | undefined;
  /** The passages of guidelines are kept elsewhere: everything else is indexed. */
  withoutPassages?: boolean;
};

/** What happened to the saved index, for the start-up table and the log. */
export type IndexState = 'opened' | 'built' | 'rebuilt: stale' | 'rebuilt: damaged';
export type OpenedIndex = {
  knowledge: Knowledge;
  retriever: HybridRetriever;
  content: Content;
  models: Models | undefined;
  candidates: List<Candidate>;
  languages: LanguageModel;
  state: IndexState;
  vectorSearch: 'none' | 'exact' | 'hnsw' | 'exact: hnswlib-node is not installed';
};

type SavedIndex = Saved & { knowledge: Knowledge };

/**
 * Opens the saved index when it was made from this knowledge with this model, else builds and saves it.
 * `load` is only called for building, so a warm start parses no YAML.
 */
export async function openOrBuild(
  hash: string,
  load: () => Knowledge,
  options: IndexOptions = {},
): Promise<OpenedIndex> {
  const models = options.embeddings ? modelsFor(options.embeddings) : undefined;
  const { dir } = options;
  const model = modelName(models);
  const found: Opened = dir ? openIndex(dir, FILE, { hash, model }) : { state: 'missing' };
  if (dir && found.state === 'ok') {
    const json = found.json as SavedIndex;
    const content = openContent(json, found, { dir, models });
    if (content) return assemble(content, json.knowledge, models, { state: 'opened', fallback: false });
  }
  const knowledge = load();
  const collection = collect(knowledge);
  const built = await buildContent(options.withoutPassages ? parted(collection).rest : collection, {
    models,
    onProgress: options.onProgress,
  });
  built.arrays.languages = trainLanguageModel(textsByLanguage(collection.units, collection.languages)).counts;
  if (dir) {
    const json: SavedIndex = { ...built.saved, knowledge };
    saveIndex(dir, FILE, { hash, model, json, arrays: built.arrays, blobs: built.blobs });
    built.saveGraphs(dir);
  }
  const { fallback } = built;
  if (found.state === 'missing') return assemble(built, knowledge, models, { state: 'built', fallback });
  const why = found.state === 'stale' ? 'stale' : 'damaged';
  return assemble(built, knowledge, models, { state: `rebuilt: ${why}`, fallback });
}

/** The texts of each language, to tell languages apart by: paraphrases, questions and originals. */
function textsByLanguage(units: readonly Unit[], languages: readonly Lang[]): Record<Lang, string[]> {
  const out: Record<Lang, string[]> = { nb: [], nn: [], sv: [], en: [] };
  units.forEach((unit, i) => {
    out[languages[i] ?? 'nb'].push(unit.text);
  });
  return out;
}

function assemble(
  content: Content,
  knowledge: Knowledge,
  models: Models | undefined,
  { state, fallback }: { state: IndexState; fallback: boolean },
): OpenedIndex {
  return {
    knowledge,
    candidates: candidatesOf(content),
    content,
    models,
    languages: languageModel(content.arrays.languages as Uint32Array),
    state,
    vectorSearch: fallback ? 'exact: hnswlib-node is not installed' : content.saved.vectors,
    retriever: retrieverOf(content, models),
  };
}

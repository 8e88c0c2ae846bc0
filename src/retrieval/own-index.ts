import { type Knowledge, type OwnKnowledge, ownOf, withOwn } from '../core/guideline.ts';
import type { IndexState, OpenedIndex } from './build-index.ts';
import { collect } from './candidates.ts';
import { buildContent, layerOf, modelName, openContent, type Saved } from './content.ts';
import type { HybridRetriever } from './hybrid.ts';
import { openIndex, saveIndex } from './saved-index.ts';

const FILE = 'own.bin';

type SavedOwn = Saved & { own: OwnKnowledge };

/** What a municipality knows, and how it is searched: its own beside the shared knowledge. */
export type OwnIndex = { knowledge: Knowledge; retriever: HybridRetriever; state: IndexState };

/**
 * Opens the saved index of a municipality's own knowledge when it was made from this knowledge beside this base, else builds and saves it. It holds its own part
 * alone; the base is searched with it and is not copied.
 *
 * @param hash of both, as `hashOwn` gives it
 * @param load the whole knowledge, the base's first in each list; called only for building
 */
export async function openOrBuildOwn(
  base: OpenedIndex,
  hash: string,
  load: () => Knowledge,
  dir: string,
): Promise<OwnIndex> {
  const opened = openOwn(base, hash, dir);
  if ('own' in opened) return { ...opened, knowledge: withOwn(base.knowledge, opened.own), state: 'opened' };
  const { models } = base;
  const knowledge = load();
  const built = await buildContent(collect(knowledge, base.knowledge), { models, beside: base.content });
  const json: SavedOwn = { ...built.saved, own: ownOf(knowledge, base.knowledge) };
  saveIndex(dir, FILE, { hash, model: modelName(models), json, arrays: built.arrays, blobs: built.blobs });
  built.saveGraphs(dir);
  return {
    knowledge,
    retriever: base.retriever.with(layerOf(built)),
    state: opened.state === 'missing' ? 'built' : `rebuilt: ${opened.state}`,
  };
}

/** The saved index beside the base; else why it can't be used. */
export function openOwn(
  { content: beside, models, retriever }: Pick<OpenedIndex, 'content' | 'models' | 'retriever'>,
  hash: string,
  dir: string,
): { own: OwnKnowledge; retriever: HybridRetriever } | { state: 'missing' | 'stale' | 'damaged' } {
  const found = openIndex(dir, FILE, { hash, model: modelName(models) });
  if (found.state !== 'ok') return found;
  const json = found.json as SavedOwn;
  const content = openContent(json, found, { dir, models, beside });
  return content ? { own: json.own, retriever: retriever.with(layerOf(content)) } : { state: 'damaged' };
}

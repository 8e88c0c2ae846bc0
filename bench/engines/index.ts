import { TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';
import type { Engine } from './engine.ts';
import { langchainBm25, langchainMemory } from './langchain.ts';
import { minisearch } from './minisearch.ts';
import { orama } from './orama.ts';
import { varsam } from './varsam.ts';

let opened: TrainedEmbeddings | undefined;
const model = (): TrainedEmbeddings => {
  opened ??= TrainedEmbeddings.open();
  return opened;
};

/** varsam as it comes, the reference that the others are compared with; then without its vectors. */
export const REFERENCE = varsam('varsam', { model });
export const OWN: readonly Engine[] = [REFERENCE, varsam('varsam, lexical only')];
export const OTHERS: readonly Engine[] = [minisearch, orama, langchainBm25, langchainMemory(model)];
/** For the own corpus: what the sidecars' paraphrases and questions add. The others get the original texts only. */
export const EXPANDED = varsam('varsam, with its sidecars', { model, expanded: true });

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { embedAll } from '../../src/retrieval/build-index.ts';
import type { EmbeddingModel } from '../../src/retrieval/embeddings.ts';
import { competitor, type Doc, type Engine, type Searcher } from './engine.ts';

/** The parts of @langchain/community 1 and @langchain/classic 1 that are used here. */
type Document = { pageContent: string; metadata: { id: string } };
type Bm25Module = {
  BM25Retriever: {
    fromDocuments(
      documents: Document[],
      options: { k: number },
    ): { k: number; invoke(query: string): Promise<Document[]> };
  };
};
type MemoryStore = {
  addVectors(vectors: number[][], documents: Document[]): Promise<void>;
  similaritySearch(query: string, k: number): Promise<Document[]>;
};
type MemoryModule = { MemoryVectorStore: new (embeddings: EmbeddingModel) => MemoryStore };

const DOCUMENTS = 'documents.json';
const VECTORS = 'vectors.bin';
const ids = (found: Document[]) => found.map((d) => d.metadata.id);
const asDocuments = (docs: readonly Doc[]): Document[] =>
  docs.map(({ id, text }) => ({ pageContent: text, metadata: { id } }));
const save = (dir: string, documents: Document[]) => writeFileSync(join(dir, DOCUMENTS), JSON.stringify(documents));
const open = (dir: string) => JSON.parse(readFileSync(join(dir, DOCUMENTS), 'utf8')) as Document[];

/** It keeps no index: it counts every word of the query in every text, each time. What it opens is the texts. */
async function bm25(documents: Document[]): Promise<Searcher> {
  const { BM25Retriever } = await competitor<Bm25Module>('@langchain/community/retrievers/bm25');
  const retriever = BM25Retriever.fromDocuments(documents, { k: 10 });
  return {
    search: async ({ text }, k) => {
      retriever.k = k;
      return ids(await retriever.invoke(text));
    },
  };
}

export const langchainBm25: Engine = {
  name: 'LangChain BM25Retriever',
  build: async (docs) => {
    const documents = asDocuments(docs);
    return { ...(await bm25(documents)), save: (dir) => save(dir, documents) };
  },
  open: async (dir) => bm25(open(dir)),
};

/**
 * The in-memory vector store over the embedding that varsam comes with: what its vectors alone are worth. The store has no file of its own; the
 * bench keeps one for it.
 */
export function langchainMemory(model: () => EmbeddingModel): Engine {
  const memory = async (documents: Document[], vectors: Float32Array): Promise<Searcher> => {
    const { MemoryVectorStore } = await competitor<MemoryModule>('@langchain/classic/vectorstores/memory');
    const { dimensions } = model();
    const store = new MemoryVectorStore(model());
    const row = (i: number) => Array.from(vectors.subarray(i * dimensions, (i + 1) * dimensions));
    await store.addVectors(
      documents.map((_, i) => row(i)),
      documents,
    );
    return { search: async ({ text }, k) => ids(await store.similaritySearch(text, k)) };
  };
  return {
    name: 'LangChain MemoryVectorStore',
    build: async (docs, _, onProgress) => {
      const documents = asDocuments(docs);
      const vectors = await embedAll(
        model(),
        docs.map((d) => d.text),
        (_step, share) => onProgress(share),
      );
      return {
        ...(await memory(documents, vectors)),
        save: (dir) => {
          save(dir, documents);
          writeFileSync(join(dir, VECTORS), new Uint8Array(vectors.buffer));
        },
      };
    },
    open: async (dir) => {
      const bytes = readFileSync(join(dir, VECTORS));
      return memory(open(dir), new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4));
    },
  };
}

import type { Document } from '@langchain/core/documents';
import { PromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda, RunnableSequence } from '@langchain/core/runnables';
import { TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import type { Dataset } from './datasets.ts';
import { competitor } from './engines/engine.ts';
import { percentile } from './metrics.ts';

/** ms of one question, the first and the last of a hundred, and of processor, where one is asked after the other and nothing else is. */
export type Chain = { n: number; p50: number; p99: number; cpuMs: number };
type Store = {
  addDocuments(documents: Document[]): Promise<void>;
  similaritySearch(q: string, k: number): Promise<Document[]>;
};
type MemoryModule = { MemoryVectorStore: new (embeddings: TrainedEmbeddings) => Store };

const WARM_UP = 50;
const PASSAGES = 5;

/**
 * LangChain's usual chain over the same passages, its in-memory vector store with our embedding: retrieve, join, fill the prompt. No model, no store, no Slack, nothing masked or
 * verified: the least that a chain of this kind does.
 */
export async function retrievalChain({ docs, queries }: Dataset, times: number): Promise<Chain> {
  const { MemoryVectorStore } = await competitor<MemoryModule>('@langchain/classic/vectorstores/memory');
  const store = new MemoryVectorStore(TrainedEmbeddings.open());
  await store.addDocuments(docs.map(({ id, text }) => ({ pageContent: text, metadata: { id } })));
  const chain = RunnableSequence.from([
    RunnableLambda.from(async (question: string) => {
      const found = await store.similaritySearch(question, PASSAGES);
      return { question, context: found.map((d) => d.pageContent).join('\n\n') };
    }),
    PromptTemplate.fromTemplate('Answer from the context.\n\n{context}\n\nQuestion: {question}'),
  ]);
  const took: number[] = [];
  let before = process.cpuUsage();
  for (let i = -WARM_UP; i < times; i++) {
    if (i === 0) before = process.cpuUsage();
    const from = performance.now();
    await chain.invoke(queries[(i + WARM_UP) % queries.length]?.text ?? '');
    if (i >= 0) took.push(performance.now() - from);
  }
  const { user, system } = process.cpuUsage(before);
  return { n: times, p50: percentile(took, 0.5), p99: percentile(took, 0.99), cpuMs: (user + system) / 1000 / times };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hashKnowledge, loadKnowledge } from '../../src/knowledge/load.ts';
import { type OpenedIndex, openOrBuild } from '../../src/retrieval/build-index.ts';
import { threadedRetriever } from '../../src/retrieval/threads.ts';
import { TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';
import { KNOWLEDGE_DIR } from '../support/knowledge.ts';

const OPTIONS = { lang: 'nb', country: 'NO', limit: 10 } as const;
const QUESTIONS = [
  'Kan vi legge ut bilde av elever?',
  'Får vi ta bort kommentarer?',
  'Who decides about a new account?',
  '',
];

describe('a search in another thread', () => {
  const dir = mkdtempSync(join(tmpdir(), 'varsam-threads-'));
  const hash = hashKnowledge(KNOWLEDGE_DIR);
  let index: OpenedIndex;
  beforeAll(async () => {
    index = await openOrBuild(hash, () => loadKnowledge(KNOWLEDGE_DIR), { dir, embeddings: TrainedEmbeddings.open() });
  }, 120_000);
  afterAll(() => rmSync(dir, { recursive: true }));

  test('finds what is found here, and this thread searches nothing meanwhile', async () => {
    const here = await Promise.all(QUESTIONS.map((q) => index.retriever.search(q, OPTIONS)));
    const search = vi.spyOn(index.retriever, 'search');
    const threads = threadedRetriever(index.retriever, { dir, hash }, 2);
    // Asked at once: what has not opened its index yet is waited for.
    const there = await Promise.all(QUESTIONS.map((q) => threads.search(q, OPTIONS)));
    expect(there).toEqual(here);
    expect(search).not.toHaveBeenCalled();
    await threads.close();
    expect(await threads.search(QUESTIONS[0] ?? '', OPTIONS)).toEqual(here[0]);
    search.mockRestore();
  }, 120_000);

  test('is done here where the saved index is of other knowledge', async () => {
    const threads = threadedRetriever(index.retriever, { dir, hash: 'another' }, 1);
    const here = await index.retriever.search('bilder', OPTIONS);
    for (let i = 0; i < 3; i++) expect(await threads.search('bilder', OPTIONS)).toEqual(here);
    await threads.close();
  });
});

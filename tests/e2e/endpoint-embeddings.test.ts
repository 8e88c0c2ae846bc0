import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { hashKnowledge, loadKnowledge } from '../../src/knowledge/load.ts';
import { createEndpointEmbeddings } from '../../src/llm/endpoint-embeddings.ts';
import { openOrBuild } from '../../src/retrieval/build-index.ts';
import { ANY, KEY, strayServer } from './model.builders.ts';

let llm: LLMock;
let dir: string;

beforeAll(async () => {
  llm = await LLMock.create();
  dir = mkdtempSync(join(tmpdir(), 'varsam-embeddings-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  llm.reset();
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await llm.stop();
});

const at = (name: string, dimensions: number, server = llm) =>
  createEndpointEmbeddings({ name, url: `${server.url}/v1`, key: KEY, dimensions });

describe('embeddings from an endpoint', () => {
  test('are vectors of length 1, one a text, for documents and questions alike', async () => {
    llm.onEmbedding(ANY, { embedding: [3, 0, 4, 0] });
    const model = at('e', 4);
    expect(await model.embedDocuments(['en', 'to'])).toEqual([
      [0.6, 0, 0.8, 0],
      [0.6, 0, 0.8, 0],
    ]);
    expect(await model.embedQuery('en')).toEqual([0.6, 0, 0.8, 0]);
    expect(await model.embedDocuments([])).toEqual([]);
  });

  test('of another length than configured say which, and how to mend it', async () => {
    llm.onEmbedding(ANY, { embedding: [1, 2, 3] });
    const expected = {
      code: 'nonsense',
      message:
        'e answered with something that is no answer: 3 numbers a text, where 8 are configured. Set VARSAM_EMBEDDINGS_DIMENSIONS to 3',
    };
    await expect(at('e', 8).embedQuery('hei')).rejects.toMatchObject(expected);
    await expect(at('e', 8).embedDocuments(['hei'])).rejects.toMatchObject(expected);
  });

  test.each([
    ['fewer vectors than texts', { data: [] }],
    ['words for a vector', { data: [{ embedding: 'AAAA' }] }],
    ['a vector with a hole', { data: [{ embedding: [1, null] }] }],
    ['something else', { answer: 'ja' }],
  ])('are refused where a server sends %s', async (_, body) => {
    const odd = await strayServer(
      (_request, response) => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
    );
    const model = createEndpointEmbeddings({ name: 'e', url: odd.url, key: undefined, dimensions: 2 });
    await expect(model.embedQuery('hei')).rejects.toMatchObject({ name: 'ModelError', code: 'nonsense' });
    await odd.stop();
  });

  test('keep the key and the text out of their faults', async () => {
    llm.onEmbedding(ANY, { error: { message: `${KEY} hemmelig` }, status: 401 });
    const fault = await at('e', 4)
      .embedQuery('hemmelig')
      .catch((e: unknown) => e);
    expect(fault).toMatchObject({
      name: 'ModelError',
      code: 'unauthorized',
      status: 401,
      message: 'e refused the key (HTTP 401)',
    });
    expect(String(fault)).not.toMatch(/hemmelig|sk-secret/);
  });

  test('send the configured key, or none, whatever lies in the environment', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'another-program');
    const keyless = await LLMock.create({ auth: { apiKeys: ['none'] } });
    keyless.onEmbedding(ANY, { embedding: [1, 0] });
    const model = createEndpointEmbeddings({ name: 'e', url: `${keyless.url}/v1`, key: undefined, dimensions: 2 });
    expect(await model.embedQuery('hei')).toEqual([1, 0]);
    await keyless.stop();
  });
});

describe('the saved index', () => {
  const knowledge = 'knowledge';
  const open = (name: string, dimensions: number) =>
    openOrBuild(hashKnowledge(knowledge), () => loadKnowledge(knowledge), { dir, embeddings: at(name, dimensions) });
  const asked = () => llm.getRequests().length;

  test('is built with the model, opened with the same, and built anew for another name or length', async () => {
    llm.onEmbedding(ANY, { embedding: [1, 2, 3, 4] });
    expect(await open('first', 4)).toMatchObject({ state: 'built', vectorSearch: 'exact' });
    const forBuilding = asked();
    expect(forBuilding).toBeGreaterThan(1);
    expect((await open('first', 4)).state).toBe('opened');
    expect(asked()).toBe(forBuilding);
    expect((await open('second', 4)).state).toBe('rebuilt: stale');
    expect(asked()).toBe(2 * forBuilding);
    llm.clearFixtures().onEmbedding(ANY, { embedding: [1, 2] });
    expect((await open('second', 2)).state).toBe('rebuilt: stale');
  }, 60_000);

  test('answers by its words alone while the endpoint is away', async () => {
    llm.onEmbedding(ANY, { embedding: [1, 2, 3, 4] });
    const { retriever } = await open('third', 4);
    llm.clearFixtures().onEmbedding(ANY, { error: { message: 'down' }, status: 500 });
    llm.clearRequests();
    const { ranked } = await retriever.search('Kan vi slette en kritisk kommentar?', {
      lang: 'nb',
      country: 'NO',
      limit: 3,
    });
    expect(ranked).toHaveLength(3);
    expect(ranked.every((r) => r.signals.dense === 0)).toBe(true);
    expect(asked()).toBe(1);
  }, 60_000);
});

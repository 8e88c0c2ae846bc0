import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createModelAnswerer } from '../../src/llm/model-answerer.ts';
import {
  ANY,
  answererAt,
  CLAIM,
  error,
  GOOD,
  INPUT,
  quoting,
  REMOVE,
  type Respond,
  requestsOf,
  strayServer,
  UNSURE,
} from './model.builders.ts';

let llm: LLMock;

// Before any client is made: the SDK binds the console's methods once.
const noise = vi.spyOn(console, 'error').mockImplementation(() => {});

beforeAll(async () => {
  llm = await LLMock.create({ chunkSize: 7 });
});
afterEach(() => {
  expect(noise).not.toHaveBeenCalled();
  llm.reset();
});
afterAll(() => llm.stop());

describe('a second try', () => {
  test('waits as long as the server asks, and succeeds', async () => {
    const waited: number[] = [];
    llm
      .on({ userMessage: ANY, sequenceIndex: 0 }, error(429, { retryAfter: 4 }))
      .on({ userMessage: ANY, sequenceIndex: 1 }, GOOD);
    const proposal = await answererAt(llm, { wait: async (ms) => void waited.push(ms) }).propose(INPUT);
    expect(proposal).toEqual({
      kind: 'claims',
      claims: [{ text: CLAIM.text, quotes: [{ candidate: 'a', quote: CLAIM.quotes[0]?.quote }] }],
    });
    expect(waited).toEqual([4000]);
  });

  test('is not made when the server asks for more time than there is', async () => {
    const wait = vi.fn(async () => {});
    llm.onMessage(ANY, error(429, { retryAfter: 60 }));
    await expect(answererAt(llm, { wait }).propose(INPUT)).rejects.toMatchObject({ code: 'rate_limited', status: 429 });
    expect(requestsOf(llm)).toHaveLength(1);
    expect(wait).not.toHaveBeenCalled();
  });

  test.each([
    ['a date', new Date(Date.now() + 8000).toUTCString(), [4000, 8000]],
    ['a date that is past', new Date(0).toUTCString(), [0, 0]],
    ['nothing that is a time', 'soon', [300, 300]],
    ['nothing', '', [300, 300]],
  ])('waits a while of its own or as asked where Retry-After is %s', async (_, header, [least, most]) => {
    const waited: number[] = [];
    const busy = await strayServer(
      (_request, response) => void response.writeHead(429, { 'retry-after': header }).end('{}'),
    );
    const wait = async (ms: number) => void waited.push(ms);
    const model = createModelAnswerer({ name: 'm', url: busy.url, key: undefined, timeoutMs: 10_000 }, { wait });
    await expect(model.propose(INPUT)).rejects.toMatchObject({ code: 'rate_limited' });
    expect(waited).toHaveLength(1);
    expect(waited[0]).toBeGreaterThanOrEqual(least ?? 0);
    expect(waited[0]).toBeLessThanOrEqual(most ?? 0);
    await busy.stop();
  });

  test('starts the draft anew, and never shows less than before', async () => {
    llm
      .on({ userMessage: ANY, sequenceIndex: 0 }, GOOD, { truncateAfterChunks: 9, latency: 3 })
      .on({ userMessage: ANY, sequenceIndex: 1 }, GOOD);
    const shown: string[] = [];
    await answererAt(llm).propose(INPUT, (text) => shown.push(text));
    expect(requestsOf(llm)).toHaveLength(2);
    expect(shown.map((s) => s.length)).toEqual([...shown.map((s) => s.length)].sort((a, b) => a - b));
    expect(shown[0]?.length).toBeLessThan(CLAIM.text.length);
    expect(shown.at(-1)).toBe(CLAIM.text);
  });
});

describe('a server that knows less', () => {
  const lacking =
    (lacks: (request: Record<string, unknown>) => boolean): Respond =>
    (request) =>
      lacks(request)
        ? { error: { message: 'not supported', param: 'response_format' }, status: 400 }
        : { content: `<think>{hm}</think>\nHere:\n\`\`\`json\n${GOOD.content}\n\`\`\`` };

  test('and takes no schema is asked plainly, now and the next time', async () => {
    llm.onMessage(
      ANY,
      lacking((request) => request.response_format !== undefined),
    );
    const model = answererAt(llm);
    expect(await model.propose(INPUT)).toMatchObject({ kind: 'claims' });
    expect(await model.propose(INPUT)).toMatchObject({ kind: 'claims' });
    expect(requestsOf(llm).map((r) => r.body.response_format?.type)).toEqual([
      'json_schema',
      'json_schema',
      undefined,
      undefined,
    ]);
  });

  test('and takes no temperature keeps its schema', async () => {
    llm.onMessage(
      ANY,
      lacking((request) => request.temperature !== undefined),
    );
    const model = answererAt(llm);
    await model.propose(INPUT);
    await model.propose(INPUT);
    expect(requestsOf(llm).map((r) => [r.body.response_format?.type, r.body.temperature])).toEqual([
      ['json_schema', 0],
      ['json_schema', undefined],
      ['json_schema', undefined],
    ]);
  });

  test('and refuses everything is at fault, and is asked in full the next time', async () => {
    llm.onMessage(ANY, error(400));
    const model = answererAt(llm);
    await expect(model.propose(INPUT)).rejects.toMatchObject({ code: 'server', status: 400 });
    llm.reset();
    llm.onMessage(ANY, { content: UNSURE });
    expect(await model.propose(INPUT)).toEqual({ kind: 'unsure' });
    expect(requestsOf(llm)[0]?.body.response_format?.type).toBe('json_schema');
  });
});

describe('an address', () => {
  test('where nobody listens is unreachable', async () => {
    const model = createModelAnswerer(
      { name: 'm', url: 'http://127.0.0.1:9/v1', key: undefined, timeoutMs: 5000 },
      { wait: async () => {} },
    );
    await expect(model.propose(INPUT)).rejects.toMatchObject({ code: 'unreachable' });
  });

  const at = (url: string, timeoutMs: number) =>
    createModelAnswerer({ name: 'm', url: `${url}/v1`, key: undefined, timeoutMs });

  test('that takes the question and says nothing is hung up on', async () => {
    const silent = await strayServer(() => {});
    await expect(at(silent.url, 100).propose(INPUT)).rejects.toMatchObject({ code: 'timeout' });
    await silent.left;
    await silent.stop();
  });

  test('that never stops talking is hung up on before the time is over', async () => {
    const piece = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: ' '.repeat(999) } }] })}\n\n`;
    const endless = await strayServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const talk = setInterval(() => response.write(piece), 1);
      response.on('close', () => clearInterval(talk));
    });
    await expect(at(endless.url, 60_000).propose(INPUT)).rejects.toMatchObject({ code: 'nonsense' });
    await endless.left;
    await endless.stop();
  });

  test('that repeats the question in a broken stream leaves no trace of it on the console', async () => {
    const echo = await strayServer(
      (_, response) =>
        void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: {"${REMOVE}\n\n`),
    );
    await expect(at(echo.url, 5000).propose(INPUT)).rejects.toMatchObject({ code: 'nonsense' });
    expect(noise).not.toHaveBeenCalled();
    await echo.stop();
  });

  test('that works gives each of two questions at once its own answer', async () => {
    llm.onMessage(ANY, quoting('Nei, la den stå.'));
    const model = answererAt(llm);
    const both = await Promise.all(
      ['Må den stå?', 'Kan den bli?'].map((question) =>
        model.propose({
          ...INPUT,
          question,
          passages: [
            { ...INPUT.passages[0], id: question, text: `${question} `.repeat(9), source: 'KS, NO, authority 3' },
          ],
        }),
      ),
    );
    expect(both.map((p) => (p.kind === 'claims' ? p.claims[0]?.quotes[0]?.candidate : ''))).toEqual([
      'Må den stå?',
      'Kan den bli?',
    ]);
  });
});

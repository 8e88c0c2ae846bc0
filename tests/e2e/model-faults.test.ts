import { type FixtureOpts, type FixtureResponse, LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AnswerDeps, answerQuestion } from '../../src/app/answer-question.ts';
import { handleQuestion } from '../../src/app/handle-question.ts';
import { ModelError } from '../../src/llm/errors.ts';
import { openSqliteStore } from '../../src/store/open.ts';
import {
  ANY,
  answererAt,
  asked,
  CLAIM,
  claimsReply,
  error,
  GOOD,
  INPUT,
  KEY,
  keepingLog,
  REMOVE,
  type Respond,
  realPipeline,
  requestsOf,
} from './model.builders.ts';

let llm: LLMock;
let base: Omit<AnswerDeps, 'log'>;

beforeAll(async () => {
  llm = await LLMock.create({ chunkSize: 7 });
  base = await realPipeline();
}, 60_000);
afterEach(() => llm.reset());
afterAll(() => llm.stop());

type Case = {
  name: string;
  code: string;
  requests: number;
  timeoutMs?: number;
  response: FixtureResponse | Respond;
  options?: FixtureOpts;
};
const CASES: Case[] = [
  { name: 'too many requests', code: 'rate_limited', requests: 2, response: error(429, { retryAfter: 1 }) },
  { name: 'a fault of the server', code: 'server', requests: 2, response: error(500) },
  { name: 'an overloaded gateway', code: 'server', requests: 2, response: error(503) },
  {
    name: 'an answer that does not begin in time',
    code: 'timeout',
    requests: 1,
    timeoutMs: 120,
    response: GOOD,
    options: { streamingProfile: { ttft: 1500 } },
  },
  {
    name: 'an answer that does not end in time',
    code: 'timeout',
    requests: 1,
    timeoutMs: 200,
    response: GOOD,
    options: { latency: 60 },
  },
  {
    name: 'a line that breaks in the middle',
    code: 'unreachable',
    requests: 2,
    response: GOOD,
    options: { truncateAfterChunks: 6 },
  },
  {
    name: 'a line that breaks at once',
    code: 'unreachable',
    requests: 2,
    response: GOOD,
    options: { chaos: { disconnectRate: 1 } },
  },
  {
    name: 'half an answer that ends as if it were whole',
    code: 'nonsense',
    requests: 1,
    response: { content: GOOD.content.slice(0, -9) },
  },
  { name: 'chatter', code: 'nonsense', requests: 1, response: { content: 'Hei! Hva kan jeg hjelpe deg med?' } },
  { name: 'nothing', code: 'nonsense', requests: 1, response: { content: '' } },
  { name: 'JSON of another shape', code: 'nonsense', requests: 1, response: { content: '{"answer":"ja"}' } },
  {
    name: 'claims without claims',
    code: 'nonsense',
    requests: 1,
    response: { content: '{"outcome":"claims","claims":[]}' },
  },
  {
    name: 'a claim without a list of quotes',
    code: 'nonsense',
    requests: 1,
    response: { content: '{"outcome":"claims","claims":[{"text":"Ja."}]}' },
  },
  {
    name: 'an essay',
    code: 'nonsense',
    requests: 1,
    response: { content: claimsReply([{ ...CLAIM, text: 'Det kommer an på. '.repeat(40) }]) },
  },
  { name: 'a reply without end', code: 'nonsense', requests: 1, response: { content: ' '.repeat(30_000) } },
  {
    name: 'a body that is no stream',
    code: 'nonsense',
    requests: 1,
    response: GOOD,
    options: { chaos: { malformedRate: 1 } },
  },
  {
    name: 'a call to a tool nobody offered',
    code: 'nonsense',
    requests: 1,
    response: { toolCalls: [{ name: 'delete_page', arguments: '{}' }] },
  },
  { name: 'a refused key', code: 'unauthorized', requests: 1, response: error(401) },
  { name: 'a model that is not there', code: 'server', requests: 1, response: error(404) },
];

describe.each(CASES)('with $name', ({ code, requests, timeoutMs = 10_000, response, options }) => {
  test(`the model is at fault (${code}), and the fault tells neither the key nor the question`, async () => {
    llm.onMessage(ANY, response, options);
    const noise = vi.spyOn(console, 'error');
    const fault = await answererAt(llm, { timeoutMs })
      .propose(INPUT)
      .catch((e: unknown) => e);
    expect(fault).toBeInstanceOf(ModelError);
    expect(fault).toMatchObject({ code });
    expect(requestsOf(llm).length).toBe(requests);
    const told =
      fault instanceof Error ? [fault.message, fault.stack, JSON.stringify(fault), String(fault.cause)].join() : '';
    for (const secret of [KEY, 'kritisk', llm.url]) expect(told).not.toContain(secret);
    expect(noise).not.toHaveBeenCalled();
    noise.mockRestore();
  });

  test('the user gets the answer that needs no model, told so, and it is stored once', async () => {
    llm.onMessage(ANY, response, options);
    const log = keepingLog();
    const store = await openSqliteStore(':memory:');
    const deps = {
      ...base,
      log,
      store,
      clock: { now: () => new Date('2026-11-22T09:00:00Z') },
      ids: { next: () => 'turn-1' },
      model: answererAt(llm, { timeoutMs }),
    };
    const asking = {
      tenant: 't',
      conversation: 'c',
      channel: 'web',
      text: REMOVE,
      country: 'NO' as const,
      capture: true,
    };
    const handled = await handleQuestion(asking, deps);
    const { answer: offline } = await answerQuestion(asked(REMOVE), { ...base, log });
    expect(handled).toMatchObject({
      kind: 'answer',
      captured: null,
      answer: { ...offline, notices: [...offline.notices, { key: 'offline' }] },
    });
    expect((await store.turns('t', 'c', 10)).map((turn) => turn.question)).toEqual([REMOVE]);
    expect(await store.openQuestions('t')).toEqual([]);
    expect(log.errors).toMatchObject([{ event: 'model.failed', error: { code } }]);
    await store.close();
  });
});

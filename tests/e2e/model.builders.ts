import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatCompletionRequest, FixtureResponse, LLMock } from '@copilotkit/aimock';
import { z } from 'zod';
import type { AnswerDeps, Question } from '../../src/app/answer-question.ts';
import type { Log } from '../../src/app/ports.ts';
import { hashKnowledge, loadKnowledge } from '../../src/knowledge/load.ts';
import type { AskerOptions } from '../../src/llm/asker.ts';
import { createModelAnswerer } from '../../src/llm/model-answerer.ts';
import { mask } from '../../src/privacy/mask.ts';
import { openOrBuild } from '../../src/retrieval/build-index.ts';
import calibration from '../../src/retrieval/calibration.json' with { type: 'json' };

/** A question that the real knowledge answers, and one that it has nothing about. */
export const REMOVE = 'Kan vi slette en kritisk kommentar?';
export const UNKNOWN = 'Hva er hovedstaden i Frankrike?';
/** A key that must turn up nowhere but in its header. */
export const KEY = 'sk-secret-7141';
export const ANY = /[\s\S]/;

/** A reply that depends on the request. */
export type Respond = (request: ChatCompletionRequest) => FixtureResponse;

export function asked(text: string, more: Partial<Question> = {}): Question {
  return { text, history: [], fallbackLang: 'nb', country: 'NO', ...more };
}

export type Logged = { event: string; error: unknown };
/** A log that keeps its errors, for tests that look for what must not be in them. */
export function keepingLog(): Log & { errors: Logged[] } {
  const errors: Logged[] = [];
  return { errors, info: () => {}, warn: () => {}, error: (event, error) => void errors.push({ event, error }) };
}

/** Everything that answers a question but the model: the real knowledge, search, calibration and mask. */
export async function realPipeline(): Promise<Omit<AnswerDeps, 'log'>> {
  const { knowledge, retriever, languages } = await openOrBuild(hashKnowledge('knowledge'), () =>
    loadKnowledge('knowledge'),
  );
  return { knowledge, retriever, mask, languages, calibration };
}

/** The answerer as a configuration makes it, with waiting that takes no time. */
export function answererAt(
  llm: LLMock,
  { timeoutMs = 10_000, ...options }: AskerOptions & { timeoutMs?: number } = {},
) {
  return createModelAnswerer(
    { name: 'test-model', url: `${llm.url}/v1`, key: KEY, timeoutMs },
    { wait: async () => {}, ...options },
  );
}

export type Passage = { id: string; source: string; text: string };
const Data = z.strictObject({
  question: z.string(),
  earlier_questions: z.array(z.string()),
  passages: z.array(z.strictObject({ id: z.string(), source: z.string(), text: z.string() })),
});

/** What a request asked the model: its instructions, and the data. */
export function readRequest(body: { messages: ChatCompletionRequest['messages'] }) {
  const said = (role: string) => String(body.messages.find((m) => m.role === role)?.content ?? '');
  return { system: said('system'), ...Data.parse(JSON.parse(said('user'))) };
}

/** The chat requests a server has had, oldest first. */
export function requestsOf(llm: LLMock): { body: ChatCompletionRequest; headers: Record<string, string> }[] {
  return llm
    .getRequests()
    .flatMap(({ body, headers }) =>
      body && 'messages' in body ? [{ body: body as ChatCompletionRequest, headers }] : [],
    );
}

/** The first words of a guideline's passage, as a model would quote them. */
export function quoteFrom(passages: readonly Passage[]): { passage: string; quote: string } {
  const passage = passages.find((p) => p.source.includes('authority') && p.text.split(' ').length > 12);
  if (!passage) throw new Error('the request has no guideline passage');
  return { passage: passage.id, quote: passage.text.split(' ').slice(0, 9).join(' ') };
}

export type ReplyClaim = { text: string; quotes: { passage: string; quote: string }[] };
export const claimsReply = (claims: ReplyClaim[]) => JSON.stringify({ outcome: 'claims', claims });
export const UNSURE = JSON.stringify({ outcome: 'unsure', claims: [] });

/** A model that quotes what it was given, faithfully. */
export function quoting(...texts: string[]): Respond {
  return (request) => {
    const { passages } = readRequest(request);
    return { content: claimsReply(texts.map((text) => ({ text, quotes: [quoteFrom(passages)] }))) };
  };
}

/** A server of our own, for what a well-behaved mock does not do. `connections` counts whoever came, `left` resolves when a caller hangs up. */
export async function strayServer(respond: RequestListener = (_, response) => void response.end()) {
  let connections = 0;
  let leave: () => void = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const server = createServer(respond).on('connection', (socket) => {
    connections++;
    socket.on('close', () => leave());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, connections: () => connections, left, stop };
}

/** What the answerer is asked where the rest of the pipeline does not matter, and a claim that stands in it. */
export const INPUT = {
  question: REMOVE,
  history: [],
  lang: 'nb' as const,
  country: 'NO' as const,
  passages: [{ id: 'a', text: 'Kritiske kommentarer skal ikke slettes uten grunn.', source: 'KS, NO, authority 3' }],
};
export const CLAIM = {
  text: 'Nei, la den stå.',
  quotes: [{ passage: 'p1', quote: 'Kritiske kommentarer skal ikke slettes' }],
};
export const GOOD = { content: claimsReply([CLAIM]) };
/** An error in whose text a careless server repeats the key and the question. */
export const error = (status: number, more: { retryAfter?: number } = {}) => ({
  error: { message: `${KEY} said: ${REMOVE}` },
  status,
  ...more,
});

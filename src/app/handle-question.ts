import type { Answer } from '../core/answer.ts';
import { type Country, defaultLang, type Lang } from '../core/language.ts';
import { type AnswerDeps, answerQuestion } from './answer-question.ts';
import type { Clock, Ids, OpenQuestion, Store } from './ports.ts';

/** Longer than this is no question; a pasted draft gets its own way in. */
export const MAX_QUESTION = 4000;
/** Turns of a thread that a follow-up may look back on. */
const LOOK_BACK = 6;

export type Asked = {
  tenant: string;
  conversation: string;
  channel: string;
  text: string;
  lang?: Lang | undefined;
  country: Country;
  /** Keep an unanswered question for those responsible. */
  capture: boolean;
};

export type Handled =
  | { kind: 'answer'; turn: string; answer: Answer; masked: string; captured: string | null }
  | { kind: 'invalid'; key: 'empty' | 'too_long'; values: Record<string, number> };

export type HandleDeps = AnswerDeps & { store: Store; clock: Clock; ids: Ids };

/**
 * The one door for a question from any channel: earlier turns are fetched, the answer is made and stored before it is shown, and a question that
 * nobody could answer is kept. What is stored is masked.
 */
export async function handleQuestion(
  asked: Asked,
  deps: HandleDeps,
  onText?: (text: string) => void,
): Promise<Handled> {
  const text = asked.text.trim();
  if (!text) return { kind: 'invalid', key: 'empty', values: {} };
  if (text.length > MAX_QUESTION)
    return { kind: 'invalid', key: 'too_long', values: { n: text.length, max: MAX_QUESTION } };
  const { store, clock, ids, log } = deps;
  const { tenant, conversation, country } = asked;
  const at = clock.now().toISOString();
  const earlier = await store.turns(tenant, conversation, LOOK_BACK);
  const { answer, masked, trace } = await answerQuestion(
    {
      text,
      history: earlier.filter((t) => t.answer.status !== 'refused').map((t) => t.question),
      lang: asked.lang,
      fallbackLang: earlier.at(-1)?.answer.lang ?? defaultLang(country),
      country,
    },
    deps,
    onText,
  );
  const turn = ids.next();
  await store.touchConversation({
    tenant,
    id: conversation,
    channel: asked.channel,
    lang: asked.lang ?? null,
    country,
    at,
  });
  await store.saveTurn({ tenant, conversation, turn: { id: turn, question: masked, answer, at } });
  const captured =
    answer.status === 'unsure' && asked.capture
      ? await capture({ ...asked, question: masked, id: turn, lang: answer.lang, at }, store)
      : null;
  log.info('question.answered', {
    status: answer.status,
    lang: answer.lang,
    country,
    citations: answer.citations.length,
    confidence: Math.round(trace.confidence * 100),
    model: trace.modelUsed,
  });
  return { kind: 'answer', turn, answer, masked, captured };
}

async function capture(
  input: {
    tenant: string;
    conversation: string;
    question: string;
    id: string;
    lang: Lang;
    country: Country;
    at: string;
  },
  store: Store,
): Promise<string> {
  const { tenant, conversation, question, id, lang, country, at } = input;
  const open: OpenQuestion = { tenant, id, conversation, question, lang, country, reason: 'unsure', at };
  await store.captureQuestion(open);
  return id;
}

import type { Answer } from '../core/answer.ts';
import { type Country, defaultLang, type Lang } from '../core/language.ts';
import type { Ranked } from '../core/ranking.ts';
import { type AnswerDeps, answerQuestion } from './answer-question.ts';
import { capture, keptNotices } from './capture.ts';
import type { Learn } from './learn-ports.ts';
import { matchExpert } from './match-expert.ts';
import type { Clock, Ids, Store } from './ports.ts';

/** Longer than this is no question; a pasted draft gets its own way in. */
export const MAX_QUESTION = 4000;
/** Turns of a thread that a follow-up may look back on. */
const LOOK_BACK = 6;

export type Asked = {
  tenant: string;
  conversation: string;
  channel: string;
  /** The platform's id of the person, where there is one. */
  user?: string;
  text: string;
  lang?: Lang | undefined;
  country: Country;
  /** Keep an unanswered question for those responsible. */
  capture: boolean;
  /** Its turn gets this id: asked `again`, it gets the same answer, and is kept once. */
  work?: { id: string; again: boolean } | undefined;
};

export type Handled =
  | { kind: 'answer'; turn: string; answer: Answer; masked: string; captured: string | null }
  | { kind: 'invalid'; key: 'empty' | 'too_long'; values: Record<string, number> };

export type HandleDeps = AnswerDeps & {
  store: Store;
  clock: Clock;
  ids: Ids;
  /** Unanswered questions become knowledge; without it they are kept one by one. */
  learn?: Learn | undefined;
};

/**
 * The one door for a question from any channel: earlier turns are fetched, the answer is made and stored before it is shown, and a question that
 * nobody could answer is kept. What an office has answered before is answered so again. What is stored is masked.
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
  const again = asked.work?.again ? await store.turn(tenant, asked.work.id, conversation) : undefined;
  if (again) {
    const captured = again.answer.status === 'unsure' && asked.capture ? again.id : null;
    return { kind: 'answer', turn: again.id, answer: again.answer, masked: again.question, captured };
  }
  const at = clock.now().toISOString();
  const earlier = await store.turns(tenant, conversation, LOOK_BACK);
  const { learn } = deps;
  const answered = await answerQuestion(
    {
      text,
      history: earlier.filter((t) => t.answer.status !== 'refused').map((t) => t.question),
      lang: asked.lang,
      fallbackLang: earlier.at(-1)?.answer.lang ?? defaultLang(country),
      country,
    },
    learn
      ? {
          ...deps,
          answeredBefore: (question, lang) => matchExpert({ tenant, question, lang, country }, { ...deps, learn }),
        }
      : deps,
    onText,
  );
  const { masked, trace } = answered;
  const turn = asked.work?.id ?? ids.next();
  const touched = store.touchConversation({
    tenant,
    id: conversation,
    channel: asked.channel,
    lang: asked.lang ?? null,
    country,
    at,
  });
  const keep = answered.answer.status === 'unsure' && asked.capture;
  if (keep) await touched;
  const { answer, captured } = keep
    ? await kept(turn, { ...asked, text: masked }, answered, deps)
    : { answer: answered.answer, captured: null };
  // Asked for together, they are written together.
  await Promise.all([
    touched,
    store.saveTurn({ tenant, conversation, turn: { id: turn, question: masked, answer, at } }),
  ]);
  if (captured !== null && !learn)
    await store.captureQuestion({
      tenant,
      id: turn,
      conversation,
      question: masked,
      lang: answer.lang,
      country,
      reason: 'unsure',
      at,
    });
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

/** The question is kept for those responsible, and the answer says who they are and who else waits. */
async function kept(
  id: string,
  asked: Asked,
  { answer, trace }: { answer: Answer; trace: { ranked: readonly Ranked[] } },
  deps: HandleDeps,
): Promise<{ answer: Answer; captured: string }> {
  const { learn } = deps;
  if (!learn) return { answer, captured: id };
  const { tenant, conversation, channel, user = '', text: question, country } = asked;
  const about = { id, reason: 'unsure', lang: answer.lang } as const;
  const place = await capture(
    {
      ...about,
      tenant,
      conversation,
      channel,
      user,
      question,
      country,
      closest: answer.citations,
      ranked: trace.ranked,
    },
    { ...deps, learn },
  );
  const notices = keptNotices(place, about, { ...deps, learn });
  return { answer: { ...answer, notices: [...answer.notices, ...notices] }, captured: id };
}

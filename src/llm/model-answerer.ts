import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelAnswerer } from '../app/ports.ts';
import type { Country, Lang } from '../core/language.ts';
import type { Proposal } from '../core/proposal.ts';
import { type Chat, type Endpoint, MANNERS, openChat } from './chat.ts';
import { ModelError, modelError, statusOf } from './errors.ts';
import { loadPrompt } from './prompts.ts';
import { draftOf, passageNumbers, readReply } from './reply.ts';
import { inTime, twice } from './retry.ts';

type ModelConfig = Endpoint & { timeoutMs: number };
export type ModelAnswererOptions = {
  /** Waits before the second try; rejects when the signal says so. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

const MAX_WORDS = 60;
const MAX_QUOTE_WORDS = 40;

const LANGUAGE: Record<Lang, string> = {
  nb: 'Norwegian (bokmål)',
  nn: 'Norwegian (nynorsk)',
  sv: 'Swedish',
  en: 'British English',
};
const FORCE: Record<Lang, string> = {
  nb: '"skal" (must), "bør" (should) and "kan" (may)',
  nn: '"skal" (must), "bør" (should) and "kan" (may)',
  sv: '"ska" (must), "bör" (should) and "får" (may)',
  en: '"must", "should" and "may"',
};
const COUNTRY: Record<Country, string> = { NO: 'Norway', SE: 'Sweden' };

/**
 * An answerer that asks a language model over OpenAI's protocol. It proposes; grounding decides. `propose` rejects with ModelError and nothing else.
 * `timeoutMs` holds for all of one call, waiting and second try included; loading the library, once a process, is outside it.
 * Throws PromptError at once where prompts/answer.md can't be used.
 */
export function createModelAnswerer(config: ModelConfig, { wait = pause }: ModelAnswererOptions = {}): ModelAnswerer {
  const prompt = loadPrompt('answer', ['language', 'country', 'force', 'max_words', 'max_quote_words']);
  let chat: Promise<Chat> | undefined;
  let manner = 0;

  /** One request, and where the server does not take what it is asked in, the same one asked more plainly. What worked is remembered. */
  async function ask(
    send: Chat['ask'],
    system: string,
    user: string,
    signal: AbortSignal,
    onGrown: (reply: string) => void,
  ): Promise<string> {
    for (let at = manner; ; at++) {
      const how = MANNERS[at] ?? MANNERS[0];
      try {
        const reply = await send(system, user, how, signal, onGrown);
        manner = at;
        return reply;
      } catch (error) {
        const status = statusOf(error);
        if ((status !== 400 && status !== 422) || at + 1 >= MANNERS.length) throw error;
      }
    }
  }

  return {
    async propose({ question, history, lang, country, passages }, onText) {
      const system = prompt.fill({
        language: LANGUAGE[lang],
        country: COUNTRY[country],
        force: FORCE[lang],
        max_words: String(MAX_WORDS),
        max_quote_words: String(MAX_QUOTE_WORDS),
      });
      const ids = passages.map((p) => p.id);
      const numbers = passageNumbers(ids);
      // JSON keeps data data: no text in it can close its own quotation marks.
      const user = JSON.stringify({
        question,
        earlier_questions: history,
        passages: passages.map(({ source, text }, i) => ({ id: numbers[i], source, text })),
      });
      try {
        chat ??= openChat(config);
        const { ask: send, parsePartial } = await chat;
        const started = performance.now();
        const signal = AbortSignal.timeout(config.timeoutMs);
        const left = () => config.timeoutMs - (performance.now() - started);
        const onGrown = draftTo(onText, (reply) => draftOf(reply, parsePartial));
        const reply = await inTime(signal, config.name, () =>
          twice(
            () => ask(send, system, user, signal, onGrown),
            left,
            (ms) => wait(ms, signal),
          ),
        );
        return readReply(reply, ids) ?? nonsense(config.name);
      } catch (error) {
        throw modelError(error, config.name);
      }
    },
  };
}

/** Hands on drafts that are longer than what was shown, so that the text never shrinks, not even when a second try begins anew. */
function draftTo(
  onText: ((text: string) => void) | undefined,
  read: (reply: string) => string,
): (reply: string) => void {
  let shown = 0;
  return (reply) => {
    const draft = onText ? read(reply) : '';
    if (draft.length <= shown) return;
    shown = draft.length;
    try {
      onText?.(draft);
    } catch {
      shown = Number.POSITIVE_INFINITY; // A display that has gone away must not cost the answer.
    }
  };
}

function nonsense(model: string): Proposal {
  throw new ModelError('nonsense', model);
}

function pause(ms: number, signal: AbortSignal): Promise<unknown> {
  return sleep(ms, undefined, { signal });
}

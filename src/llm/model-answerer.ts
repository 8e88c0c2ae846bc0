import type { ModelAnswerer } from '../app/ports.ts';
import type { Country, Lang } from '../core/language.ts';
import { type AskerOptions, createAsker, type ModelConfig } from './asker.ts';
import { loadPrompt } from './prompts.ts';
import { draftOf, passageNumbers, REPLY_SCHEMA, readReply } from './reply.ts';

const MAX_WORDS = 60;
const MAX_QUOTE_WORDS = 40;

/** Languages as the prompts name them. */
export const LANGUAGE: Record<Lang, string> = {
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
export function createModelAnswerer(config: ModelConfig, options: AskerOptions = {}): ModelAnswerer {
  const prompt = loadPrompt('answer', ['language', 'country', 'force', 'max_words', 'max_quote_words']);
  const ask = createAsker(config, { name: 'answer', schema: REPLY_SCHEMA }, options);

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
      return ask(system, user, (reply) => readReply(reply, ids), draftTo(onText));
    },
  };
}

/** Hands on drafts that are longer than what was shown, so that the text never shrinks, not even when a second try begins anew. */
function draftTo(
  onText: ((text: string) => void) | undefined,
): (reply: string, parsePartial: (text: string) => unknown) => void {
  let shown = 0;
  return (reply, parsePartial) => {
    const draft = onText ? draftOf(reply, parsePartial) : '';
    if (draft.length <= shown) return;
    shown = draft.length;
    try {
      onText?.(draft);
    } catch {
      shown = Number.POSITIVE_INFINITY; // A display that has gone away must not cost the answer.
    }
  };
}

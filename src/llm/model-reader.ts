import { z } from 'zod';
import type { AnswerReader, ReadAnswer } from '../app/ports.ts';
import { type AskerOptions, createAsker, type ModelConfig } from './asker.ts';
import { LANGUAGE } from './model-answerer.ts';
import { loadPrompt } from './prompts.ts';
import { objectIn } from './reply.ts';

/** Somebody waits for a card: longer than this, in ms, nobody reads for them. */
const READING_MS = 4000;
/** Words that carry one answer. */
const MAX_WORDS = 12;
/** More answers than any screening has questions is no reading. */
const MAX_ANSWERS = 60;

const Answers = z.object({ answers: z.array(z.object({ id: z.string(), code: z.string(), words: z.string() })) });
const { $schema: _, ...SCHEMA } = z.toJSONSchema(Answers);

/**
 * A reader that asks a language model over OpenAI's protocol. It reads; whether its words stand in the text, and whether the questions have such answers, is
 * for the caller to see. `read` rejects with ModelError and nothing else, after four seconds at the latest.
 * Throws PromptError at once where prompts/read.md can't be used.
 */
export function createModelReader(config: ModelConfig, options: AskerOptions = {}): AnswerReader {
  const prompt = loadPrompt('read', ['language', 'max_words']);
  const timeoutMs = Math.min(config.timeoutMs, READING_MS);
  const ask = createAsker({ ...config, timeoutMs }, { name: 'reading', schema: SCHEMA }, options);
  return {
    read: ({ text, lang, questions }) =>
      ask(
        prompt.fill({ language: LANGUAGE[lang], max_words: String(MAX_WORDS) }),
        // JSON keeps data data: no text in it can close its own quotation marks.
        JSON.stringify({ questions, text }),
        readAnswers,
      ),
  };
}

function readAnswers(reply: string): ReadAnswer[] | undefined {
  const parsed = Answers.safeParse(objectIn(reply));
  return parsed.success && parsed.data.answers.length <= MAX_ANSWERS ? parsed.data.answers : undefined;
}

import { z } from 'zod';
import { Screening } from '../guideline.ts';
import { LANGS, LocalisedList } from '../language.ts';
import type { Definition } from '../screening/definition.ts';
import { indexOf } from '../screening/definition.ts';
import { fits } from '../screening/evaluate.ts';
import { phraseWords } from './tokens.ts';

const Answers = z.record(z.string().min(1), z.string().min(1));

/** What a group of phrases speaks for. A phrase is words; a star stands for any beginning (`*bilde`) or ending (`barn*`). */
export const Signal = z.strictObject({
  /** Answers that the phrase speaks for; empty where only its negation says something. */
  says: Answers.default({}),
  /** Answers that the negated phrase speaks for ("ingen barn"). Absent: a negated phrase says nothing. */
  negated: Answers.default({}),
  /** Counts only close to a word for what the screening is about. */
  near: z.boolean().default(false),
  /** A claim, which a question does not make: not read from a sentence with a question mark. */
  stated: z.boolean().default(false),
  ...LocalisedList.shape,
});
export type Signal = z.infer<typeof Signal>;

/** What a screening listens for in what somebody wrote. */
export const AnswerWords = z.strictObject({
  screening: Screening,
  /** Words for what the screening is about: a picture. */
  about: LocalisedList,
  /** Words in whose sentence a person is somewhere else than in the picture: "kommenterer", "tatt av". */
  elsewhere: LocalisedList,
  signals: z.array(Signal).min(1),
});
export type AnswerWords = z.infer<typeof AnswerWords>;

/** Faults that a schema can't see: answers the screening does not have, signals that say nothing, phrases that stand twice. */
export function checkWords(
  words: AnswerWords,
  definition: Definition,
): { path: PropertyKey[]; problem: string; mend: string }[] {
  const faults: { path: PropertyKey[]; problem: string; mend: string }[] = [];
  const { items } = indexOf(definition);
  const seen = new Map<string, number>();
  words.signals.forEach((signal, i) => {
    for (const key of ['says', 'negated'] as const)
      for (const [question, value] of Object.entries(signal[key])) {
        const item = items.get(question);
        if (!item || !fits(item, value))
          faults.push({
            path: ['signals', i, key, question],
            problem: `${words.screening} has no answer ${question}=${value}`,
            mend: 'Correct the question or the option.',
          });
      }
    if (Object.keys(signal.says).length + Object.keys(signal.negated).length === 0)
      faults.push({ path: ['signals', i], problem: 'this signal says nothing', mend: 'Give it says or negated.' });
    for (const lang of LANGS)
      signal[lang].forEach((phrase, j) => {
        const key = `${lang}:${phraseWords(phrase).join(' ')}`;
        if (seen.has(key))
          faults.push({
            path: ['signals', i, lang, j],
            problem: `“${phrase}” stands twice`,
            mend: 'Keep it in one signal.',
          });
        seen.set(key, i);
      });
  });
  return faults;
}

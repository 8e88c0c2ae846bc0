import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { Lang } from '../src/core/language.ts';
import type { TrainingRecord } from './records.ts';

/** How a question is worded: plainly, the same but for a word or two (or translated), in quite other words, or as a story that ends in the question. */
const WORDINGS = ['short', 'light', 'reworded', 'story'] as const;

const Wording = z.strictObject({ lang: Lang, kind: z.enum(WORDINGS), question: z.string().min(1) });
export type Wording = z.infer<typeof Wording>;

/** Two or more matters that lie near each other and need different answers, each as several people would ask about it. One family a line. */
const Family = z.strictObject({ matters: z.array(z.array(Wording).min(1)).min(2) });
export type Family = z.infer<typeof Family>;

/**
 * Reads a file of families. `training/families.jsonl` is what the embedding learns from; `eval/families.jsonl` is kept from it, for the grouping of questions is fitted there:
 * nearness that was trained in says nothing. Throws an error that names the file and the line.
 */
export function readFamilies(file: string): Family[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      try {
        return [Family.parse(JSON.parse(line))];
      } catch (error) {
        const [issue] = error instanceof z.ZodError ? error.issues : [];
        throw new Error(`${file}:${i + 1} ${issue ? `${issue.path.join('.')}: ${issue.message}` : 'is not JSON'}`, {
          cause: error,
        });
      }
    });
}

/** Each matter that is worded more than once is a record: its wordings belong together, those of its neighbours don't. No file, no records. */
export function collectFamilies(file: string): TrainingRecord[] {
  if (!existsSync(file)) return [];
  return readFamilies(file).flatMap(({ matters }, i) =>
    matters.flatMap((wordings, k) =>
      wordings.length < 2
        ? []
        : [
            {
              source: 'own-families',
              id: `own-families:${i + 1}.${k + 1}`,
              texts: wordings.map(({ lang, question }) => ({ lang, text: question })),
            },
          ],
    ),
  );
}

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Country, defaultLang, Lang } from '../src/core/language.ts';
import { ExpertAnswer } from '../src/core/learning/expert.ts';

const Range = z.object({ file: z.string().min(1), lines: z.tuple([z.int().positive(), z.int().positive()]) });
const Expect = z.enum(['answered', 'unsure', 'refused', 'not-answered', 'any']);

/** One case: a question as somebody would ask it, and what a careful expert would accept. Unknown fields are ignored. */
const Case = z.object({
  id: z.string().min(1),
  lang: Lang.optional(),
  country: Country.default('NO'),
  question: z.string().min(1),
  history: z.array(z.string()).default([]),
  expect: Expect,
  citations: z.array(Range).default([]),
  /** Regular expressions in the answer's language that a good answer contains, ignoring case. */
  keyFacts: z.array(z.string()).default([]),
  tags: z.array(z.string()).default([]),
  /** The office's answer that it must get, where an office has given one. */
  expert: ExpertAnswer.optional(),
});
export type Case = z.infer<typeof Case> & { lang: Lang };

/** Reads a file of cases, one JSON object a line. Throws an error that names the line and what is wrong with it. */
export function readCases(file: string): Case[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      let parsed: unknown;
      try {
        parsed = JSON.parse(line);
      } catch {
        throw new Error(`${file}:${i + 1} is not JSON. Put one object on each line.`);
      }
      const result = Case.safeParse(parsed);
      if (!result.success) {
        const [issue] = result.error.issues;
        throw new Error(`${file}:${i + 1} ${issue?.path.join('.')}: ${issue?.message}`);
      }
      return [{ ...result.data, lang: result.data.lang ?? defaultLang(result.data.country) }];
    });
}

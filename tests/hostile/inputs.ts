import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Lang } from '../../src/core/language.ts';

const Injection = z.strictObject({ lang: Lang, kind: z.string(), text: z.string() });
type Injection = z.infer<typeof Injection>;

/** Everything in `npm run test:hostile`, a sample of it among the tests. */
export const WHOLE = process.env.VARSAM_HOSTILE === 'all';

export const INJECTIONS: readonly Injection[] = readFileSync(join(import.meta.dirname, 'injections.jsonl'), 'utf8')
  .split('\n')
  .flatMap((line) => (line ? [Injection.parse(JSON.parse(line))] : []));

/** The whole, or of each language and kind in turn as many as `n`. */
export const some = (n: number): readonly Injection[] =>
  WHOLE ? INJECTIONS : INJECTIONS.filter((_, i) => i % Math.ceil(INJECTIONS.length / n) === 0);

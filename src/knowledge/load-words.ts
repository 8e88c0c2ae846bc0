import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AnswerWords, checkWords } from '../core/reading/words.ts';
import type { Definition } from '../core/screening/definition.ts';
import { type Fault, readYaml } from './yaml-file.ts';

/**
 * Reads `screenings/words/<id>.yaml` for each definition: what its answers are read from. A screening without such a file asks everything. Never throws
 * for content: faults come back with file, line and how to mend them, and a file with faults gives no words.
 */
export function loadWords(
  dir: string,
  definitions: readonly Definition[],
): { words: Map<string, AnswerWords>; faults: Fault[] } {
  const words = new Map<string, AnswerWords>();
  const faults: Fault[] = [];
  for (const definition of definitions) {
    const file = `screenings/words/${definition.id}.yaml`;
    if (!existsSync(join(dir, file))) continue;
    const parsed = readYaml(join(dir, file), file, AnswerWords, faults);
    if (!parsed) continue;
    const found = checkWords(parsed.value, definition);
    for (const { path, problem, mend } of found) faults.push({ file, line: parsed.lineOf(path), problem, mend });
    if (found.length === 0) words.set(definition.id, parsed.value);
  }
  return { words, faults };
}

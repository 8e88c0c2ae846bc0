import { readFileSync } from 'node:fs';
import { AskedQuestion } from '../core/guideline.ts';
import type { Fault } from './yaml-file.ts';

/** Questions, one JSON object a line: too many for YAML to be read quickly. */
export function readQuestions(path: string, file: string, entries: Set<string>, faults: Fault[]): AskedQuestion[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text, i) => {
      if (!text.trim()) return [];
      const fault = (problem: string, mend: string) => {
        faults.push({ file, line: i + 1, problem, mend });
        return [];
      };
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        return fault('this line is not JSON', 'Write one object on one line, in double quotation marks.');
      }
      const result = AskedQuestion.safeParse(json);
      if (!result.success)
        return fault(
          `${result.error.issues[0]?.path.join('.')}: ${result.error.issues[0]?.message}`,
          'Give lang, country, question and entry (or null).',
        );
      const { entry } = result.data;
      return entry !== null && !entries.has(entry)
        ? fault(`there is no answer or rule ${entry}`, 'Correct the id, or write null.')
        : [result.data];
    });
}

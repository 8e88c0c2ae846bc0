import type { LoadedGuideline } from '../core/guideline.ts';
import type { Fault } from './yaml-file.ts';

/** Two folders must not claim one id: a citation would not know which it means. `files` are in the order of the folders. */
export function uniqueGuidelines(
  guidelines: readonly LoadedGuideline[],
  files: readonly string[],
  faults: Fault[],
): void {
  if (guidelines.length !== files.length) return;
  guidelines.forEach(({ id }, i) => {
    const first = guidelines.findIndex((g) => g.id === id);
    if (first !== i)
      faults.push({
        file: files[i] ?? '',
        line: 1,
        problem: `the guideline id ${id} stands twice, first in ${files[first]}`,
        mend: 'Give one of them another id and name its folder so.',
      });
  });
}

/** An id that stands twice among entries of several files. */
export function unique(entries: { value: { id: string }; file: string; line: number }[], faults: Fault[]): void {
  const seen = new Map<string, string>();
  for (const { value, file, line } of entries) {
    const before = seen.get(value.id);
    if (before)
      faults.push({
        file,
        line,
        problem: `the id ${value.id} stands twice, first at ${before}`,
        mend: 'Give the second another id.',
      });
    seen.set(value.id, `${file}:${line}`);
  }
}

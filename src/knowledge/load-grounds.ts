import type { Reference } from '../core/guideline.ts';
import type { Grounds } from '../core/moderation/ground.ts';
import type { Fault, Parsed } from './yaml-file.ts';

type At = (problem: string, mend: string) => void;

/** Ids that stand twice, and lines that are not where a ground says; what is wrong goes to `faults`. */
export function checkGrounds(
  { value, lineOf }: Parsed<Grounds>,
  file: string,
  faults: Fault[],
  check: (ref: Reference, at: At) => void,
): void {
  const seen = new Set<string>();
  for (const list of ['grounds', 'none'] as const)
    value[list].forEach(({ id, cite }, i) => {
      const at: At = (problem, mend) =>
        faults.push({ file, line: lineOf([list, i]), problem: `${id}: ${problem}`, mend });
      if (seen.has(id)) at('this id stands twice', 'Give the second another id.');
      seen.add(id);
      for (const ref of cite) check(ref, at);
    });
}

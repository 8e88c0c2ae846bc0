import type { Duty } from '../core/calendar/duty.ts';
import { checkReference, type Known } from './check-reference.ts';
import type { Fault, Parsed } from './yaml-file.ts';

/** Lines that are not where a duty says, and conflicts that there are not; what is wrong goes to `faults`. */
export function checkDuties({ value, lineOf }: Parsed<Duty[]>, file: string, faults: Fault[], known: Known): void {
  value.forEach(({ kind, cite, conflict }, i) => {
    const at = (problem: string, mend: string) =>
      faults.push({ file, line: lineOf([i]), problem: `${kind}: ${problem}`, mend });
    for (const ref of cite) checkReference(ref, known, at);
    if (conflict !== undefined && !known.conflicts.has(conflict))
      at(`names the conflict ${conflict}, which is not in conflicts.yaml`, 'Correct the id.');
  });
}

import type { Conflict, CuratedEntry, Reference } from '../core/guideline.ts';
import { checkReference, type Known } from './check-reference.ts';
import type { Fault } from './yaml-file.ts';

type Placed<T> = { value: T; file: string; line: number };

/** What written answers and conflicts name must be there, and their quotes must stand where they say. */
export function checkEntries(
  curated: readonly Placed<CuratedEntry>[],
  conflicts: readonly Placed<Conflict>[],
  known: Known,
  faults: Fault[],
): void {
  for (const { value, file, line } of curated) {
    const at = (problem: string, mend: string) => faults.push({ file, line, problem: `${value.id}: ${problem}`, mend });
    for (const ref of referencesOf(value)) checkReference(ref, known, at);
    if (value.outcome !== 'answered') continue;
    for (const id of value.conflicts)
      if (!known.conflicts.has(id)) at(`names the conflict ${id}, which is not in conflicts.yaml`, 'Correct the id.');
    for (const id of value.rules)
      if (!known.rules.has(id)) at(`names the rule ${id}, which no guideline has`, 'Correct the id.');
  }
  for (const { value, file, line } of conflicts)
    for (const ref of value.sides.flatMap((s) => s.cite))
      checkReference(ref, known, (problem, mend) =>
        faults.push({ file, line, problem: `${value.id}: ${problem}`, mend }),
      );
}

function referencesOf(entry: CuratedEntry): Reference[] {
  if (entry.outcome === 'answered') return entry.claims.flatMap((c) => c.cite);
  return entry.outcome === 'unsure' ? entry.closest : [];
}

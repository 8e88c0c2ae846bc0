import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { z } from 'zod';
import { Conflict, CuratedEntry, Guideline, type Knowledge, withOwn } from '../core/guideline.ts';
import { checkEntries } from './check-entries.ts';
import { checkGuideline } from './check-guideline.ts';
import { filesIn, hashKnowledge, KnowledgeError, sidecarsIn } from './load.ts';
import { readQuestions } from './load-questions.ts';
import { unique, uniqueGuidelines } from './unique.ts';
import { type Fault, readYaml } from './yaml-file.ts';

/** Hash of a municipality's own knowledge and of the shared knowledge that it was checked against. */
export const hashOwn = ({ hash }: Pick<Knowledge, 'hash'>, dir: string): string => hashKnowledge(dir, hash);

/**
 * The shared knowledge and a municipality's own behind it: guidelines, answers, questions and conflicts under ids that the shared ones do not have. What is
 * shared is neither read again nor copied.
 *
 * @param dir the municipality's folder; what it does not have is left as it is
 * @throws KnowledgeError with every fault there is in `dir`
 */
export function loadOwn(shared: Knowledge, dir: string): Knowledge {
  const faults: Fault[] = [];
  let whole = true;
  const shown = (path: string) => join(basename(dir), relative(dir, path)).replaceAll('\\', '/');
  const read = <S extends z.ZodType>(path: string, schema: S) => {
    const parsed = readYaml(path, shown(path), schema, faults);
    whole &&= parsed !== undefined;
    return parsed ? [parsed] : [];
  };
  const lists = <S extends z.ZodType>(paths: string[], schema: S) =>
    paths.flatMap((path) =>
      read(path, z.array(schema)).flatMap((parsed) =>
        parsed.value.map((value, i) => ({ value, file: shown(path), line: parsed.lineOf([i]) })),
      ),
    );
  const sidecars = sidecarsIn(dir);
  const own = sidecars.flatMap((path) =>
    read(path, Guideline).map((parsed) => checkGuideline(parsed, path, shown(path), faults)),
  );
  const curated = lists(filesIn(join(dir, 'answers'), '.yaml'), CuratedEntry);
  const conflicts = lists([join(dir, 'conflicts.yaml')].filter(existsSync), Conflict);
  const guidelines = [...shared.guidelines, ...own];
  const files = [...shared.guidelines.map((g) => `the shared guidelines/${g.id}`), ...sidecars.map(shown)];
  uniqueGuidelines(guidelines, files, faults);
  if (!whole) throw new KnowledgeError(faults);

  const entries = [...shared.law, ...shared.curated, ...shared.conflicts, ...shared.guards];
  unique(
    [...entries.map(({ id }) => ({ value: { id }, file: 'the shared knowledge', line: 1 })), ...curated, ...conflicts],
    faults,
  );
  const known = {
    guidelines: new Map(guidelines.map((g) => [g.id, g])),
    law: new Set(shared.law.map((n) => n.id)),
    conflicts: new Set([...shared.conflicts, ...conflicts.map((c) => c.value)].map((c) => c.id)),
    rules: new Set(guidelines.flatMap((g) => g.rules.map((r) => r.id))),
  };
  const answers = new Set([...shared.curated, ...curated.map((c) => c.value)].map((c) => c.id));
  const questions = filesIn(join(dir, 'questions'), '.jsonl').flatMap((path) =>
    readQuestions(path, shown(path), new Set([...answers, ...known.rules]), faults),
  );
  checkEntries(curated, conflicts, known, faults);
  if (faults.length > 0) throw new KnowledgeError(faults);
  return withOwn(shared, {
    hash: hashOwn(shared, dir),
    guidelines: own,
    curated: curated.map((c) => c.value),
    questions,
    conflicts: conflicts.map((c) => c.value),
  });
}

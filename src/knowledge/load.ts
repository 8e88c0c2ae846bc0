import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { Duties } from '../core/calendar/duty.ts';
import { Guard } from '../core/guard.ts';
import { Conflict, CuratedEntry, Guideline, type Knowledge, LawNote } from '../core/guideline.ts';
import { LANGS, type Lang } from '../core/language.ts';
import { Grounds } from '../core/moderation/ground.ts';
import { checkEntries } from './check-entries.ts';
import { checkGuideline } from './check-guideline.ts';
import { checkReference } from './check-reference.ts';
import { checkDuties } from './load-duties.ts';
import { checkGrounds } from './load-grounds.ts';
import { checkLocales } from './load-locales.ts';
import { readQuestions } from './load-questions.ts';
import { loadScreenings } from './load-screenings.ts';
import { unique, uniqueGuidelines } from './unique.ts';
import { type Fault, type Parsed, readYaml } from './yaml-file.ts';

/** Faults in the content, one a line as `file:line problem. Mend.` */
export class KnowledgeError extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map(faultLine).join('\n'));
    this.name = 'KnowledgeError';
    this.faults = faults;
  }
}

export function faultLine(fault: Fault): string {
  return `${fault.file}:${fault.line} ${fault.problem}\n  ${fault.mend}`;
}

type Files = {
  guidelines: string[];
  law: string[];
  answers: string[];
  questions: string[];
  conflicts: string[];
  guards: string;
  grounds: string;
  duties: string;
  locales: Record<Lang, string>;
};

export function filesIn(dir: string, ending: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(dir, name));
}

export function sidecarsIn(dir: string): string[] {
  const guidelines = join(dir, 'guidelines');
  if (!existsSync(guidelines)) return [];
  return readdirSync(guidelines, { withFileTypes: true })
    .filter((e) => e.isDirectory() && !e.name.startsWith('.'))
    .map((e) => e.name)
    .sort()
    .map((name) => join(guidelines, name, 'guideline.yaml'));
}

function filesOf(dir: string): Files {
  return {
    guidelines: sidecarsIn(dir),
    law: filesIn(join(dir, 'law'), '.yaml'),
    answers: filesIn(join(dir, 'answers'), '.yaml'),
    questions: filesIn(join(dir, 'questions'), '.jsonl'),
    conflicts: [join(dir, 'conflicts.yaml')],
    guards: join(dir, 'guards.yaml'),
    grounds: join(dir, 'moderation', 'grounds.yaml'),
    duties: join(dir, 'calendar', 'duties.yaml'),
    locales: Object.fromEntries(LANGS.map((l) => [l, join(dir, 'locales', `${l}.yaml`)])) as Record<Lang, string>,
  };
}

/**
 * Hash of everything the knowledge is read from, names included: what an index says it was built from. Reads the bytes, parses nothing,
 * so a start can tell in a few milliseconds whether its saved index still holds. `shared` is the hash of what stands beside it.
 */
export function hashKnowledge(dir: string, shared?: string): string {
  const hash = createHash('sha256').update(shared ?? '');
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else hash.update(relative(dir, path)).update('\0').update(readFileSync(path)).update('\0');
    }
  };
  visit(dir);
  return hash.digest('hex');
}

/** Reads and checks the whole knowledge folder. Throws KnowledgeError with every fault there is, not only the first. */
export function loadKnowledge(dir: string): Knowledge {
  const faults: Fault[] = [];
  let whole = true;
  const shown = (path: string) => relative(dir, path).replaceAll('\\', '/');
  const files = filesOf(dir);
  const read = <S extends z.ZodType>(path: string, schema: S): Parsed<z.infer<S>> | undefined => {
    if (existsSync(path)) {
      const parsed = readYaml(path, shown(path), schema, faults);
      whole &&= parsed !== undefined;
      return parsed;
    }
    whole = false;
    faults.push({
      file: shown(path),
      line: 1,
      problem: 'this file is missing',
      mend: 'Restore it, or run `npm run knowledge -- add FILE` for a new guideline.',
    });
    return undefined;
  };

  const guidelines = files.guidelines.flatMap((path) => {
    const parsed = read(path, Guideline);
    return parsed ? [checkGuideline(parsed, path, shown(path), faults)] : [];
  });
  const lists = <S extends z.ZodType>(paths: string[], schema: S) =>
    paths.flatMap((path) => {
      const parsed = read(path, z.array(schema));
      return parsed ? parsed.value.map((value, i) => ({ value, file: shown(path), line: parsed.lineOf([i]) })) : [];
    });
  const law = lists(files.law, LawNote);
  const curated = lists(files.answers, CuratedEntry);
  const conflicts = lists(files.conflicts, Conflict);
  const guards = lists([files.guards], Guard);
  const grounds = read(files.grounds, Grounds);
  const duties = read(files.duties, Duties);
  const locales = checkLocales(files.locales, read, shown, faults);

  uniqueGuidelines(guidelines, files.guidelines.map(shown), faults);
  // References are checked once every file can be read: a sidecar that can't would make a fault of every quote from it.
  if (!whole || !grounds || !duties) throw new KnowledgeError(faults);

  const known = {
    guidelines: new Map(guidelines.map((g) => [g.id, g])),
    law: new Set(law.map((n) => n.value.id)),
    conflicts: new Set(conflicts.map((c) => c.value.id)),
    rules: new Set(guidelines.flatMap((g) => g.rules.map((r) => r.id))),
  };
  const questions = files.questions.flatMap((path) =>
    readQuestions(path, shown(path), new Set([...curated.map((c) => c.value.id), ...known.rules]), faults),
  );
  unique([...law, ...curated, ...conflicts, ...guards], faults);
  const refusals = new Set(curated.filter((c) => c.value.outcome === 'refused').map((c) => c.value.id));
  for (const { value, file, line } of guards)
    if (!refusals.has(value.entry))
      faults.push({
        file,
        line,
        problem: `${value.id}: there is no refusal ${value.entry}`,
        mend: 'Name an entry of answers/ with the outcome refused.',
      });
  checkEntries(curated, conflicts, known, faults);
  checkGrounds(grounds, shown(files.grounds), faults, (ref, at) => checkReference(ref, known, at));
  checkDuties(duties, shown(files.duties), faults, known);

  const screenings = loadScreenings(dir, { guidelines, law: law.map((n) => n.value) });
  faults.push(...screenings.faults);

  if (faults.length > 0) throw new KnowledgeError(faults);
  return {
    hash: hashKnowledge(dir),
    guidelines,
    law: law.map((n) => n.value),
    curated: curated.map((c) => c.value),
    questions,
    conflicts: conflicts.map((c) => c.value),
    guards: guards.map((g) => g.value),
    screenings: screenings.definitions,
    risks: screenings.risks,
    grounds: grounds.value,
    duties: duties.value,
    locales,
  };
}

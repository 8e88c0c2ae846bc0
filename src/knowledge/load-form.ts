import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Mapping } from '../core/assessment/template.ts';
import { KnowledgeError } from './load.ts';
import { type Fault, type Parsed, readYaml } from './yaml-file.ts';

export type FormFile = { mapping: Mapping; form: Uint8Array; lineOf: Parsed<Mapping>['lineOf']; shown: string };

/**
 * Reads the mapping of an assessment onto a controller's own form, and the form beside it.
 * @throws KnowledgeError with file, line and mend for each fault
 */
export function loadForm(file: string): FormFile {
  const shown = basename(file);
  const faults: Fault[] = [];
  let parsed: Parsed<Mapping> | undefined;
  try {
    parsed = readYaml(file, shown, Mapping, faults);
  } catch {
    faults.push({ file, line: 1, problem: 'this can’t be read', mend: 'Name the mapping file, such as form.yaml.' });
  }
  if (!parsed) throw new KnowledgeError(faults);
  try {
    const form = readFileSync(resolve(dirname(file), parsed.value.form));
    return { mapping: parsed.value, form, lineOf: parsed.lineOf, shown };
  } catch {
    const line = parsed.lineOf(['form']);
    throw new KnowledgeError([
      { file: shown, line, problem: `the form ${parsed.value.form} can’t be read`, mend: 'Put it beside this file.' },
    ]);
  }
}

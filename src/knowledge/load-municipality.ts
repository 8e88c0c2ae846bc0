import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Municipality } from '../core/assessment/roles.ts';
import { KnowledgeError } from './load.ts';
import { type Fault, readYaml } from './yaml-file.ts';

export type MunicipalityFile = {
  municipality: Municipality;
  /** The logo's bytes as they lie on the disk, not looked into. */
  logo: Uint8Array | undefined;
};

/**
 * Reads a municipality's own file: name, logo, roles, deputies, order of sign-off, deadlines.
 * @throws KnowledgeError with file, line and mend for each fault; also where the file or its logo is not there
 */
export function loadMunicipality(file: string): MunicipalityFile {
  const shown = basename(file);
  const faults: Fault[] = [];
  if (!existsSync(file))
    throw new KnowledgeError([
      { file, line: 1, problem: 'there is no such file', mend: 'Correct VARSAM_MUNICIPALITY, or leave it unset.' },
    ]);
  const parsed = readYaml(file, shown, Municipality, faults);
  if (!parsed) throw new KnowledgeError(faults);
  const municipality = parsed.value;
  if (municipality.logo === undefined) return { municipality, logo: undefined };
  const picture = resolve(dirname(file), municipality.logo);
  try {
    return { municipality, logo: readFileSync(picture) };
  } catch {
    throw new KnowledgeError([
      {
        file: shown,
        line: parsed.lineOf(['logo']),
        problem: `the logo ${municipality.logo} can’t be read`,
        mend: 'Put the picture beside this file, or correct its name.',
      },
    ]);
  }
}

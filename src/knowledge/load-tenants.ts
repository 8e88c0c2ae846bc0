import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Tenant } from '../core/tenant.ts';
import { KnowledgeError } from './load.ts';
import { type Fault, type Parsed, readYaml } from './yaml-file.ts';

/** A municipality's folder: what it says of itself, and what stands beside it. */
export type TenantFolder = Omit<Tenant, 'teams'> & {
  name: string;
  /** Its own bot in Teams. */
  teams: { appId: string; tenantId: string; password: string } | undefined;
  municipalityFile: string | undefined;
  knowledgeDir: string | undefined;
};

/**
 * Reads the folders of municipalities, each with a `tenant.yaml`.
 * @throws KnowledgeError with file, line and mend for each fault; also where two folders name one id
 */
export function loadTenants(dir: string): TenantFolder[] {
  if (!existsSync(dir))
    throw new KnowledgeError([
      { file: dir, line: 1, problem: 'there is no such folder', mend: 'Correct VARSAM_TENANTS, or leave it unset.' },
    ]);
  const faults: Fault[] = [];
  const owner = new Map<string, string>();
  const names = readdirSync(dir, { withFileTypes: true })
    .filter((e) => e.isDirectory() && !e.name.startsWith('.'))
    .map((e) => e.name)
    .sort();
  const tenants = names.flatMap((name): TenantFolder[] => {
    const file = join(dir, name, 'tenant.yaml');
    const shown = `${basename(dir)}/${name}/tenant.yaml`;
    if (!existsSync(file)) {
      const mend = 'Write tenant.yaml with ids and country; docs/tenants.md shows one.';
      faults.push({ file: shown, line: 1, problem: 'this file is missing', mend });
      return [];
    }
    const parsed = readYaml(file, shown, Tenant, faults);
    if (!parsed) return [];
    parsed.value.ids.forEach((id, i) => {
      const other = owner.get(id);
      if (other !== undefined)
        faults.push({
          file: shown,
          line: parsed.lineOf(['ids', i]),
          problem: `the id ${id} is that of ${other} too`,
          mend: 'Leave it in one of the two.',
        });
      owner.set(id, name);
    });
    const teams = teamsIn(parsed, join(dir, name), shown, faults);
    const beside = (what: string) => [join(dir, name, what)].find((path) => existsSync(path));
    return [
      {
        ...parsed.value,
        name,
        teams,
        municipalityFile: beside('municipality.yaml'),
        knowledgeDir: beside('knowledge'),
      },
    ];
  });
  if (faults.length > 0) throw new KnowledgeError(faults);
  return tenants;
}

/** Its bot with the secret out of the file; a path is from its own folder. */
function teamsIn(parsed: Parsed<Tenant>, folder: string, file: string, faults: Fault[]): TenantFolder['teams'] {
  const { ids, teams } = parsed.value;
  if (!teams) return undefined;
  const { appId, tenantId, passwordFile } = teams;
  const fault = (key: string, problem: string, mend: string) =>
    faults.push({ file, line: parsed.lineOf(['teams', key]), problem, mend });
  if (!ids.includes(tenantId))
    fault(
      'tenantId',
      `the organisation ${tenantId} is not among its ids`,
      'Write it among ids too: what it asks and answers is kept under it.',
    );
  try {
    const password = readFileSync(resolve(folder, passwordFile), 'utf8').replace(/\r?\n$/, '');
    if (password) return { appId, tenantId, password };
    fault(
      'passwordFile',
      `${passwordFile} is empty`,
      'Write the secret of the bot into it; docs/teams.md says where it is.',
    );
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    fault('passwordFile', `${passwordFile} can't be read (${code})`, 'Correct the path, or let this user read it.');
  }
  return undefined;
}

import type { Config } from '../../config.ts';
import { loadTenants, type TenantFolder } from '../../knowledge/load-tenants.ts';
import { faultLines } from './house.ts';
import { type Line, ok } from './line.ts';

/** The municipalities of an installation for several; where there is one, nothing is said of it. A fault in a folder stops the start. */
export function tenantsIn({ tenantsDir }: Pick<Config, 'tenantsDir'>): { lines: Line[]; folders: TenantFolder[] } {
  const name = 'tenants';
  if (tenantsDir === undefined) return { lines: [], folders: [] };
  try {
    const folders = loadTenants(tenantsDir);
    const bots = folders.filter((folder) => folder.teams).length;
    return { lines: [ok(name, `${folders.length} folders in ${tenantsDir}, ${bots} with a bot in Teams`)], folders };
  } catch (error) {
    return { lines: faultLines(name, error, 'npm run doctor'), folders: [] };
  }
}

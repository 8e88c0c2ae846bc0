import { join } from 'node:path';
import { Recent } from '../core/recent.ts';
import type { TenantFolder } from '../knowledge/load-tenants.ts';
import { openHouse, openOwn, type Varsam } from '../main.ts';

/** Several municipalities on one installation: one store, one process, and to each its own knowledge over the shared one, offices, country and language. */
export type Houses = {
  /** For whoever is in no folder. */
  base: Varsam;
  folders: readonly TenantFolder[];
  /**
   * The house of a Slack workspace, a Teams organisation, or `local`. Opened with its first question; one that can't be opened rejects, and is tried again. So many
   * are held; of more, the one that nobody has asked for longest is let go, and what is under way in it is finished by those who hold it.
   */
  of(tenant: string): Promise<Varsam>;
};

/** One folder of settings a municipality, in VARSAM_TENANTS; without it everybody is in the same house. */
export async function openHouses(base: Varsam): Promise<Houses> {
  const { tenantsDir, tenantsOpen } = base.config;
  if (tenantsDir === undefined) return { base, folders: [], of: async () => base };
  const { loadTenants } = await import('../knowledge/load-tenants.ts');
  const folders = loadTenants(tenantsDir);
  const byId = new Map(folders.flatMap((folder) => folder.ids.map((id) => [id, folder] as const)));
  const held = new Recent<Promise<Varsam>>(tenantsOpen);
  return {
    base,
    folders,
    of: async (tenant) => {
      const folder = byId.get(tenant);
      if (!folder) return base;
      const house = held.get(folder.name, () => houseOf(folder, base));
      try {
        return await house;
      } catch (error) {
        held.delete(folder.name, house);
        throw error;
      }
    },
  };
}

/** Where a municipality has no knowledge of its own, its house shares the base's and costs next to nothing; else it holds its own part beside that. */
async function houseOf(folder: TenantFolder, base: Varsam): Promise<Varsam> {
  const { name, country, lang, municipalityFile, knowledgeDir } = folder;
  const config = {
    ...base.config,
    country,
    lang,
    municipalityFile: municipalityFile ?? base.config.municipalityFile,
  };
  if (knowledgeDir === undefined) return { ...base, ...(await openHouse(config, base)) };
  const known = await openOwn(base, knowledgeDir, join(config.dataDir, 'tenants', name, 'index'));
  return { ...base, ...known, ...(await openHouse(config, { ...base, ...known })) };
}

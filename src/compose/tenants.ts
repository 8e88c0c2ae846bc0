import { join } from 'node:path';
import type { TenantFolder } from '../knowledge/load-tenants.ts';
import { openOwn, type Varsam } from '../main.ts';

/** Several municipalities on one installation: one store, one process, and to each its own knowledge over the shared one, offices, country and language. */
export type Houses = {
  /** For whoever is in no folder. */
  base: Varsam;
  folders: readonly TenantFolder[];
  /** The house of a Slack workspace, a Teams organisation, or `local`. Opened with its first question; one that can't be opened rejects, and is tried again. */
  of(tenant: string): Promise<Varsam>;
};

/** One folder of settings a municipality, in VARSAM_TENANTS; without it everybody is in the same house. */
export async function openHouses(base: Varsam): Promise<Houses> {
  const { tenantsDir } = base.config;
  if (tenantsDir === undefined) return { base, folders: [], of: async () => base };
  const { loadTenants } = await import('../knowledge/load-tenants.ts');
  const folders = loadTenants(tenantsDir);
  const byId = new Map(folders.flatMap((folder) => folder.ids.map((id) => [id, folder] as const)));
  const open = new Map<TenantFolder, Promise<Varsam>>();
  return {
    base,
    folders,
    of: async (tenant) => {
      const folder = byId.get(tenant);
      if (!folder) return base;
      const house = open.get(folder) ?? openHouse(folder, base);
      open.set(folder, house);
      try {
        return await house;
      } catch (error) {
        open.delete(folder);
        throw error;
      }
    },
  };
}

/** Where a municipality has no knowledge of its own, its house shares the base's index and costs next to nothing. */
async function openHouse(folder: TenantFolder, base: Varsam): Promise<Varsam> {
  const { name, country, lang, municipalityFile, knowledgeDir } = folder;
  const config = {
    ...base.config,
    country,
    lang,
    municipalityFile: municipalityFile ?? base.config.municipalityFile,
    ownKnowledgeDir: knowledgeDir,
    indexDir: knowledgeDir === undefined ? base.config.indexDir : join(base.config.dataDir, 'tenants', name, 'index'),
  };
  return { ...base, ...(await openOwn(config, base, knowledgeDir === undefined ? base : undefined)) };
}

import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import { z } from 'zod';

/** Installations in many workspaces. */

/** Where installations are kept: text under a workspace's id, encrypted. */
export interface Installations {
  put(key: string, text: string): Promise<void>;
  get(key: string): Promise<string | undefined>;
  remove(key: string): Promise<void>;
}

/** As much of an installation as it takes to act; the rest is kept as it came. */
const Stored = z.looseObject({
  bot: z.looseObject({ token: z.string(), id: z.string(), userId: z.string(), scopes: z.array(z.string()) }).optional(),
  user: z.looseObject({ id: z.string() }),
});

const ID = /^[A-Z0-9]{2,40}$/;
/** The workspace, or the organisation where the app is installed in all of it. */
function keyOf(team: string | undefined, enterprise: string | undefined, everywhere: boolean | undefined): string {
  const id = everywhere ? enterprise : team;
  if (!id || !ID.test(id)) throw new Error('an installation without a workspace');
  return id;
}

/** Bolt's own port, over ours. No user tokens are kept: the app asks for none. */
export function installationStore(port: Installations): InstallationStore {
  return {
    storeInstallation: async (installation) => {
      const name = keyOf(installation.team?.id, installation.enterprise?.id, installation.isEnterpriseInstall);
      const { user, incomingWebhook: _, ...rest } = installation;
      const kept = { ...rest, user: { id: user.id, token: undefined, scopes: undefined } };
      await port.put(name, JSON.stringify(kept));
    },
    fetchInstallation: async (query: InstallationQuery<boolean>) => {
      const name = keyOf(query.teamId, query.enterpriseId, query.isEnterpriseInstall);
      const text = await port.get(name);
      if (text === undefined) throw new Error(`The app is not installed in ${name}.`);
      return Stored.parse(JSON.parse(text)) as unknown as Installation<'v1' | 'v2', boolean>;
    },
    deleteInstallation: async (query: InstallationQuery<boolean>) => {
      await port.remove(keyOf(query.teamId, query.enterpriseId, query.isEnterpriseInstall));
    },
  };
}

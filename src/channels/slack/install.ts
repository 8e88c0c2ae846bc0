import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import { z } from 'zod';

/** Installations in many workspaces. What is stored is encrypted: whoever reads the disk gets no token. */

/** Where installations are kept: text under a key, no more. */
export interface Installations {
  put(key: string, sealed: string): Promise<void>;
  get(key: string): Promise<string | undefined>;
  remove(key: string): Promise<void>;
}

const VERSION = 'v1';
const IV = 12;
const KEY = 32;

/** The 32 bytes of a key written as 64 hexadecimal digits or as base64. Undefined: it is none. */
export function secretKey(text: string): Buffer | undefined {
  const key = /^[0-9a-f]{64}$/i.test(text)
    ? Buffer.from(text, 'hex')
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(text)
      ? Buffer.from(text, 'base64')
      : undefined;
  return key?.length === KEY ? key : undefined;
}

/**
 * AES-256-GCM with a fresh nonce. `name` is bound to it: a text moved to another name does not open there.
 * `v1.<nonce>.<tag>.<text>`, base64url.
 */
export function seal(key: Buffer, name: string, text: string): string {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [VERSION, ...[iv, cipher.getAuthTag(), sealed].map((b) => b.toString('base64url'))].join('.');
}

/** @throws SealError where the key is another one, or the text was changed */
export function unseal(key: Buffer, name: string, sealed: string): string {
  const [version, iv = '', tag = '', text = ''] = sealed.split('.');
  if (version !== VERSION) throw new SealError(name);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 })
      .setAAD(Buffer.from(name))
      .setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  } catch {
    throw new SealError(name);
  }
}

export class SealError extends Error {
  constructor(name: string) {
    super(
      `The Slack installation of ${name} does not open: VARSAM_SECRET_KEY is another one than it was stored with, or the file was changed. Install the app there again.`,
    );
    this.name = 'SealError';
  }
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
export function installationStore(port: Installations, key: Buffer): InstallationStore {
  return {
    storeInstallation: async (installation) => {
      const name = keyOf(installation.team?.id, installation.enterprise?.id, installation.isEnterpriseInstall);
      const { user, incomingWebhook: _, ...rest } = installation;
      const kept = { ...rest, user: { id: user.id, token: undefined, scopes: undefined } };
      await port.put(name, seal(key, name, JSON.stringify(kept)));
    },
    fetchInstallation: async (query: InstallationQuery<boolean>) => {
      const name = keyOf(query.teamId, query.enterpriseId, query.isEnterpriseInstall);
      const sealed = await port.get(name);
      if (sealed === undefined) throw new Error(`The app is not installed in ${name}.`);
      return Stored.parse(JSON.parse(unseal(key, name, sealed))) as unknown as Installation<'v1' | 'v2', boolean>;
    },
    deleteInstallation: async (query: InstallationQuery<boolean>) => {
      await port.remove(keyOf(query.teamId, query.enterpriseId, query.isEnterpriseInstall));
    },
  };
}

/** Small things that a channel must know again after a restart, and on every machine: addresses, installations, where somebody has a screening. */

/** What is kept under a kind; `slack.installation` holds tokens and is kept encrypted. */
export type KeptKind = 'slack.installation' | 'slack.person' | 'teams.place';

export interface Kept {
  get(tenant: string, kind: KeptKind, key: string, item?: string): Promise<string | undefined>;
  /** Puts it there, in the place of what was. The same again only says that it was used. */
  put(tenant: string, kind: KeptKind, entry: { key: string; item?: string; value: string; at: string }): Promise<void>;
  remove(tenant: string, kind: KeptKind, key: string, item?: string): Promise<void>;
  /** The keys of a kind, of every tenant. */
  keys(kind: KeptKind): Promise<{ tenant: string; key: string }[]>;
  /** The items under a key, the last used first. */
  items(tenant: string, kind: KeptKind, key: string, limit: number): Promise<string[]>;
}

import type { Draft } from '../core/moderation/draft.ts';
import type { Removal } from '../core/moderation/removal.ts';

/** What the moderation log needs of the world. Texts arrive masked. */

/** An export that was made: for good, also when what it held has been deleted here. */
type ArchiveNote = { id: string; at: string; entries: number; sha256: string };

/** Removals with all their versions: added to and never changed. Only `purge` takes any away, whole and by id. */
export interface Removals {
  /** Adds a version; false where there is one with that number already. It must follow the last. */
  append(tenant: string, removal: Removal): Promise<boolean>;
  /** All versions of one, the oldest first. */
  versions(tenant: string, id: string): Promise<Removal[]>;
  /** Every version of every removal, the oldest removal first, then by version. */
  all(tenant: string): Promise<Removal[]>;
  /** Notes that these have gone to the archive, each up to a version. */
  noteExport(tenant: string, note: ArchiveNote, upTo: ReadonlyMap<string, number>): Promise<void>;
  /** The newest version of each that has gone to the archive. */
  exported(tenant: string): Promise<ReadonlyMap<string, number>>;
  exports(tenant: string): Promise<ArchiveNote[]>;
  /** Deletes removals with all their versions. Gives how many. */
  purge(tenant: string, ids: readonly string[]): Promise<number>;
  /** Tenants that have any. */
  tenants(): Promise<string[]>;
}

/** Entries that somebody is writing: one for each conversation. */
export interface RemovalDrafts {
  draft(tenant: string, conversation: string): Promise<{ draft: Draft; at: string } | undefined>;
  keep(tenant: string, conversation: string, draft: Draft, at: string): Promise<void>;
  drop(tenant: string, conversation: string): Promise<void>;
}

export type Moderation = {
  removals: Removals;
  drafts: RemovalDrafts;
  /** SHA-256, 64 small hexadecimal digits. */
  sha256: (bytes: Uint8Array | string) => string;
  /** The clock by which times are read and shown: an IANA zone. */
  zone: string;
  /** Where the log stands in the records plan; empty where nobody has said. */
  recordsPlan: string;
  /** Months that a removal stays here once the archive has it; undefined: for good. */
  keepMonths: number | undefined;
};

/** The moderation log over a store, as the municipality's own file has it. */
export function moderationOf(
  { removals, drafts }: Pick<Moderation, 'removals' | 'drafts'>,
  given: Pick<Moderation, 'sha256' | 'zone'> & { recordsPlan?: string | undefined; keepMonths?: number | undefined },
): Moderation {
  const { sha256, zone, recordsPlan = '', keepMonths } = given;
  return { removals, drafts, sha256, zone, recordsPlan, keepMonths };
}

import { z } from 'zod';

/** The log of who saw or changed an assessment: entries in a row, each with the hash of the one before it. Pure: hashing is given. */

/** seen: on its page · shown: as a card in a chat · exported: as a file · begun, edited, moved: what makes a version. */
const AUDIT_ACTIONS = ['seen', 'shown', 'exported', 'begun', 'edited', 'moved'] as const;
export const AuditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof AuditAction>;

/** One entry. `person` is a keyed pseudonym: the same person has the same one, and it leads nobody back without the key. */
export const AuditEntry = z.object({
  tenant: z.string(),
  seq: z.coerce.number().int().positive(),
  at: z.string(),
  person: z.string(),
  role: z.string(),
  action: z.string(),
  assessment: z.string(),
  version: z.coerce.number().int(),
  via: z.string(),
  previous: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What stands before the first entry. */
export const BEGINNING = '0'.repeat(64);

/** SHA-256 as 64 hexadecimal digits. */
type Hash = (text: string) => string;

/** The hash of an entry: over the one before it and a line of JSON whose keys have a fixed order. */
export function entryHash(entry: Omit<AuditEntry, 'hash'>, hash: Hash): string {
  const { tenant, seq, at, person, role, action, assessment, version, via, previous } = entry;
  return hash(`${previous}\n${JSON.stringify([tenant, seq, at, person, role, action, assessment, version, via])}`);
}

/** `none`: it holds. Else what is wrong at the first entry that does not: `seq` is where it should stand. */
export type AuditFault =
  /** An entry is missing, or stands twice or elsewhere. */
  | { kind: 'gap'; seq: number }
  /** It does not follow from the one before it. */
  | { kind: 'broken'; seq: number }
  /** It says something else than when it was written. */
  | { kind: 'changed'; seq: number }
  /** The log ends before or after the signed end, or what signs it is not ours. */
  | { kind: 'end'; seq: number };

/** Walks a tenant's entries in the order of their numbers; a chunk at a time, so that a long log needs no memory. */
export function auditWalk(tenant: string, hash: Hash) {
  let seq = 0;
  let last = BEGINNING;
  return {
    /** The first fault in this chunk. */
    take(entries: readonly AuditEntry[]): AuditFault | undefined {
      for (const entry of entries) {
        if (entry.seq !== seq + 1 || entry.tenant !== tenant) return { kind: 'gap', seq: seq + 1 };
        if (entryHash(entry, hash) !== entry.hash) return { kind: 'changed', seq: entry.seq };
        if (entry.previous !== last) return { kind: 'broken', seq: entry.seq };
        seq = entry.seq;
        last = entry.hash;
      }
      return undefined;
    },
    /** Where the walk stands: the number and hash of the last entry that holds. */
    end: () => ({ seq, hash: last }),
  };
}

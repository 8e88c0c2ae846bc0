import type { AuditAction, AuditEntry, AuditFault } from '../core/privacy/audit.ts';

/** What privacy needs of the world: whose conversations are whose, and who saw or changed an assessment. */

export interface People {
  /** Notes that a conversation is a person's. What was noted once costs nothing again. */
  note(tenant: string, person: string, conversation: string, at: string): Promise<void>;
}

export type Noted = {
  tenant: string;
  /** The channel's id of the person; it is kept as a keyed pseudonym. */
  person: string;
  role: string;
  action: AuditAction;
  assessment: string;
  version: number;
  via: string;
  at: string;
};

/** Who saw or changed an assessment. Entries are only ever added; every change of an assessment adds its own. */
export interface Audit {
  note(entry: Noted): Promise<void>;
  /** In the order in which they were noted; of one assessment, or of one person by the channel's id, or all. */
  entries(tenant: string, of?: { assessment?: string; person?: string }): Promise<AuditEntry[]>;
  /** Walks the whole log: how many entries hold, and the first that does not. */
  verify(tenant: string): Promise<{ entries: number; fault: AuditFault | undefined }>;
  /** Tenants that have a log. */
  tenants(): Promise<string[]>;
}

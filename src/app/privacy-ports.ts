import type { AuditAction, AuditEntry, AuditFault } from '../core/privacy/audit.ts';
import type { Erasing } from '../core/privacy/person.ts';
import type { PurgeKind } from '../core/privacy/retention.ts';

/** What privacy needs of the world: whose conversations are whose, and who saw or changed an assessment. */

export interface People {
  /** Notes that a conversation is a person's. What was noted a moment ago costs nothing again. */
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

/** What is deleted because its time is over. */
export interface Retention {
  /**
   * Deletes of a kind what its period counts from before this time, with everything that hangs on it. `dry` changes nothing. Gives how many: questions, answers,
   * screenings and so on, not rows.
   */
  purge(tenant: string, kind: PurgeKind, before: string, options?: { dry?: boolean }): Promise<number>;
  /** Tenants that have anything. */
  tenants(): Promise<string[]>;
  /**
   * Takes what was deleted out of the files as well. `log`: out of what waits to be written into the file. `whole`: the file is written anew beside that. Where the
   * database is a server, its own vacuum does so.
   */
  scrub(what: 'log' | 'whole'): Promise<void>;
}

/** Everything that is kept of a person, as it stands, by kind. docs/data.md tells what each holds. */
export type PersonExport = {
  format: 'varsam-person/1';
  tenant: string;
  person: string;
  conversations: {
    id: string;
    channel: string;
    lang: string | null;
    country: string;
    openedAt: string;
    usedAt: string;
    turns: { at: string; question: string; answer: string; feedback: string[] }[];
  }[];
  screenings: { id: string; conversation: string; at: string; state: string; session: unknown }[];
  questions: { id: string; at: string; question: string; reason: string; named: string | null; state: string }[];
  notices: { at: string; text: string }[];
  assessments: { id: string; title: string; state: string; deeds: { version: number; at: string; role: string }[] }[];
  accounts: {
    id: string;
    name: string;
    state: string;
    deeds: string[];
    tasks: { title: string; contact: string; until: string | null }[];
  }[];
  /** Language and country chosen. */
  preferences: { lang: string | null; country: string | null }[];
  /** What was said of an own account or room. */
  facts: { place: string; facts: unknown }[];
  linkedAccounts: string[];
  drafts: { at: string; draft: unknown }[];
  absences: { from: string; until: string }[];
  consoleKeys: { kind: string; until: string }[];
  references: { kind: string; item: string; at: string }[];
  reminders: { kind: string; what: string; at: string }[];
  /** Messages that are being worked on. */
  waiting: number;
  /** When they saw or changed which assessment. */
  audit: { at: string; action: string; assessment: string; version: number; via: string }[];
};

/** What an erasure did: how many of each kind were deleted, and what stays, and why. */
export type Erasure = {
  deleted: Record<string, number>;
  stayed: { kind: string; what: string; changed: boolean; why: string }[];
};

export interface PersonalData {
  /** Access: everything of the channel's id of a person. */
  find(tenant: string, user: string): Promise<PersonExport>;
  /** Erasure: all or nothing. The same again finds nothing more. `dry` says what would be done, and does nothing. */
  erase(tenant: string, who: Erasing, options?: { dry?: boolean }): Promise<Erasure>;
}

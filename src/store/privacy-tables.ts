import type { Kysely, Migration } from 'kysely';

/** Whose conversations are whose where their ids don't say so, and who saw or changed an assessment. */
export type PrivacyTables = {
  /** Conversations whose id does not name their person: a browser's, a terminal's, a personal chat in Teams. */
  conversation_people: { tenant: string; person: string; conversation: string; at: string };
  /** Append-only. Each row holds the hash of the one before it; `person` is a keyed pseudonym. */
  audit_log: {
    tenant: string;
    /** From 1, without gaps. */
    seq: number;
    at: string;
    person: string;
    role: string;
    action: string;
    assessment: string;
    /** The assessment's version that was seen or made. */
    version: number;
    /** Where: web, slack, teams, terminal, or store for what every change leaves behind. */
    via: string;
    previous: string;
    hash: string;
  };
  /** Where each tenant's log ends, signed: rows that are missing at its end, or a log computed anew, do not fit it. */
  audit_heads: { tenant: string; seq: number; hash: string; signed: string };
};

export const privacyTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('conversation_people')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('conversation_people_pk', ['tenant', 'person', 'conversation'])
      .execute();

    await db.schema
      .createTable('audit_log')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('assessment', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('via', 'text', (c) => c.notNull())
      .addColumn('previous', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('audit_log_pk', ['tenant', 'seq'])
      .execute();
    await db.schema
      .createIndex('audit_log_by_assessment')
      .on('audit_log')
      .columns(['tenant', 'assessment', 'seq'])
      .execute();
    await db.schema
      .createTable('audit_heads')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('signed', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('audit_heads_pk', ['tenant'])
      .execute();
  },
};

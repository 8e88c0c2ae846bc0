import type { Kysely, Migration } from 'kysely';

/** The tables of the moderation log and of the calendar. */
export const moderationTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('removal_versions')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('removal', 'text', (c) => c.notNull())
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('removed_at', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('version', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('removal_versions_pk', ['tenant', 'removal', 'number'])
      .execute();
    await db.schema
      .createTable('removal_exports')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('entries', 'integer', (c) => c.notNull())
      .addColumn('sha256', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('removal_exports_pk', ['tenant', 'id'])
      .execute();
    // What has gone to the archive, and up to which version; it goes with the removal when that is deleted.
    await db.schema
      .createTable('removals_exported')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('removal', 'text', (c) => c.notNull())
      .addColumn('number', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('removals_exported_pk', ['tenant', 'removal'])
      .execute();
    await db.schema
      .createTable('removal_drafts')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('draft', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('removal_drafts_pk', ['tenant', 'conversation'])
      .execute();

    await db.schema
      .createTable('absences')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('from_day', 'text', (c) => c.notNull())
      .addColumn('until_day', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('absences_pk', ['tenant', 'person'])
      .execute();
    await db.schema
      .createTable('due_marks')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('due', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('until_day', 'text')
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('due_marks_pk', ['tenant', 'due'])
      .execute();
  },
};

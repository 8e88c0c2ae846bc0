import type { Kysely, Migration } from 'kysely';

/** What came in and is not done, what of it is visible already, small things that channels know again, and which event a session was last changed by. */
export const inboxTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('inbox')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('event', 'text', (c) => c.notNull())
      .addColumn('lane', 'text', (c) => c.notNull())
      .addColumn('position', 'text', (c) => c.notNull())
      .addColumn('work', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('until', 'text', (c) => c.notNull())
      .addColumn('holder', 'text')
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('inbox_pk', ['tenant', 'key'])
      .execute();
    await db.schema.createIndex('inbox_by_lane').on('inbox').columns(['tenant', 'lane', 'position']).execute();
    await db.schema
      .createTable('inbox_marks')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('step', 'text', (c) => c.notNull())
      .addColumn('ref', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('inbox_marks_pk', ['tenant', 'key', 'step'])
      .execute();
    await db.schema
      .createTable('kept')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('item', 'text', (c) => c.notNull())
      .addColumn('value', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('kept_pk', ['tenant', 'kind', 'key', 'item'])
      .execute();
    await db.schema.alterTable('sessions').addColumn('event', 'text').execute();
  },
};

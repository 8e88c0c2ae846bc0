import type { Kysely, Migration } from 'kysely';

/** The name that an asker gives with a question, and who may come into the console from a chat: a link's key or a browser's, by its hash. */
export const namingAndPasses: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('group_questions').addColumn('named', 'text').execute();
    await db.schema
      .createTable('console_passes')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('pass', 'text', (c) => c.notNull())
      .addColumn('until', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('console_passes_pk', ['tenant', 'hash'])
      .execute();
    await db.schema.createIndex('console_passes_by_time').on('console_passes').columns(['tenant', 'until']).execute();
  },
};

import type { Kysely, Migration } from 'kysely';

/** How often a session was stored, so that of two processes that read it at the same time only one can write. */
export const sessionRevisions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('sessions')
      .addColumn('revision', 'integer', (c) => c.notNull().defaultTo(1))
      .execute();
  },
};

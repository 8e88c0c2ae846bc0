import type { Kysely, Migration } from 'kysely';

/** What is next is found without looking at all that waits. */
export const inboxOrder: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('inbox_by_position').on('inbox').columns(['position', 'tenant', 'key']).execute();
  },
};

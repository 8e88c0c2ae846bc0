import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { accountTables } from './account-tables.ts';
import { assessmentAuthors } from './assessment-authors.ts';
import { reasonOf, StoreError } from './errors.ts';
import { inboxOrder } from './inbox-order.ts';
import { inboxTables } from './inbox-tables.ts';
import { learningTables } from './learning-tables.ts';
import { moderationTables } from './moderation-tables.ts';
import { namingAndPasses } from './naming-and-passes.ts';
import { privacyTables } from './privacy-tables.ts';
import type { Schema } from './schema.ts';
import { sessionRevisions } from './session-revisions.ts';

/**
 * The store's shape, step by step. A step that has run anywhere is never changed; a new one comes after the last. Only what SQLite
 * and Postgres both understand.
 */
const MIGRATIONS: Record<string, Migration> = {
  '0001_conversations': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('conversations')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('channel', 'text', (c) => c.notNull())
        .addColumn('lang', 'text')
        .addColumn('country', 'text', (c) => c.notNull())
        .addColumn('opened_at', 'text', (c) => c.notNull())
        .addColumn('used_at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('conversations_pk', ['tenant', 'id'])
        .execute();

      await db.schema
        .createTable('turns')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('conversation', 'text', (c) => c.notNull())
        .addColumn('question', 'text', (c) => c.notNull())
        .addColumn('answer', 'text', (c) => c.notNull())
        .addColumn('at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('turns_pk', ['tenant', 'id'])
        .addForeignKeyConstraint(
          'turns_conversation_fk',
          ['tenant', 'conversation'],
          'conversations',
          ['tenant', 'id'],
          (fk) => fk.onDelete('cascade'),
        )
        .execute();
      await db.schema
        .createIndex('turns_by_conversation')
        .on('turns')
        .columns(['tenant', 'conversation', 'at', 'id'])
        .execute();

      await db.schema
        .createTable('citations')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('turn', 'text', (c) => c.notNull())
        .addColumn('position', 'integer', (c) => c.notNull())
        .addColumn('document', 'text', (c) => c.notNull())
        .addColumn('line_from', 'integer')
        .addColumn('line_to', 'integer')
        .addPrimaryKeyConstraint('citations_pk', ['tenant', 'turn', 'position'])
        .addForeignKeyConstraint('citations_turn_fk', ['tenant', 'turn'], 'turns', ['tenant', 'id'], (fk) =>
          fk.onDelete('cascade'),
        )
        .execute();
      await db.schema
        .createIndex('citations_by_document')
        .on('citations')
        .columns(['tenant', 'document', 'line_from'])
        .execute();

      await db.schema
        .createTable('feedback')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('turn', 'text', (c) => c.notNull())
        .addColumn('verdict', 'text', (c) => c.notNull())
        .addColumn('at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('feedback_pk', ['tenant', 'turn', 'verdict'])
        .addForeignKeyConstraint('feedback_turn_fk', ['tenant', 'turn'], 'turns', ['tenant', 'id'], (fk) =>
          fk.onDelete('cascade'),
        )
        .execute();
    },
  },

  '0002_open_questions': {
    async up(db: Kysely<unknown>) {
      // No foreign key: a question waits for its answer also when the conversation it was asked in is deleted.
      await db.schema
        .createTable('open_questions')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('conversation', 'text', (c) => c.notNull())
        .addColumn('question', 'text', (c) => c.notNull())
        .addColumn('lang', 'text', (c) => c.notNull())
        .addColumn('country', 'text', (c) => c.notNull())
        .addColumn('reason', 'text', (c) => c.notNull())
        .addColumn('at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('open_questions_pk', ['tenant', 'id'])
        .execute();
      await db.schema
        .createIndex('open_questions_by_time')
        .on('open_questions')
        .columns(['tenant', 'at', 'id'])
        .execute();
    },
  },

  '0003_screenings': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('assessments')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('title', 'text', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('assessments_pk', ['tenant', 'id'])
        .execute();
      await db.schema
        .createTable('assessment_versions')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('assessment', 'text', (c) => c.notNull())
        .addColumn('number', 'integer', (c) => c.notNull())
        .addColumn('role', 'text', (c) => c.notNull())
        .addColumn('at', 'text', (c) => c.notNull())
        .addColumn('version', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('assessment_versions_pk', ['tenant', 'assessment', 'number'])
        .execute();
      await db.schema.createIndex('assessments_by_time').on('assessments').columns(['tenant', 'at', 'id']).execute();

      // No foreign key to the conversation: a screening can be resumed after its thread has been cleared.
      await db.schema
        .createTable('sessions')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('conversation', 'text', (c) => c.notNull())
        .addColumn('definition', 'text', (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('session', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('sessions_pk', ['tenant', 'id'])
        .execute();
      await db.schema
        .createIndex('sessions_by_conversation')
        .on('sessions')
        .columns(['tenant', 'conversation', 'at', 'id'])
        .execute();
    },
  },

  '0004_conversing': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('claims')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('until', 'text', (c) => c.notNull())
        .addColumn('done', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('claims_pk', ['tenant', 'key'])
        .execute();
      await db.schema.createIndex('claims_by_time').on('claims').columns(['tenant', 'until']).execute();
      await db.schema
        .createTable('channel_facts')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('place', 'text', (c) => c.notNull())
        .addColumn('facts', 'text', (c) => c.notNull())
        .addColumn('at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('channel_facts_pk', ['tenant', 'place'])
        .execute();
      await db.schema
        .createTable('preferences')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('person', 'text', (c) => c.notNull())
        .addColumn('lang', 'text')
        .addColumn('country', 'text')
        .addColumn('at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('preferences_pk', ['tenant', 'person'])
        .execute();
      await db.schema.alterTable('sessions').addColumn('assessment', 'text').execute();
    },
  },

  '0005_learning': learningTables,

  '0006_group_versions': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('question_groups')
        .addColumn('version', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      // What is asked about most, by week.
      await db.schema.createIndex('turns_by_time').on('turns').columns(['tenant', 'at']).execute();
    },
  },

  '0007_session_revisions': sessionRevisions,
  '0009_naming_and_passes': namingAndPasses,
  '0010_accounts': accountTables,
  '0011_moderation': moderationTables,
  '0012_inbox': inboxTables,
  '0013_assessment_authors': assessmentAuthors,
  '0014_privacy': privacyTables,
  '0015_inbox_order': inboxOrder,
};

/**
 * Brings a database to the newest shape, or changes nothing. Safe to run again, and by many processes at once: each takes the
 * dialect's lock (SQLite: the write lock, Postgres: an advisory lock), and those that come later find the work done.
 *
 * @param upTo the last step to take, for a store as an older version left it
 * @throws StoreError `newer` when a later version has been here, `failed` when a step fails
 */
export async function migrate(db: Kysely<Schema>, upTo?: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error === undefined) return;
  const unknown = (await executed(db)).filter((name) => !(name in MIGRATIONS));
  if (unknown.length > 0) {
    throw new StoreError(
      'newer',
      `The store has been changed by a newer version of varsam (${unknown.join(', ')}). Update varsam, or use another data folder.`,
      { table: 'kysely_migration', cause: error },
    );
  }
  throw new StoreError('failed', `The store's tables could not be brought up to date: ${reasonOf(error)}`, {
    cause: error,
  });
}

async function executed(db: Kysely<Schema>): Promise<string[]> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    return rows.map((row) => row.name);
  } catch {
    return []; // The table of migrations itself cannot be read: the first error says why.
  }
}

import { type Kysely, type Migration, sql } from 'kysely';

/**
 * The tables of learning. Open questions that were kept one by one become groups of one, each under its own id; the next that asks the same joins it.
 */
export const learningTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('question_groups')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('topic', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('owner', 'text')
      .addColumn('expert', 'text')
      .addColumn('closed_because', 'text')
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('changed_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('question_groups_pk', ['tenant', 'id'])
      .execute();
    await db.schema
      .createIndex('question_groups_by_state')
      .on('question_groups')
      .columns(['tenant', 'state', 'at', 'id'])
      .execute();

    // No foreign key to the conversation: a question waits for its answer also when the conversation it was asked in is deleted.
    await db.schema
      .createTable('group_questions')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('in_group', 'text', (c) => c.notNull())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('question', 'text', (c) => c.notNull())
      .addColumn('lang', 'text', (c) => c.notNull())
      .addColumn('country', 'text', (c) => c.notNull())
      .addColumn('topic', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('confidential', 'integer', (c) => c.notNull())
      .addColumn('closest', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('group_questions_pk', ['tenant', 'id'])
      .execute();
    await db.schema
      .createIndex('group_questions_by_group')
      .on('group_questions')
      .columns(['tenant', 'in_group', 'at', 'id'])
      .execute();

    await db.schema
      .createTable('expert_answers')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('answer', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('expert_answers_pk', ['tenant', 'id', 'version'])
      .execute();

    await db.schema
      .createTable('notices')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('question', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('notice', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('told_at', 'text')
      .addPrimaryKeyConstraint('notices_pk', ['tenant', 'question'])
      .execute();
    await db.schema.createIndex('notices_by_told').on('notices').columns(['told_at', 'channel', 'at']).execute();

    await db.schema
      .createTable('deliveries')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('recipient', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('what', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('deliveries_pk', ['tenant', 'recipient', 'kind', 'what'])
      .execute();

    await db.schema
      .createTable('versions')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('of', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('versions_pk', ['tenant', 'of'])
      .execute();

    await sql`
      insert into question_groups (tenant, id, topic, state, owner, expert, closed_because, at, changed_at)
      select tenant, id, 'other', 'open', null, null, null, at, at from open_questions`.execute(db);
    await sql`
      insert into group_questions
        (tenant, id, in_group, conversation, channel, person, question, lang, country, topic, reason, confidential, closest, at)
      select q.tenant, q.id, q.id, q.conversation, coalesce(c.channel, 'web'), '', q.question, q.lang, q.country, 'other', q.reason, 0, '[]', q.at
      from open_questions q left join conversations c on c.tenant = q.tenant and c.id = q.conversation`.execute(db);
    await db.schema.dropTable('open_questions').execute();
  },
};

import type { Kysely, Transaction } from 'kysely';
import type { PurgeKind } from '../core/privacy/retention.ts';
import type { Schema } from './schema.ts';
import { raise } from './versions.ts';

/** Nothing shall have happened: the transaction is undone. */
export class Dry extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('a dry run');
    this.result = result;
  }
}

type Trx = Transaction<Schema>;
/** Deletes of one tenant what is over, and gives how many. */
type Purge = (trx: Trx, tenant: string, before: string) => Promise<number>;

/** Tables of which single rows go by their time. */
function byTime(table: 'feedback' | 'removal_drafts' | 'channel_facts' | 'preferences' | 'notices'): Purge {
  return async (trx, tenant, before) =>
    (await trx.deleteFrom(table).where('tenant', '=', tenant).where('at', '<', before).returning('tenant').execute())
      .length;
}

function sessions(states: readonly string[]): Purge {
  return async (trx, tenant, before) =>
    (
      await trx
        .deleteFrom('sessions')
        .where('tenant', '=', tenant)
        .where('state', 'in', [...states])
        .where('at', '<', before)
        .returning('id')
        .execute()
    ).length;
}

/** How each kind is deleted. */
export const PURGES: Record<PurgeKind, Purge> = {
  conversations: async (trx, tenant, before) => {
    // A chat between two goes on for years: what was said in it goes by its own day. Citations and feedback go with their turn.
    const turns = await trx
      .deleteFrom('turns')
      .where('tenant', '=', tenant)
      .where('at', '<', before)
      .returning('id')
      .execute();
    await trx
      .deleteFrom('conversations')
      .where('tenant', '=', tenant)
      .where('used_at', '<', before)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('turns')
              .select('turns.id')
              .whereRef('turns.tenant', '=', 'conversations.tenant')
              .whereRef('turns.conversation', '=', 'conversations.id'),
          ),
        ),
      )
      .execute();
    await forgetPeople(trx, tenant, before);
    return turns.length;
  },

  feedback: byTime('feedback'),

  openQuestions: async (trx, tenant, before) => {
    const gone = await trx
      .deleteFrom('group_questions')
      .where('tenant', '=', tenant)
      .where('at', '<', before)
      .where('in_group', 'in', (eb) =>
        eb.selectFrom('question_groups').select('id').where('tenant', '=', tenant).where('state', '=', 'open'),
      )
      .returning('id')
      .execute();
    if (gone.length > 0) await removeEmptyGroups(trx, tenant);
    return gone.length;
  },

  closedQuestions: async (trx, tenant, before) => {
    const gone = await trx
      .deleteFrom('group_questions')
      .where('tenant', '=', tenant)
      .where('in_group', 'in', (eb) =>
        eb
          .selectFrom('question_groups')
          .select('id')
          .where('tenant', '=', tenant)
          .where('state', '!=', 'open')
          .where('changed_at', '<', before),
      )
      .returning('id')
      .execute();
    if (gone.length > 0) await removeEmptyGroups(trx, tenant);
    return gone.length;
  },

  expertAnswers: async (trx, tenant, before) => {
    const ended = await trx
      .selectFrom('expert_answers as e')
      .select('e.id')
      .where('e.tenant', '=', tenant)
      .where('e.state', '=', 'withdrawn')
      .where('e.at', '<', before)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('expert_answers as later')
              .select('later.id')
              .whereRef('later.tenant', '=', 'e.tenant')
              .whereRef('later.id', '=', 'e.id')
              .whereRef('later.version', '>', 'e.version'),
          ),
        ),
      )
      .execute();
    for (const { id } of ended)
      await trx.deleteFrom('expert_answers').where('tenant', '=', tenant).where('id', '=', id).execute();
    if (ended.length > 0) await raise(trx, tenant, 'experts');
    return ended.length;
  },

  screenings: sessions(['done', 'cancelled']),
  unfinishedScreenings: sessions(['offered', 'open', 'paused']),

  assessmentDrafts: async (trx, tenant, before) => {
    const drafts = await trx
      .selectFrom('assessments')
      .select('id')
      .where('tenant', '=', tenant)
      .where('state', '=', 'draft')
      .where('at', '<', before)
      .execute();
    let gone = 0;
    for (const { id } of drafts) {
      if (await wasDecided(trx, tenant, id)) continue;
      await trx.deleteFrom('assessment_versions').where('tenant', '=', tenant).where('assessment', '=', id).execute();
      await trx.deleteFrom('assessments').where('tenant', '=', tenant).where('id', '=', id).execute();
      gone++;
    }
    return gone;
  },

  accounts: async (trx, tenant, before) => {
    const gone = await trx
      .deleteFrom('accounts')
      .where('tenant', '=', tenant)
      .where('state', 'in', ['archived', 'declined'])
      .where('at', '<', before)
      .returning('id')
      .execute();
    for (const { id } of gone) {
      await trx.deleteFrom('account_versions').where('tenant', '=', tenant).where('account', '=', id).execute();
      await trx.deleteFrom('account_places').where('tenant', '=', tenant).where('account', '=', id).execute();
    }
    return gone.length;
  },

  removalDrafts: byTime('removal_drafts'),
  channelFacts: byTime('channel_facts'),
  preferences: byTime('preferences'),
  notices: byTime('notices'),

  deliveries: async (trx, tenant, before) =>
    (
      await trx
        .deleteFrom('deliveries')
        .where('tenant', '=', tenant)
        .where('at', '<', before)
        .where((eb) =>
          eb.or([
            eb('deliveries.kind', '!=', 'digest'),
            eb.exists(
              eb
                .selectFrom('deliveries as later')
                .select('later.what')
                .whereRef('later.tenant', '=', 'deliveries.tenant')
                .whereRef('later.recipient', '=', 'deliveries.recipient')
                .whereRef('later.kind', '=', 'deliveries.kind')
                .whereRef('later.what', '>', 'deliveries.what'),
            ),
          ]),
        )
        .returning('what')
        .execute()
    ).length,

  references: async (trx, tenant, before) =>
    (
      await trx
        .deleteFrom('kept')
        .where('tenant', '=', tenant)
        .where('kind', 'in', ['slack.person', 'teams.place'])
        .where('at', '<', before)
        .returning('key')
        .execute()
    ).length,

  absences: async (trx, tenant, before) =>
    (
      await trx
        .deleteFrom('absences')
        .where('tenant', '=', tenant)
        .where('until_day', '<', before.slice(0, 10))
        .returning('person')
        .execute()
    ).length,

  consoleKeys: async (trx, tenant, before) =>
    (
      await trx
        .deleteFrom('console_passes')
        .where('tenant', '=', tenant)
        .where('until', '<', before)
        .returning('hash')
        .execute()
    ).length,

  calendarMarks: async (trx, tenant, before) =>
    (
      await trx
        .deleteFrom('due_marks')
        .where('tenant', '=', tenant)
        .where('until_day', '<', before.slice(0, 10))
        .returning('due')
        .execute()
    ).length,
};

/** Whether somebody has ever decided on it: then it is a record, also while it goes round again. Quotation marks are escaped inside of texts. */
export async function wasDecided(trx: Kysely<Schema>, tenant: string, assessment: string): Promise<boolean> {
  const decided = await trx
    .selectFrom('assessment_versions')
    .select('number')
    .where('tenant', '=', tenant)
    .where('assessment', '=', assessment)
    .where('version', 'like', '%"action":"decide"%')
    .limit(1)
    .executeTakeFirst();
  return decided !== undefined;
}

/** Groups that nobody asks any more. */
export async function removeEmptyGroups(trx: Trx, tenant: string): Promise<void> {
  await raise(trx, tenant, 'groups');
  await trx
    .deleteFrom('question_groups')
    .where('tenant', '=', tenant)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('group_questions')
            .select('group_questions.id')
            .whereRef('group_questions.tenant', '=', 'question_groups.tenant')
            .whereRef('group_questions.in_group', '=', 'question_groups.id'),
        ),
      ),
    )
    .execute();
}

/** Whose a conversation was, once nothing of it is here any more. */
async function forgetPeople(trx: Trx, tenant: string, before: string): Promise<void> {
  await trx
    .deleteFrom('conversation_people')
    .where('tenant', '=', tenant)
    .where('at', '<', before)
    .where('conversation', 'not in', (eb) => eb.selectFrom('conversations').select('id').where('tenant', '=', tenant))
    .where('conversation', 'not in', (eb) =>
      eb.selectFrom('sessions').select('conversation').where('tenant', '=', tenant),
    )
    .execute();
}

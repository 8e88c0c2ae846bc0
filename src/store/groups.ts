import type { Kysely, Transaction } from 'kysely';
import type { Groups } from '../app/learn-ports.ts';
import { type AskedQuestion, type Group, GroupState } from '../core/learning/question.ts';
import { StoreError } from './errors.ts';
import type { Writer } from './group-commit.ts';
import { insertQuestion, openGroup, waitingIn } from './group-question.ts';
import { readGroup, readQuestion } from './group-rows.ts';
import { checked, readable, storable, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';
import type { StoreOptions } from './store.ts';
import { raise, versionOf } from './versions.ts';

/** Somebody else was faster: the transaction is undone. */
class Overtaken extends Error {}

/**
 * The port `Groups` on a database that `migrate` has prepared. Every change raises the tenant's version in the same transaction.
 *
 * @throws StoreError from every function; a list leaves a damaged row out and reports it to `onFault` instead
 */
export function createGroups(db: Kysely<Schema>, write: Writer, options: StoreOptions = {}): Groups {
  const onFault = options.onFault ?? ((fault: StoreError) => process.emitWarning(fault));
  const changing = <T>(tenant: string, id: string, work: (trx: Transaction<Schema>, version: number) => Promise<T>) =>
    within('question_groups', id, () =>
      db.transaction().execute(async (trx) => work(trx, await raise(trx, tenant, 'groups'))),
    );

  const read = async (tenant: string, where: { id: string } | { states: readonly GroupState[] }): Promise<Group[]> => {
    let heads = db.selectFrom('question_groups').selectAll().where('tenant', '=', tenant);
    let members = db
      .selectFrom('group_questions as q')
      .innerJoin('question_groups as g', (on) => on.onRef('g.tenant', '=', 'q.tenant').onRef('g.id', '=', 'q.in_group'))
      .selectAll('q')
      .where('q.tenant', '=', tenant);
    if ('id' in where) {
      heads = heads.where('id', '=', where.id);
      members = members.where('g.id', '=', where.id);
    } else {
      heads = heads.where('state', 'in', [...where.states]);
      members = members.where('g.state', 'in', [...where.states]);
    }
    const rows = await heads.orderBy('at').orderBy('id').execute();
    const asked = new Map<string, AskedQuestion[]>();
    for (const row of await members.orderBy('q.at').orderBy('q.id').execute())
      for (const question of readable([row], readQuestion, onFault))
        asked.set(row.in_group, [...(asked.get(row.in_group) ?? []), question]);
    return readable(
      rows.filter((row) => asked.has(row.id)),
      (row) => readGroup(row, asked.get(row.id) ?? []),
      onFault,
    );
  };

  return {
    version: (tenant) => within('versions', tenant, () => versionOf(db, tenant, 'groups')),

    add: async (question, into, seen) => {
      try {
        return await within('question_groups', question.id, () =>
          write(async (trx) => {
            const version = await raise(trx, question.tenant, 'groups');
            if (seen !== null && version !== seen + 1) throw new Overtaken();
            return (await insertQuestion(trx, question, into)) ? 'added' : 'there';
          }),
        );
      } catch (error) {
        if (error instanceof StoreError && error.cause instanceof Overtaken) return false;
        throw error;
      }
    },

    group: (tenant, id) => within('question_groups', id, async () => (await read(tenant, { id }))[0]),

    groupOf: (tenant, question) =>
      within('group_questions', question, async () => {
        const row = await db
          .selectFrom('group_questions')
          .select('in_group')
          .where('tenant', '=', tenant)
          .where('id', '=', question)
          .executeTakeFirst();
        return row && (await read(tenant, { id: row.in_group }))[0];
      }),

    waiting: (tenant, group, question, most) =>
      within('group_questions', question, () => waitingIn(db, { tenant, group, question }, most)),

    list: (tenant, states) => within('question_groups', tenant, () => read(tenant, { states })),

    askedBy: (tenant, { channel, user }, limit) =>
      within('group_questions', tenant, async () => {
        const rows = await db
          .selectFrom('group_questions as q')
          .innerJoin('question_groups as g', (on) =>
            on.onRef('g.tenant', '=', 'q.tenant').onRef('g.id', '=', 'q.in_group'),
          )
          .selectAll('q')
          .select('g.state')
          .where('q.tenant', '=', tenant)
          .where('q.channel', '=', channel)
          .where('q.person', '=', user)
          .orderBy('q.at', 'desc')
          .orderBy('q.id')
          .limit(limit)
          .execute();
        return readable(
          rows,
          ({ state, ...row }) => ({
            question: readQuestion(row),
            state: checked(GroupState, state, 'question_groups', row.in_group),
          }),
          onFault,
        );
      }),

    change: (tenant, id, { closedBecause, ...to }, at) =>
      changing(tenant, id, async (trx) => {
        const reason = closedBecause === undefined ? {} : { closed_because: closedBecause && storable(closedBecause) };
        await trx
          .updateTable('question_groups')
          .set((eb) => ({
            ...to,
            ...reason,
            version: eb('version', '+', 1),
            changed_at: utc('question_groups', id, at),
          }))
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .execute();
      }),

    merge: (tenant, into, other, at) =>
      changing(tenant, into, async (trx) => {
        const target = await trx
          .updateTable('question_groups')
          .set((eb) => ({ version: eb('version', '+', 1), changed_at: utc('question_groups', into, at) }))
          .where('tenant', '=', tenant)
          .where('id', '=', into)
          .returning('id')
          .executeTakeFirst();
        if (!target || into === other) return;
        await trx
          .updateTable('group_questions')
          .set({ in_group: into })
          .where('tenant', '=', tenant)
          .where('in_group', '=', other)
          .execute();
        await removeEmpty(trx, tenant, other);
      }),

    split: (tenant, id, questions, to, at) =>
      changing(tenant, id, async (trx) => {
        const moved = await trx
          .updateTable('group_questions')
          .set({ in_group: to })
          .where('tenant', '=', tenant)
          .where('in_group', '=', id)
          .where('id', 'in', [...questions])
          .returning(['topic', 'at'])
          .execute();
        const [first] = moved.sort((a, b) => (a.at < b.at ? -1 : 1));
        if (first)
          await openGroup(trx, {
            tenant,
            id: to,
            topic: first.topic,
            at: first.at,
            changed: utc('question_groups', id, at),
          });
        await removeEmpty(trx, tenant, id);
      }),

    withdraw: (tenant, question) => withdraw(db, tenant, question),

    forgetAskers: (before) =>
      within('group_questions', before, async () => {
        const time = utc('notices', 'told_at', before);
        const emptied = await db
          .updateTable('group_questions')
          .set({ conversation: '', person: '', named: null })
          .where('conversation', '!=', '')
          .where((eb) =>
            eb.exists(
              eb
                .selectFrom('notices')
                .select('notices.id')
                .whereRef('notices.tenant', '=', 'group_questions.tenant')
                .whereRef('notices.question', '=', 'group_questions.id')
                .where('notices.told_at', '<', time),
            ),
          )
          .returning('id')
          .execute();
        return emptied.length;
      }),

    tenants: () =>
      within('question_groups', 'tenants', async () =>
        (await db.selectFrom('question_groups').select('tenant').distinct().orderBy('tenant').execute()).map(
          (r) => r.tenant,
        ),
      ),
  };
}

/** Takes a question back, and its group where nobody else asks. */
export function withdraw(db: Kysely<Schema>, tenant: string, question: string): Promise<void> {
  return within('group_questions', question, () =>
    db.transaction().execute(async (trx) => {
      await raise(trx, tenant, 'groups');
      const gone = await trx
        .deleteFrom('group_questions')
        .where('tenant', '=', tenant)
        .where('id', '=', question)
        .returning('in_group')
        .executeTakeFirst();
      if (gone) await removeEmpty(trx, tenant, gone.in_group);
    }),
  );
}

async function removeEmpty(trx: Kysely<Schema>, tenant: string, id: string): Promise<void> {
  await trx
    .deleteFrom('question_groups')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('group_questions')
            .select('group_questions.id')
            .where('group_questions.tenant', '=', tenant)
            .where('group_questions.in_group', '=', id),
        ),
      ),
    )
    .execute();
}

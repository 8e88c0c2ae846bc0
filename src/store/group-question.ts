import type { Kysely } from 'kysely';
import { AskedQuestion } from '../core/learning/question.ts';
import { checked, storable, utc } from './rows.ts';
import type { Schema } from './schema.ts';

/** Adds a question to an open group, else to one of its own. False: it is there already, and may only come to ask for a person. */
export async function insertQuestion(
  trx: Kysely<Schema>,
  question: AskedQuestion,
  into: string | null,
): Promise<boolean> {
  const { id, tenant } = question;
  const valid = checked(
    AskedQuestion,
    { ...question, question: storable(question.question) },
    'group_questions',
    id,
    'invalid',
  );
  const { user, closest, confidential, named, at: given, ...rest } = valid;
  const at = utc('group_questions', id, given);
  const open =
    into !== null &&
    (await trx
      .updateTable('question_groups')
      .set({ changed_at: at })
      .where('tenant', '=', tenant)
      .where('id', '=', into)
      .where('state', '=', 'open')
      .returning('id')
      .executeTakeFirst());
  const row = {
    ...rest,
    named: named && storable(named),
    person: user,
    confidential: confidential ? 1 : 0,
    closest: JSON.stringify(closest),
    at,
  };
  const added = await trx
    .insertInto('group_questions')
    .values({ ...row, in_group: open ? open.id : id })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('in_group')
    .executeTakeFirst();
  if (added?.in_group === id) await openGroup(trx, { tenant, id, topic: row.topic, at, changed: at });
  if (!added && question.reason === 'ask_person')
    await trx
      .updateTable('group_questions')
      .set({ reason: 'ask_person', named: row.named })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
  return added !== undefined;
}

/** A group that questions may join. */
export async function openGroup(
  trx: Kysely<Schema>,
  { changed, ...group }: { tenant: string; id: string; topic: string; at: string; changed: string },
): Promise<void> {
  await trx
    .insertInto('question_groups')
    .values({
      ...group,
      state: 'open',
      owner: null,
      expert: null,
      closed_because: null,
      version: 0,
      changed_at: changed,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .execute();
}

import { type Kysely, sql } from 'kysely';
import type { Waiting } from '../app/learn-ports.ts';
import { AskedQuestion } from '../core/learning/question.ts';
import { prepared } from './prepared.ts';
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

type In = { tenant: string; group: string };
/** Who asked: the person, else the conversation, else nobody that is known from another. */
const who = sql<string>`case when person <> '' then person when conversation <> '' then conversation else id end`;

const size = prepared((db, { tenant, group }: In) =>
  db
    .selectFrom('group_questions')
    .select((eb) => eb.fn.countAll<number | string>().as('asked'))
    .where('tenant', '=', tenant)
    .where('in_group', '=', group),
);
const asker = prepared((db, { tenant, question }: { tenant: string; question: string }) =>
  db.selectFrom('group_questions').select(who.as('who')).where('tenant', '=', tenant).where('id', '=', question),
);
const others = prepared((db, { tenant, group, me }: In & { me: string }) =>
  db
    .selectFrom('group_questions')
    .select((eb) => [sql<number | string>`count(distinct ${who})`.as('others'), eb.fn.min('at').as('since')])
    .where('tenant', '=', tenant)
    .where('in_group', '=', group)
    .where(who, '<>', me),
);
const people = prepared((db, { tenant, group, most }: In & { most: number }) =>
  db
    .selectFrom('group_questions')
    .select('person')
    .distinct()
    .where('tenant', '=', tenant)
    .where('in_group', '=', group)
    .orderBy('person')
    .limit(most),
);

/** Counted by the database: thousands may ask the same. */
export async function waitingIn(
  db: Kysely<Schema>,
  { tenant, group, question }: In & { question: string },
  most: number,
): Promise<Waiting> {
  const [{ asked } = { asked: 0 }] = await size(db, { tenant, group });
  const [own] = await asker(db, { tenant, question });
  const [counted] = own ? await others(db, { tenant, group, me: own.who }) : [];
  return {
    asked: Number(asked),
    others: Number(counted?.others ?? 0),
    since: counted?.since ?? null,
    people: (await people(db, { tenant, group, most })).map(({ person }) => person),
  };
}

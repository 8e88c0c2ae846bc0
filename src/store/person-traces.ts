import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';
import { type Keys, unseal } from './seal.ts';

/** Where a person's traces are. Everything that holds a person's id is asked here; a table that comes to hold one needs its line. */

type Db = Kysely<Schema>;
export type Traces = {
  tenant: string;
  user: string;
  conversations: string[];
  /** Ids of the turns in them: a question that was kept has the same. */
  turns: string[];
  /** Rooms that are theirs alone. */
  places: string[];
  /** Keys under which channels know them again. */
  references: { kind: 'slack.person' | 'teams.place'; key: string }[];
  /** Keys of messages that are being worked on. */
  inbox: string[];
  claims: string[];
  /** Hashes of keys to the console. */
  passes: string[];
  /** Ids of questions of theirs that wait for an answer or have one. */
  questions: string[];
  /** Ids of what they are or were told of these. */
  notices: string[];
};

/** `%` and `_` mean themselves. */
const literally = (text: string): string => text.replace(/[!%_]/g, '!$&');
export const holding = (column: string, text: string) =>
  sql<boolean>`${sql.ref(column)} like ${`%${literally(text)}%`} escape '!'`;
const ending = (column: string, text: string) =>
  sql<boolean>`${sql.ref(column)} like ${`%${literally(text)}`} escape '!'`;

export async function tracesOf(db: Db, keys: Keys, tenant: string, user: string): Promise<Traces> {
  const conversations = await conversationsOf(db, tenant, user);
  const own = await db
    .selectFrom('conversation_people')
    .select('conversation')
    .where('tenant', '=', tenant)
    .where('person', '=', user)
    .execute();
  // `D024BE91L/-/U1`: a direct message is its person's room.
  const direct = conversations.filter((c) => /^D[A-Z0-9]+\//.test(c)).map((c) => c.split('/')[0] ?? '');
  const turns = await among(conversations, (some) =>
    db.selectFrom('turns').select('id').where('tenant', '=', tenant).where('conversation', 'in', some).execute(),
  );
  const hashed = createHash('sha256').update(`person/${user}`).digest('hex');
  const turnIds = turns.map(({ id }) => id);
  const questions = await questionsOf(db, tenant, user, conversations, turnIds);
  return {
    tenant,
    user,
    conversations,
    turns: turnIds,
    places: [...new Set([user, ...own.map((o) => o.conversation), ...direct])],
    references: [
      { kind: 'slack.person', key: user },
      { kind: 'teams.place', key: hashed },
    ],
    inbox: await inboxOf(db, keys, tenant, [user, ...conversations]),
    claims: await claimsOf(db, tenant, [user, ...conversations]),
    passes: await passesOf(db, tenant, user),
    questions,
    notices: await noticesOf(db, tenant, user, questions),
  };
}

/** In pieces: a statement takes 32,766 values at most. */
export async function among<T, R>(values: readonly T[], read: (some: T[]) => Promise<R[]>): Promise<R[]> {
  const out: R[] = [];
  for (let i = 0; i < values.length; i += 500) out.push(...(await read(values.slice(i, i + 500))));
  return out;
}

async function conversationsOf(db: Db, tenant: string, user: string): Promise<string[]> {
  const [end, found] = [`/${user}`, new Set<string>()];
  const inTable = (table: 'sessions' | 'group_questions' | 'removal_drafts') =>
    db
      .selectFrom(table)
      .select('conversation')
      .where('tenant', '=', tenant)
      .where(ending('conversation', end))
      .execute();
  const known = await db
    .selectFrom('conversation_people')
    .select('conversation')
    .where('tenant', '=', tenant)
    .where('person', '=', user)
    .execute();
  const asked = await db
    .selectFrom('group_questions')
    .select('conversation')
    .where('tenant', '=', tenant)
    .where('person', '=', user)
    .where('conversation', '!=', '')
    .execute();
  const talked = await db
    .selectFrom('conversations')
    .select('id as conversation')
    .where('tenant', '=', tenant)
    .where(ending('id', end))
    .execute();
  const others = [await inTable('sessions'), await inTable('group_questions'), await inTable('removal_drafts')];
  for (const { conversation } of [...known, ...asked, ...talked, ...others.flat()]) found.add(conversation);
  return [...found].sort();
}

async function questionsOf(db: Db, tenant: string, user: string, conversations: string[], turns: string[]) {
  const by = (column: 'person' | 'conversation' | 'id', values: string[]) =>
    among(values, (some) =>
      db.selectFrom('group_questions').select('id').where('tenant', '=', tenant).where(column, 'in', some).execute(),
    );
  const rows = [
    ...(await by('person', [user])),
    ...(await by('conversation', conversations)),
    ...(await by('id', turns)),
  ];
  return [...new Set(rows.map(({ id }) => id))];
}

/** Bodies are encrypted: whose a message is can be read by us alone. One that no key opens names nobody. */
async function inboxOf(db: Db, keys: Keys, tenant: string, ids: readonly string[]): Promise<string[]> {
  const rows = await db.selectFrom('inbox').select(['key', 'lane', 'body']).where('tenant', '=', tenant).execute();
  return rows
    .filter(({ key, lane, body }) =>
      ids.some((id) => [lane, opened(keys, tenant, key, body)].some((t) => t.includes(id))),
    )
    .map(({ key }) => key);
}

function opened(keys: Keys, tenant: string, key: string, body: string): string {
  try {
    return unseal(keys, `inbox/${tenant}/${key}`, body).text;
  } catch {
    return '';
  }
}

/** Events are named after the conversation they came in, in Teams. */
async function claimsOf(db: Db, tenant: string, ids: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const id of ids) {
    const rows = await db
      .selectFrom('claims')
      .select('key')
      .where('tenant', '=', tenant)
      .where(holding('key', id))
      .execute();
    for (const { key } of rows) if (`/${key}/`.includes(`/${id}/`)) found.add(key);
  }
  return [...found];
}

async function passesOf(db: Db, tenant: string, user: string): Promise<string[]> {
  const rows = await db
    .selectFrom('console_passes')
    .select(['hash', 'pass'])
    .where('tenant', '=', tenant)
    .where(holding('pass', user))
    .execute();
  return rows.filter(({ pass }) => (json(pass) as { user?: unknown } | undefined)?.user === user).map((r) => r.hash);
}

/** Of their questions, and those that name them still when the question itself is gone. */
async function noticesOf(db: Db, tenant: string, user: string, questions: string[]): Promise<string[]> {
  const of = await among(questions, (some) =>
    db.selectFrom('notices').select('id').where('tenant', '=', tenant).where('question', 'in', some).execute(),
  );
  const named = await db
    .selectFrom('notices')
    .select(['id', 'notice'])
    .where('tenant', '=', tenant)
    .where(holding('notice', user))
    .execute();
  const theirs = named.filter(({ notice }) => (json(notice) as { user?: unknown } | undefined)?.user === user);
  return [...new Set([...of, ...theirs].map(({ id }) => id))];
}

/** Undefined for what is no JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

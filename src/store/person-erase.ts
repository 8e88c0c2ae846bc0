import { sql, type Transaction } from 'kysely';
import type { Erasure } from '../app/privacy-ports.ts';
import type { Erasing } from '../core/privacy/person.ts';
import type { Auditor } from './audit.ts';
import { inAccounts, inAssessments, inExperts, inGroups, inRemovals } from './person-stays.ts';
import { among, type Traces } from './person-traces.ts';
import { removeEmptyGroups } from './purges.ts';
import type { Schema } from './schema.ts';

type Trx = Transaction<Schema>;
type Table = keyof Schema & string;

const LOGGED =
  'who saw or changed an assessment is kept with it; the entries hold a keyed pseudonym, and taking one out would break the chain';

/** Erases a person inside a transaction: what is theirs goes, what is the municipality's stays without them. */
export async function erasePerson(trx: Trx, traces: Traces, who: Erasing, audit: Auditor): Promise<Erasure> {
  const { tenant, user, conversations, places, questions } = traces;
  const stayed: Erasure['stayed'] = [];
  const asked = await questionWords(trx, traces);
  // The names that they gave with a question are theirs too.
  const erasing = { user, names: [...who.names, ...(await namesGiven(trx, traces))] };
  const deleted: Record<string, number> = {};
  const count = (kind: string, n: number) => {
    if (n > 0) deleted[kind] = (deleted[kind] ?? 0) + n;
  };

  const remove = async (kind: string, table: Table, column: string, values: readonly string[]) => {
    await among(values, async (some) => {
      const { numAffectedRows } = await sql`delete from ${sql.table(table)} where ${sql.ref('tenant')} = ${tenant}
        and ${sql.ref(column)} in (${sql.join(some)})`.execute(trx);
      count(kind, Number(numAffectedRows ?? 0));
      return [];
    });
  };

  count('questions and answers', traces.turns.length);
  // Turns, citations and feedback go with their conversation.
  await remove('conversations', 'conversations', 'id', conversations);
  await remove('screenings', 'sessions', 'conversation', conversations);
  await remove('drafts', 'removal_drafts', 'conversation', conversations);
  await remove('kept questions', 'group_questions', 'id', questions);
  await remove('notices', 'notices', 'id', traces.notices);
  if (questions.length > 0) await removeEmptyGroups(trx, tenant);
  await remove('ids of conversations', 'conversation_people', 'person', [user]);
  await remove('preferences', 'preferences', 'person', [user]);
  await remove('absences', 'absences', 'person', [user]);
  await remove('facts', 'channel_facts', 'place', places);
  await remove('linked accounts', 'account_places', 'place', places);
  await remove(
    'references',
    'kept',
    'key',
    traces.references.map((r) => r.key),
  );
  await remove('messages under way', 'inbox', 'key', traces.inbox);
  await remove('steps of messages', 'inbox_marks', 'key', traces.inbox);
  await remove('claims', 'claims', 'key', traces.claims);
  await remove('console keys', 'console_passes', 'hash', traces.passes);
  await remove('reminders', 'deliveries', 'recipient', [user]);

  await inAssessments(trx, tenant, erasing, { count, stayed });
  await inAccounts(trx, tenant, erasing, stayed);
  await inExperts(trx, tenant, asked, erasing.names, stayed);
  await inGroups(trx, tenant, erasing.names, stayed);
  await inRemovals(trx, tenant, erasing.names, stayed);
  const logged = await trx
    .selectFrom('audit_log')
    .select('seq')
    .where('tenant', '=', tenant)
    .where('person', 'in', audit.pseudonyms(tenant, user))
    .execute();
  if (logged.length > 0)
    stayed.push({ kind: 'audit log', what: `${logged.length} entries`, changed: false, why: LOGGED });
  return { deleted, stayed };
}

/** The words of their questions that nobody else has asked in. */
async function questionWords(trx: Trx, { tenant, questions, turns }: Traces): Promise<Set<string>> {
  const theirs = await among(questions, (some) =>
    trx.selectFrom('group_questions').select('question').where('tenant', '=', tenant).where('id', 'in', some).execute(),
  );
  const said = await among(turns, (some) =>
    trx.selectFrom('turns').select('question').where('tenant', '=', tenant).where('id', 'in', some).execute(),
  );
  const words = new Set([...theirs, ...said].map((q) => q.question));
  const own = new Set(questions);
  const same = await among([...words], (some) =>
    trx
      .selectFrom('group_questions')
      .select(['id', 'question'])
      .where('tenant', '=', tenant)
      .where('question', 'in', some)
      .execute(),
  );
  for (const { id, question } of same) if (!own.has(id)) words.delete(question);
  return words;
}

async function namesGiven(trx: Trx, { tenant, questions }: Traces): Promise<string[]> {
  const rows = await among(questions, (some) =>
    trx.selectFrom('group_questions').select('named').where('tenant', '=', tenant).where('id', 'in', some).execute(),
  );
  return [...new Set(rows.flatMap(({ named }) => named ?? []))];
}

import type { Transaction } from 'kysely';
import type { Erasure } from '../app/privacy-ports.ts';
import { ExpertAnswer } from '../core/learning/expert.ts';
import { Removal } from '../core/moderation/removal.ts';
import {
  accountWithout,
  type Erasing,
  expertWithout,
  reasonWithout,
  removalWithout,
  versionWithout,
} from '../core/privacy/person.ts';
import { accountsWith, assessmentsWith } from './person-documents.ts';
import { json } from './person-traces.ts';
import { checked, storable } from './rows.ts';
import type { Schema } from './schema.ts';
import { raise } from './versions.ts';

/** Documents of the municipality's, which stay when a person is erased: without them. */

type Trx = Transaction<Schema>;

const DECIDED = 'decided on: a record that the municipality has to keep; the person is a role in it now';
const WORKED_ON = 'others have written in it or signed it; the person is a role in it now';
const REGISTERED = 'the municipality’s register; the person is a role in it now, and no task is theirs by name';
const OFFICE = 'what an office answered is the office’s; the words in which this person asked are gone from it';
const REMOVED = 'the moderation log is the municipality’s record; the name is gone from its texts';
const CLOSED = 'others have asked the same; the name is gone from why it was closed';
type Stayed = Erasure['stayed'];
type Report = { count: (kind: string, n: number) => void; stayed: Stayed };

/** Those documents that are others without the person: as they are, and as they become. */
function changes<D>(documents: readonly D[], without: (document: D) => D): [before: D, after: D][] {
  return documents
    .map((before): [D, D] => [before, without(before)])
    .filter(([before, after]) => JSON.stringify(before) !== JSON.stringify(after));
}

export async function inAssessments(trx: Trx, tenant: string, who: Erasing, { count, stayed }: Report): Promise<void> {
  for (const { id, title, decided, alone, versions } of await assessmentsWith(trx, { tenant, ...who })) {
    if (alone && !decided) {
      await trx.deleteFrom('assessment_versions').where('tenant', '=', tenant).where('assessment', '=', id).execute();
      await trx.deleteFrom('assessments').where('tenant', '=', tenant).where('id', '=', id).execute();
      count('drafts of assessments', 1);
      continue;
    }
    const changed = changes(versions, (version) => versionWithout(version, who));
    if (changed.length === 0) continue;
    for (const [{ number }, after] of changed)
      await trx
        .updateTable('assessment_versions')
        .set({ version: JSON.stringify(after) })
        .where('tenant', '=', tenant)
        .where('assessment', '=', id)
        .where('number', '=', number)
        .execute();
    const clean = versions.map((v) => versionWithout(v, who));
    const authors = [
      ...new Set(clean.flatMap((v) => (v.what !== 'step' && v.by.kind === 'person' ? [v.by.person] : []))),
    ];
    await trx
      .updateTable('assessments')
      .set({ authors: JSON.stringify(authors), title: clean.at(-1)?.document.title ?? title })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
    stayed.push({ kind: 'assessment', what: id, changed: true, why: decided ? DECIDED : WORKED_ON });
  }
}

export async function inAccounts(trx: Trx, tenant: string, who: Erasing, stayed: Stayed): Promise<void> {
  for (const { id, versions } of await accountsWith(trx, { tenant, ...who })) {
    const changed = changes(versions, (account) => accountWithout(account, who));
    for (const [{ version }, after] of changed)
      await trx
        .updateTable('account_versions')
        .set({ version: storable(JSON.stringify(after)) })
        .where('tenant', '=', tenant)
        .where('account', '=', id)
        .where('number', '=', version)
        .execute();
    const last = versions.at(-1);
    if (!last || changed.length === 0) continue;
    const { name } = accountWithout(last, who);
    await trx.updateTable('accounts').set({ name }).where('tenant', '=', tenant).where('id', '=', id).execute();
    stayed.push({ kind: 'account', what: id, changed: true, why: REGISTERED });
  }
}

export async function inExperts(
  trx: Trx,
  tenant: string,
  asked: ReadonlySet<string>,
  names: readonly string[],
  stayed: Stayed,
): Promise<void> {
  if (asked.size === 0 && names.length === 0) return;
  const rows = await trx.selectFrom('expert_answers').select(['id', 'answer']).where('tenant', '=', tenant).execute();
  const answers = rows.map(({ id, answer }) => checked(ExpertAnswer, json(answer), 'expert_answers', id));
  const changed = changes(answers, (answer) => expertWithout(answer, asked, names));
  for (const [{ id, version }, after] of changed)
    await trx
      .updateTable('expert_answers')
      .set({ answer: storable(JSON.stringify(after)) })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('version', '=', version)
      .execute();
  if (changed.length > 0) await raise(trx, tenant, 'experts');
  for (const id of new Set(changed.map(([{ id }]) => id)))
    stayed.push({ kind: 'expert answer', what: id, changed: true, why: OFFICE });
}

/** The log of what was removed names nobody by id. What somebody wrote in it may hold a name. */
export async function inRemovals(trx: Trx, tenant: string, names: readonly string[], stayed: Stayed): Promise<void> {
  if (names.length === 0) return;
  const rows = await trx
    .selectFrom('removal_versions')
    .select(['removal', 'version'])
    .where('tenant', '=', tenant)
    .execute();
  const removals = rows.map(({ removal, version }) => checked(Removal, json(version), 'removal_versions', removal));
  const changed = changes(removals, (removal) => removalWithout(removal, names));
  for (const [{ id, version }, after] of changed)
    await trx
      .updateTable('removal_versions')
      .set({ version: storable(JSON.stringify(after)) })
      .where('tenant', '=', tenant)
      .where('removal', '=', id)
      .where('number', '=', version)
      .execute();
  for (const id of new Set(changed.map(([{ id }]) => id)))
    stayed.push({ kind: 'removal', what: id, changed: true, why: REMOVED });
}

/** Why an office closed a question that others ask too. */
export async function inGroups(trx: Trx, tenant: string, names: readonly string[], stayed: Stayed): Promise<void> {
  if (names.length === 0) return;
  const rows = await trx
    .selectFrom('question_groups')
    .select(['id', 'closed_because as reason'])
    .where('tenant', '=', tenant)
    .where('closed_because', 'is not', null)
    .execute();
  const changed = changes(rows, ({ id, reason }) => ({ id, reason: reasonWithout(reason ?? '', names) }));
  for (const [{ id }, { reason }] of changed) {
    await trx
      .updateTable('question_groups')
      .set({ closed_because: reason })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
    stayed.push({ kind: 'question', what: id, changed: true, why: CLOSED });
  }
  if (changed.length > 0) await raise(trx, tenant, 'groups');
}

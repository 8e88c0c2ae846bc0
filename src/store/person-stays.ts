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
type Report = { count: (kind: string, n: number) => void; stayed: Erasure['stayed'] };

export async function inAssessments(trx: Trx, tenant: string, who: Erasing, { count, stayed }: Report): Promise<void> {
  for (const { id, title, decided, alone, versions } of await assessmentsWith(trx, { tenant, ...who })) {
    if (alone && !decided) {
      await trx.deleteFrom('assessment_versions').where('tenant', '=', tenant).where('assessment', '=', id).execute();
      await trx.deleteFrom('assessments').where('tenant', '=', tenant).where('id', '=', id).execute();
      count('drafts of assessments', 1);
      continue;
    }
    let changed = false;
    for (const version of versions) {
      const [before, after] = [JSON.stringify(version), JSON.stringify(versionWithout(version, who))];
      if (before === after) continue;
      changed = true;
      await trx
        .updateTable('assessment_versions')
        .set({ version: after })
        .where('tenant', '=', tenant)
        .where('assessment', '=', id)
        .where('number', '=', version.number)
        .execute();
    }
    if (!changed) continue;
    const last = versions.at(-1);
    const clean = versions.map((v) => versionWithout(v, who));
    const authors = [
      ...new Set(clean.flatMap((v) => (v.what !== 'step' && v.by.kind === 'person' ? [v.by.person] : []))),
    ];
    await trx
      .updateTable('assessments')
      .set({ authors: JSON.stringify(authors), title: clean.at(-1)?.document.title ?? last?.document.title ?? title })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
    stayed.push({ kind: 'assessment', what: id, changed, why: decided ? DECIDED : WORKED_ON });
  }
}

export async function inAccounts(trx: Trx, tenant: string, who: Erasing, stayed: Erasure['stayed']): Promise<void> {
  for (const { id, versions } of await accountsWith(trx, { tenant, ...who })) {
    let changed = false;
    for (const account of versions) {
      const [before, clean] = [JSON.stringify(account), accountWithout(account, who)];
      const after = JSON.stringify(clean);
      if (before === after) continue;
      changed = true;
      await trx
        .updateTable('account_versions')
        .set({ version: storable(after) })
        .where('tenant', '=', tenant)
        .where('account', '=', id)
        .where('number', '=', account.version)
        .execute();
      await trx
        .updateTable('accounts')
        .set({ name: clean.name })
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .execute();
    }
    if (changed) stayed.push({ kind: 'account', what: id, changed, why: REGISTERED });
  }
}

export async function inExperts(
  trx: Trx,
  tenant: string,
  asked: ReadonlySet<string>,
  names: readonly string[],
  stayed: Erasure['stayed'],
): Promise<void> {
  if (asked.size === 0 && names.length === 0) return;
  const rows = await trx
    .selectFrom('expert_answers')
    .select(['id', 'version', 'answer'])
    .where('tenant', '=', tenant)
    .execute();
  const touched = new Set<string>();
  for (const { id, version, answer } of rows) {
    const expert = checked(ExpertAnswer, json(answer), 'expert_answers', id);
    const after = JSON.stringify(expertWithout(expert, asked, names));
    if (after === JSON.stringify(expert)) continue;
    touched.add(id);
    await trx
      .updateTable('expert_answers')
      .set({ answer: storable(after) })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('version', '=', version)
      .execute();
  }
  if (touched.size > 0) await raise(trx, tenant, 'experts');
  for (const id of touched) stayed.push({ kind: 'expert answer', what: id, changed: true, why: OFFICE });
}

/** The log of what was removed names nobody by id. What somebody wrote in it may hold a name. */
export async function inRemovals(
  trx: Trx,
  tenant: string,
  names: readonly string[],
  stayed: Erasure['stayed'],
): Promise<void> {
  if (names.length === 0) return;
  const rows = await trx
    .selectFrom('removal_versions')
    .select(['removal', 'number', 'version'])
    .where('tenant', '=', tenant)
    .execute();
  const touched = new Set<string>();
  for (const { removal: id, number, version } of rows) {
    const removal = checked(Removal, json(version), 'removal_versions', id);
    const after = JSON.stringify(removalWithout(removal, names));
    if (after === JSON.stringify(removal)) continue;
    touched.add(id);
    await trx
      .updateTable('removal_versions')
      .set({ version: storable(after) })
      .where('tenant', '=', tenant)
      .where('removal', '=', id)
      .where('number', '=', number)
      .execute();
  }
  for (const id of touched) stayed.push({ kind: 'removal', what: id, changed: true, why: REMOVED });
}

/** Why an office closed a question that others ask too. */
export async function inGroups(
  trx: Trx,
  tenant: string,
  names: readonly string[],
  stayed: Erasure['stayed'],
): Promise<void> {
  if (names.length === 0) return;
  const rows = await trx
    .selectFrom('question_groups')
    .select(['id', 'closed_because'])
    .where('tenant', '=', tenant)
    .where('closed_because', 'is not', null)
    .execute();
  for (const { id, closed_because: reason } of rows) {
    const after = reasonWithout(reason ?? '', names);
    if (after === reason) continue;
    await trx
      .updateTable('question_groups')
      .set({ closed_because: after })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
    await raise(trx, tenant, 'groups');
    stayed.push({ kind: 'question', what: id, changed: true, why: CLOSED });
  }
}

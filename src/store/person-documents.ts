import type { Kysely } from 'kysely';
import { Account } from '../core/accounts/account.ts';
import { authorOf, Version } from '../core/assessment/versions.ts';
import { holding, json } from './person-traces.ts';
import { wasDecided } from './purges.ts';
import { checked } from './rows.ts';
import type { Schema } from './schema.ts';

/** Assessments and accounts that name a person: documents of the municipality's, which outlive whoever wrote in them. */

type Who = { tenant: string; user: string; names: readonly string[] };
export type Named = {
  id: string;
  title: string;
  state: string;
  decided: boolean;
  /** Nobody else has written in it or signed it, and it has never left the desk. */
  alone: boolean;
  versions: Version[];
  deeds: { version: number; at: string; role: string }[];
};

/** Those in which they wrote, signed, or (where names are given) are named. */
export async function assessmentsWith(db: Kysely<Schema>, { tenant, user, names }: Who): Promise<Named[]> {
  let query = db.selectFrom('assessment_versions').select('assessment').distinct().where('tenant', '=', tenant);
  if (names.length === 0) query = query.where(holding('version', JSON.stringify(user)));
  const out: Named[] = [];
  for (const { assessment: id } of await query.orderBy('assessment').execute()) {
    const rows = await db
      .selectFrom('assessment_versions')
      .select('version')
      .where('tenant', '=', tenant)
      .where('assessment', '=', id)
      .orderBy('number')
      .execute();
    const versions = rows.map((row) => checked(Version, json(row.version), 'assessment_versions', id));
    const last = versions.at(-1);
    if (!last) continue;
    const deeds = versions.flatMap(({ number, at, by }) =>
      by.kind === 'person' && by.person === user ? [{ version: number, at, role: by.role }] : [],
    );
    const { title, state, steps } = last.document;
    const alone = state === 'draft' && steps.length === 0 && versions.flatMap(authorOf).every((a) => a === user);
    out.push({ id, title, state, alone, versions, deeds, decided: await wasDecided(db, tenant, id) });
  }
  return out;
}

export type NamedAccount = {
  id: string;
  name: string;
  state: string;
  versions: Account[];
  deeds: string[];
  tasks: { title: string; contact: string; until: string | null }[];
};

/** Those that they have a task for, changed, or (where names are given) are named in. */
export async function accountsWith(db: Kysely<Schema>, { tenant, user, names }: Who): Promise<NamedAccount[]> {
  let query = db.selectFrom('account_versions').select('account').distinct().where('tenant', '=', tenant);
  if (names.length === 0) query = query.where(holding('version', JSON.stringify(user)));
  const out: NamedAccount[] = [];
  for (const { account: id } of await query.orderBy('account').execute()) {
    const rows = await db
      .selectFrom('account_versions')
      .select('version')
      .where('tenant', '=', tenant)
      .where('account', '=', id)
      .orderBy('number')
      .execute();
    const versions = rows.map((row) => checked(Account, json(row.version), 'account_versions', id));
    const last = versions.at(-1);
    if (!last) continue;
    const holders = [last.owner, ...(last.substitute ? [last.substitute] : []), ...last.administrators];
    const tasks = holders
      .filter((h) => h.person === user)
      .map(({ title, contact, until }) => ({ title, contact, until }));
    const deeds = last.history.flatMap(({ at, by, do: did }) =>
      by.kind === 'person' && by.person === user ? [`${at} ${did} (${by.role})`] : [],
    );
    out.push({ id, name: last.name, state: last.state, versions, deeds, tasks });
  }
  return out;
}

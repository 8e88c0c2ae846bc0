import type { Kysely } from 'kysely';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** What a number that goes up is kept for. */
type Kind = 'groups' | 'experts';

type Of = { tenant: string; of: string };
const numberOf = prepared((db, { tenant, of }: Of) =>
  db.selectFrom('versions').select('version').where('tenant', '=', tenant).where('of', '=', of),
);
const raised = prepared((db, { tenant, of }: Of) =>
  db
    .insertInto('versions')
    .values({ tenant, of, version: 1 })
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'of']).doUpdateSet((eb) => ({ version: eb('versions.version', '+', 1) })),
    )
    .returning('version'),
);

/** 0 before the first change. */
export async function versionOf(db: Kysely<Schema>, tenant: string, of: Kind): Promise<number> {
  const [row] = await numberOf(db, { tenant, of });
  return Number(row?.version ?? 0);
}

/** One more; gives the new number. The row is the caller's until its transaction ends, so those who change the same wait for each other. */
export async function raise(trx: Kysely<Schema>, tenant: string, of: Kind): Promise<number> {
  const [row] = await raised(trx, { tenant, of });
  if (!row) throw new Error('a number that was raised is gone');
  return Number(row.version);
}

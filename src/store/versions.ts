import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** What a number that goes up is kept for. */
type Kind = 'groups' | 'experts';

/** 0 before the first change. */
export async function versionOf(db: Kysely<Schema>, tenant: string, of: Kind): Promise<number> {
  const row = await db
    .selectFrom('versions')
    .select('version')
    .where('tenant', '=', tenant)
    .where('of', '=', of)
    .executeTakeFirst();
  return Number(row?.version ?? 0);
}

/** One more; gives the new number. The row is the caller's until its transaction ends, so those who change the same wait for each other. */
export async function raise(trx: Kysely<Schema>, tenant: string, of: Kind): Promise<number> {
  const row = await trx
    .insertInto('versions')
    .values({ tenant, of, version: 1 })
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'of']).doUpdateSet((eb) => ({ version: eb('versions.version', '+', 1) })),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  return Number(row.version);
}

import { type Kysely, sql } from 'kysely';
import type { Experts } from '../app/learn-ports.ts';
import { ExpertAnswer } from '../core/learning/expert.ts';
import { StoreError } from './errors.ts';
import { checked, readable, storable, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';
import type { StoreOptions } from './store.ts';
import { raise, versionOf } from './versions.ts';

/**
 * The port `Experts` on a database that `migrate` has prepared. Versions are only ever inserted; there is no statement here that changes or removes one.
 *
 * @throws StoreError from every function; `latest` leaves a damaged answer out and reports it to `onFault` instead
 */
export function createExperts(db: Kysely<Schema>, options: StoreOptions = {}): Experts {
  const onFault = options.onFault ?? ((fault: StoreError) => process.emitWarning(fault));
  return {
    version: (tenant) => within('versions', tenant, () => versionOf(db, tenant, 'experts')),

    append: (tenant, answer) =>
      within('expert_answers', answer.id, async () => {
        const { id, version, state } = checked(ExpertAnswer, answer, 'expert_answers', answer.id, 'invalid');
        const at = utc('expert_answers', id, answer.at);
        return await db.transaction().execute(async (trx) => {
          const added = await trx
            .insertInto('expert_answers')
            .values({ tenant, id, version, state, at, answer: storable(JSON.stringify(answer)) })
            .onConflict((conflict) => conflict.columns(['tenant', 'id', 'version']).doNothing())
            .returning('version')
            .executeTakeFirst();
          if (!added) return false;
          await raise(trx, tenant, 'experts');
          const before = await trx
            .selectFrom('expert_answers')
            .select((eb) => eb.fn.countAll().as('n'))
            .where('tenant', '=', tenant)
            .where('id', '=', id)
            .where('version', '<', version)
            .executeTakeFirst();
          if (Number(before?.n) !== version - 1)
            throw new StoreError('invalid', `expert_answers (${id}): version ${version} does not follow the last`, {
              table: 'expert_answers',
              id,
            });
          return true;
        });
      }),

    latest: (tenant) =>
      within('expert_answers', tenant, async () => {
        const rows = await db
          .selectFrom('expert_answers')
          .select(['id', 'version', 'answer'])
          .where('tenant', '=', tenant)
          .orderBy('at')
          .orderBy('id')
          .orderBy('version')
          .execute();
        const newest = new Map<string, (typeof rows)[number]>();
        for (const row of rows)
          if (Number(row.version) > Number(newest.get(row.id)?.version ?? 0)) newest.set(row.id, row);
        return readable([...newest.values()], read, onFault);
      }),

    versions: (tenant, id) =>
      within('expert_answers', id, async () => {
        const rows = await db
          .selectFrom('expert_answers')
          .select(['id', 'answer'])
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .orderBy('version')
          .execute();
        return rows.map(read);
      }),

    received: (tenant) =>
      within('feedback', tenant, async () => {
        const of = (verdict: string) => sql<number>`count(distinct case when f.verdict = ${verdict} then f.turn end)`;
        const rows = await db
          .selectFrom('citations as c')
          .innerJoin('feedback as f', (on) => on.onRef('f.tenant', '=', 'c.tenant').onRef('f.turn', '=', 'c.turn'))
          .select(['c.document', of('helped').as('helped'), of('not_helpful').as('not_helped')])
          .where('c.tenant', '=', tenant)
          .where('c.document', 'like', 'expert:%')
          .groupBy('c.document')
          .execute();
        return rows.map((row) => ({
          expert: row.document.slice('expert:'.length),
          helped: Number(row.helped),
          notHelped: Number(row.not_helped),
        }));
      }),
  };
}

function read(row: { id: string; answer: string }): ExpertAnswer {
  let json: unknown;
  try {
    json = JSON.parse(row.answer);
  } catch {
    throw new StoreError('damaged', `expert_answers (${row.id}): the answer is no JSON`, {
      table: 'expert_answers',
      id: row.id,
    });
  }
  return checked(ExpertAnswer, json, 'expert_answers', row.id);
}

import type { Kysely } from 'kysely';
import type { Kept, KeptKind } from '../app/kept-ports.ts';
import { storable, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';
import { type Keys, seal, unseal } from './seal.ts';

/** Tokens of other people's workspaces. */
const SECRET: readonly KeptKind[] = ['slack.installation'];
const isSecret = (kind: KeptKind) => SECRET.includes(kind);
const nameOf = (tenant: string, kind: string, key: string, item: string) => [kind, tenant, key, item].join('/');

/**
 * The port `Kept` on a database that `migrate` has prepared. What an older key opens is encrypted with the newest when it is read, so that the older one can go.
 *
 * @throws StoreError from every function; SealError where no key opens what is there
 */
export function createKept(db: Kysely<Schema>, keys: Keys): Kept {
  const at = (tenant: string, kind: KeptKind, key: string, item: string) =>
    db
      .selectFrom('kept')
      .where('tenant', '=', tenant)
      .where('kind', '=', kind)
      .where('key', '=', key)
      .where('item', '=', item);

  return {
    get: (tenant, kind, key, item = '') =>
      within('kept', kind, async () => {
        const row = await at(tenant, kind, key, item).select('value').executeTakeFirst();
        if (!row || !isSecret(kind)) return row?.value;
        const name = nameOf(tenant, kind, key, item);
        const { text, old } = unseal(keys, name, row.value);
        if (old)
          await db
            .updateTable('kept')
            .set({ value: seal(keys, name, text) })
            .where('tenant', '=', tenant)
            .where('kind', '=', kind)
            .where('key', '=', key)
            .where('item', '=', item)
            .where('value', '=', row.value)
            .execute();
        return text;
      }),

    put: (tenant, kind, { key, item = '', value, at: given }) =>
      within('kept', kind, async () => {
        const stored = isSecret(kind) ? seal(keys, nameOf(tenant, kind, key, item), value) : storable(value);
        const now = { value: stored, at: utc('kept', kind, given) };
        await db
          .insertInto('kept')
          .values({ tenant, kind, key, item, ...now })
          .onConflict((conflict) => conflict.columns(['tenant', 'kind', 'key', 'item']).doUpdateSet(now))
          .execute();
      }),

    remove: (tenant, kind, key, item = '') =>
      within('kept', kind, async () => {
        await db
          .deleteFrom('kept')
          .where('tenant', '=', tenant)
          .where('kind', '=', kind)
          .where('key', '=', key)
          .where('item', '=', item)
          .execute();
      }),

    keys: (kind) =>
      within('kept', kind, () =>
        db
          .selectFrom('kept')
          .select(['tenant', 'key'])
          .distinct()
          .where('kind', '=', kind)
          .orderBy('tenant')
          .orderBy('key')
          .execute(),
      ),

    items: (tenant, kind, key, limit) =>
      within('kept', kind, async () => {
        const rows = await db
          .selectFrom('kept')
          .select('item')
          .where('tenant', '=', tenant)
          .where('kind', '=', kind)
          .where('key', '=', key)
          .orderBy('at', 'desc')
          .orderBy('item')
          .limit(limit)
          .execute();
        return rows.map(({ item }) => item);
      }),
  };
}

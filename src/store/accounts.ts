import type { Kysely } from 'kysely';
import type { Accounts } from '../app/account-ports.ts';
import { Account, type AccountState, changedAt, LIVING } from '../core/accounts/account.ts';
import { StoreError } from './errors.ts';
import { checked, storable, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';

/**
 * The port `Accounts` on a database that `migrate` has prepared. Versions are only ever inserted; the head beside them is a copy out of the last.
 *
 * @throws StoreError from every function
 */
export function createAccounts(db: Kysely<Schema>): Accounts {
  const atAddress = async (tenant: string, address: string) =>
    await db
      .selectFrom('accounts')
      .select('id')
      .where('tenant', '=', tenant)
      .where('address', '=', address)
      .where('state', 'in', [...LIVING])
      .executeTakeFirst();
  /** The last version of each, with its head. */
  const current = (tenant: string) =>
    db
      .selectFrom('accounts')
      .innerJoin('account_versions', (join) =>
        join
          .onRef('account_versions.tenant', '=', 'accounts.tenant')
          .onRef('account_versions.account', '=', 'accounts.id')
          .onRef('account_versions.number', '=', 'accounts.version'),
      )
      .select(['accounts.id', 'account_versions.version'])
      .where('accounts.tenant', '=', tenant);

  return {
    append: (tenant, given) =>
      within('account_versions', given.id, async () => {
        const account = checked(Account, given, 'account_versions', given.id, 'invalid');
        const { id, address, name, state, version: number } = account;
        const at = utc('account_versions', id, changedAt(account));
        const by = account.history.at(-1)?.by;
        const role = by?.kind === 'person' ? by.role : 'bot';
        const version = storable(JSON.stringify(account));
        try {
          return await db.transaction().execute(async (trx) => {
            // The write comes first: whoever is second waits here, and then finds the number taken.
            const added = await trx
              .insertInto('account_versions')
              .values({ tenant, account: id, number, role, at, version })
              .onConflict((conflict) => conflict.columns(['tenant', 'account', 'number']).doNothing())
              .returning('number')
              .executeTakeFirst();
            if (!added) return 'newer';
            const before = await trx
              .selectFrom('account_versions')
              .select((eb) => eb.fn.countAll().as('n'))
              .where('tenant', '=', tenant)
              .where('account', '=', id)
              .where('number', '<', number)
              .executeTakeFirst();
            if (Number(before?.n) !== number - 1)
              throw new StoreError('invalid', `account_versions (${id}): version ${number} does not follow the last`, {
                table: 'account_versions',
                id,
              });
            const head = { address, name, state, version: number, at };
            await trx
              .insertInto('accounts')
              .values({ tenant, id, ...head })
              .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet(head))
              .execute();
            return 'added';
          });
        } catch (error) {
          // The address is the only thing that two accounts can't both have.
          const other = error instanceof StoreError ? undefined : await atAddress(tenant, address);
          if (other && other.id !== id && LIVING.includes(state)) return 'taken';
          throw error;
        }
      }),

    account: (tenant, id) =>
      within('accounts', id, async () => {
        const row = await current(tenant).where('accounts.id', '=', id).executeTakeFirst();
        return row && read(row);
      }),

    versions: (tenant, id) =>
      within('account_versions', id, async () => {
        const rows = await db
          .selectFrom('account_versions')
          .select('version')
          .where('tenant', '=', tenant)
          .where('account', '=', id)
          .orderBy('number')
          .execute();
        return rows.map(({ version }) => read({ id, version }));
      }),

    byAddress: (tenant, address) =>
      within('accounts', 'address', async () => {
        const row = await current(tenant)
          .where('accounts.address', '=', address)
          .where('accounts.state', 'in', [...LIVING])
          .executeTakeFirst();
        return row && read(row);
      }),

    list: (tenant, states?: readonly AccountState[]) =>
      within('accounts', tenant, async () => {
        if (states?.length === 0) return [];
        const all = current(tenant);
        const some = states ? all.where('accounts.state', 'in', [...states]) : all;
        const rows = await some.orderBy('accounts.name').orderBy('accounts.id').execute();
        return rows.map(read);
      }),

    link: (tenant, place, account, given) =>
      within('account_places', account, async () => {
        const at = utc('account_places', account, given);
        await db
          .insertInto('account_places')
          .values({ tenant, place, account, at })
          .onConflict((conflict) => conflict.columns(['tenant', 'place', 'account']).doUpdateSet({ at }))
          .execute();
      }),

    unlink: (tenant, place, account) =>
      within('account_places', account, async () => {
        await db
          .deleteFrom('account_places')
          .where('tenant', '=', tenant)
          .where('place', '=', place)
          .where('account', '=', account)
          .execute();
      }),

    linked: (tenant, place) =>
      within('account_places', place, async () => {
        const rows = await db
          .selectFrom('account_places')
          .select('account')
          .where('tenant', '=', tenant)
          .where('place', '=', place)
          .orderBy('at', 'desc')
          .orderBy('account')
          .execute();
        return rows.map((row) => row.account);
      }),

    tenants: () =>
      within('accounts', 'tenants', async () => {
        const rows = await db.selectFrom('accounts').select('tenant').distinct().orderBy('tenant').execute();
        return rows.map((row) => row.tenant);
      }),
  };
}

function read({ id, version }: { id: string; version: string }): Account {
  try {
    return checked(Account, JSON.parse(version), 'account_versions', id);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError('damaged', `account_versions (${id}): a version is no JSON`, {
      table: 'account_versions',
      id,
    });
  }
}

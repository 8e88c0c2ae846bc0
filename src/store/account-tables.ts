import { type Kysely, type Migration, sql } from 'kysely';
import { LIVING } from '../core/accounts/account.ts';

/** The tables of the register of accounts. */
export const accountTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('accounts')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('accounts_pk', ['tenant', 'id'])
      .execute();
    // One address, one account, while it lives: two people who propose the same one at once can't both succeed.
    await db.schema
      .createIndex('accounts_by_address')
      .unique()
      .on('accounts')
      .columns(['tenant', 'address'])
      .where(sql.ref('state'), 'in', [...LIVING])
      .execute();

    await db.schema
      .createTable('account_versions')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('account', 'text', (c) => c.notNull())
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('version', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('account_versions_pk', ['tenant', 'account', 'number'])
      .execute();

    await db.schema
      .createTable('account_places')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('place', 'text', (c) => c.notNull())
      .addColumn('account', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('account_places_pk', ['tenant', 'place', 'account'])
      .execute();
  },
};

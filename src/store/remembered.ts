import type { Kysely } from 'kysely';
import type { ChannelFacts, Preferences } from '../app/converse-ports.ts';
import { StoreError } from './errors.ts';
import { prepared } from './prepared.ts';
import { checked, utc, within } from './rows.ts';
import { Facts, PreferenceRow, type Schema } from './schema.ts';

/**
 * The port `ChannelFacts` on a database that `migrate` has prepared.
 *
 * @throws StoreError from every function
 */
export function createChannelFacts(db: Kysely<Schema>): ChannelFacts {
  const read = async (from: Pick<Kysely<Schema>, 'selectFrom'>, tenant: string, place: string) => {
    const row = await from
      .selectFrom('channel_facts')
      .select('facts')
      .where('tenant', '=', tenant)
      .where('place', '=', place)
      .executeTakeFirst();
    return new Map(row ? Object.entries(checked(Facts, parsed(row.facts, place), 'channel_facts', place)) : []);
  };
  return {
    get: (tenant, place) => within('channel_facts', place, () => read(db, tenant, place)),

    set: (tenant, place, facts, given) =>
      within('channel_facts', place, async () => {
        const at = utc('channel_facts', place, given);
        await db.transaction().execute(async (trx) => {
          const all = Object.fromEntries([...(await read(trx, tenant, place)), ...facts]);
          const now = { facts: JSON.stringify(checked(Facts, all, 'channel_facts', place, 'invalid')), at };
          await trx
            .insertInto('channel_facts')
            .values({ tenant, place, ...now })
            .onConflict((conflict) => conflict.columns(['tenant', 'place']).doUpdateSet(now))
            .execute();
        });
      }),
  };
}

const preferenceOf = prepared((db, { tenant, user }: { tenant: string; user: string }) =>
  db.selectFrom('preferences').select(['lang', 'country']).where('tenant', '=', tenant).where('person', '=', user),
);

/**
 * The port `Preferences` on a database that `migrate` has prepared.
 *
 * @throws StoreError from every function
 */
export function createPreferences(db: Kysely<Schema>): Preferences {
  return {
    get: (tenant, user) =>
      within('preferences', user, async () => {
        const [row] = await preferenceOf(db, { tenant, user });
        return row ? checked(PreferenceRow, row, 'preferences', user) : { lang: null, country: null };
      }),

    set: (tenant, user, { lang, country }, given) =>
      within('preferences', user, async () => {
        const now = {
          at: utc('preferences', user, given),
          ...(lang === undefined ? {} : { lang }),
          ...(country === undefined ? {} : { country }),
        };
        await db
          .insertInto('preferences')
          .values({ tenant, person: user, lang: null, country: null, ...now })
          .onConflict((conflict) => conflict.columns(['tenant', 'person']).doUpdateSet(now))
          .execute();
      }),
  };
}

function parsed(json: string, place: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new StoreError('damaged', `channel_facts (${place}): the facts are no JSON`, {
      table: 'channel_facts',
      id: place,
    });
  }
}

import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { RemovalDrafts, Removals } from '../app/moderation-ports.ts';
import { Draft } from '../core/moderation/draft.ts';
import { Removal } from '../core/moderation/removal.ts';
import { StoreError } from './errors.ts';
import { checked, storable, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';

const TABLE = 'removal_versions';
const ExportRow = z.object({ id: z.string(), at: z.string(), entries: z.coerce.number(), sha256: z.string() });

/**
 * The port `Removals` on a database that `migrate` has prepared. Versions are only ever inserted; `purge` alone takes rows away, whole removals at a time.
 * A version that can't be read stops the whole list: half a log would be worse than an error.
 *
 * @throws StoreError from every function
 */
export function createRemovals(db: Kysely<Schema>): Removals {
  return {
    append: (tenant, removal) =>
      within(TABLE, removal.id, async () => {
        const { id, version } = checked(Removal, removal, TABLE, removal.id, 'invalid');
        const row = { at: utc(TABLE, id, removal.recordedAt), removed_at: utc(TABLE, id, removal.removedAt) };
        return await db.transaction().execute(async (trx) => {
          // The write comes first: whoever is second waits here, and then finds the number taken.
          const added = await trx
            .insertInto(TABLE)
            .values({ tenant, removal: id, number: version, ...row, version: storable(JSON.stringify(removal)) })
            .onConflict((conflict) => conflict.columns(['tenant', 'removal', 'number']).doNothing())
            .returning('number')
            .executeTakeFirst();
          if (!added) return false;
          const before = await trx
            .selectFrom(TABLE)
            .select((eb) => eb.fn.countAll().as('n'))
            .where('tenant', '=', tenant)
            .where('removal', '=', id)
            .where('number', '<', version)
            .executeTakeFirst();
          if (Number(before?.n) !== version - 1)
            throw new StoreError('invalid', `${TABLE} (${id}): version ${version} does not follow the last`, {
              table: TABLE,
              id,
            });
          return true;
        });
      }),

    versions: (tenant, id) =>
      within(TABLE, id, async () => {
        const rows = await db
          .selectFrom(TABLE)
          .select(['removal', 'version'])
          .where('tenant', '=', tenant)
          .where('removal', '=', id)
          .orderBy('number')
          .execute();
        return rows.map(read);
      }),

    all: (tenant) =>
      within(TABLE, tenant, async () => {
        const rows = await db
          .selectFrom(TABLE)
          .select(['removal', 'version'])
          .where('tenant', '=', tenant)
          .orderBy('removal')
          .orderBy('number')
          .execute();
        const firsts = new Map<string, string>();
        const versions = rows.map(read);
        for (const v of versions) if (!firsts.has(v.id)) firsts.set(v.id, v.recordedAt);
        const first = (v: Removal) => `${firsts.get(v.id)} ${v.id}`;
        return versions.sort((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : a.version - b.version));
      }),

    noteExport: (tenant, { id, at, entries, sha256 }, upTo) =>
      within('removal_exports', id, async () => {
        const note = { tenant, id, at: utc('removal_exports', id, at), entries, sha256 };
        await db.transaction().execute(async (trx) => {
          await trx
            .insertInto('removal_exports')
            .values(note)
            .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
            .execute();
          for (const [removal, number] of upTo)
            await trx
              .insertInto('removals_exported')
              .values({ tenant, removal, number })
              .onConflict((conflict) =>
                conflict
                  .columns(['tenant', 'removal'])
                  .doUpdateSet({ number })
                  .where('removals_exported.number', '<', number),
              )
              .execute();
        });
      }),

    exported: (tenant) =>
      within('removals_exported', tenant, async () => {
        const rows = await db
          .selectFrom('removals_exported')
          .select(['removal', 'number'])
          .where('tenant', '=', tenant)
          .execute();
        return new Map(rows.map((row) => [row.removal, Number(row.number)]));
      }),

    exports: (tenant) =>
      within('removal_exports', tenant, async () => {
        const rows = await db
          .selectFrom('removal_exports')
          .select(['id', 'at', 'entries', 'sha256'])
          .where('tenant', '=', tenant)
          .orderBy('at')
          .orderBy('id')
          .execute();
        return rows.map((row) => checked(ExportRow, row, 'removal_exports', row.id));
      }),

    purge: (tenant, ids) =>
      within(TABLE, tenant, async () => {
        if (ids.length === 0) return 0;
        return await db.transaction().execute(async (trx) => {
          const gone = new Set<string>();
          for (const id of ids) {
            const rows = await trx
              .deleteFrom(TABLE)
              .where('tenant', '=', tenant)
              .where('removal', '=', id)
              .returning('removal')
              .execute();
            if (rows.length > 0) gone.add(id);
            await trx.deleteFrom('removals_exported').where('tenant', '=', tenant).where('removal', '=', id).execute();
          }
          return gone.size;
        });
      }),

    tenants: () =>
      within(TABLE, 'tenants', async () => {
        const rows = await db.selectFrom(TABLE).select('tenant').distinct().orderBy('tenant').execute();
        return rows.map((row) => row.tenant);
      }),
  };
}

/** The port `RemovalDrafts`. A draft that can't be read any more is none: it is begun anew. @throws StoreError from every function */
export function createRemovalDrafts(db: Kysely<Schema>): RemovalDrafts {
  const table = 'removal_drafts';
  return {
    draft: (tenant, conversation) =>
      within(table, conversation, async () => {
        const row = await db
          .selectFrom(table)
          .select(['draft', 'at'])
          .where('tenant', '=', tenant)
          .where('conversation', '=', conversation)
          .executeTakeFirst();
        const draft = row && Draft.safeParse(json(row.draft)).data;
        return draft && { draft, at: row.at };
      }),

    keep: (tenant, conversation, draft, at) =>
      within(table, conversation, async () => {
        checked(Draft, draft, table, draft.id, 'invalid');
        const now = { draft: storable(JSON.stringify(draft)), at: utc(table, draft.id, at) };
        await db
          .insertInto(table)
          .values({ tenant, conversation, ...now })
          .onConflict((conflict) => conflict.columns(['tenant', 'conversation']).doUpdateSet(now))
          .execute();
      }),

    drop: (tenant, conversation) =>
      within(table, conversation, async () => {
        await db.deleteFrom(table).where('tenant', '=', tenant).where('conversation', '=', conversation).execute();
      }),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function read(row: { removal: string; version: string }): Removal {
  return checked(Removal, json(row.version), TABLE, row.removal);
}

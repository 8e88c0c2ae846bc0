import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Pass, Passes } from '../app/learn-ports.ts';
import { CHANNELS } from '../core/message.ts';
import { StoreError } from './errors.ts';
import { checked, storable, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';

const StoredPass = z.object({
  tenant: z.string(),
  user: z.string(),
  channel: z.enum(CHANNELS),
  place: z.string(),
}) satisfies z.ZodType<Pass>;

type Kind = 'link' | 'seat';
type Key = { tenant: string; hash: string };

/** A key names its tenant, so that a lookup leads with it, and has 256 bits that nobody guesses; only their hash is kept. */
function newKey(tenant: string): { key: string } & Key {
  const secret = randomBytes(32).toString('base64url');
  return { key: `${Buffer.from(tenant).toString('base64url')}.${secret}`, tenant, hash: hashOf(secret) };
}
const KEY = /^([\w-]{1,200})\.([\w-]{43})$/;
function read(key: string): Key | undefined {
  const [, tenant, secret] = KEY.exec(key) ?? [];
  if (tenant === undefined || secret === undefined) return undefined;
  return { tenant: Buffer.from(tenant, 'base64url').toString(), hash: hashOf(secret) };
}
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * The port `Passes` on a database that `migrate` has prepared. One statement uses a link up, so of any number who open it at once one comes in.
 *
 * @throws StoreError from every function
 */
export function createPasses(db: Kysely<Schema>): Passes {
  const add = async (trx: Kysely<Schema>, kind: Kind, pass: Pass, until: string): Promise<string> => {
    const { key, tenant, hash } = newKey(pass.tenant);
    await trx
      .insertInto('console_passes')
      .values({ tenant, hash, kind, pass: storable(JSON.stringify(pass)), until })
      .execute();
    return key;
  };
  return {
    link: (pass, at, until) =>
      within('console_passes', pass.tenant, async () => {
        const valid = checked(StoredPass, pass, 'console_passes', pass.tenant, 'invalid');
        await db
          .deleteFrom('console_passes')
          .where('tenant', '=', pass.tenant)
          .where('until', '<=', utc('console_passes', pass.tenant, at))
          .execute();
        return add(db, 'link', valid, utc('console_passes', pass.tenant, until));
      }),

    enter: (key, at, until) =>
      within('console_passes', 'link', async () => {
        const asked = read(key);
        if (!asked) return undefined;
        return db.transaction().execute(async (trx) => {
          const used = await trx
            .deleteFrom('console_passes')
            .where('tenant', '=', asked.tenant)
            .where('hash', '=', asked.hash)
            .where('kind', '=', 'link')
            .returning(['pass', 'until'])
            .executeTakeFirst();
          if (!used || used.until <= utc('console_passes', 'link', at)) return undefined;
          return add(trx, 'seat', parsed(used.pass), utc('console_passes', 'link', until));
        });
      }),

    holder: (key, at) =>
      within('console_passes', 'seat', async () => {
        const asked = read(key);
        if (!asked) return undefined;
        const row = await db
          .selectFrom('console_passes')
          .select('pass')
          .where('tenant', '=', asked.tenant)
          .where('hash', '=', asked.hash)
          .where('kind', '=', 'seat')
          .where('until', '>', utc('console_passes', 'seat', at))
          .executeTakeFirst();
        return row && parsed(row.pass);
      }),

    leave: (key) =>
      within('console_passes', 'seat', async () => {
        const asked = read(key);
        if (!asked) return;
        await db
          .deleteFrom('console_passes')
          .where('tenant', '=', asked.tenant)
          .where('hash', '=', asked.hash)
          .execute();
      }),
  };
}

function parsed(pass: string): Pass {
  try {
    return checked(StoredPass, JSON.parse(pass), 'console_passes', 'pass');
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError('damaged', 'console_passes: a pass is no JSON', { table: 'console_passes' });
  }
}

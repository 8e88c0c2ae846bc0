import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Audit, Noted } from '../app/privacy-ports.ts';
import { AuditAction, AuditEntry, auditWalk, BEGINNING, entryHash } from '../core/privacy/audit.ts';
import type { Writer } from './group-commit.ts';
import { checked, utc, within } from './rows.ts';
import type { Schema } from './schema.ts';
import type { Keys } from './seal.ts';

const TABLE = 'audit_log';
/** Entries read at once while the log is walked. */
const CHUNK = 1000;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** One use, one key. */
const derived = (key: Buffer, purpose: string) =>
  new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `varsam audit ${purpose}`, 32));
const hmac = (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text).digest('base64url');

export type Auditor = ReturnType<typeof auditor>;

/**
 * Adds entries inside of somebody else's transaction. The row of the head is taken first, so those who add at once wait for each other, whichever process they are in.
 * @param keys the first names persons and signs; all of them are known again
 */
export function auditor(keys: Keys) {
  const naming = keys.map((key) => derived(key, 'person'));
  const signing = keys.map((key) => derived(key, 'head'));
  const [name, sign] = [naming[0], signing[0]];
  const pseudonym = (key: Uint8Array, tenant: string, person: string) => hmac(key, JSON.stringify([tenant, person]));
  const headText = (head: { tenant: string; seq: number; hash: string }) =>
    JSON.stringify([head.tenant, Number(head.seq), head.hash]);
  return {
    /** Every pseudonym that a person may have in the log: one for each key. */
    pseudonyms: (tenant: string, person: string): string[] => naming.map((key) => pseudonym(key, tenant, person)),
    signedByUs: (head: { tenant: string; seq: number; hash: string; signed: string }): boolean =>
      signing.some((key) => same(hmac(key, headText(head)), head.signed)),
    async add(trx: Transaction<Schema>, { person, at: given, action, ...rest }: Noted): Promise<void> {
      if (!name || !sign) return;
      const { tenant } = rest;
      const at = utc(TABLE, rest.assessment, given);
      // Its only column that changes here is itself: what counts is that the row is ours until the transaction ends.
      const head = await trx
        .insertInto('audit_heads')
        .values({ tenant, seq: 0, hash: BEGINNING, signed: '' })
        .onConflict((conflict) => conflict.column('tenant').doUpdateSet((eb) => ({ seq: eb.ref('audit_heads.seq') })))
        .returning(['seq', 'hash'])
        .executeTakeFirstOrThrow();
      const entry = {
        ...rest,
        at,
        action: checked(AuditAction, action, TABLE, rest.assessment, 'invalid'),
        seq: Number(head.seq) + 1,
        person: pseudonym(name, tenant, person),
        previous: head.hash,
      };
      const hash = entryHash(entry, sha256);
      await trx
        .insertInto(TABLE)
        .values({ ...entry, hash })
        .execute();
      const now = { tenant, seq: entry.seq, hash };
      await trx
        .updateTable('audit_heads')
        .set({ seq: now.seq, hash, signed: hmac(sign, headText(now)) })
        .where('tenant', '=', tenant)
        .execute();
    },
  };
}

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

/**
 * The port `Audit` on a database that `migrate` has prepared. There is no statement here that changes or removes an entry.
 *
 * @throws StoreError from every function
 */
export function createAudit(db: Kysely<Schema>, write: Writer, audit: Auditor): Audit {
  return {
    note: (entry) => within(TABLE, entry.assessment, () => write((trx) => audit.add(trx, entry))),

    entries: (tenant, { assessment, person } = {}) =>
      within(TABLE, tenant, async () => {
        let query = db.selectFrom(TABLE).selectAll().where('tenant', '=', tenant);
        if (assessment !== undefined) query = query.where('assessment', '=', assessment);
        if (person !== undefined) query = query.where('person', 'in', audit.pseudonyms(tenant, person));
        const rows = await query.orderBy('seq').execute();
        return rows.map((row) => checked(AuditEntry, row, TABLE, String(row.seq)));
      }),

    verify: (tenant) =>
      within(TABLE, tenant, async () => {
        const walk = auditWalk(tenant, sha256);
        // The end is read first: what is added meanwhile stands behind it.
        const head = await db.selectFrom('audit_heads').selectAll().where('tenant', '=', tenant).executeTakeFirst();
        const until = Number(head?.seq ?? 0);
        for (let from = 0; ; from += CHUNK) {
          const rows = await db
            .selectFrom(TABLE)
            .selectAll()
            .where('tenant', '=', tenant)
            .orderBy('seq')
            .offset(from)
            .limit(CHUNK)
            .execute();
          const entries = rows.map((row) => checked(AuditEntry, row, TABLE, String(row.seq)));
          const fault = walk.take(entries.filter((e) => e.seq <= until));
          if (fault) return { entries: walk.end().seq, fault };
          if (rows.length < CHUNK) break;
        }
        const { seq, hash } = walk.end();
        const newer = await db.selectFrom('audit_heads').select('seq').where('tenant', '=', tenant).executeTakeFirst();
        const beyond = await db
          .selectFrom(TABLE)
          .select('seq')
          .where('tenant', '=', tenant)
          .where('seq', '>', Number(newer?.seq ?? 0))
          .executeTakeFirst();
        const ends = head ? seq === until && hash === head.hash && audit.signedByUs(head) : seq === 0;
        if (!ends || beyond) return { entries: seq, fault: { kind: 'end', seq: seq + 1 } };
        return { entries: seq, fault: undefined };
      }),

    tenants: () =>
      within(TABLE, 'tenants', async () => {
        const rows = await db.selectFrom('audit_heads').select('tenant').orderBy('tenant').execute();
        return rows.map((row) => row.tenant);
      }),
  };
}

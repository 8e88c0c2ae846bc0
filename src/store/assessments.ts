import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Assessments } from '../app/screening-ports.ts';
import { authorOf, Dossier, Version } from '../core/assessment/versions.ts';
import type { AuditAction } from '../core/privacy/audit.ts';
import type { Auditor } from './audit.ts';
import { StoreError } from './errors.ts';
import { checked, utc, within } from './rows.ts';
import { AssessmentHead, type Schema } from './schema.ts';

const Authors = z.array(z.string());

/**
 * The port `Assessments` on a database that `migrate` has prepared. Versions are only ever inserted; there is no statement here that changes or removes
 * one. A dossier in which one version can't be read is not given at all: half a history would be worse than an error. Each version stands in the audit log, written
 * in the same transaction.
 *
 * @throws StoreError from every function
 */
export function createAssessments(db: Kysely<Schema>, audit: Auditor): Assessments {
  return {
    append: (tenant, version) =>
      within('assessment_versions', version.document.id, async () => {
        const { id, title, kind, state } = version.document;
        checked(Version, version, 'assessment_versions', id, 'invalid');
        const at = utc('assessment_versions', id, version.at);
        const role = version.by.kind === 'bot' ? 'bot' : version.by.role;
        const { number } = version;
        return await db.transaction().execute(async (trx) => {
          // The write comes first: whoever is second waits here, and then finds the number taken.
          const added = await trx
            .insertInto('assessment_versions')
            .values({ tenant, assessment: id, number, role, at, version: JSON.stringify(version) })
            .onConflict((conflict) => conflict.columns(['tenant', 'assessment', 'number']).doNothing())
            .returning('number')
            .executeTakeFirst();
          if (!added) return false;
          const before = await trx
            .selectFrom('assessments')
            .select(['version', 'authors'])
            .where('tenant', '=', tenant)
            .where('id', '=', id)
            .executeTakeFirst();
          if (Number(before?.version ?? 0) !== number - 1)
            throw new StoreError('invalid', `assessment_versions (${id}): version ${number} does not follow the last`, {
              table: 'assessment_versions',
              id,
            });
          const known = before ? checked(Authors, parsed(before.authors, id), 'assessments', id) : [];
          const authors = JSON.stringify([...new Set([...known, ...authorOf(version)])]);
          const head = { title, kind, state, version: number, at, authors };
          await trx
            .insertInto('assessments')
            .values({ tenant, id, ...head })
            .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet(head))
            .execute();
          const person = version.by.kind === 'bot' ? 'bot' : version.by.person;
          await audit.add(trx, {
            ...{ tenant, person, role, action: deedOf(version), assessment: id, version: number, via: 'store', at },
          });
          return true;
        });
      }),

    standing: (tenant, id, numbers) =>
      within('assessments', id, async () => {
        const head = await db
          .selectFrom('assessments')
          .select(['version', 'authors'])
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst();
        if (!head) return undefined;
        const rows = await db
          .selectFrom('assessment_versions')
          .select(['number', 'version'])
          .where('tenant', '=', tenant)
          .where('assessment', '=', id)
          .where('number', 'in', [...new Set([Number(head.version), ...numbers.filter(Number.isSafeInteger)])])
          .execute();
        const versions = rows.map((row) => checked(Version, parsed(row.version, id), 'assessment_versions', id));
        const last = versions.find((v) => v.number === Number(head.version));
        if (!last)
          throw new StoreError('damaged', `assessment_versions (${id}): the last version is missing`, {
            table: 'assessment_versions',
            id,
          });
        const authors = checked(Authors, parsed(head.authors, id), 'assessments', id);
        return { last, authors, seen: new Map(versions.map((v) => [v.number, v])) };
      }),

    dossier: (tenant, id) =>
      within('assessment_versions', id, async () => {
        const rows = await db
          .selectFrom('assessment_versions')
          .select('version')
          .where('tenant', '=', tenant)
          .where('assessment', '=', id)
          .orderBy('number')
          .execute();
        if (rows.length === 0) return undefined;
        const versions = rows.map((row) => parsed(row.version, id));
        return checked(Dossier, { format: 'varsam-assessment/1', versions }, 'assessment_versions', id);
      }),

    list: (tenant) =>
      within('assessments', tenant, async () => {
        const rows = await db
          .selectFrom('assessments')
          .select(['id', 'title', 'kind', 'state', 'version', 'at'])
          .where('tenant', '=', tenant)
          .orderBy('at', 'desc')
          .orderBy('id')
          .execute();
        return rows.map((row) => checked(AssessmentHead, row, 'assessments', row.id));
      }),
  };
}

const deedOf = ({ number, what }: Version): AuditAction =>
  number === 1 ? 'begun' : what === 'step' ? 'moved' : 'edited';

function parsed(json: string, id: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new StoreError('damaged', `assessment_versions (${id}): a version is no JSON`, {
      table: 'assessment_versions',
      id,
    });
  }
}

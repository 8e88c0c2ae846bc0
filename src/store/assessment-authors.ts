import { type Kysely, type Migration, sql } from 'kysely';

/** Who has written in an assessment, beside its head: whoever writes the next version need not read all the others for it. */
export const assessmentAuthors: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('assessments')
      .addColumn('authors', 'text', (c) => c.notNull().defaultTo('[]'))
      .execute();
    const { rows: heads } = await sql<{ tenant: string; id: string }>`select tenant, id from assessments`.execute(db);
    for (const { tenant, id } of heads) {
      const { rows } = await sql<{
        version: string;
      }>`select version from assessment_versions where tenant = ${tenant} and assessment = ${id} order by number`.execute(
        db,
      );
      const authors = JSON.stringify([...new Set(rows.flatMap(({ version }) => authorIn(version)))]);
      await sql`update assessments set authors = ${authors} where tenant = ${tenant} and id = ${id}`.execute(db);
    }
  },
};

/** A version that can't be read names nobody; reading the dossier says what is wrong with it. */
function authorIn(json: string): string[] {
  try {
    const { what, by } = JSON.parse(json) as { what?: unknown; by?: { kind?: unknown; person?: unknown } };
    return what !== 'step' && by?.kind === 'person' && typeof by.person === 'string' ? [by.person] : [];
  } catch {
    return [];
  }
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { saveIndex } from '../../src/retrieval/saved-index.ts';
import { backupStore } from '../../src/store/backup.ts';
import { migrate } from '../../src/store/migrations.ts';
import type { Schema } from '../../src/store/schema.ts';
import { NodeSqliteDialect } from '../../src/store/sqlite-dialect.ts';

/** A process that does one thing again and again until it is killed: `node deed.ts backup|migration|index FOLDER`. It says each time that it begins. */
const [what = '', folder = ''] = process.argv.slice(2);

/** An index of some size, whose bytes follow from its number. */
const indexOf = (n: number) => ({
  hash: 'k',
  model: 'm',
  json: { n },
  arrays: { words: new Uint32Array(500_000).fill(n) },
});

const deeds: Record<string, (n: number) => Promise<void>> = {
  backup: (n) => backupStore({ file: join(folder, 'store.db') }, join(folder, `backup-${n}.db`)),
  migration: async (n) => {
    mkdirSync(join(folder, 'stores'), { recursive: true });
    const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(join(folder, 'stores', `${n}.db`)) });
    // As a version of last spring left it, with what somebody has chosen.
    await migrate(db, '0004_conversing');
    await sql`insert into preferences (tenant, person, lang, at) values ('t', 'anna', 'sv', '2026-05-01')`.execute(db);
    await migrate(db);
    await db.destroy();
  },
  index: async (n) => saveIndex(join(folder, 'index'), 'index.bin', indexOf(n)),
};

const deed = deeds[what];
if (!deed) throw new Error('backup, migration or index');
for (let n = 0; ; n++) {
  await new Promise<void>((resolve) => void process.send?.('begun', () => resolve()));
  await deed(n);
}

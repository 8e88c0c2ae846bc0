import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { editAssessment, type WriteDeps } from '../../src/app/write-assessment.ts';
import { standingOf } from '../../src/core/assessment/versions.ts';
import { startSession } from '../../src/core/screening/session.ts';
import { mask } from '../../src/privacy/mask.ts';
import { assessmentAuthors } from '../../src/store/assessment-authors.ts';
import type { StoreError } from '../../src/store/errors.ts';
import { openSqlite } from '../../src/store/open.ts';
import { NodeSqliteDialect } from '../../src/store/sqlite-dialect.ts';
import { at, edit, full, must, NESODDEN, opened } from '../support/assessment.ts';
import { dpia } from '../support/screening.ts';
import { inFile, inMemory } from '../support/sqlite.ts';
import { screeningStoreContract } from './screening-store.contract.ts';

screeningStoreContract('assessments and screenings in a SQLite file', inFile, { lasting: true });

screeningStoreContract('assessments and screenings in memory', inMemory, { lasting: false });

test('a damaged version is an error that says where and not what; a damaged session is passed over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-screening-'));
  const file = join(folder, 'store.db');
  const first = await openSqlite(file);
  for (const v of opened(full()).versions) await first.assessments.append('t', v);
  const session = { conversation: 'c', session: startSession(dpia(), 'NO'), state: 'open', revision: 0 } as const;
  await first.sessions.save('t', { id: 'older', at: at(1), ...session });
  await first.sessions.save('t', { id: 'newer', at: at(2), ...session });
  await first.store.close();
  const db = new DatabaseSync(file);
  db.exec(
    "update assessment_versions set version = '{\"secret\":1}'; update sessions set session = 'x' where id = 'newer'",
  );
  db.close();
  const faults: StoreError[] = [];
  const { assessments, sessions, store } = await openSqlite(file, { onFault: (f) => faults.push(f) });
  const error = await assessments.dossier('t', 'a1').catch((e: unknown) => e);
  expect(String(error)).toMatch(/assessment_versions \(a1\)/);
  expect(String(error)).not.toMatch(/secret/);
  expect((await sessions.unfinished('t', 'c'))?.id).toBe('older');
  expect(faults.map((f) => f.id)).toEqual(['newer']);
  await store.close();
  rmSync(folder, { recursive: true });
});

test('whoever writes the next version reads the last and what they were shown, and nothing else of the history', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-screening-'));
  const file = join(folder, 'store.db');
  const first = await openSqlite(file);
  let dossier = opened(full());
  for (let i = 0; i < 4; i++) dossier = must(edit(dossier, (d) => ({ ...d, title: `Tittel ${i}` })));
  for (const v of dossier.versions) await first.assessments.append('t', v);
  await first.store.close();
  const db = new DatabaseSync(file);
  db.exec("update assessment_versions set version = 'x' where number in (2, 3)");
  // As it was before there was such a column: the step that adds it works out who has written.
  db.exec('alter table assessments drop column authors');
  db.close();
  const older = new Kysely<unknown>({ dialect: new NodeSqliteDialect(file) });
  await assessmentAuthors.up(older);
  await older.destroy();
  const { assessments, store } = await openSqlite(file);
  const deps: WriteDeps = {
    assessments,
    definitions: [dpia()],
    mask,
    clock: { now: () => new Date(at(9)) },
    municipality: () => NESODDEN,
    openSeats: false,
  };
  const by = { kind: 'person', person: 'ola', role: 'unit' } as const;
  const fields = [{ path: 'texts.description.purpose', value: 'Nytt formål.', base: 5 }];
  expect(await editAssessment({ tenant: 't', id: 'a1', by, fields }, deps)).toMatchObject({
    kind: 'edited',
    saved: ['texts.description.purpose'],
    standing: { last: { number: 6 }, authors: [...standingOf(dossier).authors, 'ola'] },
  });
  await expect(assessments.dossier('t', 'a1')).rejects.toThrow(/no JSON/);
  await store.close();
  rmSync(folder, { recursive: true });
});

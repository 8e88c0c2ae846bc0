import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addGuideline } from '../../src/knowledge/add.ts';
import { DocumentError, documentErrorText } from '../../src/knowledge/extract/index.ts';
import {
  add,
  addFixture,
  DOCUMENTS,
  everything,
  faults,
  file,
  guideline,
  home,
  knowledgeDir,
  NORBERG,
  shelveNorberg,
  sidecar,
} from '../fixtures/documents/shelf.ts';

/** What happens where two people, or two machines on one disk, add documents in the same moment. */

const NOW = new Date('2026-05-04T10:00:00Z');
const shelf = (...names: string[]) => join(knowledgeDir, 'guidelines', ...names);

it('who adds what another has added in the meantime is told that it is there', async () => {
  const { dir } = await addFixture('retningslinjer-bilder.pdf');
  const elsewhere = join(home, 'not-there-yet');
  renameSync(dir, elsewhere);
  let pages = 0;
  const second = await addGuideline({
    knowledgeDir,
    file: join(DOCUMENTS, 'retningslinjer-bilder.pdf'),
    now: NOW,
    lang: 'en',
    // The other one is done just while this one's pages are read: after the look at what is there, before the look for a free name.
    onProgress: () => {
      if (pages++ === 0) renameSync(elsewhere, dir);
    },
  });
  expect(pages).toBeGreaterThan(0);
  expect(second).toMatchObject({ id: 'retningslinjer-bilder', status: 'unchanged', warnings: [] });
  expect(readdirSync(shelf())).toEqual(['retningslinjer-bilder']);
});

it('who comes while another puts an edition in its place waits, and goes on from what was put there', async () => {
  const text = shelveNorberg();
  writeFileSync(shelf('norberg', 'notat.md'), 'Spurte juristen 4. mai.');
  // The other one holds the lock and stands between the two renames.
  mkdirSync(shelf('.adding'));
  renameSync(shelf('norberg'), shelf('.before-norberg'));
  const second = add(file(NORBERG, `Beslutad 2026-02-01\n\n${text}`), 'sv');
  // As long as it takes to add another document twice: time enough to do harm.
  for (const name of ['a.txt', 'b.txt'])
    await addGuideline({ knowledgeDir: join(home, 'elsewhere'), file: file(name, `Om ${name}`), now: NOW, lang: 'en' });
  renameSync(shelf('.before-norberg'), shelf('norberg'));
  writeFileSync(shelf('norberg', 'guideline.yaml'), sidecar('norberg').replace(/^title: .*$/m, 'title: Ny titel'));
  rmSync(shelf('.adding'), { recursive: true });

  expect(await second).toMatchObject({ id: 'norberg', status: 'updated' });
  expect(guideline('norberg').title).toBe('Ny titel');
  expect(readFileSync(shelf('norberg', 'notat.md'), 'utf8')).toContain('juristen');
  expect(readdirSync(shelf())).toEqual(['norberg']);
});

it('of many who add at once each finds a place, and nobody the place of another', async () => {
  const same = file('regler.txt', 'Regler\n\nVi svarer alle.');
  const other = Array.from({ length: 6 }, (_, n) =>
    file(`Regler${'?'.repeat(n + 1)}.txt`, `Andre regler, nummer ${n}.`),
  );
  const all = await Promise.all([same, same, same, ...other, join(DOCUMENTS, 'veileder.md')].map((path) => add(path)));
  expect(all.map((a) => a.status).filter((s) => s === 'unchanged')).toHaveLength(2);
  expect(new Set(all.map((a) => a.id)).size).toBe(8);
  expect(readdirSync(shelf()).sort()).toEqual([...new Set(all.map((a) => a.id))].sort());
  expect(faults()).toEqual([]);
});

it('who has waited for others long enough is told so, and nothing has changed', async () => {
  await addFixture('veileder.md');
  const before = everything();
  mkdirSync(shelf('.adding'));
  const path = file('regler.txt', 'Regler\n\nVi svarer alle.');
  const error: unknown = await addGuideline({ knowledgeDir, file: path, now: NOW, lang: 'nb', patience: 0 }).catch(
    (e) => e,
  );
  if (!(error instanceof DocumentError)) throw error;
  expect(documentErrorText(error, 'nb')).toBe(
    '«regler.txt» ble ikke lagt til, fordi andre legger til dokumenter akkurat nå. Prøv igjen om et minutt.',
  );
  expect(everything()).toBe(before);
});

it('a run that was killed holds nobody up, and its half-written folder goes', async () => {
  mkdirSync(shelf('.adding'), { recursive: true });
  utimesSync(shelf('.adding'), 0, 0);
  mkdirSync(shelf('.add-6f1c'));
  writeFileSync(shelf('.add-6f1c', 'guideline.yaml'), 'title:');
  expect((await addFixture('veileder.md')).status).toBe('added');
  expect(readdirSync(shelf())).toEqual(['veileder']);
  expect(existsSync(shelf('.adding'))).toBe(false);
});

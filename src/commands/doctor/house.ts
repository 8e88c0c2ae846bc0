import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../../config.ts';
import type { Municipality } from '../../core/assessment/roles.ts';
import { LOCAL_TENANT } from '../../core/message.ts';
import { faultLine, KnowledgeError, loadKnowledge } from '../../knowledge/load.ts';
import { clock, indexHash, openMunicipality, openStores, storePlace } from '../../main.ts';
import { type Line, off, ok, said, wrong } from './line.ts';

/** What lies on this machine: the disk, the store, the knowledge and its index, the municipality's file. */

/** Less than this, in bytes, is soon full. */
const SPACE = 200 * 1024 * 1024;
/** Rights of anybody but the owner. */
const OTHERS = 0o077;

export function diskLines({ dataDir }: Pick<Config, 'dataDir'>): Line[] {
  const name = 'disk';
  const there = nearest(dataDir);
  try {
    accessSync(there, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [
      wrong(
        name,
        `${there} can’t be written`,
        'Give varsam’s user the right to write there, or set VARSAM_DATA_DIR to another folder.',
      ),
    ];
  }
  const { bavail, bsize } = statfsSync(there);
  const free = bavail * bsize;
  const size = `${Math.round(free / 1024 / 1024).toLocaleString('en')} MB free`;
  const lines =
    free < SPACE ? [wrong(name, `${there}: ${size}`, 'Make room there, or set VARSAM_DATA_DIR to another disk.')] : [];
  const open = openToOthers(dataDir);
  if (open.length > 0)
    lines.push(wrong(name, `others on this machine can read ${open.join(', ')}`, `Run: chmod -R go-rwx '${dataDir}'`));
  return lines.length > 0 ? lines : [ok(name, `${dataDir}${there === dataDir ? '' : ' (not there before)'}, ${size}`)];
}

/** The folder itself, or the nearest above it that is there. */
function nearest(dir: string): string {
  return existsSync(dir) || dirname(dir) === dir ? dir : nearest(dirname(dir));
}

/** What holds questions, addresses or tokens, as far as anybody but its owner can get at it. Windows keeps rights elsewhere. */
function openToOthers(dataDir: string): string[] {
  const isOpen = (path: string) => (statSync(path).mode & OTHERS) !== 0;
  if (process.platform === 'win32' || !existsSync(dataDir) || !isOpen(dataDir)) return [];
  return readdirSync(dataDir)
    .filter((name) => /^(?:varsam\.db.*|store\.key|slack|teams)$/.test(name))
    .map((name) => join(dataDir, name))
    .filter(isOpen);
}

/** Opens it as a start would, with its migrations, and writes something that goes again. */
export async function storeLine(config: Pick<Config, 'dataDir' | 'database' | 'secretKeys'>): Promise<Line> {
  const name = 'store';
  try {
    const { store, claims } = await openStores(config);
    try {
      await claims.claim(LOCAL_TENANT, 'doctor', clock.now().toISOString(), 1);
      await claims.release(LOCAL_TENANT, 'doctor');
    } finally {
      await store.close();
    }
    return ok(name, `${storePlace(config)}: opens, writes, tables up to date`);
  } catch (error) {
    return wrong(name, said(error), config.database ? DATABASE_MEND : FILE_MEND);
  }
}
const FILE_MEND =
  'Give varsam’s user the right to read and write this file, restore it from a copy, or set VARSAM_DATA_DIR to another folder.';
const DATABASE_MEND =
  'Start the server, let varsam’s user create tables in the database, or correct VARSAM_DATABASE_URL; docs/operations.md says how.';

export function knowledgeLines({ knowledgeDir }: Pick<Config, 'knowledgeDir'>): Line[] {
  try {
    const { guidelines, curated, law, screenings } = loadKnowledge(knowledgeDir);
    if (guidelines.length === 0)
      return [
        wrong(
          'knowledge',
          `${knowledgeDir} holds no guidelines`,
          'Set VARSAM_KNOWLEDGE_DIR to the knowledge folder, or leave it out for the one that came with varsam.',
        ),
      ];
    return [
      ok(
        'knowledge',
        `no faults: ${guidelines.length} guidelines, ${curated.length} entries, ${law.length} law notes, ${screenings.length} screenings`,
      ),
    ];
  } catch (error) {
    return faultLines('knowledge', error, 'npm run knowledge -- check');
  }
}

/** Each fault with its mend, the first few of them. */
export function faultLines(name: string, error: unknown, all: string): Line[] {
  if (!(error instanceof KnowledgeError)) return [wrong(name, said(error), `Correct it, then run: ${all}`)];
  const shown = error.faults.slice(0, 5).map((fault) => {
    const [problem = '', mend = ''] = faultLine(fault).split('\n');
    return wrong(name, problem, mend.trim());
  });
  const more = error.faults.length - shown.length;
  return more > 0 ? [...shown, wrong(name, `and ${more} more faults`, `Run: ${all}`)] : shown;
}

/** The saved index as a start would find it. A start builds what is missing or no longer fits, so nothing here is for a person to mend but a folder in the way. */
export async function indexLine(config: Config): Promise<Line> {
  const { dataDir, embeddings } = config;
  const name = 'index';
  try {
    const [{ openIndex }, { modelName, modelsFor }, { TrainedEmbeddings }] = await Promise.all([
      import('../../retrieval/saved-index.ts'),
      import('../../retrieval/content.ts'),
      import('../../retrieval/trained-embeddings.ts'),
    ]);
    const model = embeddings
      ? (await import('../../llm/endpoint-embeddings.ts')).createEndpointEmbeddings(embeddings)
      : TrainedEmbeddings.open();
    const { state } = openIndex(join(dataDir, 'index'), 'index.bin', {
      hash: indexHash(config),
      model: modelName(modelsFor(model)),
    });
    return ok(name, INDEX[state]);
  } catch (error) {
    return wrong(
      name,
      said(error),
      `Take the folder away; it is built again at the next start: ${join(dataDir, 'index')}`,
    );
  }
}
const INDEX = {
  ok: 'saved, and made from this knowledge',
  missing: 'not built yet: the next start builds it',
  stale: 'made from other knowledge or with another model: the next start builds it again',
  damaged: 'damaged: the next start builds it again',
} as const;

export async function municipalityLines(config: Config): Promise<Line[]> {
  const name = 'municipality';
  if (!config.municipalityFile)
    return [
      off(
        name,
        'no file of your own: nobody can sign, and open questions go to the web console',
        'To turn on: copy municipality.example.yaml and set VARSAM_MUNICIPALITY; docs/municipality.md says what it takes',
      ),
    ];
  try {
    const { municipality } = await openMunicipality(config);
    if (!municipality) return [];
    return [
      ok(name, `${municipality.name}: ${municipality.owners?.length ?? 0} offices that answer questions`),
      ...ownerLines(config, municipality),
    ];
  } catch (error) {
    return faultLines(name, error, 'npm run doctor');
  }
}

/** Offices that are to be written to where nothing can be written. */
function ownerLines({ slack, teams }: Pick<Config, 'slack' | 'teams'>, { owners = [] }: Municipality): Line[] {
  const lost = (title: string, ids: string[]) =>
    ids.length > 0
      ? [
          wrong(
            'municipality',
            `${ids.join(', ')}: to be written to in ${title}, which is off`,
            `Turn ${title} on, or take the room out of owners.*.to.`,
          ),
        ]
      : [];
  return [
    ...lost('Slack', slack ? [] : owners.filter((o) => o.to.slack).map((o) => o.id)),
    ...lost('Teams', teams ? [] : owners.filter((o) => o.to.teams).map((o) => o.id)),
  ];
}

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { HandleDeps } from './app/handle-question.ts';
import type { Clock, Ids, Log } from './app/ports.ts';
import type { Config } from './config.ts';
import type { Municipality } from './core/assessment/roles.ts';
import type { Logo } from './export/picture.ts';
import { hashKnowledge, KnowledgeError, loadKnowledge } from './knowledge/load.ts';
import { createLog } from './log.ts';
import { mask } from './privacy/mask.ts';
import { type IndexOptions, type OpenedIndex, openOrBuild } from './retrieval/build-index.ts';
import calibration from './retrieval/calibration.json' with { type: 'json' };
import { TrainedEmbeddings } from './retrieval/trained-embeddings.ts';

/** The composition root: the only file that knows every adapter. Heavy ones are imported when they are configured, to keep a start quick. */

export const clock: Clock = { now: () => new Date() };

/** UUIDs with the time in front: sortable, and unguessable behind it. */
export const ids: Ids = {
  next: () => `${Date.now().toString(16).padStart(12, '0')}-${randomUUID().slice(9)}`,
};

export type Varsam = HandleDeps & { index: OpenedIndex; config: Config; close: () => Promise<void> };

/** Opens everything a command needs. `store: false` leaves the store closed, for commands that only read. */
export async function open(
  config: Config,
  options: { onProgress?: IndexOptions['onProgress']; log?: Log } = {},
): Promise<Varsam> {
  const log = options.log ?? createLog(config.log);
  const index = await openIndex(config, options.onProgress);
  if (index.state.startsWith('rebuilt')) log.warn('index.rebuilt', { why: index.state });
  const { openSqliteStore } = await import('./store/open.ts');
  const store = await openSqliteStore(join(config.dataDir, 'varsam.db'));
  const model = config.model ? (await import('./llm/model-answerer.ts')).createModelAnswerer(config.model) : undefined;
  return {
    knowledge: index.knowledge,
    retriever: index.retriever,
    mask,
    languages: index.languages,
    calibration,
    log,
    clock,
    ids,
    store,
    model,
    index,
    config,
    close: () => store.close(),
  };
}

/** The knowledge and its index, opened or built. */
export async function openIndex(config: Config, onProgress?: IndexOptions['onProgress']): Promise<OpenedIndex> {
  const embeddings = config.embeddings
    ? (await import('./llm/endpoint-embeddings.ts')).createEndpointEmbeddings(config.embeddings)
    : TrainedEmbeddings.open();
  return openOrBuild(hashKnowledge(config.knowledgeDir), () => loadKnowledge(config.knowledgeDir), {
    dir: join(config.dataDir, 'index'),
    embeddings,
    onProgress,
  });
}

/** Who has which role, and the logo, as the municipality's own file says; where there is none, nobody has any. */
export async function openMunicipality(
  config: Config,
): Promise<{ municipality: Municipality | undefined; logo: Logo | undefined }> {
  if (!config.municipalityFile) return { municipality: undefined, logo: undefined };
  const { loadMunicipality } = await import('./knowledge/load-municipality.ts');
  const { municipality, logo } = loadMunicipality(config.municipalityFile);
  if (!logo) return { municipality, logo: undefined };
  const picture = await (await import('./export/logo.ts')).readLogo(logo);
  if (!picture)
    throw new KnowledgeError([
      {
        file: config.municipalityFile,
        line: 1,
        problem: `the logo ${municipality.logo} is no picture that can be read`,
        mend: 'Give it a PNG or JPEG file, or leave the logo out.',
      },
    ]);
  return { municipality, logo: picture };
}

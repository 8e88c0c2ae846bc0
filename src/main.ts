import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Calendar } from './app/calendar-ports.ts';
import type { ConverseDeps } from './app/converse.ts';
import type { Insights } from './app/insight-ports.ts';
import type { Kept } from './app/kept-ports.ts';
import type { Learn } from './app/learn-ports.ts';
import { type Moderation, moderationOf } from './app/moderation-ports.ts';
import type { Pace } from './app/pace.ts';
import type { Clock, Ids, Log, Retriever } from './app/ports.ts';
import { type Telemetry, UNMEASURED } from './app/telemetry.ts';
import { inboxWorker, type Worker } from './app/work-inbox.ts';
import { openCalendar } from './calendar/open.ts';
import { documentExporter, modelExporter } from './compose/documents.ts';
import { sameQuestions, topicsIn, trained } from './compose/questions.ts';
import type { Config } from './config.ts';
import { defaultMunicipality } from './core/assessment/default-municipality.ts';
import type { Municipality } from './core/assessment/roles.ts';
import type { Knowledge } from './core/guideline.ts';
import { type Country, defaultLang, type Lang } from './core/language.ts';
import type { Logo } from './export/picture.ts';
import { sha256 } from './hash.ts';
import { hashKnowledge, KnowledgeError, loadKnowledge } from './knowledge/load.ts';
import { createLog } from './log.ts';
import { memoryPace } from './pace/memory.ts';
import { readPhoto } from './photo/read.ts';
import { findPersonal } from './privacy/find.ts';
import { mask } from './privacy/mask.ts';
import { type IndexOptions, type OpenedIndex, openOrBuild } from './retrieval/build-index.ts';
import calibration from './retrieval/calibration.json' with { type: 'json' };
import type { OwnIndex } from './retrieval/own-index.ts';
import { type Saved, threadedRetriever } from './retrieval/threads.ts';
import { nextDue } from './scheduler.ts';
import type { Stores } from './store/open.ts';
import type { Keys } from './store/seal.ts';
import type { Metrics } from './telemetry/metrics.ts';

/** The composition root: the only file that knows every adapter. Heavy ones are imported when they are configured, to keep a start quick. */

export const clock: Clock = { now: () => new Date() };

/** UUIDs with the time in front: sortable, and unguessable behind it. */
export const ids: Ids = {
  next: () => `${Date.now().toString(16).padStart(12, '0')}-${randomUUID().slice(9)}`,
};

export type Varsam = Stores &
  ConverseDeps & {
    tellers: Learn['tellers'];
    /** What works on what comes in by Slack and Teams. */
    worker: Worker;
    kept: Kept;
    learn: Learn;
    moderation: Moderation;
    calendar: Calendar;
    insights: Insights;
    index: OpenedIndex;
    /** How questions are compared, and what they are about. */
    same: Learn['same'];
    topics: Learn['topics'];
    /** A search of what a municipality knows too, in the same threads. */
    beside: (own: OwnIndex, at: Saved) => Retriever;
    config: Config;
    telemetry: Telemetry;
    pace: Pace;
    /** Figures for the operations port; undefined where there is none. */
    metrics: Metrics | undefined;
    close: () => Promise<void>;
  };

/** Opens everything a command needs. `store: false` leaves the store closed, for commands that only read. */
export async function open(
  config: Config,
  options: { onProgress?: IndexOptions['onProgress']; log?: Log; searchThreads?: number } = {},
): Promise<Varsam> {
  const { metrics, telemetry, closeTelemetry } = await openTelemetry(config);
  const plain = options.log ?? createLog(config.log);
  const log = metrics?.counting(plain) ?? plain;
  const index = await openIndex(config, options.onProgress);
  // Another service's embeddings are not computed here: there is nothing to take off this thread.
  const threads = config.embeddings ? 0 : (options.searchThreads ?? 0);
  const saved = { dir: config.indexDir, hash: hashKnowledge(config.knowledgeDir) };
  const stores = await openStores(config);
  const { database, passagesInDatabase } = config;
  const inPostgres = passagesInDatabase && database && (await import('./compose/passages.ts')).searchInPostgres;
  const search = inPostgres
    ? await inPostgres(database, index).catch(async (error: unknown) => {
        await stores.store.close();
        throw error;
      })
    : threadedRetriever(index.retriever, saved, threads, config.tenantsOpen);
  const model = config.model ? (await import('./llm/model-answerer.ts')).createModelAnswerer(config.model) : undefined;
  const reader = config.model ? (await import('./llm/model-reader.ts')).createModelReader(config.model) : undefined;
  const observe = telemetry === UNMEASURED ? undefined : await import('./telemetry/observe.ts');
  const watched = (to: Retriever) => observe?.observedRetriever(to, telemetry) ?? to;
  const tellers: Learn['tellers'] = {};
  const shared = {
    ...stores,
    mask,
    calibration,
    log,
    clock,
    ids,
    tellers,
    model: model && (observe?.observedModel(model, telemetry) ?? model),
    reader: reader && (observe?.observedReader(reader, telemetry) ?? reader),
    findPersonal,
    readPhoto,
    worker: inboxWorker({ inbox: stores.inbox, clock, ids, log }),
    telemetry,
    metrics,
    pace: memoryPace(config.rate),
    beside: (own: OwnIndex, at: Saved) => watched(search.beside(own.retriever, at)),
    close: async () => {
      await search.close();
      await stores.store.close();
      await closeTelemetry();
    },
  };
  const { knowledge } = index;
  if (index.state.startsWith('rebuilt')) log.warn('index.rebuilt', { why: index.state });
  const known = {
    index,
    languages: index.languages,
    words: wordsOf(config, knowledge, log),
    same: sameQuestions(knowledge),
    topics: topicsIn(knowledge),
  };
  return {
    ...shared,
    ...known,
    ...(await openHouse(config, { ...shared, ...known, knowledge, retriever: watched(search) })),
  };
}

/** What all municipalities of one installation share. */
type Shared = Stores & Pick<Learn, 'tellers' | 'same' | 'topics'> & Pick<Varsam, 'knowledge' | 'retriever'>;

/** What differs between the municipalities of one installation: what they know, who has which role and answers what, their country and language. */
export async function openHouse(config: Config, shared: Shared) {
  const { knowledge, retriever } = shared;
  const { municipality } = await openMunicipality(config);
  return {
    knowledge,
    retriever,
    municipality: (country: Country, lang: Lang) => municipality ?? defaultMunicipality(country, lang),
    exportDocument: documentExporter(knowledge, () => openMunicipality(config)),
    exportModel: modelExporter(() => openMunicipality(config)),
    learn: openLearn(config, shared, municipality),
    moderation: moderationOf(shared, { sha256, zone: config.digest.zone, ...municipality?.moderation }),
    calendar: openCalendar(shared, config.digest.zone),
    config,
  };
}

/**
 * A municipality's own knowledge beside the shared one: read, and its index opened or built.
 * @throws KnowledgeError where its folder has faults
 */
export async function openOwn(
  { index, log, beside }: Pick<Varsam, 'index' | 'log' | 'beside'>,
  knowledgeDir: string,
  dir: string,
): Promise<Pick<Varsam, 'knowledge' | 'retriever' | 'topics'>> {
  const { hashOwn, loadOwn } = await import('./knowledge/load-own.ts');
  const { openOrBuildOwn } = await import('./retrieval/own-index.ts');
  const at = { dir, hash: hashOwn(index.knowledge, knowledgeDir) };
  const own = await openOrBuildOwn(index, at.hash, () => loadOwn(index.knowledge, knowledgeDir), dir);
  if (own.state.startsWith('rebuilt')) log.warn('index.rebuilt', { why: own.state });
  return { knowledge: own.knowledge, retriever: beside(own, at), topics: topicsIn(own.knowledge) };
}

/** What is measured, and where it goes. Without an operations port or an address for traces nothing is loaded. */
async function openTelemetry({ ops, traces: to }: Config) {
  const metrics = ops && (await import('./telemetry/metrics.ts')).createMetrics();
  const traces = to && (await import('./telemetry/traces.ts')).createTraces(to.url, to.share);
  const telemetry =
    metrics || traces ? (await import('./telemetry/observe.ts')).createTelemetry({ metrics, traces }) : UNMEASURED;
  return { metrics, telemetry, closeTelemetry: async () => traces?.close() };
}

/** The store that is configured: a Postgres, or a SQLite file in the data folder. */
export async function openStores(config: Pick<Config, 'dataDir' | 'database' | 'secretKeys'>): Promise<Stores> {
  const { openPostgres, openSqlite } = await import('./store/open.ts');
  const { keysIn } = await import('./store/seal.ts');
  const keys = keysIn(config.dataDir, await storeKeys(config));
  return config.database ? openPostgres(config.database, { keys }) : openSqlite(storeFile(config), { keys });
}

export const storeFile = ({ dataDir }: Pick<Config, 'dataDir'>) => join(dataDir, 'varsam.db');

/** The keys that are configured, the newest first. */
export async function storeKeys({ secretKeys }: Pick<Config, 'secretKeys'>): Promise<Keys> {
  const { secretKey } = await import('./store/seal.ts');
  return secretKeys.flatMap((text) => secretKey(text) ?? []);
}

/** Where the store is, for a person: never with a password. */
export function storePlace(config: Pick<Config, 'dataDir'> & Partial<Pick<Config, 'database'>>): string {
  if (!config.database) return storeFile(config);
  const { host, pathname, searchParams } = new URL(config.database.url);
  return `Postgres at ${searchParams.get('host') ?? host}${pathname}`;
}

/** Learning over the same store. What questions are compared with is that of the shared knowledge, for every municipality. */
function openLearn(
  config: Config,
  { tellers, same, topics, ...stores }: Stores & Pick<Learn, 'tellers' | 'same' | 'topics'>,
  municipality: Municipality | undefined,
): Learn {
  return {
    ...stores,
    same,
    topics,
    owners: municipality?.owners ?? [],
    zone: config.digest.zone,
    tellers,
    nextDigest: (now) => nextDue(config.digest, now),
    lang: config.lang ?? defaultLang(config.country),
    saysEmpty: config.digest.saysEmpty,
    reachable: config.publicUrl !== undefined,
  };
}

/** What a saved index must have been made from. */
export const indexHash = ({ knowledgeDir, passagesInDatabase }: Pick<Config, 'knowledgeDir' | 'passagesInDatabase'>) =>
  hashKnowledge(knowledgeDir) + (passagesInDatabase ? ' without passages' : '');

/** The knowledge and its index, opened or built. */
export async function openIndex(config: Config, onProgress?: IndexOptions['onProgress']): Promise<OpenedIndex> {
  const embeddings = config.embeddings
    ? (await import('./llm/endpoint-embeddings.ts')).createEndpointEmbeddings(config.embeddings)
    : trained();
  const { knowledgeDir, indexDir, passagesInDatabase: withoutPassages } = config;
  const load = () => loadKnowledge(knowledgeDir);
  return openOrBuild(indexHash(config), load, { dir: indexDir, embeddings, onProgress, withoutPassages });
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

/** What the screenings listen for, read once, when somebody first writes to one. A file with faults is left out: its screening asks everything. */
function wordsOf({ knowledgeDir }: Config, { screenings }: Knowledge, log: Log): ConverseDeps['words'] {
  let read: ReturnType<ConverseDeps['words']> | undefined;
  const load = async () => {
    const { loadWords } = await import('./knowledge/load-words.ts');
    const { words, faults } = loadWords(knowledgeDir, screenings);
    if (faults.length > 0) log.warn('words.faults', { faults: faults.length, first: faults[0]?.file ?? '' });
    return words;
  };
  return () => {
    read ??= load();
    return read;
  };
}

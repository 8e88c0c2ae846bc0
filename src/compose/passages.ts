import { ConfigError } from '../config.ts';
import type { OpenedIndex } from '../retrieval/build-index.ts';
import type { Threaded } from '../retrieval/threads.ts';
import type { PostgresSettings } from '../store/postgres-settings.ts';

/** Passages belong to the knowledge that all municipalities of an installation share. */
const SHARED = 'shared';

/**
 * Search over passages in Postgres: put there with the first start on this knowledge, by one process while the others wait, and found there from then on. What a municipality
 * knows itself is searched beside them, in this process.
 *
 * @throws ConfigError where pgvector is not to be had
 */
export async function searchInPostgres(settings: PostgresSettings, index: OpenedIndex): Promise<Threaded> {
  const { content, models } = index;
  if (!models) throw new Error('passages in Postgres take an embedding');
  const [{ default: pg }, { GRAPH_OPTIONS, PassagesError, PostgresPassages }, { migrationConfig, poolConfig }, own] =
    await Promise.all([
      import('pg'),
      import('../retrieval/postgres-index.ts'),
      import('../store/postgres-settings.ts'),
      import('../retrieval/postgres-retriever.ts'),
    ]);
  const alone = new pg.Client(migrationConfig(settings));
  await alone.connect();
  try {
    const filling = await PostgresPassages.open(models.texts, alone, SHARED);
    await own.fillPassages(filling, index, models);
  } catch (error) {
    if (error instanceof PassagesError) throw new ConfigError([`VARSAM_INDEX=postgres: ${error.message}`]);
    throw error;
  } finally {
    await alone.end();
  }
  const config = poolConfig(settings);
  const pool = new pg.Pool({ ...config, options: `${config.options ?? ''} ${GRAPH_OPTIONS}`.trim() });
  // A connection that the server closes while nobody uses it is no fault: the next question opens another.
  pool.on('error', () => undefined);
  const passages = PostgresPassages.opened(models.texts, pool, SHARED);
  const beside: Threaded['beside'] = (here) => own.postgresRetriever(passages, here, { content, models });
  return { ...beside(index.retriever, { dir: '', hash: '' }), beside, close: () => pool.end() };
}

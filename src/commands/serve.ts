import { converse } from '../app/converse.ts';
import { showing } from '../app/showing.ts';
import { createWebApp, ListenError, type Listening, listen } from '../channels/web/server.ts';
import { ConfigError, readConfig } from '../config.ts';
import { defaultMunicipality } from '../core/assessment/default-municipality.ts';
import { open, openMunicipality } from '../main.ts';
import { startTable } from './start-table.ts';

const USAGE = 'usage: npm start (settings are environment variables; docs/configuration.md lists them)';

/**
 * The web chat, until SIGINT or SIGTERM: then it takes nothing new, finishes the answers under way and closes the store. A second signal ends
 * it at once.
 */
export async function run(args: string[]): Promise<number> {
  if (args.length > 0) {
    console.error(USAGE);
    return 2;
  }
  const config = readConfig();
  const { municipality } = await openMunicipality(config);
  const varsam = await open(config, { onProgress: progress() });
  try {
    const app = createWebApp({
      converse: (incoming, onText) => converse(incoming, varsam, onText),
      showing: (from, session) => showing(from, varsam, session),
      store: varsam.store,
      assessment: {
        assessments: varsam.assessments,
        mask: varsam.mask,
        municipality: (country, lang) => municipality ?? defaultMunicipality(country, lang),
        exportDocument: varsam.exportDocument,
      },
      knowledge: varsam.knowledge,
      clock: varsam.clock,
      ids: varsam.ids,
      log: varsam.log,
      config: { host: config.web.host, country: config.country, lang: config.lang },
    });
    const server = await start(() => listen(app, config.web));
    console.log(startTable({ url: server.url, knowledge: varsam.knowledge, index: varsam.index, config }));
    await stopSignal();
    console.log('varsam is stopping: answers under way are finished first.');
    await server.close();
    return 0;
  } finally {
    await varsam.close();
  }
}

/** A port that can't be had is a matter of configuration, and is said like one. */
async function start(listening: () => Promise<Listening>): Promise<Listening> {
  try {
    return await listening();
  } catch (error) {
    throw error instanceof ListenError ? new ConfigError([error.message]) : error;
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}

/** One line that moves, on a terminal, while an index with embeddings is built; word search is built too fast to need one. */
function progress(): (step: 'lexical' | 'vectors', share: number) => void {
  return (step, share) => {
    if (step !== 'vectors' || !process.stderr.isTTY) return;
    process.stderr.write(`\rEmbedding the knowledge: ${Math.round(share * 100)} %${share >= 1 ? '\n' : ''}`);
  };
}

import { ConfigError } from '../config.ts';
import { KnowledgeError } from '../knowledge/load.ts';

/** Runs a command and turns what a person can mend into words; anything else gets a short line, and its stack only with VARSAM_LOG=debug. */
export async function guardedRun(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ConfigError) console.error(`The configuration needs mending:\n${error.message}`);
    else if (error instanceof KnowledgeError)
      console.error(`The knowledge needs mending (${error.faults.length} faults):\n${error.message}`);
    else if (process.env.VARSAM_LOG === 'debug') console.error(error);
    else
      console.error(
        `This did not work: ${error instanceof Error ? error.message : 'unknown fault'}. Run it again with VARSAM_LOG=debug for details.`,
      );
    return 1;
  }
}

import pino from 'pino';
import type { Log } from './app/ports.ts';

/** Structured log on standard error: events and figures. Errors are named by class and message; stacks only at level debug. */
export function createLog(level: string): Log {
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    info: (event, figures) => log.info({ event, ...figures }),
    warn: (event, figures) => log.warn({ event, ...figures }),
    error: (event, error, figures) =>
      log.error({
        event,
        ...figures,
        error: error instanceof Error ? error.name : 'unknown',
        ...(log.isLevelEnabled('debug') && error instanceof Error ? { stack: error.stack } : {}),
      }),
  };
}

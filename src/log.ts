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
        ...codeOf(error),
        ...(log.isLevelEnabled('debug') && error instanceof Error ? { stack: error.stack } : {}),
      }),
  };
}

/** Code and status of an error that has them, such as a model's, and what kind of fault a store's is: figures, never its message. */
function codeOf(error: unknown): Record<string, string | number> {
  if (typeof error !== 'object' || error === null) return {};
  const { code, status, fault } = error as { code?: unknown; status?: unknown; fault?: unknown };
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof fault === 'string' && /^[a-z_]{1,20}$/.test(fault) ? { fault } : {}),
  };
}

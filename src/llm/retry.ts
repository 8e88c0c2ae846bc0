import { ModelError, modelError, retryAfterOf, statusOf } from './errors.ts';

/** Before the second try, where the server does not say how long. */
const PAUSE_MS = 300;

/** Runs it, and once more after a pause where another try can help and the pause leaves time for it. */
export async function twice(
  run: () => Promise<string>,
  leftMs: () => number,
  wait: (ms: number) => Promise<unknown>,
): Promise<string> {
  try {
    return await run();
  } catch (error) {
    const { code } = modelError(error, '');
    const status = statusOf(error) ?? 500;
    if (code !== 'rate_limited' && code !== 'unreachable' && !(code === 'server' && status >= 500)) throw error;
    const ms = waitMs(retryAfterOf(error), Date.now());
    if (ms >= leftMs()) throw error;
    await wait(ms);
    return run();
  }
}

/** What Retry-After asks for, in milliseconds: it is seconds or a date (RFC 9110, 10.2.3). */
function waitMs(header: string | undefined, now: number): number {
  if (header === undefined || header.trim() === '') return PAUSE_MS;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? PAUSE_MS : Math.max(0, ms);
}

/** Whatever comes of it after the signal, an end or an error, is a time-out: the SDK ends an aborted stream as if it were whole. */
export async function inTime(signal: AbortSignal, model: string, run: () => Promise<string>): Promise<string> {
  try {
    const result = await run();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    throw signal.aborted ? new ModelError('timeout', model) : error;
  }
}

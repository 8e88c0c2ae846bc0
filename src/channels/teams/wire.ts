import type { OutActivity } from './outbound.ts';

/** Teams as the rest of this channel sees it: a few calls, without the SDK that makes them. */

/** Where messages go: the service that the platform named for it, and the conversation there. */
export type Place = { serviceUrl: string; conversation: string };

export interface Wire {
  /** Posts; gives the id that Teams knows it by. @throws WireError */
  send(to: Place, activity: OutActivity): Promise<string | undefined>;
  /** Puts another in its place. @throws WireError */
  update(to: Place, id: string, activity: OutActivity): Promise<void>;
  /** @throws WireError */
  remove(to: Place, id: string): Promise<void>;
  /** The bot's own key, for pictures that Teams keeps; undefined where there is none. */
  token(): Promise<string | undefined>;
}

/** Teams did not take a call. Status 0: it was not reached. */
export class WireError extends Error {
  readonly status: number;
  /** How long to wait, in ms, where Teams says so. */
  readonly retryAfterMs: number | undefined;
  /** Teams' own word for it. */
  readonly code: string;
  constructor(status: number, code: string, retryAfterMs?: number) {
    super(`Teams answered ${status} ${code}`.trim());
    this.name = 'WireError';
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Statuses that another try can mend ("Optimize your bot with rate limiting": 412, 429, 502, 504), and a server's own trouble. */
const PASSING = [0, 408, 412, 429, 500, 502, 503, 504];
const TRIES = 5;
/** ms before the second try; each pause after it is twice as long. */
const PAUSE = 400;
const LONGEST = 30_000;

/** Whether the trouble may pass by itself. */
export const passes = ({ status }: WireError): boolean => PASSING.includes(status);

/** Calls Teams, and again with growing pauses where the trouble may pass. Retry-After is honoured. */
export async function patiently<T>(call: () => Promise<T>, sleep: (ms: number) => Promise<unknown>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WireError) || !passes(error) || tries >= TRIES) throw error;
      const pause = error.retryAfterMs ?? PAUSE * 2 ** (tries - 1);
      if (pause > LONGEST) throw error;
      await sleep(pause);
    }
  }
}

/** What Retry-After asks for, in ms: seconds, or a date (RFC 9110, 10.2.3). */
export function retryAfter(header: string | null | undefined, now: number): number | undefined {
  if (!header?.trim()) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

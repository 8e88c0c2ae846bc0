import { setTimeout as pause } from 'node:timers/promises';

/** Addresses of Slack's that its SDK does not call: files, and those that come with an interaction. */

const TRIES = 3;
/** ms before the second try; the pause after it is twice as long. */
const WAIT_MS = 300;
/** A pause that Slack asks for and that is longer than this is too long to wait for, in ms. */
const LONGEST_MS = 30_000;

/**
 * Fetches, and again with growing pauses, or after Retry-After (seconds), where the trouble may pass: not reached, 429, or trouble of Slack's own. Redirects are
 * not followed. The last answer there was; undefined where nothing answered within `timeoutMs` a try.
 */
export async function patientFetch(url: string, init: RequestInit, timeoutMs: number): Promise<Response | undefined> {
  for (let tries = 1; ; tries++) {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await fetch(url, { ...init, redirect: 'error', signal }).catch(() => undefined);
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
    const wait = Number(answer?.headers.get('retry-after') ?? 0) * 1000 || WAIT_MS * 2 ** (tries - 1);
    if (tries >= TRIES || wait > LONGEST_MS) return answer;
    await answer?.body?.cancel();
    await pause(wait);
  }
}

import { setTimeout as pause } from 'node:timers/promises';

/** Addresses of Slack's that its SDK does not call: files, and those that come with an interaction. */

const TRIES = 3;
/** ms before the second try; the pause after it is twice as long. */
const WAIT_MS = 300;
/** A pause that Slack asks for and that is longer than this is too long to wait for, in ms. */
const LONGEST_MS = 30_000;

/** Whether an address is one of Slack's own, or of `others` (origins): what comes in may name any, and this machine reaches more than Slack does. */
export function isSlacks(url: string, others: readonly string[] = []): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, protocol, hostname } = new URL(url);
  return (
    others.includes(origin) || (protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com')))
  );
}

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

/** The bytes of an answer as long as they are `most` or fewer; undefined, and no more of it read, where they are not or say that they will not be. */
export async function bodyWithin(answer: Response, most: number): Promise<Uint8Array | undefined> {
  if (Number(answer.headers.get('content-length') ?? 0) > most) {
    await answer.body?.cancel();
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

import { LIMITS } from './limits.ts';
import { retryAfter, WireError } from './wire.ts';

/** Files to and from somebody's OneDrive. Only to addresses where Teams keeps files: a message can name any address, and this machine reaches others. */
export type FileDeps = {
  fetch: typeof fetch;
  /** Host names, with those below them, where Teams keeps people's files. */
  hosts: readonly string[];
};

export const FILE_HOSTS = ['sharepoint.com', 'sharepoint.us', 'sharepoint-mil.us', 'sharepoint.cn'] as const;
const TIMEOUT_MS = 30_000;
const REDIRECTS = 3;

/** Fetches a file. @throws WireError, also for an address that files are not kept at and for a file that is too large */
export async function fetchFile(
  url: string,
  token: string | undefined,
  allowed: (url: URL) => boolean,
  { fetch }: FileDeps,
): Promise<Uint8Array> {
  let at = url;
  for (let hops = 0; hops <= REDIRECTS; hops++) {
    const address = addressOf(at, allowed);
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch(address, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(unreached);
    const next = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (next === null) {
      if (!response.ok) throw refused(response, 'file');
      return body(response);
    }
    await response.body?.cancel();
    at = new URL(next, address).href;
  }
  throw new WireError(400, 'too many redirects');
}

/** Puts a file where its owner let it be put. @throws WireError */
export async function putFile(url: string, bytes: Uint8Array, deps: FileDeps): Promise<void> {
  const address = addressOf(url, keepsFiles(deps));
  const response = await deps
    .fetch(address, {
      method: 'PUT',
      headers: {
        'content-type': 'application/octet-stream',
        'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
      },
      body: new Uint8Array(bytes),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    .catch(unreached);
  await response.body?.cancel();
  if (!response.ok) throw refused(response, 'upload');
}

export function keepsFiles({ hosts }: FileDeps): (url: URL) => boolean {
  return ({ protocol, hostname, host }) =>
    hosts.some((h) =>
      h.includes(':') ? host === h : protocol === 'https:' && (hostname === h || hostname.endsWith(`.${h}`)),
    );
}

function addressOf(url: string, allowed: (url: URL) => boolean): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (!address || !allowed(address)) throw new WireError(400, 'address');
  return address;
}

/** Where files lie, Retry-After is in seconds; a date would need a clock, and is left to the growing pauses. */
const refused = ({ status, headers }: Response, what: string): WireError =>
  new WireError(status, what, retryAfter(headers.get('retry-after'), Number.NaN));

const unreached = (): never => {
  throw new WireError(0, 'unreached');
};

/** The bytes, as long as they are not too many. */
async function body(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // One byte more than is read is enough for the reader to say that it is too large.
    if (size > LIMITS.file.bytes) return Buffer.concat([...chunks, chunk]).subarray(0, LIMITS.file.bytes + 1);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

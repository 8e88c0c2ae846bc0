import { type FetchFunction, type WebAPICallResult, WebClient, type WebClientOptions } from '@slack/web-api';
import { request } from 'undici';

/** Slack's SDK, spared what it does for a log that is off: it walks through all that is sent and all that comes back to black out tokens, at every call. */
class SlackCaller extends WebClient {
  /** Blocks, views and metadata go as JSON text, which is what the SDK itself makes of them in the end. */
  override apiCall(method: string, options: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    const sent = Object.entries(options).map(([key, value]) => [key, isPlain(value) ? JSON.stringify(value) : value]);
    return super.apiCall(method, method === 'files.uploadV2' ? options : Object.fromEntries(sent));
  }
}

const isPlain = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'object' && value !== null && value.constructor === Object);

/** So many workspaces are at hand: a client holds a function for each of Slack's methods, and takes as long to make as a call. */
const AT_HAND = 200;

/** Slack as each workspace's token lets us call it. */
export function callers(options: WebClientOptions): (token: string | undefined) => SlackCaller {
  const known = new Map<string, SlackCaller>();
  return (token = '') => {
    const caller = known.get(token) ?? new SlackCaller(token, options);
    known.set(token, caller);
    const [oldest] = known.keys();
    if (known.size > AT_HAND && oldest !== undefined) known.delete(oldest);
    return caller;
  };
}

/** @param timeoutMs of connecting, of the wait for an answer, and of pauses within it */
export function slackOptions(
  options: Omit<WebClientOptions, 'fetch' | 'timeout'>,
  timeoutMs: number,
): WebClientOptions {
  return { ...options, fetch: quickly(timeoutMs) };
}

/** `fetch` as far as the SDK needs it, at a quarter of its processor time (`undici.request`: no streams, no copies). Redirects are not followed. Files go by `fetch` itself. */
function quickly(timeoutMs: number): FetchFunction {
  return async (url, { method = 'GET', headers = {}, body } = {}) => {
    if (body !== undefined && typeof body !== 'string')
      return fetch(url, { method, headers, body, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    const waits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
    const answer = await request(url, { method, headers, body: body ?? null, ...waits });
    const { statusCode: status, statusText } = answer;
    const text = async () => withoutEcho(await answer.body.text());
    return {
      ...{ ok: status >= 200 && status < 300, status, statusText, url: String(url) },
      headers: {
        get: (name) => one(answer.headers[name.toLowerCase()]) ?? null,
        entries: () => Object.entries(answer.headers).map(([name, value]) => [name, one(value) ?? '']),
      },
      text,
      json: async () => JSON.parse(await text()) as unknown,
      arrayBuffer: () => answer.body.arrayBuffer(),
    };
  };
}

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(', ') : header;

/** Slack repeats the message or the view that it was sent; of a view its id and hash are news, of a message nothing is. */
function withoutEcho(text: string): string {
  if (!text.includes('"blocks"')) return text;
  try {
    const {
      message: _,
      view,
      ...rest
    } = JSON.parse(text) as { message?: unknown; view?: { id?: string; hash?: string } };
    return JSON.stringify(view ? { ...rest, view: { id: view.id, hash: view.hash } } : rest);
  } catch {
    // No JSON: the SDK says what it is.
    return text;
  }
}

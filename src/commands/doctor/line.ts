/** What the doctor found about one thing. `off` is nothing to mend: it is not configured. */
export type Line = {
  name: string;
  state: 'ok' | 'off' | 'wrong';
  what: string;
  /** How to mend it, or to turn it on. */
  mend?: string;
};

export const ok = (name: string, what: string, mend?: string): Line => lineOf(name, 'ok', what, mend);
export const off = (name: string, what: string, mend?: string): Line => lineOf(name, 'off', what, mend);
export const wrong = (name: string, what: string, mend: string): Line => lineOf(name, 'wrong', what, mend);

function lineOf(name: string, state: Line['state'], what: string, mend: string | undefined): Line {
  return { name, state, what, ...(mend ? { mend } : {}) };
}

/** Where other programs are; a test has them on this machine. */
export type World = { fetch: typeof fetch; slackApi: string; login: string };
export const WORLD: World = {
  fetch,
  slackApi: 'https://slack.com/api/',
  login: 'https://login.microsoftonline.com/',
};

/** ms that anything outside may keep the doctor waiting. */
const WAIT_MS = 8000;

/** A request that ends in time. Rejects with words for a person in place of the network's own. */
export async function reach(world: World, url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await world.fetch(url, { redirect: 'manual', ...init, signal: AbortSignal.timeout(WAIT_MS) });
  } catch (error) {
    throw new Error(`${new URL(url).host} ${whyNot(error)}`);
  }
}

function whyNot(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `did not answer within ${WAIT_MS / 1000} seconds`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return `could not be reached${code ? ` (${code})` : ''}`;
}

/** The message of an error, on one line. */
export function said(error: unknown): string {
  return (error instanceof Error ? error.message : 'unknown fault').replace(/(?<!\s)\s*\n\s*/g, ' ');
}

/** The same lines without any of these: nothing that a server repeats gets through. */
export function withoutSecrets(lines: readonly Line[], secrets: readonly string[]): Line[] {
  const long = secrets.filter((s) => s.length >= 6).toSorted((a, b) => b.length - a.length);
  const clean = (text: string) => long.reduce((t, secret) => t.replaceAll(secret, '…'), text);
  return lines.map((line) => ({
    ...line,
    what: clean(line.what),
    ...(line.mend === undefined ? {} : { mend: clean(line.mend) }),
  }));
}

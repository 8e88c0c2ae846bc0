import { createServer, type ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';

/** What must hold before anybody is sent here, by name. */
export type Readiness = () => Promise<Readonly<Record<string, boolean>>>;

/** How long a check of readiness may take, in ms; one that hangs is a no. */
const PATIENCE_MS = 2000;

/**
 * A port of its own for those who run varsam, with nothing on it that a person wrote: `/health/live` (200 while the process answers), `/health/ready`
 * (200 or 503, with each check as JSON) and `/metrics` for Prometheus. It has no sign-in: it belongs on an inner address.
 *
 * @returns its port, and how to close it
 * @throws what Node throws where the port can't be had
 */
export async function serveOps(
  at: { host: string; port: number },
  { metrics, ready }: { metrics: Metrics; ready: Readiness },
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((req, res) => {
    const path = req.url?.split('?', 1)[0];
    if (req.method !== 'GET' && req.method !== 'HEAD') send(res, 405, 'text/plain', 'GET only\n');
    else if (path === '/health/live') send(res, 200, 'text/plain', 'live\n');
    else if (path === '/health/ready')
      void readiness(ready).then(({ all, checks }) =>
        send(res, all ? 200 : 503, 'application/json', `${JSON.stringify(checks)}\n`),
      );
    else if (path === '/metrics')
      metrics.text().then(
        (text) => send(res, 200, metrics.contentType, text),
        () => send(res, 500, 'text/plain', 'the figures could not be gathered\n'),
      );
    else send(res, 404, 'text/plain', '/health/live, /health/ready, /metrics\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readiness(ready: Readiness): Promise<{ all: boolean; checks: Readonly<Record<string, boolean>> }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Record<string, boolean>>((resolve) => {
    timer = setTimeout(() => resolve({ answered: false }), PATIENCE_MS);
  });
  const checks = await Promise.race([ready().catch(() => ({ answered: false })), late]);
  clearTimeout(timer);
  return { all: Object.values(checks).every(Boolean), checks };
}

function send(res: ServerResponse, status: number, type: string, text: string): void {
  res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  res.end(text);
}

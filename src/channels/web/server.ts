import { createServer, type Server } from 'node:http';
import express, { type Express } from 'express';
import type { AccountDeps } from '../../app/accounts.ts';
import type { Clock, Ids, Log, Store } from '../../app/ports.ts';
import type { Card } from '../../core/card.ts';
import type { Knowledge } from '../../core/guideline.ts';
import type { Country, Lang } from '../../core/language.ts';
import type { Envelope, Incoming, Outgoing } from '../../core/message.ts';
import type { AssessmentDeps } from './assessment-site.ts';
import type { ConsoleDeps } from './console-site.ts';
import { answerFault, answerNotFound, RequestFault } from './faults.ts';
import { addRoutes } from './routes.ts';
import { isHere, LINKED, OPEN, ownHost, ownOrigin, secureHeaders } from './security.ts';
import type { SignIn } from './sign-in.ts';
import { createSite } from './site.ts';

export type WebDeps = {
  /** The one door for whatever comes in; `onText` gets a model's growing text, which nothing has verified yet. */
  converse: (incoming: Incoming, onText?: (text: string) => void) => Promise<Outgoing[]>;
  /** The card of a screening as it is now: the one named, else the one under way. */
  showing: (from: Envelope, session?: string) => Promise<Card | undefined>;
  store: Store;
  /** Absent: there are no pages for assessments. */
  assessment?: AssessmentDeps;
  /** Absent: there is no register of accounts. */
  register?: Pick<AccountDeps, 'accounts' | 'assessments' | 'municipality' | 'mask'>;
  /** Absent: there is no console. */
  console?: ConsoleDeps;
  /** Signing in with the municipality's own accounts; absent: nobody does, and the pages are for this machine alone. */
  signIn?: SignIn | undefined;
  knowledge: Knowledge;
  clock: Clock;
  ids: Ids;
  log: Log;
  config: {
    /** Whose pages these are. */
    tenant: string;
    /** One of several municipalities: the name of its public page, and by which ids its register is kept. */
    official?: { name: string; tenants: readonly string[] } | undefined;
    /** The address it is bound to: decides which Host names are ours. */
    host: string;
    /** The address that people reach it by, where it is another. */
    publicUrl?: string | undefined;
    country: Country;
    /** Undefined: answers follow the question's language. */
    lang: Lang | undefined;
  };
};

/** The web chat as an Express app, without a port. Body parsers sit on their own routes, so other channels may share the app. */
export function createWebApp(deps: WebDeps): Express {
  const app = express();
  const site = createSite(deps);
  app.disable('x-powered-by');
  app.set('etag', false);
  // A proxy on this machine or net says whether the browser came over TLS; nobody else is believed.
  if (deps.config.publicUrl) app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  app.use(secureHeaders);
  app.use((req, _res, next) => {
    if (!ownHost(req.headers.host, deps.config)) throw new RequestFault(421, 'web.fault.host');
    const { origin, host, 'sec-fetch-site': fetchSite } = req.headers;
    const site = typeof fetchSite === 'string' ? fetchSite : undefined;
    if (!['GET', 'HEAD'].includes(req.method) && !ownOrigin({ site, origin, host }))
      throw new RequestFault(403, 'web.fault.origin');
    next();
  });
  if (deps.signIn) {
    app.use(deps.signIn.gate);
    deps.signIn.addRoutes(app);
  } else
    app.use((req, _res, next) => {
      const shown = isHere(req, deps.config.host) || OPEN.test(req.path) || LINKED.test(req.path);
      if (!shown) throw new RequestFault(403, 'web.fault.not_here');
      next();
    });
  addRoutes(app, site);
  app.use(answerNotFound);
  app.use(answerFault(site));
  return app;
}

/** The port can't be had; the message says what to change. */
export class ListenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ListenError';
  }
}

const WHY: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (_, port) =>
    `VARSAM_PORT: port ${port} is in use. Stop what uses it, or set VARSAM_PORT to a free port, such as ${port + 1}.`,
  EACCES: (_, port) =>
    `VARSAM_PORT: port ${port} may not be opened by this user. Set VARSAM_PORT to a port above 1023, such as 3000.`,
  EADDRNOTAVAIL: (host) =>
    `VARSAM_HOST: ${host} is no address of this machine. Set VARSAM_HOST to 127.0.0.1, or to an address it has.`,
  ENOTFOUND: (host) =>
    `VARSAM_HOST: ${host} is not known. Set VARSAM_HOST to 127.0.0.1, or to an address of this machine.`,
};

export type Listening = { url: string; port: number; close: () => Promise<void> };

/**
 * Listens. Port 0 takes a free one.
 * `close` takes no new connections, lets answers under way finish for `graceMs` milliseconds, and then ends what is left.
 * @throws ListenError where the port or address can't be had
 */
export async function listen(
  app: Express,
  { host, port }: { host: string; port: number },
  graceMs = 10_000,
): Promise<Listening> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = WHY[error.code ?? ''];
      reject(why ? new ListenError(why(host, port)) : error);
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    port: actual,
    close: () => drain(server, graceMs),
  };
}

function drain(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

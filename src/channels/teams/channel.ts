import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createRequire } from 'node:module';
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import type { Tell } from '../../app/learn-ports.ts';
import { Activity } from './activity.ts';
import { type Desk, newDesk, type TeamsDeps } from './desk.ts';
import { take, work } from './take.ts';
import { teller } from './tell.ts';
import { claimsConnector, KeysUnreached, type TokenCheck, tokenCheck } from './token.ts';
import { retryAfter, type Wire, WireError } from './wire.ts';

/** Teams through botbuilder: the only file that meets it. See docs/decisions/0004-botbuilder.md. */

export type TeamsSettings =
  | { appId: string; password: string; tenantId: string }
  /** For this machine alone: nothing is signed, and nothing but this machine is listened to or spoken to. */
  | { playground: true };

type Credentials = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]>;
/** Where keys and tokens come from, for tests; Microsoft's own without it. */
export type Connection = { openIdMetadata: string; credentials: Credentials };

export type Teams = {
  /** For POST /api/messages, with its own body parser. */
  receive: (RequestHandler | ErrorRequestHandler)[];
  /** Shows a card that nobody has asked for just now. */
  tell: Tell;
};

const SCOPE = 'https://api.botframework.com';
/** A message with everything that a client puts into it stays far below this. */
const BODY = '512kb';

export function createTeams(deps: TeamsDeps, settings: TeamsSettings, connection?: Connection): Teams {
  keepEntities();
  const adapter = new Adapter(settings, connection);
  const botId = `28:${'playground' in settings ? 'varsam' : settings.appId}`;
  const check = 'playground' in settings ? undefined : tokenCheck(settings.appId, connection?.openIdMetadata);
  const { seal, opened } = sealer('playground' in settings ? randomBytes(32) : settings.password);
  const desk: Desk = newDesk(deps, adapter.wire(deps), botId, seal);
  const settingsOf = { ...deps.config, opened };
  let last = Promise.resolve();
  deps.inbox.on('teams', async (piece) => {
    // One begins a turn of the event loop, so that in a rush of messages every sender is told in between that theirs arrived.
    last = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)));
    await last;
    await work(desk, piece, settingsOf);
  });

  const refuse = (res: Response, status: number, why: string) => {
    deps.log.warn('teams.refused', { status, why });
    res.status(status).end();
  };
  /** Whoever does not even say that they are Teams, or of this machine, is not read. */
  const stranger: RequestHandler = (req, res, next) => {
    const refused = 'playground' in settings ? notFromHere(req) : notFromTeams(req);
    return refused ? refuse(res, ...refused) : next();
  };
  const receive: RequestHandler = async (req, res) => {
    const activity = Activity.safeParse(req.body).data;
    if (!activity) return void res.status(400).end();
    const refused = await refuses(check, settings, req, activity);
    if (refused) return refuse(res, ...refused);
    try {
      const taken = await take(desk, activity, settingsOf);
      if (!taken) return void res.status(200).end();
      return void res.status(200).json(taken);
    } catch (error) {
      // Not kept, so not taken: Teams sends it again, or tells its sender.
      deps.log.error('teams.not_taken', error);
      return void res.status(503).end();
    }
  };
  return {
    receive: [stranger, express.json({ limit: BODY, type: 'application/json' }), receive, onBadBody],
    tell: teller(desk),
  };
}

/** What can't be read is the sender's fault, and no stack trace of ours. */
const onBadBody: ErrorRequestHandler = (error: { status?: number }, _req, res, _next) => {
  res.status(error.status ?? 500).end();
};

/** A status to refuse a request with, and why for the log. */
type Refusal = [status: number, why: string];

function notFromHere(req: Request): Refusal | undefined {
  const host = URL.parse(`http://${req.headers.host}`)?.hostname;
  if (host === undefined) return [400, 'no host name in Host'];
  return isLocal(req.socket.remoteAddress) && isLocal(host) ? undefined : [403, 'not from this machine'];
}

const notFromTeams = ({ headers }: Request): Refusal | undefined =>
  claimsConnector(headers.authorization ?? '') ? undefined : [401, 'no token of the connector’s'];

/** Undefined: it comes from Teams, and from our tenant. */
async function refuses(
  check: TokenCheck | undefined,
  settings: TeamsSettings,
  { headers }: Request,
  activity: Activity,
): Promise<Refusal | undefined> {
  if (!check || 'playground' in settings)
    return isLocal(new URL(activity.serviceUrl).hostname) ? undefined : [403, 'not from this machine'];
  try {
    await check(headers.authorization ?? '', activity);
  } catch (error) {
    // Teams may send it again where it could not be told.
    if (error instanceof KeysUnreached) return [503, error.message];
    // A code of the check's own, and nothing that stood in the token.
    return [401, error instanceof Error && 'code' in error ? String(error.code) : 'unknown'];
  }
  const tenant = activity.channelData?.tenant?.id ?? activity.conversation.tenantId;
  return tenant === settings.tenantId ? undefined : [403, 'another tenant'];
}

const isLocal = (host: string | undefined): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|::ffff:127\.\d+\.\d+\.\d+)$/.test(host ?? '');

/** A package of the SDK's own, found from where that lies. */
const MAPPERS = 'botframework-connector/lib/connectorApi/models/mappers';
/** The SDK drops what it does not know of an entity: streams, the AI label and citations. */
function keepEntities(): void {
  const require = createRequire(createRequire(import.meta.url).resolve('botbuilder'));
  const { Entity } = require(MAPPERS) as {
    Entity: { type: { additionalProperties?: unknown } };
  };
  Entity.type.additionalProperties = { type: { name: 'Object' } };
}

class Adapter extends CloudAdapter {
  readonly #appId: string;
  readonly #credentials: Credentials;
  readonly #connectors = new Map<string, Promise<Connector>>();

  constructor(settings: TeamsSettings, connection?: Connection) {
    const credentials =
      connection?.credentials ??
      new ConfigurationServiceClientCredentialFactory(
        'playground' in settings
          ? {}
          : {
              MicrosoftAppId: settings.appId,
              MicrosoftAppPassword: settings.password,
              MicrosoftAppTenantId: settings.tenantId,
              MicrosoftAppType: 'SingleTenant',
            },
      );
    super(new ConfigurationBotFrameworkAuthentication({}, credentials));
    this.#credentials = credentials;
    this.#appId = 'playground' in settings ? '' : settings.appId;
  }

  #connector(serviceUrl: string): Promise<Connector> {
    const known = this.#connectors.get(serviceUrl);
    if (known) return known;
    const made = this.botFrameworkAuthentication
      .createConnectorFactory(this.createClaimsIdentity(this.#appId))
      .create(serviceUrl, SCOPE)
      .then((connector) => {
        const client = connector as unknown as Connector & { client: { pipeline: Pipeline } };
        // It would try again by a clock of its own, below ours.
        client.client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
        return client;
      });
    if (this.#connectors.size > 50) this.#connectors.clear();
    this.#connectors.set(serviceUrl, made);
    made.catch(() => this.#connectors.delete(serviceUrl));
    return made;
  }

  wire({ clock }: TeamsDeps): Wire {
    const call = async <T>(serviceUrl: string, run: (all: Connector['conversations']) => Promise<T>): Promise<T> => {
      try {
        return await run((await this.#connector(serviceUrl)).conversations);
      } catch (error) {
        throw refusal(error, clock.now().getTime());
      }
    };
    return {
      send: async ({ serviceUrl, conversation }, activity) =>
        (await call(serviceUrl, (all) => all.sendToConversation(conversation, activity)))?.id,
      update: async ({ serviceUrl, conversation }, id, activity) => {
        await call(serviceUrl, (all) => all.updateActivity(conversation, id, activity));
      },
      remove: async ({ serviceUrl, conversation }, id) => {
        await call(serviceUrl, (all) => all.deleteActivity(conversation, id));
      },
      token: async () => {
        if (!this.#appId) return undefined;
        const made: unknown = await this.#credentials.createCredentials(this.#appId, SCOPE, LOGIN, true);
        return (made as { getToken?: () => Promise<string> }).getToken?.();
      },
    };
  }
}

const LOGIN = 'https://login.microsoftonline.com/botframework.com';
type Pipeline = { removePolicy: (which: { name: string }) => unknown };
/** What is used of the SDK's client. Its types know neither streams nor labels. */
type Connector = {
  conversations: {
    sendToConversation: (conversation: string, activity: object) => Promise<{ id?: string } | undefined>;
    updateActivity: (conversation: string, id: string, activity: object) => Promise<unknown>;
    deleteActivity: (conversation: string, id: string) => Promise<unknown>;
  };
};

/** Why a call was not taken, in our own words; nothing of what was sent. */
function refusal(error: unknown, now: number): WireError {
  const { statusCode, code, body, response } = error as {
    statusCode?: number;
    code?: string;
    body?: { error?: { code?: string; message?: string } };
    response?: { headers?: { get: (name: string) => string | undefined } };
  };
  const said = body?.error;
  const why = said ? `${said.code ?? ''} ${said.message ?? ''}`.trim() : (code ?? '');
  return new WireError(statusCode ?? 0, why, retryAfter(response?.headers?.get('retry-after'), now));
}

/** Marks a thread so that only this bot can have named it to this person. */
function sealer(secret: string | Buffer): {
  seal: Desk['seal'];
  opened: (sealed: string, user: string) => string | undefined;
} {
  const mark = (thread: string, user: string) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['thread', thread, user]))
      .digest('base64url')
      .slice(0, 22);
  return {
    seal: (thread, user) => `${mark(thread, user)}.${thread}`,
    opened: (sealed, user) => {
      const [given = '', thread] = [sealed.slice(0, 22), sealed.slice(23)];
      const right = mark(thread, user);
      return given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right))
        ? thread
        : undefined;
    },
  };
}

import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { messageFaults, viewFaults } from './block-rules.ts';
import { METHODS, Refusal } from './methods.ts';
import { accept, type Connection } from './websocket.ts';
import { Workspace } from './workspace.ts';

type Json = Record<string, unknown>;
export type Ack = { payload: unknown; ms: number };
export type Fault = { status?: number; error?: string; retryAfter?: number; hang?: boolean };
export type Call = { method: string; args: Json; at: number };
type Envelope = { type: 'events_api' | 'interactive' | 'slash_commands'; payload: Json; retry?: number };

export const BOT_TOKEN = 'xoxb-0000-fake';
export const APP_TOKEN = 'xapp-1-A0VARSAM01-fake';
export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';

/** A small Slack on this machine: Web API, Socket Mode, signed deliveries, response addresses, files and OAuth. */
export class FakeSlack {
  readonly world = new Workspace();
  readonly calls: Call[] = [];
  /** What the token may do; a call that needs more is refused. */
  scopes: readonly string[];
  url = '';
  /** Where signed deliveries go; undefined: over the socket. */
  http: string | undefined;
  readonly responses: { url: string; body: Json }[] = [];
  /** Told of every call that was taken, and what it gave. */
  onCall: ((call: Call, gave: Json) => void) | undefined;
  /** What was asked again before the time that a 429 had asked for was over. */
  readonly tooSoon: string[] = [];
  readonly #closedUntil = new Map<string, number>();
  readonly #faults = new Map<string, Fault[]>();
  readonly #tokens = new Set([BOT_TOKEN]);
  readonly #respond = new Map<string, { user: string; channel: string; left: number; ts: string | undefined }>();
  readonly #acks = new Map<string, (payload: unknown) => void>();
  readonly codes = new Map<string, Json>();
  #server: Server | undefined;
  /** Those of the app's processes: Slack sends each thing over one of them. */
  readonly #sockets: Connection[] = [];
  #turn = 0;
  #connected: (() => void)[] = [];

  constructor(scopes: readonly string[]) {
    this.scopes = scopes;
  }

  async start(): Promise<this> {
    const server = createServer((req, res) => {
      this.#serve(req, res).catch((error: unknown) => {
        res.writeHead(500).end(String(error));
      });
    });
    server.on('upgrade', (req, socket) => {
      const connection = accept(req, socket, {
        text: (text) => this.#acked(text),
        closed: () => {
          this.#sockets.splice(this.#sockets.indexOf(connection), 1);
        },
      });
      this.#sockets.push(connection);
      const num_connections = this.#sockets.length;
      connection.send(JSON.stringify({ type: 'hello', num_connections, connection_info: { app_id: 'A0VARSAM01' } }));
      for (const done of this.#connected.splice(0)) done();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    this.world.url = this.url;
    this.#server = server;
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of [...this.#sockets]) socket.cut();
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** The next call of a method goes wrong in this way. */
  fail(method: string, ...faults: Fault[]): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), ...faults]);
  }

  /** A view that the app answers with is looked at as closely as one that it opens. */
  checked(view: Json | undefined): Json {
    const faults = viewFaults(view);
    if (!view || faults.length > 0) throw new Error(`no view: ${faults.join('; ')}`);
    return view;
  }

  made(method: string): Call[] {
    return this.calls.filter((c) => c.method === method);
  }

  /** Ends the connection as Slack does now and then; the app comes back by itself. */
  async refresh(): Promise<void> {
    const back = new Promise<void>((resolve) => this.#connected.push(resolve));
    this.#socket()?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    await back;
  }
  isConnected(): boolean {
    return this.#socket()?.open() ?? false;
  }
  /** One after the other. */
  #socket(): Connection | undefined {
    return this.#sockets[this.#turn++ % this.#sockets.length];
  }

  /** Sends something to the app, and gives what it acknowledged with. */
  async deliver(envelope: Envelope): Promise<Ack> {
    const begun = performance.now();
    const payload = this.http ? await this.#overHttp(envelope) : await this.#overSocket(envelope);
    return { payload, ms: performance.now() - begun };
  }

  #overSocket({ type, payload, retry }: Envelope): Promise<unknown> {
    const envelope_id = randomUUID();
    const again = retry === undefined ? {} : { retry_attempt: retry, retry_reason: 'timeout' };
    return new Promise((resolve, reject) => {
      const socket = this.#socket();
      if (!socket) return reject(new Error('nobody is connected'));
      const timer = setTimeout(() => reject(new Error('not acknowledged within three seconds')), 3000);
      this.#acks.set(envelope_id, (body) => {
        clearTimeout(timer);
        resolve(body);
      });
      socket.send(
        JSON.stringify({ envelope_id, type, payload, accepts_response_payload: type !== 'events_api', ...again }),
      );
    });
  }

  #acked(text: string): void {
    const { envelope_id, payload } = JSON.parse(text) as { envelope_id: string; payload?: unknown };
    this.#acks.get(envelope_id)?.(payload);
    this.#acks.delete(envelope_id);
  }

  async #overHttp({ type, payload, retry }: Envelope): Promise<unknown> {
    const body =
      type === 'events_api'
        ? JSON.stringify(payload)
        : type === 'interactive'
          ? new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
          : new URLSearchParams(payload as Record<string, string>).toString();
    const { status, text } = await this.post(body, {
      contentType: type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
      ...(retry === undefined
        ? {}
        : { headers: { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' } }),
    });
    if (status !== 200) throw new Error(`answered with ${status}`);
    return text.startsWith('{') ? JSON.parse(text) : text || undefined;
  }

  /** A signed request, or one with whatever signature, time or headers a test wants. */
  async post(
    body: string,
    {
      contentType = 'application/json',
      secret = SIGNING_SECRET,
      at = Math.floor(Date.now() / 1000),
      signed = body,
      headers = {},
      without = [],
    }: {
      contentType?: string;
      secret?: string;
      at?: number;
      signed?: string;
      headers?: Record<string, string>;
      without?: string[];
    } = {},
  ): Promise<{ status: number; text: string }> {
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${signed}`).digest('hex')}`;
    const all: Record<string, string> = {
      'content-type': contentType,
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': signature,
      ...headers,
    };
    for (const name of without) delete all[name];
    const response = await fetch(`${this.http}/slack/events`, { method: 'POST', headers: all, body });
    return { status: response.status, text: await response.text() };
  }

  /** An address to answer at, good for five times. `ts` is the message that it may replace. */
  respondAddress(user: string, channel: string, ts?: string): string {
    const id = randomUUID();
    this.#respond.set(id, { user, channel, left: 5, ts });
    return `${this.url}/respond/${id}`;
  }

  async #serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const [, kind = '', name = ''] = /^\/([a-z]+)\/([^?]+)/.exec(req.url ?? '') ?? [];
    if (kind === 'api') return this.#api(decodeURIComponent(name), req, body, res);
    if (kind === 'respond') return this.#responded(name, body, res);
    if (kind === 'upload') return this.#uploaded(name, req, body, res);
    if (kind === 'files') return this.#download(name, req, res);
    res.writeHead(404).end();
  }

  async #api(method: string, req: IncomingMessage, body: Buffer, res: ServerResponse): Promise<void> {
    const args = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    const call = { method, args, at: Date.now() };
    this.calls.push(call);
    const fault = this.#faults.get(method)?.shift();
    if (fault?.hang) return;
    const reply = (status: number, value: Json, headers: Record<string, string> = {}) =>
      res
        .writeHead(status, {
          'content-type': 'application/json',
          'x-oauth-scopes': this.scopes.join(','),
          ...headers,
        })
        .end(JSON.stringify(value));
    this.#timely(method);
    if (fault?.status === 429) {
      this.#close(method, fault);
      reply(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter ?? 1) });
      return;
    }
    if (fault) {
      reply(fault.status ?? 200, { ok: false, error: fault.error ?? 'internal_error' });
      return;
    }
    try {
      const gave = this.#run(method, req.headers.authorization, args);
      reply(200, { ok: true, ...gave });
      this.onCall?.(call, gave);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply(200, { ok: false, error: error.message, response_metadata: { messages: error.messages } });
    }
  }

  #close(what: string, { retryAfter = 1 }: Fault): void {
    this.#closedUntil.set(what, performance.now() + retryAfter * 1000);
  }
  #timely(what: string): void {
    if (performance.now() < (this.#closedUntil.get(what) ?? 0)) this.tooSoon.push(what);
  }

  #run(name: string, authorization: string | undefined, given: Json): Json {
    const { token: inBody, ...args } = given;
    const token = authorization?.replace(/^Bearer /, '') ?? inBody;
    if (name === 'apps.connections.open') {
      if (token !== APP_TOKEN) throw new Refusal('invalid_auth');
      return { url: `${this.url.replace('http', 'ws')}/link/?ticket=${randomUUID()}` };
    }
    if (name === 'oauth.v2.access') return this.#access(args);
    const method = METHODS[name];
    if (!method) throw new Refusal('unknown_method');
    if (typeof token !== 'string' || !this.#tokens.has(token)) throw new Refusal('invalid_auth');
    if (method.scope && !this.scopes.includes(method.scope)) throw new Refusal('missing_scope', [method.scope]);
    const parsed = method.args.safeParse(args);
    if (!parsed.success)
      throw new Refusal(
        'invalid_arguments',
        parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`),
      );
    return method.run(parsed.data as never, this.world);
  }

  #access({ code, client_id, client_secret }: Json): Json {
    const install = this.codes.get(String(code));
    if (!install || client_id !== 'client-1' || client_secret !== 'secret-1') throw new Refusal('invalid_code');
    this.codes.delete(String(code));
    const access_token = `xoxb-${randomUUID()}`;
    this.#tokens.add(access_token);
    return {
      app_id: 'A0VARSAM01',
      authed_user: { id: 'U0ADMIN001' },
      scope: this.scopes.join(','),
      token_type: 'bot',
      access_token,
      bot_user_id: this.world.bot,
      team: { id: this.world.team, name: this.world.name },
      enterprise: null,
      is_enterprise_install: false,
      ...install,
    };
  }

  #responded(id: string, body: Buffer, res: ServerResponse): void {
    const found = this.#respond.get(id);
    if (!found || found.left === 0) {
      res.writeHead(404).end('used_url');
      return;
    }
    const fault = this.#faults.get('respond')?.shift();
    this.#timely('respond');
    if (fault) {
      if (fault.status === 429) this.#close('respond', fault);
      res.writeHead(fault.status ?? 500, { 'retry-after': String(fault.retryAfter ?? 0) }).end();
      return;
    }
    found.left -= 1;
    const given = JSON.parse(body.toString('utf8')) as Json & { text?: string; blocks?: unknown };
    const faults = given.blocks === undefined ? [] : messageFaults(given.blocks);
    if (faults.length > 0) {
      res.writeHead(400).end(`invalid_blocks ${faults.join(' ')}`);
      return;
    }
    this.responses.push({ url: id, body: given });
    const blocks = (given.blocks ?? []) as never;
    const replaced = given.replace_original === true && this.world.message(found.channel, found.ts ?? '');
    if (replaced) Object.assign(replaced, { text: given.text ?? '', blocks, edits: (replaced.edits ?? 0) + 1 });
    else {
      const onlyTo = given.response_type === 'in_channel' ? undefined : found.user;
      this.world.add({ channel: found.channel, user: this.world.bot, onlyTo, text: given.text ?? '', blocks });
    }
    res.writeHead(200).end('ok');
  }

  /** The SDK sends a form with the bytes in it. */
  async #uploaded(id: string, req: IncomingMessage, body: Buffer, res: ServerResponse): Promise<void> {
    const file = this.world.files.get(id);
    if (!file) {
      res.writeHead(404).end();
      return;
    }
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': req.headers['content-type'] ?? '' },
    }).formData();
    const [first] = [...form.values()];
    if (first instanceof Blob) file.bytes = Buffer.from(await first.arrayBuffer());
    res.writeHead(200).end(`OK - ${file.length}`);
  }

  #download(id: string, req: IncomingMessage, res: ServerResponse): void {
    const fault = this.#faults.get('files')?.shift();
    this.#timely('files');
    if (fault) {
      if (fault.status === 429) this.#close('files', fault);
      res.writeHead(fault.status ?? 500, { 'retry-after': String(fault.retryAfter ?? 0) }).end();
      return;
    }
    const file = this.world.files.get(id);
    const token = req.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!file?.bytes || !this.#tokens.has(token) || !this.scopes.includes('files:read')) {
      res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><title>Sign in</title>');
      return;
    }
    res.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
  }
}

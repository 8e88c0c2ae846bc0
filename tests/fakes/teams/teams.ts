import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { activityFaults } from './activity-check.ts';
import { newSigner, type Signer, tokenOf } from './keys.ts';
import { APP, type Json, PERSONAL, PERSONAL_OLA, THREAD } from './payloads.ts';

/**
 * A small Teams: the connector that the bot calls, where its keys and files are, and people who send and press. It takes what Teams takes and refuses what
 * Teams refuses; what it finds wrong is kept in `faults`.
 */
export type Sent = { conversation: string; id: string; activity: Json; how: 'sent' | 'updated' | 'removed' };
type Failure = {
  status: number;
  headers?: Record<string, string>;
  body?: Json;
  when?: (activity: Json) => boolean;
  drop?: boolean;
};

export class FakeTeams {
  /** Every call that was taken, in order, as it stood on the wire. */
  readonly calls: Sent[] = [];
  /** Messages as they stand now. */
  readonly messages = new Map<string, Sent>();
  readonly faults: string[] = [];
  readonly uploads = new Map<string, Buffer>();
  /** Answers in place of files, one each. */
  readonly fileFailures: { status: number; headers?: Record<string, string> }[] = [];
  readonly downloads = new Map<string, Buffer>();
  readonly signer: Signer = newSigner('key-1');
  /** Conversations that the bot is in. */
  readonly open = new Set<string>([PERSONAL.id, PERSONAL_OLA.id, THREAD.id]);
  readonly requests: { method: string; path: string; authorization: string | undefined }[] = [];
  /** What goes wrong with the next calls. */
  readonly failures: Failure[] = [];
  /** The path that gives 500. */
  down: string | undefined;
  readonly #streams = new Map<string, { sequence: number; over: boolean; conversation: string }>();
  #server: Server | undefined;
  #ids = 0;
  bot = '';

  async start(): Promise<void> {
    this.#server = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (c: Buffer) => chunks.push(c)).on('end', () => this.#serve(req, res, Buffer.concat(chunks)));
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
  }
  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
  get host(): string {
    const address = this.#server?.address() as AddressInfo | null | undefined;
    return `127.0.0.1:${address?.port ?? 0}`;
  }
  get url(): string {
    return `http://${this.host}/`;
  }
  get openIdMetadata(): string {
    return `${this.url}openid/configuration`;
  }

  /** A token as the connector sends it. */
  token(over: Json = {}, signer = this.signer, header: Json = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'https://api.botframework.com',
      aud: APP,
      nbf: now - 60,
      exp: now + 3600,
      serviceurl: this.url,
      ...over,
    };
    return tokenOf(signer, claims, header);
  }
  /** Delivers an activity to the bot, signed. */
  async deliver(
    activity: Json,
    headers: Record<string, string> = { authorization: `Bearer ${this.token()}` },
  ): Promise<{ status: number; body: Json }> {
    const response = await fetch(this.bot, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ ...activity, serviceUrl: this.url }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Json) : {} };
  }

  /** What stands in a conversation now, without signs of life. */
  in(conversation: string): Json[] {
    return [...this.messages.values()].filter((m) => m.conversation === conversation).map((m) => m.activity);
  }
  ids(conversation: string): string[] {
    return [...this.messages.values()].filter((m) => m.conversation === conversation).map((m) => m.id);
  }

  #serve(req: IncomingMessage, res: ServerResponse, body: Buffer): unknown {
    const path = decodeURIComponent(new URL(req.url ?? '/', this.url).pathname);
    const method = req.method ?? '';
    const { authorization } = req.headers;
    this.requests.push({ method, path, authorization });
    const answer = (status: number, json?: unknown, headers: Record<string, string> = {}) => {
      res.writeHead(status, { 'content-type': 'application/json', ...headers });
      res.end(json === undefined ? '' : JSON.stringify(json));
    };
    if (path === this.down) return answer(500);
    if (path === '/openid/configuration')
      return answer(200, { issuer: 'https://api.botframework.com', jwks_uri: `${this.url}keys` });
    if (path === '/keys') return answer(200, { keys: [this.signer.jwk] });
    if (path.startsWith('/files/')) return this.#file(path, req, res);
    if (path.startsWith('/upload/') && method === 'PUT') {
      const total = /^bytes 0-(\d+)\/(\d+)$/.exec(req.headers['content-range'] ?? '');
      if (!total || Number(total[2]) !== body.length || Number(total[1]) !== body.length - 1)
        this.faults.push('an upload without its range');
      if (authorization) this.faults.push('a key sent to where files are kept');
      this.uploads.set(path, body);
      return answer(201, {});
    }
    const call = /^\/v3\/conversations\/([^/]+)\/activities(?:\/(.+))?$/.exec(path);
    if (!call) return answer(404, { error: { code: 'NotFound', message: path } });
    if (authorization !== 'Bearer bot-token') return answer(401, {});
    return this.#connector(method, call[1] ?? '', call[2], body, answer, res);
  }

  #file(path: string, req: IncomingMessage, res: ServerResponse): unknown {
    const failure = this.fileFailures.shift();
    if (failure) return res.writeHead(failure.status, failure.headers).end();
    const bytes = this.downloads.get(path);
    const own = path.includes('/own/');
    if (own && req.headers.authorization !== 'Bearer bot-token') return res.writeHead(401).end();
    if (!own && req.headers.authorization) this.faults.push('a key sent to where files are kept');
    return res.writeHead(bytes ? 200 : 404).end(bytes);
  }

  #connector(
    method: string,
    conversation: string,
    id: string | undefined,
    body: Buffer,
    answer: (status: number, json?: unknown, headers?: Record<string, string>) => void,
    res: ServerResponse,
  ): unknown {
    const activity = body.length > 0 ? (JSON.parse(body.toString()) as Json) : {};
    const next = this.failures.findIndex((f) => !f.when || f.when(activity));
    const failure = this.failures[next];
    if (failure) {
      this.failures.splice(next, 1);
      if (failure.drop) return res.socket?.destroy();
      return answer(failure.status, failure.body ?? {}, failure.headers);
    }
    if (!this.open.has(conversation))
      return answer(403, {
        error: { code: 'BotNotInConversationRoster', message: 'The bot is not part of the conversation roster.' },
      });
    if (method === 'DELETE') {
      if (!id || !this.messages.delete(id)) return answer(404, {});
      this.calls.push({ conversation, id, activity, how: 'removed' });
      return answer(200, {});
    }
    this.faults.push(...activityFaults(activity));
    if (method === 'PUT') {
      const before = id ? this.messages.get(id) : undefined;
      if (!id || !before || before.conversation !== conversation)
        return answer(404, { error: { code: 'ActivityNotFoundInConversation', message: '' } });
      const now: Sent = { conversation, id, activity, how: 'updated' };
      this.messages.set(id, now);
      this.calls.push(now);
      return answer(200, { id });
    }
    const streamed = this.#stream(conversation, activity);
    if (streamed.refuse) return answer(403, { error: { code: 'ContentStreamNotAllowed', message: streamed.refuse } });
    const own = streamed.id ?? `m${++this.#ids}`;
    const sent: Sent = { conversation, id: own, activity, how: 'sent' };
    this.calls.push(sent);
    if (activity.type === 'message') this.messages.set(own, sent);
    // Only the first of a stream is answered with an id.
    return answer(streamed.id && !streamed.first ? 202 : 201, streamed.id && !streamed.first ? {} : { id: own });
  }

  /** "Stream bot messages": a sequence from 1, an id from the second on, none of a sequence on the last, nothing after it. */
  #stream(conversation: string, activity: Json): { id?: string; first?: boolean; refuse?: string } {
    const info = ((activity.entities as Json[] | undefined) ?? []).find((e) => e.type === 'streaminfo');
    if (!info) return {};
    const say = (fault: string) => void this.faults.push(`stream: ${fault}`);
    if (!conversation.startsWith('a:')) return { refuse: 'Content stream is not allowed' };
    if (typeof activity.text !== 'string' || !activity.text) say('without words');
    const id = info.streamId as string | undefined;
    if (id === undefined) {
      if (info.streamSequence !== 1) say(`begins with ${String(info.streamSequence)}`);
      const made = `s${++this.#ids}`;
      this.#streams.set(made, { sequence: 1, over: false, conversation });
      return { id: made, first: true };
    }
    const stream = this.#streams.get(id);
    if (!stream || stream.conversation !== conversation) return { refuse: 'no such stream' };
    if (stream.over) return { refuse: 'Content stream is not allowed on an already completed streamed message' };
    if (info.streamType === 'final') {
      if (activity.type !== 'message' || info.streamSequence !== undefined) say('a last message of the wrong form');
      stream.over = true;
      return { id };
    }
    if (activity.type !== 'typing' || activity.attachments) say('an update of the wrong form');
    if (Number(info.streamSequence) <= stream.sequence) say('out of sequence');
    stream.sequence = Number(info.streamSequence);
    return { id };
  }
}

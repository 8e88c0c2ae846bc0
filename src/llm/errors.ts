/** Why a model gave nothing that can be used; the caller answers without it. */
type ModelFault = 'timeout' | 'rate_limited' | 'server' | 'nonsense' | 'unreachable' | 'unauthorized';

const WORDS: Record<ModelFault, string> = {
  timeout: 'did not answer in time',
  rate_limited: 'has had too many requests for now',
  server: 'answered with an error',
  nonsense: 'answered with something that is no answer',
  unreachable: 'could not be reached, or hung up',
  unauthorized: 'refused the key',
};

/**
 * A fault of a model or its server. The message says which model, what happened and the HTTP status, and nothing else: no key, no address, no question,
 * and no `cause`, because the SDK's errors carry the request, and servers repeat keys and prompts in theirs.
 */
export class ModelError extends Error {
  readonly code: ModelFault;
  /** HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(code: ModelFault, model: string, status?: number, detail?: string) {
    super(`${model} ${WORDS[code]}${status === undefined ? '' : ` (HTTP ${status})`}${detail ? `: ${detail}` : ''}`);
    this.name = 'ModelError';
    this.code = code;
    this.status = status;
  }
}

/** A fault as it came from the SDK or the network, told apart by status and class, never by its text. */
export function modelError(error: unknown, model: string): ModelError {
  if (error instanceof ModelError) return error;
  const status = statusOf(error);
  if (status === 401 || status === 403) return new ModelError('unauthorized', model, status);
  if (status === 429) return new ModelError('rate_limited', model, status);
  if (status !== undefined) return new ModelError('server', model, status);
  if (error instanceof Error && error.name === 'TimeoutError') return new ModelError('timeout', model);
  if (isNetwork(error)) return new ModelError('unreachable', model);
  // What the SDK could not read: no JSON, or JSON without the parts it looks for.
  if (error instanceof SyntaxError || error instanceof TypeError) return new ModelError('nonsense', model);
  return new ModelError('server', model);
}

/** The HTTP status an SDK error carries. */
export function statusOf(error: unknown): number | undefined {
  const status = field(error, 'status');
  return typeof status === 'number' ? status : undefined;
}

/** What a server asks to wait before the next request, as the header says it: seconds or a date. */
export function retryAfterOf(error: unknown): string | undefined {
  const headers = field(error, 'headers');
  return headers instanceof Headers ? (headers.get('retry-after') ?? undefined) : undefined;
}

/** The SDK's connection error, and what Node's fetch throws where a socket closes while a body is read: a TypeError with the socket's error behind it. */
function isNetwork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.constructor.name === 'APIConnectionError' || (error instanceof TypeError && error.cause !== undefined);
}

function field(error: unknown, key: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
}

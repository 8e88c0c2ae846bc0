import type { Config } from '../../config.ts';
import { type Line, off, ok, said, wrong } from './line.ts';

/** The endpoints of a language model and of embeddings, each asked for as little as can be. */

export async function modelLine({ model }: Pick<Config, 'model'>): Promise<Line> {
  const name = 'model';
  if (!model)
    return off(
      name,
      'answers come straight from the sources',
      'To turn on: VARSAM_MODEL=<model> VARSAM_MODEL_URL=<https://…/v1> VARSAM_MODEL_KEY=<key>',
    );
  const [{ MANNERS, openChat }, { modelError, statusOf }, { REPLY_SCHEMA }] = await Promise.all([
    import('../../llm/chat.ts'),
    import('../../llm/errors.ts'),
    import('../../llm/reply.ts'),
  ]);
  const chat = await openChat(model, { name: 'answer', schema: REPLY_SCHEMA });
  const signal = AbortSignal.timeout(model.timeoutMs);
  const begun = performance.now();
  let last: unknown;
  for (const manner of MANNERS)
    try {
      const reply = await chat.ask('Reply with {}.', 'Are you there?', manner, signal, () => undefined);
      const ms = Math.round(performance.now() - begun);
      if (!reply.trim())
        return wrong(
          name,
          `${model.name} answered with nothing`,
          `Try another model: VARSAM_MODEL. Without it ${WITHOUT}`,
        );
      return ok(name, `${model.name}${at(model.url)} answered in ${ms} ms${manner.schema ? '' : ', without a schema'}`);
    } catch (error) {
      last = error;
      const status = statusOf(error);
      // As in an answer: what a server does not know is asked for more simply.
      if (signal.aborted || (status !== 400 && status !== 422)) break;
    }
  const timedOut = signal.aborted;
  const fault = modelError(last, model.name);
  const what = timedOut
    ? `${model.name}${at(model.url)} did not answer within ${model.timeoutMs} ms`
    : `${fault.message}${at(model.url)}`;
  return wrong(
    name,
    what,
    `${MENDS[timedOut ? 'timeout' : fault.status === 404 ? 'missing' : fault.code]} Until then ${WITHOUT}`,
  );
}

const WITHOUT = 'answers come straight from the sources.';
const MENDS = {
  timeout: 'Raise VARSAM_MODEL_TIMEOUT_MS, or take a faster model.',
  rate_limited: 'Wait, or raise the limit where the key comes from.',
  server: 'Look at the server’s own log; VARSAM_MODEL must be a name that it knows.',
  missing: 'Correct VARSAM_MODEL (a name that the server knows) and VARSAM_MODEL_URL (it mostly ends in /v1).',
  nonsense: 'VARSAM_MODEL_URL must lead to an OpenAI-compatible server; it mostly ends in /v1.',
  unreachable: 'Correct VARSAM_MODEL_URL, start the server, or let this machine through to it.',
  unauthorized: 'Correct VARSAM_MODEL_KEY.',
} as const;

export async function embeddingsLine({ embeddings }: Pick<Config, 'embeddings'>): Promise<Line> {
  const name = 'embeddings';
  if (!embeddings) return ok(name, 'built in, no network');
  const { createEndpointEmbeddings } = await import('../../llm/endpoint-embeddings.ts');
  try {
    const { length } = await createEndpointEmbeddings(embeddings).embedQuery('Are you there?');
    return ok(name, `${embeddings.name}${at(embeddings.url)}, ${length} numbers a text`);
  } catch (error) {
    return wrong(
      name,
      `${said(error)}${at(embeddings.url)}`,
      'Correct VARSAM_EMBEDDINGS, its _URL, _KEY and _DIMENSIONS, or leave them out: the built-in embeddings need no network.',
    );
  }
}

function at(url: string | undefined): string {
  return url ? ` at ${new URL(url).host}` : '';
}

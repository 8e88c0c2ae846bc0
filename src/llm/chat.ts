import type { ChatOpenAI } from '@langchain/openai';
import { ModelError } from './errors.ts';

/** A server that speaks OpenAI's protocol: vLLM, Ollama, llama.cpp, Azure's v1 address, OpenAI itself. */
export type Endpoint = { name: string; url: string | undefined; key: string | undefined };

/** What a reply has to look like, as JSON Schema, for servers that can hold a model to one. */
export type Shape = { name: string; schema: object };

/** The address used when none is configured. */
const OPENAI = 'https://api.openai.com/v1';
/** Longer than any reply in the shape asked for; a model that runs on is cut off here. */
const MAX_REPLY = 20_000;

/**
 * Client options with everything said, so that the SDK finds nothing to look up in the environment: a key or organisation that lies there for another
 * program must not travel to this address. Servers without keys get a placeholder, which the SDK insists on.
 */
export function clientOptions({ name, url, key }: Endpoint) {
  const configuration = { baseURL: url ?? OPENAI, organization: null, project: null, logLevel: 'off' as const };
  return { model: name, apiKey: key ?? 'none', maxRetries: 0, configuration };
}

/**
 * Ways to ask, from the strictest down; a server that answers 400 or 422 gets the next. Tool calling is no step of its own: it takes a parser on the
 * server (vLLM) or in the model (Ollama), streams worse, and the plain step, where the prompt alone asks for JSON, works wherever tools would.
 */
export const MANNERS = [
  { schema: true, temperature: 0 },
  // Reasoning models refuse a temperature.
  { schema: true, temperature: undefined },
  { schema: false, temperature: undefined },
] as const;
type Manner = (typeof MANNERS)[number];

export type Chat = {
  /** Streams a reply: `onGrown` gets all of it so far. Resolves with the whole text; rejects with what the SDK or the network threw. */
  ask(
    system: string,
    user: string,
    manner: Manner,
    signal: AbortSignal,
    onGrown: (reply: string) => void,
  ): Promise<string>;
  parsePartial(text: string): unknown;
};

/** Loads LangChain and makes the client. It takes most of a second, so only the first question for a model pays it. */
export async function openChat(endpoint: Endpoint, { name, schema }: Shape): Promise<Chat> {
  const [{ ChatOpenAI }, { HumanMessage, SystemMessage }, { parsePartialJson }] = await Promise.all([
    import('@langchain/openai'),
    import('@langchain/core/messages'),
    import('@langchain/core/output_parsers'),
  ]);
  const models = new Map<Manner, ChatOpenAI>();
  const modelFor = (manner: Manner): ChatOpenAI => {
    const { temperature } = manner;
    const model =
      models.get(manner) ??
      new ChatOpenAI({
        ...clientOptions(endpoint),
        streamUsage: false,
        ...(temperature === undefined ? {} : { temperature }),
      });
    models.set(manner, model);
    return model;
  };
  return {
    parsePartial: parsePartialJson,
    async ask(system, user, manner, signal, onGrown) {
      const overflow = new AbortController();
      // Without a version, streamEvents has no callbacks: LangSmith's environment variables would otherwise send every question there.
      const stream = modelFor(manner).streamEvents([new SystemMessage(system), new HumanMessage(user)], {
        signal: AbortSignal.any([signal, overflow.signal]),
        ...(manner.schema
          ? {
              response_format: {
                type: 'json_schema',
                json_schema: { name, schema, strict: true },
              },
            }
          : {}),
      });
      let reply = '';
      for await (reply of stream.text.full) {
        if (reply.length > MAX_REPLY) {
          overflow.abort();
          throw new ModelError('nonsense', endpoint.name);
        }
        onGrown(reply);
      }
      return reply;
    },
  };
}

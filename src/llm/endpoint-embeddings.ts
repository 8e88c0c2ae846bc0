import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { clientOptions, type Endpoint } from './chat.ts';
import { ModelError, modelError } from './errors.ts';

type EmbeddingsConfig = Endpoint & { dimensions: number };
/** An index remembers `name`, so it says the dimensions too: either changed means other vectors. */
type EndpointEmbeddings = EmbeddingsInterface & { readonly name: string; readonly dimensions: number };

/** Texts are embedded while an index is built; a question is, while somebody waits: search goes on without its vector. */
const DOCUMENTS_MS = 60_000;
const QUERY_MS = 3_000;

/**
 * Embeddings from a server that speaks OpenAI's protocol. Vectors are scaled to length 1. Rejects with ModelError: the server's faults, and `nonsense` where
 * vectors are missing or have another length than configured. The library is loaded at the first call.
 */
export function createEndpointEmbeddings(config: EmbeddingsConfig): EndpointEmbeddings {
  const { dimensions } = config;
  let client: ReturnType<typeof openClient> | undefined;
  const embed = async (texts: string[], kind: 'documents' | 'query'): Promise<number[][]> => {
    try {
      client ??= openClient(config);
      const model = (await client)[kind];
      const vectors = await model.embedDocuments(texts);
      return vectors.map((vector) => unit(checked(vector, config)));
    } catch (error) {
      throw modelError(error, config.name);
    }
  };
  return {
    name: `${config.name} (${dimensions})`,
    dimensions,
    embedDocuments: (texts) => (texts.length === 0 ? Promise.resolve([]) : embed(texts, 'documents')),
    async embedQuery(text) {
      const [vector] = await embed([text], 'query');
      return vector ?? missing(config);
    },
  };
}

/**
 * `dimensions` is not sent: most servers refuse it for models that were not trained for shortening. Floats are asked for by name, because the SDK would ask
 * for base64, and take the numbers of servers that don't know it for base64 all the same.
 */
async function openClient(config: EmbeddingsConfig) {
  const { OpenAIEmbeddings } = await import('@langchain/openai');
  const options = { ...clientOptions(config), encodingFormat: 'float' as const };
  return {
    documents: new OpenAIEmbeddings({ ...options, timeout: DOCUMENTS_MS, maxRetries: 2 }),
    query: new OpenAIEmbeddings({ ...options, timeout: QUERY_MS }),
  };
}

function checked(vector: unknown, config: EmbeddingsConfig): number[] {
  if (!Array.isArray(vector) || !vector.every((x): x is number => typeof x === 'number' && Number.isFinite(x)))
    return missing(config);
  if (vector.length === config.dimensions) return vector;
  const detail = `${vector.length} numbers a text, where ${config.dimensions} are configured. Set VARSAM_EMBEDDINGS_DIMENSIONS to ${vector.length}`;
  throw new ModelError('nonsense', config.name, undefined, detail);
}

function missing(config: EmbeddingsConfig): never {
  throw new ModelError('nonsense', config.name, undefined, 'a text came back without its vector');
}

function unit(vector: number[]): number[] {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((x) => x / length);
}

import { resolve } from 'node:path';
import { z } from 'zod';
import { Country, Lang } from './core/language.ts';

/**
 * What the environment may say, with defaults that need no account, key, server or network. This is the only file that reads process.env.
 */
const Environment = z.object({
  VARSAM_DATA_DIR: z.string().min(1).default('.varsam'),
  VARSAM_KNOWLEDGE_DIR: z.string().min(1).optional(),
  VARSAM_MUNICIPALITY: z.string().min(1).optional(),
  VARSAM_HOST: z.string().min(1).default('127.0.0.1'),
  VARSAM_PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  VARSAM_COUNTRY: Country.default('NO'),
  VARSAM_LANG: Lang.optional(),
  VARSAM_MODEL: z.string().min(1).optional(),
  VARSAM_MODEL_URL: z.url({ protocol: /^https?$/, error: 'an address begins with http:// or https://' }).optional(),
  VARSAM_MODEL_KEY: z.string().min(1).optional(),
  VARSAM_MODEL_TIMEOUT_MS: z.coerce.number().int().min(500).max(120_000).default(20_000),
  VARSAM_EMBEDDINGS: z.string().min(1).optional(),
  VARSAM_EMBEDDINGS_URL: z
    .url({ protocol: /^https?$/, error: 'an address begins with http:// or https://' })
    .optional(),
  VARSAM_EMBEDDINGS_KEY: z.string().min(1).optional(),
  VARSAM_EMBEDDINGS_DIMENSIONS: z.coerce.number().int().min(8).max(4096).optional(),
  VARSAM_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
});

export type Config = Readonly<{
  dataDir: string;
  knowledgeDir: string;
  /** Who has which role; undefined where nothing is set up. */
  municipalityFile: string | undefined;
  web: { host: string; port: number };
  country: Country;
  lang: Lang | undefined;
  model: { name: string; url: string | undefined; key: string | undefined; timeoutMs: number } | undefined;
  embeddings: { name: string; url: string | undefined; key: string | undefined; dimensions: number } | undefined;
  log: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}>;

/** Half a configuration, or a value that can't be: what, where, how to mend it. */
export class ConfigError extends Error {
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigError';
  }
}

const HALF: [keyof z.infer<typeof Environment>, keyof z.infer<typeof Environment>, string][] = [
  ['VARSAM_MODEL_URL', 'VARSAM_MODEL', 'Set VARSAM_MODEL to the name of the model at that address.'],
  ['VARSAM_MODEL_KEY', 'VARSAM_MODEL', 'Set VARSAM_MODEL to the name of the model the key is for.'],
  [
    'VARSAM_EMBEDDINGS_URL',
    'VARSAM_EMBEDDINGS',
    'Set VARSAM_EMBEDDINGS to the name of the embedding model at that address.',
  ],
  [
    'VARSAM_EMBEDDINGS_KEY',
    'VARSAM_EMBEDDINGS',
    'Set VARSAM_EMBEDDINGS to the name of the embedding model the key is for.',
  ],
  [
    'VARSAM_EMBEDDINGS',
    'VARSAM_EMBEDDINGS_DIMENSIONS',
    'Set VARSAM_EMBEDDINGS_DIMENSIONS to the length of its vectors, such as 1024.',
  ],
];

/** Reads the environment. Throws ConfigError with every fault there is. */
export function readConfig(
  env: Record<string, string | undefined> = process.env,
  here: string = process.cwd(),
): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([key, value]) => key.startsWith('VARSAM_') && value !== ''),
  );
  const known = new Set(Object.keys(Environment.shape));
  const lines = Object.keys(given)
    .filter((key) => !known.has(key))
    .map((key) => `${key}: this setting does not exist. Correct its name; docs/configuration.md lists them all.`);
  const result = Environment.safeParse(given);
  if (!result.success)
    for (const issue of result.error.issues)
      lines.push(`${issue.path.join('.')}: ${issue.message}. docs/configuration.md says what it takes.`);
  if (result.success)
    for (const [set, needs, mend] of HALF)
      if (result.data[set] !== undefined && result.data[needs] === undefined)
        lines.push(`${set} is set, but ${needs} is not. ${mend}`);
  if (!result.success || lines.length > 0) throw new ConfigError(lines);
  const e = result.data;
  return Object.freeze({
    dataDir: resolve(here, e.VARSAM_DATA_DIR),
    knowledgeDir: e.VARSAM_KNOWLEDGE_DIR
      ? resolve(here, e.VARSAM_KNOWLEDGE_DIR)
      : resolve(import.meta.dirname, '..', 'knowledge'),
    municipalityFile: e.VARSAM_MUNICIPALITY ? resolve(here, e.VARSAM_MUNICIPALITY) : undefined,
    web: { host: e.VARSAM_HOST, port: e.VARSAM_PORT },
    country: e.VARSAM_COUNTRY,
    lang: e.VARSAM_LANG,
    model: e.VARSAM_MODEL
      ? { name: e.VARSAM_MODEL, url: e.VARSAM_MODEL_URL, key: e.VARSAM_MODEL_KEY, timeoutMs: e.VARSAM_MODEL_TIMEOUT_MS }
      : undefined,
    embeddings: e.VARSAM_EMBEDDINGS
      ? {
          name: e.VARSAM_EMBEDDINGS,
          url: e.VARSAM_EMBEDDINGS_URL,
          key: e.VARSAM_EMBEDDINGS_KEY,
          dimensions: e.VARSAM_EMBEDDINGS_DIMENSIONS ?? 0,
        }
      : undefined,
    log: e.VARSAM_LOG,
  });
}

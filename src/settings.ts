import { Cron } from 'croner';
import { z } from 'zod';
import { Country, Lang } from './core/language.ts';

/** Whether something can be made of a text. */
function readsAs(make: (text: string) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      make(text);
      return true;
    } catch {
      return false;
    }
  };
}

/**
 * What the environment may say, with defaults that need no account, key, server or network. src/config.ts alone reads it.
 */
export const Environment = z.object({
  VARSAM_DATA_DIR: z.string().min(1).default('.varsam'),
  VARSAM_DATABASE_URL: z
    .url({ protocol: /^postgres(?:ql)?$/, error: 'an address looks like postgres://user:password@host:5432/varsam' })
    .optional(),
  VARSAM_DATABASE_CA: z.string().min(1).optional(),
  VARSAM_DATABASE_POOL: z.coerce.number().int().min(2).max(500).optional(),
  VARSAM_INDEX: z.enum(['files', 'postgres']).default('files'),
  VARSAM_KNOWLEDGE_DIR: z.string().min(1).optional(),
  VARSAM_TENANTS: z.string().min(1).optional(),
  VARSAM_TENANTS_OPEN: z.coerce.number().int().min(1).max(10_000).default(200),
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
  VARSAM_DIGEST_CRON: z
    .string()
    .refine(
      readsAs((cron) => new Cron(cron, { paused: true })),
      'is no cron expression, such as 0 8 * * 1',
    )
    .default('0 8 * * 1'),
  VARSAM_DIGEST_ZONE: z
    .string()
    .refine(
      readsAs((timeZone) => new Intl.DateTimeFormat('en', { timeZone })),
      'is no time zone, such as Europe/Oslo',
    )
    .default('Europe/Oslo'),
  VARSAM_DIGEST_EMPTY: z.enum(['quiet', 'line']).default('quiet'),
  VARSAM_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'an address begins with http:// or https://' }).optional(),
  VARSAM_SECRET_KEY: z
    .string()
    .regex(
      /^(?:[0-9a-f]{64}|[A-Za-z0-9+/_-]{43}=?)(?:,(?:[0-9a-f]{64}|[A-Za-z0-9+/_-]{43}=?))*$/i,
      'a key is 32 bytes as 64 hexadecimal digits or as base64: openssl rand -hex 32; an older key stands behind a newer one, with a comma between',
    )
    .optional(),
  VARSAM_OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'an address begins with https://' }).optional(),
  VARSAM_OIDC_CLIENT_ID: z.string().min(1).optional(),
  VARSAM_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  VARSAM_OIDC_GROUPS: z.string().min(1).default('groups'),
  VARSAM_OIDC_SCOPE: z
    .string()
    .regex(/(?:^| )openid(?: |$)/, 'it must hold openid')
    .default('openid'),
  VARSAM_OIDC_TENANT: z.string().min(1).default('tid'),
  VARSAM_OIDC_HOURS: z.coerce.number().min(0.1).max(24).default(8),
  VARSAM_SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'a bot token begins with xoxb-').optional(),
  VARSAM_SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'an app-level token begins with xapp-').optional(),
  VARSAM_SLACK_SIGNING_SECRET: z.string().min(16, 'a signing secret has at least 16 letters').optional(),
  VARSAM_SLACK_CLIENT_ID: z.string().min(1).optional(),
  VARSAM_SLACK_CLIENT_SECRET: z.string().min(1).optional(),
  VARSAM_SLACK_STATE_SECRET: z.string().min(16, 'a state secret has at least 16 letters').optional(),
  VARSAM_TEAMS_APP_ID: z.guid('an application id looks like 00000000-0000-0000-0000-000000000000').optional(),
  VARSAM_TEAMS_APP_PASSWORD: z.string().min(1).optional(),
  VARSAM_TEAMS_TENANT_ID: z.guid('a tenant id looks like 00000000-0000-0000-0000-000000000000').optional(),
  VARSAM_TEAMS_PLAYGROUND: z.literal('1', 'set it to 1, or leave it out').optional(),
  VARSAM_OPS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  VARSAM_OPS_HOST: z.string().min(1).default('127.0.0.1'),
  VARSAM_OTLP_URL: z.url({ protocol: /^https?$/, error: 'an address begins with http:// or https://' }).optional(),
  VARSAM_OTLP_SHARE: z.coerce.number().min(0).max(1).default(1),
  VARSAM_RATE_PERSON: z.coerce.number().int().min(1).default(30),
  VARSAM_RATE_TENANT: z.coerce.number().int().min(1).default(12_000),
  VARSAM_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
});

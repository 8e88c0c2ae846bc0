import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Country, Lang } from './core/language.ts';
import { Environment } from './settings.ts';
import { clashes, halfFaults, type Read } from './settings-faults.ts';

/** What the environment says, frozen. This is the only file that reads process.env. */
export type Config = Readonly<{
  dataDir: string;
  /** A Postgres in place of the SQLite file in `dataDir`. `pool`: connections of this process at most; `ca`: a PEM file. */
  database: { url: string; ca: string | undefined; pool: number | undefined } | undefined;
  knowledgeDir: string;
  /** Where the saved index is. */
  indexDir: string;
  /** The passages of guidelines are found in the Postgres of `database`, and the saved index holds everything else. */
  passagesInDatabase: boolean;
  /** Folders of several municipalities; undefined: there is one. */
  tenantsDir: string | undefined;
  /** How many of them are held open at a time. */
  tenantsOpen: number;
  /** Who has which role; undefined where nothing is set up. */
  municipalityFile: string | undefined;
  web: { host: string; port: number };
  country: Country;
  lang: Lang | undefined;
  model: { name: string; url: string | undefined; key: string | undefined; timeoutMs: number } | undefined;
  embeddings: { name: string; url: string | undefined; key: string | undefined; dimensions: number } | undefined;
  /** Where people reach the web pages: links in chats lead there. */
  publicUrl: string | undefined;
  /** Signing in to the web with the municipality's own accounts. */
  signIn:
    | {
        issuer: string;
        clientId: string;
        clientSecret: string;
        /** The claim that lists somebody's groups. */
        groups: string;
        scope: string;
        /** The claim that says which municipality somebody is of. */
        tenantClaim: string;
        publicUrl: string;
        hours: number;
      }
    | undefined;
  slack:
    | {
        botToken: string | undefined;
        appToken: string | undefined;
        signingSecret: string | undefined;
        oauth: { clientId: string; clientSecret: string; stateSecret: string } | undefined;
      }
    | undefined;
  /** `playground`: unsigned, for a client on this machine alone. */
  teams: { appId: string; password: string; tenantId: string } | { playground: true } | undefined;
  /** What must be encrypted is encrypted with the first of them, and opened with any. 32 bytes each, hexadecimal or base64. */
  secretKeys: readonly string[];
  /** When the week's digest is sent, by which clock, and whether one with nothing in it says so. */
  digest: { cron: string; zone: string; saysEmpty: boolean };
  /** A port for those who run it: health, readiness and figures. Undefined: there is none. */
  ops: { host: string; port: number } | undefined;
  /** Where traces are sent (OTLP over HTTP), and the share of events that are traced. */
  traces: { url: string; share: number } | undefined;
  /** Questions a minute: one person's, and a municipality's together. */
  rate: { person: number; tenant: number };
  log: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}>;

/** Half a configuration, or a value that can't be: what, where, how to mend it. */
export class ConfigError extends Error {
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigError';
  }
}

/** Settings that are secrets: each may stand in a file instead, whose path is the setting of the same name with `_FILE` behind it. */
const SECRET = /_(?:KEY|TOKEN|SECRET|PASSWORD|DATABASE_URL)$/;

/**
 * What is set, with secrets read from their files: a container's or systemd's way of handing them over. The last line break of a file is not a part of it.
 */
function withFiles(env: Record<string, string | undefined>, here: string) {
  const given: Record<string, string | undefined> = {};
  const lines: string[] = [];
  for (const [key, value] of Object.entries(env)) {
    if (!key.startsWith('VARSAM_') || value === undefined || value === '') continue;
    const name = key.replace(/_FILE$/, '');
    if (name === key || !SECRET.test(name)) given[key] = value;
    else if (env[name]) lines.push(`${name} and ${key} are both set. Keep one of them.`);
    else {
      try {
        given[name] = readFileSync(resolve(here, value), 'utf8').replace(/\r?\n$/, '');
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
        lines.push(`${key}: the file ${value} can't be read (${code}). Correct the path, or let this user read it.`);
      }
    }
  }
  return { given, lines };
}

/** Where somebody finds what a setting takes. */
function saidIn(key: string): string {
  const [, page] = /^VARSAM_(SLACK|TEAMS)_/.exec(key) ?? [];
  return page ? `docs/${page.toLowerCase()}.md says where it is.` : 'docs/configuration.md says what it takes.';
}

/** Reads the environment. Throws ConfigError with every fault there is. */
export function readConfig(
  env: Record<string, string | undefined> = process.env,
  here: string = process.cwd(),
): Config {
  const { given, lines: unread } = withFiles(env, here);
  const known = new Set(Object.keys(Environment.shape));
  const unknown = Object.keys(given)
    .filter((key) => !known.has(key))
    .map((key) => `${key}: this setting does not exist. Correct its name; docs/configuration.md lists them all.`);
  const lines = [...unread, ...unknown];
  const result = Environment.safeParse(given);
  const issues = result.success ? [] : result.error.issues;
  const faulty = new Set(issues.map((issue) => String(issue.path[0])));
  for (const { path, message } of issues) lines.push(`${path.join('.')}: ${message}. ${saidIn(String(path[0]))}`);
  lines.push(...halfFaults(given));
  // One value that can't be does not hide what is wrong with the others.
  const sound = Environment.safeParse(Object.fromEntries(Object.entries(given).filter(([k]) => !faulty.has(k)))).data;
  const between = sound ? clashes(sound) : [];
  lines.push(...between.filter((line) => ![...faulty].some((key) => line.includes(key))));
  if (!result.success || lines.length > 0) throw new ConfigError(lines);
  const e = result.data;
  return Object.freeze({
    dataDir: resolve(here, e.VARSAM_DATA_DIR),
    database: databaseOf(e, here),
    knowledgeDir: e.VARSAM_KNOWLEDGE_DIR
      ? resolve(here, e.VARSAM_KNOWLEDGE_DIR)
      : resolve(import.meta.dirname, '..', 'knowledge'),
    indexDir: resolve(here, e.VARSAM_DATA_DIR, 'index'),
    passagesInDatabase: e.VARSAM_INDEX === 'postgres',
    tenantsDir: e.VARSAM_TENANTS && resolve(here, e.VARSAM_TENANTS),
    tenantsOpen: e.VARSAM_TENANTS_OPEN,
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
    digest: {
      cron: e.VARSAM_DIGEST_CRON,
      zone: e.VARSAM_DIGEST_ZONE,
      saysEmpty: e.VARSAM_DIGEST_EMPTY === 'line',
    },
    secretKeys: e.VARSAM_SECRET_KEY?.split(',') ?? [],
    publicUrl: e.VARSAM_PUBLIC_URL,
    signIn: signInOf(e),
    slack: slackOf(e),
    teams: teamsOf(e),
    ops: e.VARSAM_OPS_PORT === undefined ? undefined : { host: e.VARSAM_OPS_HOST, port: e.VARSAM_OPS_PORT },
    traces: e.VARSAM_OTLP_URL ? { url: e.VARSAM_OTLP_URL, share: e.VARSAM_OTLP_SHARE } : undefined,
    rate: { person: e.VARSAM_RATE_PERSON, tenant: e.VARSAM_RATE_TENANT },
    log: e.VARSAM_LOG,
  });
}

function databaseOf(e: Read, here: string): Config['database'] {
  const { VARSAM_DATABASE_URL: url, VARSAM_DATABASE_CA: ca, VARSAM_DATABASE_POOL: pool } = e;
  return url ? { url, ca: ca && resolve(here, ca), pool } : undefined;
}

function signInOf(e: Read): Config['signIn'] {
  const { VARSAM_OIDC_ISSUER: issuer, VARSAM_OIDC_CLIENT_ID: clientId, VARSAM_OIDC_CLIENT_SECRET: clientSecret } = e;
  const { VARSAM_PUBLIC_URL: publicUrl, VARSAM_SECRET_KEY: key } = e;
  if (!issuer || !clientId || !clientSecret || !publicUrl || !key) return undefined;
  const { VARSAM_OIDC_GROUPS: groups, VARSAM_OIDC_SCOPE: scope, VARSAM_OIDC_HOURS: hours } = e;
  const { VARSAM_OIDC_TENANT: tenantClaim } = e;
  return {
    issuer,
    clientId,
    clientSecret,
    groups,
    scope,
    tenantClaim,
    publicUrl: publicUrl.replace(/(?<!\/)\/+$/, ''),
    hours,
  };
}

function slackOf(e: Read): Config['slack'] {
  const { VARSAM_SLACK_CLIENT_ID: clientId, VARSAM_SLACK_CLIENT_SECRET: clientSecret } = e;
  const { VARSAM_SLACK_STATE_SECRET: stateSecret, VARSAM_SECRET_KEY: key } = e;
  const oauth = clientId && clientSecret && stateSecret && key ? { clientId, clientSecret, stateSecret } : undefined;
  if (!e.VARSAM_SLACK_BOT_TOKEN && !oauth) return undefined;
  return {
    botToken: e.VARSAM_SLACK_BOT_TOKEN,
    appToken: e.VARSAM_SLACK_APP_TOKEN,
    signingSecret: e.VARSAM_SLACK_SIGNING_SECRET,
    oauth,
  };
}

function teamsOf(e: Read): Config['teams'] {
  const { VARSAM_TEAMS_APP_ID: appId, VARSAM_TEAMS_APP_PASSWORD: password, VARSAM_TEAMS_TENANT_ID: tenantId } = e;
  if (e.VARSAM_TEAMS_PLAYGROUND) return { playground: true };
  return appId && password && tenantId ? { appId, password, tenantId } : undefined;
}

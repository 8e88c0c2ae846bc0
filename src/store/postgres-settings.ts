import { readFileSync } from 'node:fs';
import type { PoolConfig } from 'pg';
import { StoreError } from './errors.ts';

/** How a Postgres is reached. */
export type PostgresSettings = {
  /** `postgres://user:password@host:port/database?sslmode=…`; a socket's folder goes into `?host=`. */
  url: string;
  /** PEM file with the authority that signed the server's certificate; undefined takes those that Node knows. */
  ca?: string | undefined;
  /** Connections at most, of this process. */
  pool?: number | undefined;
};

/** In ms. A statement of the store reads or writes a handful of rows; what takes longer hangs, and somebody is waiting. */
const STATEMENT_MS = 10_000;
/** In ms, for a lock that somebody else holds; below STATEMENT_MS, so that the error says what it was. */
const LOCK_MS = 5_000;
/** In ms. A transaction of the store never waits for anything but the database. */
const IDLE_IN_TRANSACTION_MS = 10_000;
/** In ms, for a connection: a new one, or a free one of the pool. */
const CONNECT_MS = 5_000;
/** In seconds. After a failover or a change of address, connections move over within this time. */
const LIFETIME_S = 30 * 60;
const POOL = 10;

/**
 * What node-postgres is told. Without `sslmode` a server on this machine is reached plainly, and any other over TLS with its certificate checked against
 * its name. `disable` and `no-verify` must be asked for by name; every other mode is `verify-full`.
 *
 * @throws StoreError `unopenable` where the address or the authority's file can't be read; the message holds no password
 */
export function poolConfig({ url, ca, pool }: PostgresSettings): PoolConfig {
  const address = parsed(url);
  const mode = address.searchParams.get('sslmode');
  const options = address.searchParams.get('options');
  for (const name of ['sslmode', 'options']) address.searchParams.delete(name);
  return {
    ...(options ? { options } : {}),
    connectionString: address.href,
    ssl: tls(mode, isNear(address), ca),
    max: pool ?? POOL,
    application_name: 'varsam',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    // A network that swallows everything: the server's own limit never arrives.
    query_timeout: STATEMENT_MS + CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    maxLifetimeSeconds: LIFETIME_S,
  };
}

/** Migrations wait for each other and rebuild tables, copies take as long as they take: no limits on time. */
export function migrationConfig(settings: PostgresSettings): PoolConfig {
  const { query_timeout: _, ...config } = poolConfig(settings);
  return {
    ...config,
    max: 1,
    statement_timeout: 0,
    lock_timeout: 0,
    idle_in_transaction_session_timeout: 0,
    application_name: 'varsam maintenance',
  };
}

/** The address without its password, for a message. */
export function placeOf({ url }: PostgresSettings): string {
  const address = parsed(url);
  return `${address.searchParams.get('host') ?? address.host}${address.pathname}`;
}

function parsed(url: string): URL {
  try {
    const address = new URL(url);
    if (/^postgres(?:ql)?:$/.test(address.protocol)) return address;
  } catch {
    // Said below, without the address: it may hold a password.
  }
  throw new StoreError(
    'unopenable',
    'The address of the database cannot be read. It looks like postgres://user:password@host:5432/varsam; signs such as @ / : # in a password are written %40 %2F %3A %23.',
  );
}

function isNear(address: URL): boolean {
  const host = address.searchParams.get('host') ?? address.hostname;
  return host === '' || host.startsWith('/') || /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/.test(host);
}

function tls(mode: string | null, near: boolean, ca: string | undefined): PoolConfig['ssl'] {
  if (mode === 'disable' || (mode === null && near && !ca)) return false;
  if (mode === 'no-verify') return { rejectUnauthorized: false };
  return { rejectUnauthorized: true, ...(ca ? { ca: authority(ca) } : {}) };
}

function authority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new StoreError(
      'unopenable',
      `The certificate authority ${file} cannot be read. Correct VARSAM_DATABASE_CA.`,
      {
        cause,
      },
    );
  }
}

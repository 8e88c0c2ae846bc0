import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StoreError } from './errors.ts';

/** What is stored encrypted: whoever reads the disk, or a copy of the database, gets no token and no words. */

/** 32 bytes each. The first encrypts; all of them open, so that a key can be replaced without losing anything. */
export type Keys = readonly Buffer[];

const VERSION = 'v1';
const IV = 12;
const KEY = 32;
const TAG = 16;

/** The 32 bytes of a key written as 64 hexadecimal digits or as base64. Undefined: it is none. */
export function secretKey(text: string): Buffer | undefined {
  const key = /^[0-9a-f]{64}$/i.test(text)
    ? Buffer.from(text, 'hex')
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(text)
      ? Buffer.from(text, 'base64')
      : undefined;
  return key?.length === KEY ? key : undefined;
}

/**
 * AES-256-GCM with a fresh nonce. `name` is bound to it: a text moved to another name does not open there.
 * `v1.<nonce>.<tag>.<text>`, base64url.
 */
export function seal([key]: Keys, name: string, text: string): string {
  if (!key) throw new StoreError('failed', 'there is no key to encrypt with');
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [VERSION, ...[iv, cipher.getAuthTag(), sealed].map((b) => b.toString('base64url'))].join('.');
}

/** The text, and whether an older key than the first opened it. @throws SealError where no key opens it, or the text was changed */
export function unseal(keys: Keys, name: string, sealed: string): { text: string; old: boolean } {
  for (const [i, key] of keys.entries()) {
    const text = opened(key, name, sealed);
    if (text !== undefined) return { text, old: i > 0 };
  }
  throw new SealError(name);
}

function opened(key: Buffer, name: string, sealed: string): string | undefined {
  const [version, iv = '', tag = '', text = ''] = sealed.split('.');
  if (version !== VERSION) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: TAG })
      .setAAD(Buffer.from(name))
      .setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

export class SealError extends StoreError {
  constructor(name: string) {
    super(
      'damaged',
      `What is kept for ${name} does not open: VARSAM_SECRET_KEY is another one than it was stored with, or it was changed. Put the old key behind the new one, with a comma between; what no key opens must be set up again (a Slack workspace installs the app again).`,
    );
  }
}

const FILE = 'store.key';
/**
 * The keys to open a store with: those that are configured, then the one that lies in the data folder. Where none is configured, one is made there, for its owner only: it
 * guards copies of the database, not the disk that it lies on itself.
 */
export function keysIn(dataDir: string, given: Keys): Keys {
  const at = join(dataDir, FILE);
  const own = read(at) ?? (given.length === 0 ? make(at) : undefined);
  return own ? [...given, own] : given;
}

/** For a store that ends with the process, or keeps nothing that is encrypted. */
export const passingKeys = (): Keys => [randomBytes(KEY)];

function read(file: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const key = secretKey(text);
  if (!key)
    throw new StoreError(
      'damaged',
      `${file} holds no key of 32 bytes. Restore it, or remove it: what it has encrypted is lost then.`,
    );
  return key;
}

function make(file: string): Buffer {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const key = randomBytes(KEY);
  try {
    const fd = openSync(file, 'wx', 0o600);
    writeSync(fd, `${key.toString('hex')}\n`);
    fsyncSync(fd);
    closeSync(fd);
    return key;
  } catch (error) {
    // Another process was faster: its key is the one.
    const theirs = error instanceof Error && 'code' in error && error.code === 'EEXIST' ? read(file) : undefined;
    if (theirs) return theirs;
    throw error;
  }
}

import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** Tokens as the connector signs them, with a key of our own. */
export type Signer = { kid: string; key: KeyObject; jwk: Record<string, unknown> };

export function newSigner(kid: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    kid,
    key: privateKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', endorsements: ['msteams'] },
  };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function tokenOf(
  { kid, key }: Signer,
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
): string {
  const text = `${part({ alg: 'RS256', typ: 'JWT', kid, ...header })}.${part(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

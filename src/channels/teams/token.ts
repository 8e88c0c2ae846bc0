import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify, type RemoteJWKSet } from 'jose';
import { z } from 'zod';

/**
 * Whether a request comes from Teams: the token of the Bot Connector that it carries, as
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication lists it. The SDK's own check takes tokens of
 * more senders than Teams, and writes keys to standard error.
 */

const ISSUER = 'https://api.botframework.com';
const METADATA = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
/** Keys are kept for a day; one that is not among them is looked for again after an hour at the earliest. */
const KEPT = { cacheMaxAge: 24 * 60 * 60 * 1000, cooldownDuration: 60 * 60 * 1000 };
const WAIT_MS = 5000;

/** Keys that can't be fetched say nothing of the token. */
export class KeysUnreached extends Error {
  constructor(cause: unknown) {
    super('the keys of the connector can’t be fetched', { cause });
    this.name = 'KeysUnreached';
  }
}

/** Rejects where a token is not Teams' own, or not for this bot and this service; with KeysUnreached where that can't be told. */
export type TokenCheck = (
  header: string,
  from: { serviceUrl: string; channelId?: string | undefined },
) => Promise<void>;

const Metadata = z.object({ jwks_uri: z.url() });
const Endorsed = z.object({ endorsements: z.array(z.string()).min(1) });

/** @param metadata where the connector says where its keys are; a test has its own */
export function tokenCheck(appId: string, metadata: string = METADATA): TokenCheck {
  let known: Promise<RemoteJWKSet> | undefined;
  const keySet = (): Promise<RemoteJWKSet> => {
    known ??= keysAt(metadata).catch((cause: unknown) => {
      known = undefined;
      throw new KeysUnreached(cause);
    });
    return known;
  };
  return async (header, { serviceUrl, channelId }) => {
    const key: JWTVerifyGetKey = async (head, token) => {
      // A key is named: a token that leaves it out is not tried with whatever there is.
      if (!head.kid) throw new errors.JWKSNoMatchingKey();
      const keys = await keySet();
      return keys(head, token).catch((cause: unknown) => {
        throw cause instanceof errors.JWKSNoMatchingKey ? cause : new KeysUnreached(cause);
      });
    };
    const { payload, protectedHeader } = await jwtVerify(bearer(header), key, {
      issuer: ISSUER,
      audience: appId,
      algorithms: ['RS256', 'RS384', 'RS512'],
      clockTolerance: '5 minutes',
      requiredClaims: ['exp'],
    });
    if (payload.serviceurl !== serviceUrl) throw new errors.JWTInvalid('for another service');
    const used = (await keySet()).jwks()?.keys.find((one) => one.kid === protectedHeader.kid);
    const endorsed = Endorsed.safeParse(used).data?.endorsements;
    if (endorsed && !endorsed.includes(channelId ?? '')) throw new errors.JWTInvalid('not endorsed for this channel');
  };
}

async function keysAt(metadata: string): Promise<RemoteJWKSet> {
  const response = await fetch(metadata, { signal: AbortSignal.timeout(WAIT_MS) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return createRemoteJWKSet(new URL(Metadata.parse(await response.json()).jwks_uri), KEPT);
}

const bearer = (header: string): string => /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1] ?? '';

/** Whether a token says at all that it comes from the connector, before anything of it is checked. */
export function claimsConnector(header: string): boolean {
  try {
    const payload = Buffer.from(bearer(header).split('.')[1] ?? '', 'base64url').toString();
    return (JSON.parse(payload) as { iss?: unknown } | null)?.iss === ISSUER;
  } catch {
    return false;
  }
}

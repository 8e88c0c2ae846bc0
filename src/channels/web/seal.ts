import { createHmac, hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';

/** What a browser keeps for us and can neither read nor change. */

type Sealer = {
  seal(value: object, seconds: number): Promise<string>;
  /** Undefined: it is none of ours, was changed, or is over. */
  open(sealed: string | undefined): Promise<unknown>;
  /** A person of a provider under a name that only we can make. */
  pseudonym(issuer: string, subject: string): string;
};

/** One use, one key: a cookie of a sign-in on its way does not open as a session. */
const derived = (key: Uint8Array, purpose: string) =>
  new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `varsam ${purpose}`, 32));

/**
 * Encrypts with A256GCM (RFC 7516), under the first key; opens with each, so that keys can be changed while people are signed in.
 * @param keys of 32 bytes, the newest first
 */
export function sealer(keys: readonly Uint8Array[], purpose: 'session' | 'journey', now: () => Date): Sealer {
  const own = keys.map((key) => derived(key, purpose));
  const [first] = own;
  if (!first) throw new RangeError('no key to seal with');
  // The pseudonym stays when keys change, as long as the oldest is kept.
  const naming = derived(keys.at(-1) ?? first, 'person');
  return {
    seal: (value, seconds) =>
      new EncryptJWT({ v: value })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(Math.floor(now().getTime() / 1000) + seconds)
        .encrypt(first),
    open: async (sealed) => {
      for (const key of sealed ? own : [])
        try {
          const { payload } = await jwtDecrypt(sealed ?? '', key, {
            keyManagementAlgorithms: ['dir'],
            contentEncryptionAlgorithms: ['A256GCM'],
            currentDate: now(),
          });
          return payload.v;
        } catch {
          // Another key may open it; if none does, nobody is signed in.
        }
      return undefined;
    },
    pseudonym: (issuer, subject) => createHmac('sha256', naming).update(`${issuer}\n${subject}`).digest('base64url'),
  };
}

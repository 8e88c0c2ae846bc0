import type { NextFunction, Request, Response } from 'express';

/** Everything comes from this server: no inline script or style, no frame around us, no form that posts elsewhere. */
const CONTENT_POLICY = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What anybody may have: looks, the pages of signing in, and the list that citizens may see. */
export const OPEN =
  /^\/(?:assets\/|sign-in(?:\/|$)|sign-out$|healthz$|official-accounts(?:\/[^/]+)?$|official-accounts\.json$)/;

/** What is shown without sign-in to somebody elsewhere: sources that chats link to, and the console, which asks for a key from a chat itself. */
export const LINKED = /^\/(?:source|console)(?:\/|$)/;

/** Headers for every response. Referrers stay inside: with `no-referrer` a browser would also hide the origin of our own forms from us. */
export function secureHeaders(_req: Request, res: Response, next: NextFunction): void {
  res.removeHeader('X-Powered-By');
  res.set({
    'Content-Security-Policy': CONTENT_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    'Cache-Control': 'no-store',
  });
  next();
}

/**
 * Whether a Host header may name us: the public address does. Bound to loopback, only the names of this machine do beside it: a page elsewhere whose
 * name has been pointed at 127.0.0.1 (DNS rebinding) is turned away. Bound to a network without a public address, the names in use are the operator's
 * business.
 */
export function ownHost(
  header: string | undefined,
  { host: bound, publicUrl }: { host: string; publicUrl?: string | undefined },
): boolean {
  const name = hostname(header);
  if (!name) return false;
  const known = publicUrl === undefined ? undefined : hostname(new URL(publicUrl).host);
  if (name === known) return true;
  if (!isLoopback(bound)) return known === undefined;
  return ['localhost', '127.0.0.1', '[::1]', bound.toLowerCase(), `[${bound.toLowerCase()}]`].includes(name);
}

/** An address that only this machine can reach. */
function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** Somebody at this machine, and nobody who comes through a proxy on it. */
export function isHere(req: Request, bound: string): boolean {
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];
  return isLoopback(bound) && isLoopback(hostname(req.headers.host)) && !passedOn.some((name) => name in req.headers);
}

function hostname(header: string | undefined): string {
  return /^(\[[0-9a-f:.]+\]|[^:/@\s]+)(:\d+)?$/i.exec(header ?? '')?.[1]?.toLowerCase() ?? '';
}

/**
 * Whether a request that changes something was made by one of our own pages. Browsers say so in Sec-Fetch-Site, or in Origin where the page is
 * not served securely; a client that says neither is no browser, and no user's cookies stand behind it.
 */
export function ownOrigin(headers: {
  site?: string | undefined;
  origin?: string | undefined;
  host?: string | undefined;
}): boolean {
  if (headers.site !== undefined) return headers.site === 'same-origin' || headers.site === 'none';
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host?.toLowerCase();
}

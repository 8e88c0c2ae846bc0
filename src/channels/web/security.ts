import type { NextFunction, Request, Response } from 'express';

/** Everything comes from this server: no inline script or style, no frame around us, no form that posts elsewhere. */
const CONTENT_POLICY = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

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
 * Whether a Host header may name us. Bound to loopback, only the names of this machine do: a page elsewhere whose name has been pointed at
 * 127.0.0.1 (DNS rebinding) is turned away, but for the address at which a proxy on this machine is reached. Bound to a network, the names in use are the
 * operator's business.
 */
export function ownHost(header: string | undefined, bound: string, publicUrl?: string): boolean {
  const name = hostname(header);
  if (!name) return false;
  if (!isLoopback(bound)) return true;
  if (publicUrl && name === hostname(new URL(publicUrl).host)) return true;
  return ['localhost', '127.0.0.1', '[::1]', bound.toLowerCase(), `[${bound.toLowerCase()}]`].includes(name);
}

/** An address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
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

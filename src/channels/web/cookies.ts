import type { CookieOptions, Request, Response } from 'express';
import { Country, Lang } from '../../core/language.ts';
import { sessionOf } from './session.ts';

export type { CookieOptions } from 'express';

/** What a browser keeps for us: which conversation, and the reader's choices. Neither says who somebody is. */
export type Settings = { lang: Lang | null; country: Country };

const CONVERSATION = 'varsam_conversation';
const SETTINGS = 'varsam_settings';
const PERSON = 'varsam_person';
/** The browser's key to the console, got in a chat. */
export const SEAT = 'varsam_seat';
export const YEAR_MS = 365 * 24 * 3_600_000;
/** Readable by the server only, and not sent along from other sites. `secure` follows the connection: on localhost there is no TLS. */
export const cookieOptions = (req: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: req.secure,
});

/** Ids as `Ids.next()` makes them. Anything else is as good as no id. */
export const ID = /^[0-9A-Za-z-]{16,64}$/;

export function conversationOf(req: Request): string | null {
  const id = cookie(req, CONVERSATION);
  return id && ID.test(id) ? id : null;
}

/** Ends with the browser: a shared machine should not remember. */
export function keepConversation(req: Request, res: Response, id: string): void {
  res.cookie(CONVERSATION, id, cookieOptions(req));
}

/**
 * Whoever has signed in; where nobody does, the browser's own id. That one says nothing of who sits there, and stays for a year: what is remembered of a
 * channel hangs on it.
 */
export function personOf(req: Request): string | null {
  const session = sessionOf(req);
  if (session) return session.person;
  const id = cookie(req, PERSON);
  return id && ID.test(id) ? id : null;
}

export function keepPerson(req: Request, res: Response, id: string): void {
  res.cookie(PERSON, id, { ...cookieOptions(req), maxAge: YEAR_MS });
}

export function settingsOf(req: Request, fallback: Settings): Settings {
  const [lang, country] = (cookie(req, SETTINGS) ?? '').split('.');
  const known = Country.safeParse(country);
  if (!known.success) return fallback;
  return { lang: Lang.nullable().catch(null).parse(lang), country: known.data };
}

export function keepSettings(req: Request, res: Response, settings: Settings): void {
  res.cookie(SETTINGS, `${settings.lang ?? 'auto'}.${settings.country}`, { ...cookieOptions(req), maxAge: YEAR_MS });
}

export function cookie(req: Request, name: string): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}

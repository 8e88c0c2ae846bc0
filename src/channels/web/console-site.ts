import type { Request, Response } from 'express';
import type { Answered } from '../../app/answer-question.ts';
import type { Insights } from '../../app/insight-ports.ts';
import { learnFor } from '../../app/learn-for.ts';
import type { Learn, Pass } from '../../app/learn-ports.ts';
import type { Retriever } from '../../app/ports.ts';
import type { Country, Lang } from '../../core/language.ts';
import { CONSOLE, DPO, nameOf, officesOf } from '../../core/learning/owners.ts';
import { type Group, isGroupConfidential } from '../../core/learning/question.ts';
import type { Envelope } from '../../core/message.ts';
import type { CalendarDeps } from './calendar-routes.ts';
import { cookie, cookieOptions, SEAT, YEAR_MS } from './cookies.ts';
import { RequestFault } from './faults.ts';
import type { LogDeps } from './log-routes.ts';
import { type Reader, type Say, speaker } from './reader.ts';
import { isHere } from './security.ts';
import { type Session, sessionOf } from './session.ts';
import type { Site } from './site.ts';
import { envelope, senderOf } from './work.ts';

/** What the console needs of the world, beside the chat. */
export type ConsoleDeps = {
  learn: Learn;
  insights: Insights;
  retriever: Retriever;
  /** Absent: there are no pages of the moderation log. */
  moderation?: LogDeps;
  /** Absent: there is no page of the calendar. */
  calendar?: CalendarDeps;
  /** Answers as anybody would be answered; nothing is kept. */
  tryOut: (question: string, as: { tenant: string; lang: Lang | undefined; country: Country }) => Promise<Answered>;
};

const OFFICE = 'varsam_console';
/** Reads and does nothing. */
export const READER = 'reader';

const SEAT_MS = 8 * 3_600_000;

/** The offices that somebody's groups give them. */
function officesBySession({ roles, owners, reads }: Session): string[] {
  const dpo = roles.includes(DPO) ? [DPO] : [];
  return [...new Set([...owners, ...dpo, ...(reads ? [READER] : [])])];
}

/** Whom a page of the console is made for. */
export type Seat = {
  reader: Reader;
  t: Say;
  tenant: string;
  office: string;
  offices: { id: string; name: string }[];
  /** Whoever came in from a chat; null: whoever sits at this machine. */
  pass: Pass | null;
};

/**
 * Whoever opens the console: with the key they got in a chat, as the person whom the chat knows, for the offices that this person sits in; else at this machine
 * alone, where nobody signs in, for the office they choose. Whoever has signed in has the offices that their groups give them.
 *
 * @throws RequestFault 403 for anybody else, with the way in
 */
export async function seatOf(req: Request, site: Site, { learn: all }: ConsoleDeps): Promise<Seat> {
  const key = cookie(req, SEAT);
  const pass = (key && (await all.passes.holder(key, site.clock.now().toISOString()))) || null;
  const session = pass ? undefined : sessionOf(req);
  const own = session && officesBySession(session);
  if (own?.length === 0) throw new RequestFault(403, 'console.no_office');
  if (!pass && !own && (site.signIn || !isHere(req, site.config.host)))
    throw new RequestFault(403, all.reachable ? 'console.from_chat' : 'console.elsewhere');
  const tenant = pass?.tenant ?? site.config.tenant;
  const { owners } = learnFor(all, tenant);
  const { reader } = await site.visit(req);
  const t = speaker(site.knowledge, reader.lang);
  const named = owners.map((o) => o.id);
  const every = [READER, CONSOLE, ...named, ...(named.includes(DPO) ? [] : [DPO])];
  const ids = pass ? [...officesOf(pass, owners), READER] : every.filter((id) => own?.includes(id) ?? true);
  const name = (id: string) =>
    id === READER
      ? t('console.role.reader')
      : id === CONSOLE
        ? t('console.role.owner')
        : nameOf(id, owners, reader.lang);
  const chosen = cookie(req, OFFICE);
  const office = ids.find((id) => id === chosen) ?? ids[0] ?? READER;
  return { reader, t, tenant, office, offices: ids.map((id) => ({ id, name: name(id) })), pass };
}

export function keepOffice(req: Request, res: Response, office: string): void {
  res.cookie(OFFICE, office, { ...cookieOptions(req), maxAge: YEAR_MS });
}

/** Uses up a link from a chat: this browser is known from now on. False where it lets nobody in any more. */
export async function enter(
  req: Request,
  res: Response,
  key: string,
  site: Site,
  { learn }: ConsoleDeps,
): Promise<boolean> {
  const now = site.clock.now();
  const until = new Date(now.getTime() + SEAT_MS).toISOString();
  const seat = await learn.passes.enter(key, now.toISOString(), until);
  if (seat === undefined) return false;
  // The office that somebody chose before is not theirs.
  res.clearCookie(OFFICE, cookieOptions(req));
  res.cookie(SEAT, seat, { ...cookieOptions(req), secure: isSecure(req), path: '/console', maxAge: SEAT_MS });
  return true;
}

/** The key opens nothing any more, here or elsewhere. */
export async function leave(req: Request, res: Response, { learn }: ConsoleDeps): Promise<void> {
  await learn.passes.leave(cookie(req, SEAT) ?? '');
  res.clearCookie(SEAT, { ...cookieOptions(req), secure: isSecure(req), path: '/console' });
}

/** A proxy in front says how it was reached itself. */
const isSecure = (req: Request): boolean => req.secure || req.headers['x-forwarded-proto'] === 'https';

/** What somebody does in the console is done in their office's name, in the language of the page; and as themselves, where a chat knows who they are. */
export function inOffice(req: Request, res: Response, { reader, office, tenant, pass }: Seat, site: Site): Envelope {
  const from = envelope(senderOf(req, res, reader, site), reader, site);
  return { ...from, ...(pass ? { user: pass.user } : {}), tenant, lang: reader.lang, office };
}

/** What is confidential is the data protection officer's alone, in the console too. */
export const maySee = (group: Group, { office }: Pick<Seat, 'office'>): boolean =>
  !isGroupConfidential(group) || office === DPO;

import type { Request, Response } from 'express';
import type { Answered } from '../../app/answer-question.ts';
import type { Insights } from '../../app/insight-ports.ts';
import type { Learn } from '../../app/learn-ports.ts';
import type { Retriever } from '../../app/ports.ts';
import type { Country, Lang } from '../../core/language.ts';
import { CONSOLE, DPO, nameOf } from '../../core/learning/owners.ts';
import { type Group, isGroupConfidential } from '../../core/learning/question.ts';
import type { Envelope } from '../../core/message.ts';
import { cookie, cookieOptions, YEAR_MS } from './cookies.ts';
import { type Reader, type Say, speaker } from './reader.ts';
import { isLoopback } from './security.ts';
import type { Site } from './site.ts';
import { envelope, senderOf } from './work.ts';

/** What the console needs of the world, beside the chat. */
export type ConsoleDeps = {
  learn: Learn;
  insights: Insights;
  retriever: Retriever;
  /** Answers as anybody would be answered; nothing is kept. */
  tryOut: (question: string, lang: Lang | undefined, country: Country) => Promise<Answered>;
};

const OFFICE = 'varsam_console';
/** Reads and does nothing. */
const READER = 'reader';

/** Whether there is a console at all: on this machine alone, for nobody signs in yet. */
export function hasConsole({ config }: Pick<Site, 'config'>): boolean {
  return isLoopback(config.host);
}

/** Whom a page of the console is made for. */
export type Seat = { reader: Reader; t: Say; office: string; offices: { id: string; name: string }[] };

/** The offices that somebody at this machine may sit down in: their choice, since nobody signs in. */
export async function seatOf(req: Request, site: Site, { learn }: ConsoleDeps): Promise<Seat> {
  const { reader } = await site.visit(req);
  const t = speaker(site.knowledge, reader.lang);
  const { owners } = learn;
  const named = owners.map((o) => o.id);
  const ids = [READER, CONSOLE, ...named, ...(named.includes(DPO) ? [] : [DPO])];
  const name = (id: string) =>
    id === READER
      ? t('console.role.reader')
      : id === CONSOLE
        ? t('console.role.owner')
        : nameOf(id, owners, reader.lang);
  const chosen = cookie(req, OFFICE);
  const office = ids.find((id) => id === chosen) ?? READER;
  return { reader, t, office, offices: ids.map((id) => ({ id, name: name(id) })) };
}

export function keepOffice(req: Request, res: Response, office: string): void {
  res.cookie(OFFICE, office, { ...cookieOptions(req), maxAge: YEAR_MS });
}

/** What somebody does in the console is done in their office's name, in the language of the page. */
export function inOffice(req: Request, res: Response, { reader, office }: Seat, site: Site): Envelope {
  return { ...envelope(senderOf(req, res, reader, site), reader, site), lang: reader.lang, office };
}

/** What is confidential is the data protection officer's alone, in the console too. */
export const maySee = (group: Group, { office }: Pick<Seat, 'office'>): boolean =>
  !isGroupConfidential(group) || office === DPO;

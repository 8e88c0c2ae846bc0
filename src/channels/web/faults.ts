import type { ErrorRequestHandler, Request, Response } from 'express';
import { errorKey } from '../../app/trouble.ts';
import { settingsOf } from './cookies.ts';
import { errorPage } from './error-page.ts';
import { pageLang, type Say, speaker } from './reader.ts';
import type { Site } from './site.ts';
import { into } from './stream.ts';

/** A request that can't be served, with the text that says so. Anything else that is thrown is a fault of ours. */
export class RequestFault extends Error {
  readonly status: number;
  readonly key: string;
  constructor(status: number, key: string) {
    super(key);
    this.name = 'RequestFault';
    this.status = status;
    this.key = key;
  }
}

export function answerNotFound(): never {
  throw new RequestFault(404, 'web.not_found');
}

/** A short code that a user can read out, and that stands in the log beside the fault. */
export function faultCode(site: Pick<Site, 'ids'>): string {
  return site.ids.next().slice(-8);
}

/** The last word on whatever goes wrong: a page in the reader's language, or a line beside the question box where htmx asked. */
export function answerFault(site: Site): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const code = faultCode(site);
    const { status, key } = describe(error);
    if (status >= 500) site.log.error('web.failed', error, { code });
    else site.log.warn('web.refused', { code, status, key });
    if (res.headersSent) return next(error);
    const { lang, t } = languageOf(req, site);
    const message = t(key, { id: code });
    res.status(status).type('html');
    if (isHtmx(req)) res.send(into('#ask-error', message).text);
    else res.send(errorPage({ lang, message, code }, site.knowledge, site.assets));
  };
}

/** Without the store: it may be what failed. */
function languageOf(req: Request, site: Site): { lang: ReturnType<typeof pageLang>; t: Say } {
  const { config, knowledge } = site;
  const lang = pageLang(settingsOf(req, { lang: config.lang ?? null, country: config.country }), undefined, req);
  return { lang, t: speaker(knowledge, lang) };
}

function describe(error: unknown): { status: number; key: string } {
  if (error instanceof RequestFault) return error;
  // What body-parser and the router throw carries the status that fits.
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  if (status === 413) return { status, key: 'web.fault.too_large' };
  if (status >= 400 && status < 500) return { status, key: 'web.fault.request' };
  const key = errorKey(error);
  return { status: key === 'error' ? 500 : 503, key };
}

export function isHtmx(req: Request): boolean {
  return req.headers['hx-request'] === 'true';
}

/** Whether the page can take its answer as a stream. */
export function wantsStream(req: Request): boolean {
  return isHtmx(req) && (req.headers.accept ?? '').includes('text/event-stream');
}

export function seeOther(res: Response, to: string): void {
  res.redirect(303, to);
}

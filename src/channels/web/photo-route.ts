import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { photoCard } from '../../core/cards/photo-card.ts';
import type { Outgoing } from '../../core/message.ts';
import { isHtmx, RequestFault } from './faults.ts';
import { speaker } from './reader.ts';
import type { Site } from './site.ts';
import { drawn, envelope, senderOf } from './work.ts';

/** A picture straight from a large camera, with room for the form around it. */
const LIMIT = '40mb';

/**
 * POST /photo: a picture, to be looked at in memory and let go. What can be read out of it, and a copy without that, come back in the page itself:
 * neither is kept here.
 */
export function photoRoute(site: Site): (RequestHandler | ErrorRequestHandler)[] {
  return [express.raw({ type: 'multipart/form-data', limit: LIMIT }), read(site), tooLarge(site)];
}

function read(site: Site): RequestHandler {
  return async (req, res) => {
    const { reader } = await site.visit(req);
    const file = await fileIn(req.headers['content-type'] ?? '', req.body);
    if (!file) throw new RequestFault(400, 'web.fault.request');
    const from = envelope(senderOf(req, res, reader, site), reader, site);
    await show(req, res, await site.converse({ ...from, kind: 'file', ...file, text: '' }), site);
  };
}

/** What is too large to be taken at all is said where a picture that can't be read is. */
function tooLarge(site: Site): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (!(error instanceof Error && 'status' in error && error.status === 413)) return next(error);
    const { reader } = await site.visit(req);
    const { lang, settings } = reader;
    const view = { lang, country: settings.country, knowledge: site.knowledge };
    const card = photoCard(view, null, speaker(site.knowledge, lang)('web.fault.photo'));
    await show(req, res.status(413), [{ card }], site);
  };
}

async function show(req: Request, res: Response, cards: Pick<Outgoing, 'card' | 'files'>[], site: Site): Promise<void> {
  if (isHtmx(req)) res.type('html').send(drawn(cards, site, true).text);
  else await site.showChat(req, res, { ...(await site.visit(req)), cards });
}

/** The one file of a form, read by the platform's own parser. Undefined for anything else. */
async function fileIn(type: string, body: unknown): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const file = form.get('photo');
    if (!(file instanceof Blob)) return undefined;
    return { name: 'name' in file ? String(file.name) : '', bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    return undefined;
  }
}

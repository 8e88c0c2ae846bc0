import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { photoCard } from '../../core/cards/photo-card.ts';
import type { Fields, Outgoing } from '../../core/message.ts';
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
    const sent = await formIn(req.headers['content-type'] ?? '', req.body);
    if (!sent) throw new RequestFault(400, 'web.fault.request');
    const from = envelope(senderOf(req, res, reader, site), reader, site);
    await show(req, res, await site.converse({ ...from, kind: 'file', ...sent, text: '' }), site);
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

/** What was not taken leaves the form that it was sent along with where it is. */
async function show(req: Request, res: Response, cards: Shown[], site: Site): Promise<void> {
  const refused = 'along' in req.query && (cards.some((c) => c.problem) || res.statusCode >= 400);
  if (isHtmx(req) && refused)
    res
      .set('HX-Reswap', 'afterbegin')
      .type('html')
      .send(drawn(cards, site, true, 'x').text);
  else if (isHtmx(req)) res.type('html').send(drawn(cards, site, true).text);
  else await site.showChat(req, res, { ...(await site.visit(req)), cards });
}

type Shown = Pick<Outgoing, 'card' | 'files' | 'problem'>;
type Sent = { name: string; bytes: Uint8Array; fields?: Fields };
/** No field of a form that goes with a file is longer. */
const LONGEST = 20_000;

/** The one file of a form, and what else stands in it, read by the platform's own parser. Undefined for anything else. */
async function formIn(type: string, body: unknown): Promise<Sent | undefined> {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const file = form.get('photo');
    if (!(file instanceof Blob)) return undefined;
    const texts = [...form].filter(
      (of): of is [string, string] => typeof of[1] === 'string' && of[1].length <= LONGEST,
    );
    return {
      name: 'name' in file ? String(file.name) : '',
      bytes: new Uint8Array(await file.arrayBuffer()),
      ...(texts.length > 0 ? { fields: Object.fromEntries(texts) } : {}),
    };
  } catch {
    return undefined;
  }
}

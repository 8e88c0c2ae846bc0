import type { RequestHandler } from 'express';
import { isHtmx, RequestFault } from './faults.ts';
import type { Site } from './site.ts';
import { conversationFor, drawnWithFiles, envelope } from './work.ts';

/**
 * POST /photo: a picture, to be looked at in memory and let go. What can be read out of it, and a copy without that, come back in the page itself:
 * neither is kept here.
 */
export function photoRoute(site: Site): RequestHandler {
  return async (req, res) => {
    const { reader, turns } = await site.visit(req);
    const file = await fileIn(req.headers['content-type'] ?? '', req.body);
    if (!file) throw new RequestFault(400, 'web.fault.request');
    const from = envelope(req, reader, site, conversationFor(req, res, reader, site));
    const out = await site.converse({ ...from, kind: 'file', name: file.name, bytes: file.bytes, text: '' });
    if (isHtmx(req)) res.type('html').send(drawnWithFiles(out, site).text);
    else
      await site.showChat(req, res, { reader, turns, cards: out.map((o) => o.card), work: drawnWithFiles(out, site) });
  };
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

import type { RequestHandler } from 'express';
import { z } from 'zod';
import { unpackAction } from '../../core/card.ts';
import type { Fields } from '../../core/message.ts';
import { isHtmx, RequestFault } from './faults.ts';
import { speaker } from './reader.ts';
import type { Site } from './site.ts';
import { conversationFor, drawn, drawnWithFiles, envelope, sessionOf } from './work.ts';

/** What a form sends beside its action: a text, or several under one name. */
const Body = z.record(z.string(), z.union([z.string().max(20_000), z.array(z.string().max(200)).max(100)]));

/**
 * POST /act: a button or form of a card. With htmx the card that comes takes the place of the one that was; without a script the whole page is drawn
 * again with it.
 */
export function actRoute(site: Site): RequestHandler {
  return async (req, res) => {
    const { reader, turns } = await site.visit(req);
    const body = Body.safeParse(req.body ?? {}).data;
    const action = typeof body?.action === 'string' ? unpackAction(body.action) : undefined;
    if (!body || !action) throw new RequestFault(400, 'web.fault.request');
    const { action: _, ...fields } = body;
    const from = envelope(req, reader, site, conversationFor(req, res, reader, site));
    const out = await site.converse({ ...from, kind: 'action', action, fields: fields as Fields });
    const problem = out.find((o) => o.problem?.fault)?.problem;
    if (problem) res.status(500);
    const cards = out.map((o) => o.card);
    if (!isHtmx(req)) {
      await site.showChat(req, res, { reader, turns, cards });
      return;
    }
    // The address knows the screening, so that a page that is loaded again shows it again.
    const session = cards.map(sessionOf).find((id) => id !== undefined);
    if (session) res.set('HX-Replace-Url', `/?session=${session}`);
    const t = speaker(site.knowledge, cards[0]?.lang ?? reader.lang);
    res.type('html').send((out.some((o) => o.files) ? drawnWithFiles(out, site) : drawn(cards, t, true)).text);
  };
}

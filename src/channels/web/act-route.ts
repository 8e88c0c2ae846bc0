import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { type Action, type Card, unpackAction } from '../../core/card.ts';
import type { Envelope, Fields, Outgoing } from '../../core/message.ts';
import { hrefOf } from './card.ts';
import { keepSettings } from './cookies.ts';
import { isHtmx, RequestFault, seeOther } from './faults.ts';
import { type Reader, speaker } from './reader.ts';
import type { Site } from './site.ts';
import { addressOf, buttonsOf, drawn, envelope, senderOf } from './work.ts';

/** What a form sends beside its action: a text, or several under one name. */
const Body = z.record(z.string(), z.union([z.string().max(20_000), z.array(z.string().max(200)).max(100)]));

/**
 * POST /act: a button or form of a card. With htmx the card that comes takes the place of the one that was; without a script the whole page is drawn
 * again with it.
 */
export function actRoute(site: Site): RequestHandler {
  return async (req, res) => {
    const { reader } = await site.visit(req);
    const body = Body.safeParse(req.body ?? {}).data;
    const action = typeof body?.action === 'string' ? unpackAction(body.action) : undefined;
    if (!body || !action) throw new RequestFault(400, 'web.fault.request');
    if (action.do === 'language' || action.do === 'country') return keepChoice(action, reader, req, res);
    const { action: _, ...fields } = body;
    const from = envelope(senderOf(req, res, reader, site), reader, site);
    const out = await site.converse({ ...from, kind: 'action', action, fields: fields as Fields });
    const page = action.do === 'assess' && site.assessment ? documentIn(out) : undefined;
    if (page !== undefined) return goTo(page, req, res);
    const failed = out.some((o) => o.problem?.fault);
    const written = typed(fields as Fields);
    if (out.some((o) => o.problem) && written.length > 0) return keepWritten(written, out, failed, req, res);
    const cards = failed ? [...out, ...(await asItWas(action, from, site))] : out;
    if (failed) res.status(500);
    if (isHtmx(req)) {
      res.type('html').send(drawn(cards, site, true).text);
      return;
    }
    const address = await addressOf(cards, from, site);
    if (address) seeOther(res, address);
    else await site.showChat(req, res, { ...(await site.visit(req)), cards });
  };

  /** What was not taken is not lost: the form stays under the word about it, and without a script what was written is shown, to be copied. */
  async function keepWritten(
    written: readonly string[],
    out: readonly Outgoing[],
    failed: boolean,
    req: Request,
    res: Response,
  ): Promise<void> {
    if (failed) res.status(500);
    if (isHtmx(req)) {
      res
        .set('HX-Reswap', 'afterbegin')
        .type('html')
        .send(drawn(out, site, true, 'x').text);
      return;
    }
    const visit = await site.visit(req);
    const { lang } = visit.reader;
    const copy = {
      kind: 'copy' as const,
      label: speaker(site.knowledge, lang)('web.you_wrote'),
      text: written.join('\n\n'),
    };
    const card: Card = { lang, fallback: copy.label, parts: [copy] };
    await site.showChat(req, res, { ...visit, cards: [...out, { card }] });
  }
}

/** Texts that somebody wrote into a form; what they chose is chosen again in a moment. */
const typed = (fields: Fields): string[] =>
  Object.values(fields).flatMap((value) => (typeof value === 'string' && /\s|.{12}/.test(value.trim()) ? [value] : []));

/** A choice of language or country is the browser's, as in the head of the page; the whole page follows it. */
function keepChoice(
  action: Extract<Action, { do: 'language' | 'country' }>,
  { settings }: Reader,
  req: Request,
  res: Response,
): void {
  const { do: _, ...chosen } = action;
  keepSettings(req, res, { ...settings, ...chosen });
  goTo('/', req, res);
}

/** The page of the document that has just been opened, or had been before. */
function documentIn(out: readonly Outgoing[]): string | undefined {
  const [link] = out
    .flatMap(({ card }) => card.parts.flatMap(buttonsOf))
    .flatMap((button) => (button.link?.to === 'assessment' ? [button.link] : []));
  return link && hrefOf(link);
}

function goTo(address: string, req: Request, res: Response): void {
  if (isHtmx(req)) res.set('HX-Redirect', address).end();
  else seeOther(res, address);
}

/** After a fault of ours the card stands below the word about it, to be tried again. */
async function asItWas(action: Action, from: Envelope, site: Site): Promise<Pick<Outgoing, 'card' | 'replaces'>[]> {
  if (!('session' in action)) return [];
  const card = await site.showing(from, action.session).catch(() => undefined);
  return card ? [{ card, replaces: false }] : [];
}

import express, { type Express, type RequestHandler } from 'express';
import { z } from 'zod';
import { Country, Lang } from '../../core/language.ts';
import { actRoute } from './act-route.ts';
import { thanks, withdrawn } from './answer-card.ts';
import { askRoute } from './ask-route.ts';
import { addAssessmentRoutes } from './assessment-routes.ts';
import { addConsoleRoutes } from './console-routes.ts';
import { ID, keepConversation, keepSettings } from './cookies.ts';
import { isHtmx, RequestFault, seeOther } from './faults.ts';
import { lawPage } from './law-page.ts';
import { turnLink } from './links.ts';
import { addOfficialPage } from './official-page.ts';
import { photoRoute } from './photo-route.ts';
import { speaker } from './reader.ts';
import type { Site } from './site.ts';
import { askedLines, sourcePage } from './source-page.ts';
import { envelope, senderOf } from './work.ts';

/** Enough for the longest question in any letters; a draft or a document gets its own way in. */
const BODY_LIMIT = '64kb';

const TurnForm = z.object({ turn: z.string().regex(ID) });
const FeedbackForm = TurnForm.extend({ verdict: z.enum(['helped', 'not_helpful', 'wrong_source']) });
const SettingsForm = z.object({ lang: z.union([Lang, z.literal('auto')]), country: Country });

/** Every address of the web chat. What a page does with a script it does without one too: a form, an answer, a redirect. */
export function addRoutes(app: Express, site: Site): void {
  const { store, knowledge, assets, ids } = site;
  const form = express.urlencoded({ extended: false, limit: BODY_LIMIT });

  app.get('/', async (req, res) => site.showChat(req, res, await site.visit(req)));

  app.post('/ask', form, askRoute(site));
  app.post('/act', form, actRoute(site));
  app.post('/photo', ...photoRoute(site));
  // Where a page without a script stands after a form: loaded again by its address, it is the chat.
  app.get(['/ask', '/act', '/photo'], (_req, res) => seeOther(res, '/'));

  app.post('/feedback', form, async (req, res) => {
    const { turn, verdict } = parsed(FeedbackForm, req.body);
    const found = await ownTurn(req, turn);
    const { reader } = await site.visit(req);
    const from = envelope(senderOf(req, res, reader, site), reader, site);
    // Through the one door: what did not help becomes an open question.
    const out = await site.converse({ ...from, kind: 'action', action: { do: 'feedback', turn, verdict }, fields: {} });
    if (out.some((o) => o.problem?.fault)) throw new Error('feedback could not be noted');
    if (isHtmx(req)) res.type('html').send(thanks(speaker(knowledge, found.answer.lang)).text);
    else seeOther(res, `/?noted=${turn}#turn-${turn}`);
  });

  app.post('/withdraw', form, async (req, res) => {
    const { turn } = parsed(TurnForm, req.body);
    const found = await ownTurn(req, turn);
    await store.withdrawQuestion(site.config.tenant, turn);
    if (isHtmx(req)) res.type('html').send(withdrawn(speaker(knowledge, found.answer.lang), true).text);
    else seeOther(res, turnLink(turn));
  });

  app.post('/settings', form, (req, res) => {
    const { lang, country } = parsed(SettingsForm, req.body);
    keepSettings(req, res, { lang: lang === 'auto' ? null : lang, country });
    seeOther(res, '/');
  });

  app.post('/new', form, (req, res) => {
    keepConversation(req, res, ids.next());
    seeOther(res, '/');
  });

  app.get('/source/:document', async (req, res) => {
    const { reader } = await site.visit(req);
    const turn = typeof req.query.turn === 'string' && ID.test(req.query.turn) ? req.query.turn : null;
    const input = { reader, turn, lines: askedLines(req.query.from, req.query.to) };
    const id = String(req.params.document);
    const note = knowledge.law.find((n) => `law:${n.id}` === id);
    const guideline = knowledge.guidelines.find((g) => g.id === id);
    if (note) res.type('html').send(lawPage(note, input, knowledge, assets));
    else if (guideline) res.type('html').send(sourcePage(guideline, input, knowledge, assets));
    else throw new RequestFault(404, 'web.not_found');
  });

  addAssessmentRoutes(app, site);
  addConsoleRoutes(app, site);
  addOfficialPage(app, site);

  app.get('/assets/:name', ((req, res, next) => {
    if (!assets.serve(req, res)) next();
  }) satisfies RequestHandler);

  app.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });

  /** The turn, if it belongs to the conversation of whoever asks: nobody speaks for somebody else's question. */
  async function ownTurn(req: express.Request, id: string) {
    const { turns } = await site.visit(req);
    const found = turns.find((t) => t.id === id);
    if (!found) throw new RequestFault(404, 'web.not_found');
    return found;
  }
}

function parsed<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const result = schema.safeParse(body ?? {});
  if (!result.success) throw new RequestFault(400, 'web.fault.request');
  return result.data;
}

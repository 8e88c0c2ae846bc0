import express, { type Express, type RequestHandler } from 'express';
import { z } from 'zod';
import { figures, health, type InsightDeps } from '../../app/insights.ts';
import { type Action, unpackAction } from '../../core/card.ts';
import { csvOf } from '../../core/csv.ts';
import type { Fields, Outgoing } from '../../core/message.ts';
import { addAccountRoutes } from './accounts-routes.ts';
import { addCalendarRoutes } from './calendar-routes.ts';
import { cardHtml, WORK } from './card.ts';
import { figuresHtml } from './console-figures.ts';
import { healthHtml } from './console-health.ts';
import { consolePage, enterPage } from './console-page.ts';
import { ACT, questionsHtml } from './console-questions.ts';
import { isSet, rowsOf, waitingFor } from './console-rows.ts';
import { LONGEST, searchHtml } from './console-search.ts';
import { type ConsoleDeps, enter, inOffice, keepOffice, leave, maySee, type Seat, seatOf } from './console-site.ts';
import { isHtmx, RequestFault, seeOther } from './faults.ts';
import { type Html, html } from './html.ts';
import { addLogRoutes } from './log-routes.ts';
import { speaker } from './reader.ts';
import type { Site } from './site.ts';

const BODY_LIMIT = '64kb';
const Body = z.record(z.string(), z.union([z.string().max(20_000), z.array(z.string().max(200)).max(100)]));
const OfficeForm = z.object({ office: z.string().max(60).catch(''), back: z.string().max(100).catch('') });
const DEEDS = { answer: 'learn.answer', pass: 'learn.pass', merge: 'learn.merge', close: 'learn.close' } as const;
const LOOKED_AT = 15;

/** The pages for those responsible: for whoever has signed in and is among them, or came from a chat with a link of their own; else on this machine alone. */
export function addConsoleRoutes(app: Express, site: Site): void {
  const deps = site.console;
  if (!deps) return;
  const form = express.urlencoded({ extended: false, limit: BODY_LIMIT });
  const { knowledge, assets, clock } = site;
  const all: InsightDeps = { ...deps, knowledge, clock };

  // A link is used up by a press and not by being opened: chats open links themselves, to show what is behind them.
  app.get('/console/enter', async (req, res) => {
    const { reader } = await site.visit(req);
    const key = typeof req.query.key === 'string' ? req.query.key : '';
    res.type('html').send(enterPage(reader, key, site));
  });
  app.post('/console/enter', form, async (req, res) => {
    const key = Body.safeParse(req.body ?? {}).data?.key;
    if (!(await enter(req, res, typeof key === 'string' ? key : '', site, deps)))
      throw new RequestFault(403, 'console.enter.used');
    seeOther(res, '/console');
  });
  app.post('/console/leave', form, async (req, res) => {
    await leave(req, res, deps);
    seeOther(res, '/');
  });
  addLogRoutes(app, site, deps);
  addAccountRoutes(app, site, deps);
  addCalendarRoutes(app, site, deps);
  const shows =
    (
      page: 'questions' | 'figures' | 'search' | 'health',
      make: (seat: Seat, query: string) => Promise<Html>,
    ): RequestHandler =>
    async (req, res) => {
      const seat = await seatOf(req, site, deps);
      const query = typeof req.query.q === 'string' ? req.query.q.trim().slice(0, LONGEST) : '';
      const body = await make(seat, query);
      res.type('html').send(consolePage(seat, { page, title: seat.t(`console.${page}`), body, assets }));
    };

  app.get(
    '/console',
    shows('questions', async (seat) => questionsHtml(seat, await waitingFor(seat, all))),
  );
  app.get(
    '/console/figures',
    shows('figures', async (seat) => figuresHtml(seat, await figures(seat.tenant, all), knowledge)),
  );
  app.get(
    '/console/health',
    shows('health', async (seat) => healthHtml(seat, await health(seat.tenant, all), knowledge)),
  );
  app.get(
    '/console/search',
    shows('search', async (seat, question) =>
      searchHtml(seat, { question, found: question ? await tried(seat, question, deps) : undefined }, knowledge),
    ),
  );

  app.post('/console/office', form, async (req, res) => {
    await seatOf(req, site, deps);
    const { office, back } = OfficeForm.parse(req.body ?? {});
    keepOffice(req, res, office);
    seeOther(res, /^\/console[\w/-]*$/.test(back) ? back : '/console');
  });

  app.get('/console/question/:id', async (req, res) => {
    const seat = await seatOf(req, site, deps);
    const group = await deps.learn.groups.group(seat.tenant, String(req.params.id));
    if (!group || !maySee(group, seat)) throw new RequestFault(404, 'web.not_found');
    const deed = DEEDS[(Object.keys(DEEDS) as (keyof typeof DEEDS)[]).find((d) => d === req.query.do) ?? 'answer'];
    const action: Action = { do: deed, group: group.id, version: group.version };
    const out = await site.converse({ ...inOffice(req, res, seat, site), kind: 'action', action, fields: {} });
    res.type('html').send(workPage(seat, out, false));
  });

  app.post(ACT, form, async (req, res) => {
    const seat = await seatOf(req, site, deps);
    const body = Body.safeParse(req.body ?? {}).data;
    const action = typeof body?.action === 'string' ? unpackAction(body.action) : undefined;
    if (!body || !action?.do.startsWith('learn.')) throw new RequestFault(400, 'web.fault.request');
    const { action: _, ...fields } = body;
    const from = inOffice(req, res, seat, site);
    const out = await site.converse({ ...from, kind: 'action', action, fields: fields as Fields });
    if (out.some((o) => o.problem?.fault)) res.status(500);
    if (isHtmx(req)) res.type('html').send(drawn(out, true).text);
    else res.type('html').send(workPage(seat, out, true));
  });
  app.get(ACT, (_req, res) => seeOther(res, '/console'));

  app.get('/console/export/:file', async (req, res) => {
    const seat = await seatOf(req, site, deps);
    const [, name = '', format] = /^([a-z]+)\.(csv|json)$/.exec(String(req.params.file)) ?? [];
    if (!isSet(name)) throw new RequestFault(404, 'web.not_found');
    const rows = await rowsOf(name, seat, all);
    res.attachment(`varsam-${name}.${format}`);
    if (format === 'csv') res.type('text/csv; charset=utf-8').send(csvOf(rows));
    else res.json(rows);
  });

  function drawn(out: readonly Pick<Outgoing, 'card'>[], fresh: boolean): Html {
    return html`${out.map(({ card }, i) =>
      cardHtml(card, { t: speaker(knowledge, card.lang), key: `w${i}`, fresh: fresh && i === 0, post: ACT }),
    )}`;
  }

  function workPage(seat: Seat, out: readonly Outgoing[], fresh: boolean): string {
    const { t } = seat;
    const body = html`<section id="${WORK}" aria-label="${t('web.work')}" data-lost="${t('web.lost.card')}">${drawn(out, fresh)}</section>
<p class="back"><a href="/console">${t('console.back')}</a></p>`;
    return consolePage(seat, { page: null, title: t('console.question'), body, assets });
  }
}

/** What whoever asks this would get, and what search found for it. */
async function tried({ reader, tenant }: Seat, question: string, { tryOut, retriever }: ConsoleDeps) {
  const { lang, settings } = reader;
  const answered = await tryOut(question, { tenant, lang: settings.lang ?? undefined, country: settings.country });
  const { ranked } = answered.trace;
  if (ranked.length > 0) return { answered, ranked };
  const search = await retriever.search(answered.masked, { lang, country: settings.country, limit: LOOKED_AT });
  return { answered, ranked: search.ranked };
}

import type { Express } from 'express';
import type { File } from '../../app/converse-ports.ts';
import type { Moderation } from '../../app/moderation-ports.ts';
import { groundName } from '../../core/cards/moderation-cards.ts';
import type { CardView } from '../../core/cards/view.ts';
import { csvOf } from '../../core/csv.ts';
import type { Lang } from '../../core/language.ts';
import { newest } from '../../core/moderation/archive.ts';
import { countRemovals, publicCounts } from '../../core/moderation/figures.ts';
import { consolePage } from './console-page.ts';
import { type ConsoleDeps, type Seat, seatOf } from './console-site.ts';
import { RequestFault } from './faults.ts';
import { entryHtml, LOG, logHtml } from './log-page.ts';
import type { Site } from './site.ts';

/** What the pages of the log need. `archive` makes the files for the archive, in one, and notes that they were made. */
export type LogDeps = { log: Moderation; archive: (tenant: string, lang: Lang) => Promise<File> };

/** The moderation log in the console; the console's own door stands before it. */
export function addLogRoutes(app: Express, site: Site, deps: ConsoleDeps): void {
  const held = deps.moderation;
  if (!held) return;
  const { removals, zone, keepMonths, recordsPlan } = held.log;
  const { knowledge, assets } = site;
  const viewOf = ({ reader }: Seat): CardView => ({ lang: reader.lang, country: reader.settings.country, knowledge });

  app.get(LOG, async (req, res) => {
    const seat = await seatOf(req, site, deps);
    const [versions, exported, exports] = await Promise.all([
      removals.all(seat.tenant),
      removals.exported(seat.tenant),
      removals.exports(seat.tenant),
    ]);
    const body = logHtml(seat, viewOf(seat), { versions, exported, exports, zone, keepMonths, recordsPlan });
    res.type('html').send(consolePage(seat, { page: 'moderation', title: seat.t('console.moderation'), body, assets }));
  });

  app.post(`${LOG}/export`, async (req, res) => {
    const { reader, tenant } = await seatOf(req, site, deps);
    const { name, mime, bytes } = await held.archive(tenant, reader.lang);
    res.attachment(name).type(mime).send(Buffer.from(bytes));
  });

  app.get(`${LOG}/:file`, async (req, res, next) => {
    const [, name, format] = /^(figures|public)\.(csv|json)$/.exec(String(req.params.file)) ?? [];
    if (!name) return next();
    const seat = await seatOf(req, site, deps);
    const latest = newest(await removals.all(seat.tenant));
    const counts = name === 'public' ? publicCounts(latest, zone) : countRemovals(latest, zone);
    const rows = counts.map((c) => ({ ...c, ground_text: groundName(viewOf(seat), c.ground) }));
    res.attachment(`varsam-moderation-${name}.${format}`);
    if (format === 'csv') res.type('text/csv; charset=utf-8').send(csvOf(rows));
    else res.json(rows);
  });

  app.get(`${LOG}/:id`, async (req, res) => {
    const seat = await seatOf(req, site, deps);
    const versions = await removals.versions(seat.tenant, String(req.params.id));
    const [first] = versions;
    if (!first) throw new RequestFault(404, 'web.not_found');
    const title = seat.t('log.entry', { account: first.account.name });
    const body = entryHtml(seat, viewOf(seat), versions, zone);
    res.type('html').send(consolePage(seat, { page: null, title, body, assets }));
  });
}

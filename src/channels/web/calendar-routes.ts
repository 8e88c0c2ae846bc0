import type { Express } from 'express';
import type { Planned } from '../../app/calendar.ts';
import type { File } from '../../app/converse-ports.ts';
import { packAction } from '../../core/card.ts';
import { dueName, whenText } from '../../core/cards/calendar-cards.ts';
import { csvOf } from '../../core/csv.ts';
import type { Lang } from '../../core/language.ts';
import { dayIn } from '../../core/learning/week.ts';
import { citeAll } from '../../core/screening/cite.ts';
import { consolePage, table } from './console-page.ts';
import { type ConsoleDeps, type Seat, seatOf } from './console-site.ts';
import { attributes, type Html, html } from './html.ts';
import { sourceLink } from './links.ts';
import type { Site } from './site.ts';

/** What the page of the calendar needs. `ics`: the plan as days that somebody can take into their own calendar. */
export type CalendarDeps = {
  plan: (tenant: string) => Promise<Planned>;
  ics: (plan: Planned, lang: Lang) => Promise<File>;
};

const CALENDAR = '/console/calendar';

/** Everything that is due, on one page, with what it rests on; the console's own door stands before it. */
export function addCalendarRoutes(app: Express, site: Site, deps: ConsoleDeps): void {
  const { calendar } = deps;
  if (!calendar) return;
  app.get(CALENDAR, async (req, res) => {
    const seat = await seatOf(req, site, deps);
    const body = pageOf(seat, await calendar.plan(seat.tenant), site);
    const title = seat.t('console.calendar');
    res.type('html').send(consolePage(seat, { page: 'calendar', title, body, assets: site.assets }));
  });
  app.get(`${CALENDAR}.ics`, async (req, res) => {
    const seat = await seatOf(req, site, deps);
    const { name, mime, bytes } = await calendar.ics(await calendar.plan(seat.tenant), seat.reader.lang);
    res.attachment(name).type(mime).send(Buffer.from(bytes));
  });
  app.get(`${CALENDAR}.csv`, async (req, res) => {
    const seat = await seatOf(req, site, deps);
    const { dues } = await calendar.plan(seat.tenant);
    const rows = dues.map((d) => ({
      ...{ kind: d.kind, account: d.account?.name ?? '', about: d.title, due: d.due, since: d.since },
      ...{ role: d.to.role, to: d.to.title, snoozed: d.snoozed },
    }));
    res.attachment('varsam-calendar.csv').type('text/csv; charset=utf-8').send(csvOf(rows));
  });
}

function pageOf({ t, reader, pass }: Seat, { dues, setup }: Planned, { knowledge, clock }: Site): Html {
  const { lang } = reader;
  const today = dayIn(clock.now(), setup.zone);
  const view = { lang, country: reader.settings.country, knowledge };
  const kinds = [...new Set(dues.map((d) => `${d.kind}/${d.country}`))];
  const duties = kinds.flatMap((key) => {
    const one = dues.find((d) => `${d.kind}/${d.country}` === key);
    const duty = knowledge.duties.find((d) => d.kind === one?.kind);
    return one && duty ? [{ duty, country: one.country }] : [];
  });
  return html`${pass === null && html`<form method="post" action="/act" class="bar"><button ${attributes({ type: 'submit', name: 'action', value: packAction({ do: 'due.show' }) })}>${t('due.in_chat')}</button></form>`}
<section class="part" aria-labelledby="due-heading"><h2 id="due-heading">${t('due.list')}</h2>
${
  dues.length === 0
    ? html`<p>${t('due.none')}</p>`
    : html`${table(
        t,
        t('due.list'),
        ['due.what', 'due.when', 'due.who'].map((key) => ({ head: t(key) })),
        dues.map((d) => [
          dueName(view, d),
          whenText(view, d, today),
          d.to.title ? t(`due.to.${d.to.role}`, { title: d.to.title }) : '–',
        ]),
        '–',
      )}<p class="take"><span>${t('console.download')}:</span> <a href="${CALENDAR}.csv" download>CSV</a> <a href="${CALENDAR}.ics" download>iCalendar</a></p>`
}</section>
${duties.map(
  ({ duty, country }) =>
    html`<section class="part" aria-labelledby="${duty.kind}-${country}"><h2 id="${duty.kind}-${country}">${duty.title[lang]} · ${t(`country.${country}`)}</h2><p>${duty.text[country][lang]}</p>
<ul class="places">${citeAll(duty.cite, country, knowledge, lang).places.map(
      ({ citation: c, lines }) =>
        html`<li><a href="${sourceLink(c.document, [lines[0], lines[1]], null)}">${c.publisher}</a> <q lang="${c.quoteLang}">${c.quote}</q>${c.country !== null && c.country !== country && html` <span class="flag">${t('other_country', { country: t(`country.${c.country}`) })}</span>`}</li>`,
    )}</ul></section>`,
)}`;
}

import { parseArgs } from 'node:util';
import { planned } from '../app/calendar.ts';
import { readConfig } from '../config.ts';
import { type Due, seatOf } from '../core/calendar/due.ts';
import { DUE_KINDS } from '../core/calendar/duty.ts';
import { addDays } from '../core/calendar/moment.ts';
import { dueName, whenText } from '../core/cards/calendar-cards.ts';
import { defaultLang, Lang } from '../core/language.ts';
import { dayIn } from '../core/learning/week.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { citeAll } from '../core/screening/cite.ts';
import { open, type Varsam } from '../main.ts';
import { icsOf } from './console-files.ts';

const USAGE = `usage: npm run calendar -- due [--as-of ISO] [--account ID] [--lang nb|nn|sv|en] [--json | --ics]
       npm run calendar -- done KIND ID
       npm run calendar -- snooze KIND ID [--until 2026-12-01]
       npm run calendar -- away PERSON|owner|substitute [--account ID] --until 2026-12-01 [--from 2026-11-23]
       npm run calendar -- back PERSON|owner|substitute [--account ID]
       KIND is one of ${DUE_KINDS.join(', ')}; ID is that of the account, assessment or answer`;

/** What is due, and what is said about it, from the terminal. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'as-of': { type: 'string' },
      account: { type: 'string' },
      lang: { type: 'string' },
      from: { type: 'string' },
      until: { type: 'string' },
      tenant: { type: 'string' },
      json: { type: 'boolean' },
      ics: { type: 'boolean' },
    },
  });
  const [deed = '', first = '', second = ''] = positionals;
  const config = readConfig();
  const lang = Lang.safeParse(values.lang ?? config.lang ?? defaultLang(config.country)).data;
  const asOf = values['as-of'] === undefined ? undefined : new Date(values['as-of']);
  const isDay = (text: string | undefined) => text === undefined || /^\d{4}-\d{2}-\d{2}$/.test(text);
  const known =
    deed === 'due' ||
    (deed === 'away' && first && values.until !== undefined) ||
    (deed === 'back' && first) ||
    ((deed === 'done' || deed === 'snooze') && DUE_KINDS.some((k) => k === first) && second);
  if (!known || !lang || Number.isNaN(asOf?.getTime()) || !isDay(values.from) || !isDay(values.until)) {
    console.error(USAGE);
    return 2;
  }
  const varsam = await open(config);
  try {
    const tenant = values.tenant ?? LOCAL_TENANT;
    const now = asOf ?? varsam.clock.now();
    const today = dayIn(now, varsam.calendar.zone);
    const at = varsam.clock.now().toISOString();
    const { absences, marks } = varsam.calendar;
    const subject = `${first}/${second}`;
    const seat = first === 'owner' || first === 'substitute' ? first : undefined;
    if (seat && values.account === undefined) {
      console.error('Name the account too: --account ID');
      return 2;
    }
    const person = seat ? seatOf(values.account ?? '', seat) : first;
    switch (deed) {
      case 'away':
        await absences.set(tenant, { person, from: values.from ?? today, until: values.until ?? today }, at);
        return 0;
      case 'back':
        await absences.clear(tenant, person);
        return 0;
      case 'done':
        await marks.set(tenant, { subject, state: 'done', until: today }, at);
        return 0;
      case 'snooze':
        await marks.set(tenant, { subject, state: 'snoozed', until: values.until ?? addDays(today, 7) }, at);
        return 0;
      default:
        return await show(tenant, now, varsam, { ...values, lang });
    }
  } finally {
    await varsam.close();
  }
}

type How = { lang: Lang; account?: string | undefined; json?: boolean | undefined; ics?: boolean | undefined };
async function show(tenant: string, now: Date, varsam: Varsam, how: How): Promise<number> {
  const plan = await planned(tenant, now, { ...varsam, country: varsam.config.country });
  const dues = plan.dues.filter((d) => how.account === undefined || d.account?.id === how.account);
  const viewOf = (one: Due) => ({ lang: how.lang, country: one.country, knowledge: varsam.knowledge });
  if (how.json)
    console.log(
      JSON.stringify(
        dues.map((one) => rowOf(one, varsam, how.lang)),
        null,
        2,
      ),
    );
  else if (how.ics) process.stdout.write((await icsOf(varsam, { dues }, how.lang)).bytes);
  else {
    const today = dayIn(now, plan.setup.zone);
    for (const one of dues) {
      const view = viewOf(one);
      console.log(`${one.due}  ${dueName(view, one)} · ${whenText(view, one, today)} · ${one.to.title}`);
      const duty = varsam.knowledge.duties.find((d) => d.kind === one.kind);
      if (duty) console.log(`            ${duty.text[one.country][how.lang]}`);
    }
  }
  return 0;
}

/** One row of the contract, with what a program may want beside it. `to`: the person's id where it is known, else their title or the unit's name. */
function rowOf(one: Due, { knowledge }: Varsam, lang: Lang) {
  const duty = knowledge.duties.find((d) => d.kind === one.kind);
  const { places, law } = citeAll(duty?.cite ?? [], one.country, knowledge, lang);
  return {
    account: one.account?.id ?? null,
    kind: one.kind,
    due: one.due,
    to: one.to.person ?? one.to.title,
    citations: places.map(({ citation: c, lines }) => ({
      file: c.file,
      lines: [lines[0], lines[1]],
      document: c.document,
      quote: c.quote,
      country: c.country,
      authority: c.authority,
      status: c.status,
    })),
    name: one.account?.name ?? one.title,
    subject: one.subject,
    role: one.to.role,
    since: one.since,
    snoozed: one.snoozed,
    conflict: duty?.conflict ?? null,
    law: law.map((c) => c.document.slice('law:'.length)),
  };
}

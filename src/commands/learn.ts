import { parseArgs } from 'node:util';
import {
  answerAsExpert,
  approve,
  closeGroup,
  mergeGroups,
  type Published,
  passOn,
  type Refused,
  withdrawExpert,
} from '../app/answer-as-expert.ts';
import { tellAskers } from '../app/notices.ts';
import { readConfig } from '../config.ts';
import { ROLE_NAMES, Role } from '../core/assessment/roles.ts';
import { Country, defaultLang, Lang } from '../core/language.ts';
import type { ExpertCite } from '../core/learning/expert.ts';
import { nameOf, ownerFor } from '../core/learning/owners.ts';
import { say } from '../core/locale.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { open, type Varsam } from '../main.ts';

const USAGE = `usage: npm run learn -- list [--json]
       npm run learn -- answer GROUP --text "…" --lang nb|nn|sv|en [--cite FILE:FROM-TO]… [--by ROLE] [--country NO|SE|both] [--unit NAME] [--review DATE] [--await] [--json]
       npm run learn -- approve ANSWER --by ROLE
       npm run learn -- merge GROUP GROUP
       npm run learn -- close GROUP --reason "…"
       npm run learn -- pass GROUP OWNER
       npm run learn -- withdraw ANSWER`;

const OPTIONS = {
  text: { type: 'string' },
  lang: { type: 'string' },
  cite: { type: 'string', multiple: true },
  by: { type: 'string' },
  country: { type: 'string' },
  unit: { type: 'string' },
  review: { type: 'string' },
  reason: { type: 'string' },
  await: { type: 'boolean' },
  tenant: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Questions that wait, and what is done with them, from the terminal. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [deed = '', first = '', second = ''] = positionals;
  const config = readConfig();
  const given = {
    tenant: values.tenant ?? LOCAL_TENANT,
    lang: Lang.safeParse(values.lang ?? config.lang ?? defaultLang(config.country)).data,
    country: values.country === 'both' ? null : Country.optional().safeParse(values.country).data,
    cites: values.cite?.map(citeOf) ?? [],
  };
  const { tenant, lang, country, cites } = given;
  const known =
    deed === 'list' ||
    (deed === 'answer' && first && values.text !== undefined) ||
    (deed === 'approve' && first && values.by) ||
    (deed === 'merge' && first && second) ||
    (deed === 'close' && first && values.reason) ||
    (deed === 'pass' && first && second) ||
    (deed === 'withdraw' && first);
  const wrong = values.country !== undefined && country === undefined;
  if (!known || !lang || wrong || cites.includes(undefined)) {
    console.error(USAGE);
    return 2;
  }
  const varsam = await open(config);
  try {
    const done = (ok: boolean, what: string) => {
      if (ok) console.log(what);
      else
        console.error(`There is no such group or owner, or they don't go together: ${positionals.slice(1).join(' ')}`);
      return ok ? 0 : 1;
    };
    switch (deed) {
      case 'answer': {
        const { text = '', unit, review: reviewBy, await: awaiting } = values;
        const by = officeOf(values.by, lang) ?? (await usualOffice(first, tenant, lang, varsam));
        const refs = cites.filter((c) => c !== undefined);
        const written = { tenant, group: first, text, lang, cites: refs, by, country, unit, reviewBy, awaiting };
        return await published(await answerAsExpert(written, varsam), varsam, values.json);
      }
      case 'approve':
        return await published(
          await approve(tenant, first, officeOf(values.by, lang) ?? '', varsam),
          varsam,
          values.json,
        );
      case 'withdraw': {
        const taken = await withdrawExpert(tenant, first, varsam);
        if ('refused' in taken) return refusal(taken);
        console.log(`${taken.id} is withdrawn.`);
        return 0;
      }
      case 'merge':
        return done(await mergeGroups(tenant, first, second, varsam), `${second} is one with ${first}.`);
      case 'close':
        return done(
          (await closeGroup(tenant, first, values.reason ?? '', varsam)) !== undefined,
          `${first} is closed.`,
        );
      case 'pass':
        return done(await passOn(tenant, first, second, varsam), `${first} goes to ${second}.`);
      default:
        return await list(tenant, varsam, values.json);
    }
  } finally {
    await varsam.close();
  }
}

/** `001_68d10db57b531b00.txt:26-28`, or one line. */
function citeOf(text: string): ExpertCite | undefined {
  const [, file = '', from = '', to = from] = /^(.+):(\d+)(?:[-–](\d+))?$/.exec(text) ?? [];
  const lines: [number, number] = [Number(from), Number(to || from)];
  return file && lines[0] > 0 && lines[0] <= lines[1] ? { file, lines } : undefined;
}

/** A role by its name here; anything else is taken as the name of an office. */
function officeOf(by: string | undefined, lang: Lang): string | undefined {
  const role = Role.safeParse(by).data;
  const name = role ? ROLE_NAMES[role][lang] : by?.trim();
  return name ? name.charAt(0).toUpperCase() + name.slice(1) : undefined;
}

async function usualOffice(group: string, tenant: string, lang: Lang, { learn, knowledge }: Varsam): Promise<string> {
  const found = await learn.groups.group(tenant, group);
  const owner = found && learn.owners.length > 0 ? ownerFor(found, learn.owners) : undefined;
  return owner && owner !== 'console'
    ? nameOf(owner, learn.owners, lang)
    : say(knowledge.locales, lang, 'answer.office');
}

const WHY: Record<Refused['refused'], (value: string) => string> = {
  no_group: (id) => `There is no open question ${id}. npm run learn -- list shows them.`,
  closed: (id) => `${id} is closed.`,
  empty: () => 'The answer is empty.',
  too_long: (n) => `The answer is longer than ${n} characters.`,
  no_lines: (place) => `${place}: there are no such lines, or more than 40. FILE is the original's file name.`,
  bad_date: (date) => `${date} is no date to come. Give it as 2027-11-01.`,
  personal: (kind) => `The answer holds what looks like ${kind.replace('_', ' ')}. Take it out.`,
  no_answer: (id) => `There is no answer ${id}.`,
  same_office: (by) => `${by} wrote it: somebody else approves.`,
  not_awaiting: (id) => `${id} does not wait for approval.`,
};
function refusal({ refused, value }: Refused): number {
  console.error(WHY[refused](value));
  return 1;
}

async function published(result: Published | Refused, varsam: Varsam, asJson: boolean | undefined): Promise<number> {
  if ('refused' in result) return refusal(result);
  const { expert, told } = result;
  const now = new Set((await tellAskers(varsam)).map((n) => n.id));
  const people = told.map(({ id, question, channel, lang }) => ({ question, channel, lang, told: now.has(id) }));
  if (asJson) {
    console.log(JSON.stringify({ expert, told: people }, null, 2));
    return 0;
  }
  console.log(`${expert.id} · version ${expert.version} · ${expert.by} · ${expert.state}`);
  const saved = people.length === 0 ? 'answer.saved.none' : people.length === 1 ? 'answer.saved.one' : 'answer.saved';
  console.log(say(varsam.knowledge.locales, expert.lang, saved, { n: people.length }));
  for (const p of people)
    console.log(
      `  ${p.channel} · ${p.lang} · ${p.question} · ${p.told ? 'told' : `will be told when ${p.channel} is on`}`,
    );
  return 0;
}

async function list(tenant: string, { learn }: Varsam, asJson: boolean | undefined): Promise<number> {
  const groups = await learn.groups.list(tenant, ['open']);
  const rows = groups.map((g) => ({
    id: g.id,
    to: ownerFor(g, learn.owners),
    topic: g.topic,
    question: g.questions[0]?.question ?? '',
    count: g.questions.length,
    since: g.questions[0]?.at ?? '',
    expert: g.expert,
  }));
  if (asJson) console.log(JSON.stringify(rows, null, 2));
  else if (rows.length === 0) console.log('Nothing waits for an answer.');
  else
    for (const r of rows)
      console.log(`${r.id}  ${r.question}\n  ${r.to} · ${r.topic} · ${r.count} × · ${r.since.slice(0, 10)}`);
  return 0;
}

import { parseArgs } from 'node:util';
import { previewDigest, sendDigest } from '../app/send-digest.ts';
import { readConfig } from '../config.ts';
import { digestCard } from '../core/cards/learning-cards.ts';
import type { Digest } from '../core/learning/digest.ts';
import { mondayOf, weekIn } from '../core/learning/week.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { open } from '../main.ts';
import { lastDue, nextDue, type Timetable } from '../scheduler.ts';

const USAGE = 'usage: npm run digest -- [--dry-run] [--json] [--week 2026-W47] [--as-of ISO] [--tenant ID]';

/** The week's digest: shown with --dry-run, else sent to whoever has not had it. With --json one object on standard output. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      week: { type: 'string' },
      'as-of': { type: 'string' },
      tenant: { type: 'string' },
    },
  });
  const config = readConfig();
  const tenant = values.tenant ?? LOCAL_TENANT;
  const varsam = await open(config);
  try {
    const at = momentOf(values.week, values['as-of'], varsam.clock.now(), config.digest);
    if (!at) {
      console.error(USAGE);
      return 2;
    }
    const deps = { ...varsam, country: config.country };
    if (values['dry-run']) {
      const digest = await previewDigest(tenant, at, deps);
      if (values.json) console.log(JSON.stringify(digest, null, 2));
      else print(digest, deps);
      return 0;
    }
    const due = values.week || values['as-of'] ? at : (lastDue(config.digest, at) ?? at);
    const { sent, left } = await sendDigest(tenant, due, deps);
    const week = weekIn(due, config.digest.zone);
    if (values.json) console.log(JSON.stringify({ week, sent, left }));
    else console.log(sent.length > 0 ? `${week}: ${sent.join(', ')}` : `${week}: everybody has had it.`);
    return left > 0 ? 1 : 0;
  } finally {
    await varsam.close();
  }
}

/** The moment a digest is planned for: the one named, else when that week's is due, else now. Undefined for what is no week or no time. */
function momentOf(
  week: string | undefined,
  asOf: string | undefined,
  now: Date,
  timetable: Timetable,
): Date | undefined {
  const at = asOf === undefined ? now : new Date(asOf);
  if (Number.isNaN(at.getTime())) return undefined;
  if (week === undefined) return at;
  if (asOf !== undefined) return weekIn(at, timetable.zone) === week ? at : undefined;
  const monday = mondayOf(week);
  if (!monday) return undefined;
  const due = nextDue(timetable, new Date(monday.getTime() - 36 * 3600 * 1000));
  return due && weekIn(due, timetable.zone) === week ? due : monday;
}

function print(digest: Digest, { learn, knowledge, country }: Parameters<typeof previewDigest>[2]): void {
  for (const forOne of digest.recipients) {
    const shown = { ...forOne, groups: forOne.groups.slice(0, 20) };
    shown.more = { ...forOne.more, groups: forOne.more.groups + forOne.groups.length - shown.groups.length };
    console.log(`${forOne.to}\n${digestCard({ lang: learn.lang, country, knowledge }, digest.week, shown).fallback}\n`);
    for (const { id, question } of shown.groups) console.log(`  ${id}  ${question}`);
  }
}

import type { Planned } from '../app/calendar.ts';
import type { File } from '../app/converse-ports.ts';
import { exportLog } from '../app/moderation-archive.ts';
import { dueName } from '../core/cards/calendar-cards.ts';
import type { Lang } from '../core/language.ts';
import type { Varsam } from '../main.ts';

/** Files that the console gives away. Their writers are loaded when somebody asks for one. */

/** The moderation log for the archive, in one file. */
export async function archiveOf(varsam: Varsam, tenant: string, lang: Lang): Promise<File> {
  const { zipOf } = await import('../export/zip.ts');
  const { archive, files } = await exportLog(tenant, lang, varsam);
  const name = `moderation-${archive.exportedAt.slice(0, 10)}.zip`;
  return { name, mime: 'application/zip', bytes: await zipOf(files, new Date(archive.exportedAt)) };
}

/** What is due, as days for somebody's own calendar. */
export async function icsOf({ knowledge, clock }: Varsam, { dues }: Pick<Planned, 'dues'>, lang: Lang): Promise<File> {
  const { toIcs } = await import('../export/ics.ts');
  const events = dues.map((one) => ({
    id: `${one.kind}-${one.subject}@varsam`,
    day: one.due,
    title: dueName({ lang, country: one.country, knowledge }, one),
  }));
  return { name: 'varsam.ics', mime: 'text/calendar', bytes: new TextEncoder().encode(toIcs(events, clock.now())) };
}

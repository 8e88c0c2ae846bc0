import { csvOf } from '../core/csv.ts';
import type { Lang } from '../core/language.ts';
import { type Archive, archiveOf, newest, purgeable, rowsOf } from '../core/moderation/archive.ts';
import type { Grounds } from '../core/moderation/ground.ts';
import type { Moderation } from './moderation-ports.ts';
import type { Clock, Ids, Log } from './ports.ts';

/** The log as files for the archive, and what is deleted here once it is there and its time is over. */

export type ArchiveDeps = {
  moderation: Moderation;
  knowledge: { grounds: Grounds };
  clock: Clock;
  ids: Ids;
  log: Log;
};
type TextFile = { name: string; text: string };
type ExportedLog = { archive: Archive; files: TextFile[] };

/**
 * Every version there is, as JSON and as a table, with the checksums of both in the form that `sha256sum --check` reads. That it was made is noted: what
 * it holds counts as gone to the archive.
 */
export async function exportLog(tenant: string, lang: Lang, deps: ArchiveDeps): Promise<ExportedLog> {
  const { moderation, knowledge, clock, ids, log } = deps;
  const at = clock.now().toISOString();
  const versions = await moderation.removals.all(tenant);
  const archive = archiveOf(
    versions,
    knowledge.grounds,
    { exportedAt: at, recordsPlan: moderation.recordsPlan },
    moderation.sha256,
  );
  const base = `moderation-${at.slice(0, 10)}`;
  const json = { name: `${base}.json`, text: `${JSON.stringify(archive, null, 2)}\n` };
  const csv = { name: `${base}.csv`, text: csvOf(rowsOf(archive, lang)) };
  const sums = [json, csv].map(({ name, text }) => `${moderation.sha256(text)}  ${name}\n`).join('');
  const note = { id: ids.next(), at, entries: versions.length, sha256: moderation.sha256(json.text) };
  if (versions.length > 0)
    await moderation.removals.noteExport(tenant, note, new Map(newest(versions).map((r) => [r.id, r.version])));
  log.info('moderation.exported', { entries: versions.length });
  return { archive, files: [json, csv, { name: 'SHA256SUMS', text: sums }] };
}

/** Deletes what the archive has and whose period is over; without a period nothing. Gives how many removals went. */
export async function purgeLog(tenant: string, deps: ArchiveDeps): Promise<number> {
  const { moderation, clock, log } = deps;
  const { removals, zone, keepMonths: months } = moderation;
  if (months === undefined) return 0;
  const latest = newest(await removals.all(tenant));
  const ids = purgeable(latest, await removals.exported(tenant), clock.now(), { months, zone });
  const gone = await removals.purge(tenant, ids);
  if (gone > 0) log.info('moderation.purged', { removals: gone });
  return gone;
}

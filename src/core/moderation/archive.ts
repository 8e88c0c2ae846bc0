import { addMonths } from '../calendar/moment.ts';
import type { Lang } from '../language.ts';
import { dayIn } from '../learning/week.ts';
import type { Grounds } from './ground.ts';
import type { Removal } from './removal.ts';

/** The log as the archive gets it, and what may be deleted once it has. Pure: hashing is given. */

type Hash = (text: string) => string;

/** A version with the SHA-256 of its own line, so that a single entry can be checked without the whole. */
type Archived = { removal: Removal; sha256: string };
export type Archive = {
  format: 'varsam-moderation/1';
  exportedAt: string;
  /** Where the log stands in the records plan. */
  recordsPlan: string;
  /** Every version, the oldest first. */
  entries: Archived[];
  /** What the grounds said when it was exported, with their lines. */
  grounds: Grounds['grounds'];
};

/** The newest version of each. */
export function newest(versions: readonly Removal[]): Removal[] {
  const found = new Map<string, Removal>();
  for (const one of versions) if (one.version > (found.get(one.id)?.version ?? 0)) found.set(one.id, one);
  return [...found.values()];
}

/** A version as one line of JSON with its keys in order: what its checksum is of. */
export function lineOf(removal: Removal): string {
  return JSON.stringify(sorted(removal));
}
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

export function archiveOf(
  versions: readonly Removal[],
  { grounds }: Grounds,
  about: Pick<Archive, 'exportedAt' | 'recordsPlan'>,
  hash: Hash,
): Archive {
  const used = new Set(versions.map((v) => v.ground));
  return {
    format: 'varsam-moderation/1',
    ...about,
    entries: versions.map((removal) => ({ removal, sha256: hash(lineOf(removal)) })),
    grounds: grounds.filter((g) => used.has(g.id)),
  };
}

/** A table for people and spreadsheets: one row a version. Its columns are English, as a records system wants them; the ground is in the reader's words too. */
export function rowsOf({ entries, grounds }: Archive, lang: Lang): Record<string, string | number>[] {
  return entries.map(({ removal: r, sha256 }) => ({
    id: r.id,
    version: r.version,
    account: r.account.name,
    account_id: r.account.id ?? '',
    platform: r.platform,
    thing: r.thing,
    found_at: r.foundAt,
    removed_at: r.removedAt,
    ground: r.ground,
    ground_text: grounds.find((g) => g.id === r.ground)?.text[lang] ?? r.ground,
    decided_by: r.decidedBy,
    evidence: 'none' in r.evidence ? '' : r.evidence.reference,
    evidence_sha256: 'none' in r.evidence ? '' : (r.evidence.sha256 ?? ''),
    no_evidence_because: 'none' in r.evidence ? r.evidence.none : '',
    notice: 'none' in r.notice ? '' : r.notice.how,
    notice_on: 'none' in r.notice ? '' : r.notice.on,
    no_notice_because: 'none' in r.notice ? r.notice.none : '',
    note: r.note,
    country: r.country,
    recorded_at: r.recordedAt,
    corrected_because: r.why,
    entry_sha256: sha256,
  }));
}

/**
 * Removals that may be deleted here: their newest version has gone to the archive, and the period since the removal is over. Both: what the archive does not
 * have is never deleted, however old it is. Without a period nothing is.
 */
export function purgeable(
  latest: readonly Removal[],
  exported: ReadonlyMap<string, number>,
  now: Date,
  { months, zone }: { months: number | undefined; zone: string },
): string[] {
  if (months === undefined) return [];
  const today = dayIn(now, zone);
  return latest
    .filter((r) => (exported.get(r.id) ?? 0) >= r.version)
    .filter((r) => addMonths(dayIn(new Date(r.removedAt), zone), months) <= today)
    .map((r) => r.id);
}

import { current } from '../core/assessment/versions.ts';
import { csvOf } from '../core/csv.ts';
import type { Accounts } from './account-ports.ts';
import type { ExportDocument } from './converse-ports.ts';
import type { Experts } from './learn-ports.ts';
import { type ArchiveDeps, exportLog } from './moderation-archive.ts';
import type { Audit } from './privacy-ports.ts';
import type { Assessments } from './screening-ports.ts';

/** What is a record, as files for an archive: assessments that were decided on, removals, the register, answers of offices, and who saw what. */

export type RecordDeps = ArchiveDeps & {
  assessments: Assessments;
  accounts: Accounts;
  experts: Experts;
  audit: Audit;
  exportDocument: ExportDocument;
  sha256: (bytes: Uint8Array | string) => string;
};
export type RecordFile = { name: string; bytes: Uint8Array };
export type Manifest = {
  format: 'varsam-records/1';
  tenant: string;
  exportedAt: string;
  /** Whether the audit log held when it was exported, and its last entry. */
  audit: { entries: number; holds: boolean; last: string };
  files: { name: string; bytes: number; sha256: string }[];
};
export const MANIFEST = 'manifest.json';

/** Every file, the manifest last. What of the moderation log goes along counts as gone to the archive. */
export async function recordFiles(tenant: string, deps: RecordDeps): Promise<RecordFile[]> {
  const at = deps.clock.now().toISOString();
  const entries = await deps.audit.entries(tenant);
  const { fault } = await deps.audit.verify(tenant);
  const files = [
    ...(await assessmentFiles(tenant, deps)),
    ...(await registerFiles(tenant, deps)),
    jsonFile('expert-answers.json', await answersOf(tenant, deps)),
    { name: 'audit-log.jsonl', bytes: utf8(entries.map((e) => `${JSON.stringify(e)}\n`).join('')) },
    ...(await moderationFiles(tenant, deps)),
  ];
  const manifest: Manifest = {
    format: 'varsam-records/1',
    tenant,
    exportedAt: at,
    audit: { entries: entries.length, holds: fault === undefined, last: entries.at(-1)?.hash ?? '' },
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: deps.sha256(bytes) })),
  };
  deps.log.info('records.exported', { files: files.length });
  return [...files, jsonFile(MANIFEST, manifest)];
}

/** Those that somebody has ever decided on: as a document to be read, and with every version as data. */
async function assessmentFiles(tenant: string, { assessments, exportDocument }: RecordDeps): Promise<RecordFile[]> {
  const files: RecordFile[] = [];
  for (const { id } of await assessments.list(tenant)) {
    const dossier = await assessments.dossier(tenant, id);
    if (!dossier?.versions.some((v) => v.document.decision !== null)) continue;
    for (const format of ['pdf', 'json'] as const) {
      const file = await exportDocument(dossier, current(dossier).lang, format);
      // Its screening is not in the knowledge any more: the data has everything.
      if (file) files.push({ name: `assessments/${file.name}`, bytes: file.bytes });
    }
  }
  return files;
}

/** The register with every version of every account, and as a table of how it stands. */
async function registerFiles(tenant: string, { accounts }: RecordDeps): Promise<RecordFile[]> {
  const all = await accounts.list(tenant);
  const histories = [];
  for (const { id } of all) histories.push({ id, versions: await accounts.versions(tenant, id) });
  const rows = all.map((a) => ({
    ...{ id: a.id, name: a.name, platform: a.platform, address: a.address, unit: a.unit, state: a.state },
    ...{ version: a.version, purpose: a.purpose, records_plan: a.recordsPlan, assessment: a.assessment ?? '' },
  }));
  return [jsonFile('accounts.json', histories), { name: 'accounts.csv', bytes: utf8(csvOf(rows)) }];
}

async function answersOf(tenant: string, { experts }: RecordDeps) {
  const out = [];
  for (const { id } of await experts.latest(tenant)) out.push({ id, versions: await experts.versions(tenant, id) });
  return out;
}

async function moderationFiles(tenant: string, deps: RecordDeps): Promise<RecordFile[]> {
  // The table's columns are English, as a records system wants them; the ground's words are the first language's.
  const { files } = await exportLog(tenant, 'nb', deps);
  return files.map(({ name, text }) => ({ name: `moderation/${name}`, bytes: utf8(text) }));
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const jsonFile = (name: string, value: unknown): RecordFile => ({
  name,
  bytes: utf8(`${JSON.stringify(value, null, 2)}\n`),
});

/** What is wrong with an export: files that are missing, changed, or not in the manifest. Nothing where it is as it was made. */
export function faultsOf(
  manifest: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
  sha256: RecordDeps['sha256'],
): string[] {
  const known = new Set([MANIFEST, ...manifest.files.map((f) => f.name)]);
  const wrong = manifest.files.flatMap(({ name, sha256: expected }) => {
    const bytes = files.get(name);
    if (!bytes) return [`${name} is missing`];
    return sha256(bytes) === expected ? [] : [`${name} is not as it was exported`];
  });
  return [
    ...wrong,
    ...[...files.keys()].filter((name) => !known.has(name)).map((name) => `${name} is not in the manifest`),
  ];
}

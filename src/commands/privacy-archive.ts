import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import JSZip from 'jszip';
import { z } from 'zod';
import { faultsOf, MANIFEST, type Manifest, type RecordFile, recordFiles } from '../app/public-records.ts';
import { zipOf } from '../export/zip.ts';
import { sha256 } from '../hash.ts';
import { clock, type Varsam } from '../main.ts';

const ManifestFile = z.object({
  format: z.literal('varsam-records/1'),
  tenant: z.string(),
  exportedAt: z.string(),
  audit: z.object({ entries: z.number(), holds: z.boolean(), last: z.string() }),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
}) satisfies z.ZodType<Manifest>;

/** A name below the folder: nothing in it leads out. */
const INSIDE = /^(?!\.)[\w.-]+(?:\/(?!\.)[\w.-]+)*$/;

/** `archive --out`: the records of a municipality in a folder, or in one file where the name ends in .zip. */
export async function archive(tenant: string, house: Varsam, out: string): Promise<number> {
  const files = await recordFiles(tenant, { ...house, sha256 });
  if (out.endsWith('.zip')) writeFileSync(out, await zipOf(files, clock.now()), { mode: 0o600 });
  else
    for (const { name, bytes } of files) {
      if (!INSIDE.test(name)) throw new Error(`${name} would not be inside of ${out}`);
      mkdirSync(dirname(join(out, name)), { recursive: true, mode: 0o700 });
      writeFileSync(join(out, name), bytes, { mode: 0o600 });
    }
  console.log(`${files.length} files -> ${out}. SHA-256 of ${MANIFEST}: ${sha256(files.at(-1)?.bytes ?? '')}`);
  return 0;
}

/** `archive --verify`: whether an export is as it was made. 1 where it is not. */
export async function verifyArchive(from: string): Promise<number> {
  const files = new Map((from.endsWith('.zip') ? await inZip(from) : inFolder(from)).map((f) => [f.name, f.bytes]));
  const bytes = files.get(MANIFEST);
  const manifest = ManifestFile.safeParse(bytes && json(new TextDecoder().decode(bytes)));
  if (!manifest.success) {
    console.error(`${from} holds no ${MANIFEST} that varsam has written.`);
    return 1;
  }
  const faults = faultsOf(manifest.data, files, sha256);
  for (const fault of faults) console.error(fault);
  if (faults.length === 0) console.log(`In order: ${manifest.data.files.length} files of ${manifest.data.exportedAt}.`);
  return faults.length === 0 ? 0 : 1;
}

function inFolder(folder: string): RecordFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name))
    .map((path) => ({ name: relative(folder, path).replaceAll('\\', '/'), bytes: readFileSync(path) }));
}

async function inZip(file: string): Promise<RecordFile[]> {
  const zip = await JSZip.loadAsync(readFileSync(file));
  const files = Object.values(zip.files).filter((f) => !f.dir);
  return Promise.all(files.map(async (f) => ({ name: f.name, bytes: await f.async('uint8array') })));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

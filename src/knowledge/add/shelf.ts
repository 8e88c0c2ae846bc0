import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { slug } from './sections.ts';

/** The folder of the guidelines as `add` sees it: what stands there, and how a folder gets its place. */
export const SIDECAR = 'guideline.yaml';
/** Where a former edition waits while the new one takes its place. The loader passes over names with a dot. */
const ASIDE = '.before-';
/** Where a folder is written before it takes its place. */
const DRAFT = '.add-';

/** As much of a sidecar as tells whether a document is already here; the rest may have faults. */
const Known = z.looseObject({ file: z.string(), text: z.string().optional(), sha256: z.string() });
export type Existing = z.infer<typeof Known> & { id: string; dir: string };

/** Names of all folders, those with a dot too. None when there is no such place yet. */
export async function folders(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export async function readExisting(root: string): Promise<Existing[]> {
  const found: Existing[] = [];
  for (const id of (await folders(root)).filter((name) => !name.startsWith('.'))) {
    const dir = join(root, id);
    try {
      const known = Known.safeParse(parseYaml(await readFile(join(dir, SIDECAR), 'utf8')));
      if (known.success) found.push({ ...known.data, id, dir });
    } catch {
      // A sidecar that can't be read is told of by `check`; here it only means that its folder is taken.
    }
  }
  return found;
}

/** Does the folder still hold exactly these bytes, and its text? One that was damaged by hand is mended, not kept. */
export async function isWhole(existing: Existing, sha256: string): Promise<boolean> {
  const original = await readFile(join(existing.dir, basename(existing.file))).catch(() => undefined);
  if (!original || createHash('sha256').update(original).digest('hex') !== sha256) return false;
  if (existing.text === undefined) return true;
  return stat(join(existing.dir, basename(existing.text))).then(
    (info) => info.isFile(),
    () => false,
  );
}

/** Another edition under another ending or case ("Regler.pdf" after "regler.docx"), or a file named after an id that a person chose. */
export function isEdition(former: Existing, name: string): boolean {
  const stem = (file: string) => parse(file).name.normalize('NFC').toLowerCase();
  return stem(name) === stem(former.file) || (stem(name) === former.id && slug(stem(former.file)) !== former.id);
}

/**
 * Puts a folder with these files in its place as a whole: written beside it, then renamed. With `former`, its other files (a person's
 * notes) come along and it gives way. Only for whoever is `alone` there; a failure leaves what was.
 */
export async function put(
  root: string,
  id: string,
  files: Record<string, string | Uint8Array>,
  former?: Existing,
): Promise<string> {
  const target = join(root, id);
  const draft = join(root, DRAFT + randomUUID());
  const aside = join(root, ASIDE + id);
  try {
    await mkdir(draft, { recursive: true });
    if (former) {
      await cp(former.dir, draft, { recursive: true });
      for (const gone of [former.file, former.text]) if (gone) await rm(join(draft, basename(gone)), { force: true });
    }
    for (const [name, content] of Object.entries(files)) await writeFile(join(draft, name), content, { flush: true });
    if (former) await rename(target, aside);
    try {
      await rename(draft, target);
    } catch (error) {
      // If this fails too, finishInterrupted puts it back at the next run.
      if (former) await rename(aside, target).catch(() => undefined);
      throw error;
    }
    if (former) await rm(aside, { recursive: true, force: true });
    return target;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * What a run that was killed left behind, for whoever is `alone` there. Two renames are not one: where the kill came between them, the former
 * edition gets its name back. A draft that never got its place goes.
 */
export async function finishInterrupted(root: string): Promise<void> {
  const names = await folders(root);
  for (const name of names.filter((n) => n.startsWith(DRAFT)))
    await rm(join(root, name), { recursive: true, force: true });
  for (const name of names.filter((n) => n.startsWith(ASIDE))) {
    const id = name.slice(ASIDE.length);
    if (names.includes(id)) await rm(join(root, name), { recursive: true, force: true });
    else await rename(join(root, name), join(root, id));
  }
}

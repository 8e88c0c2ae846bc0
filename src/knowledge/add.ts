import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Lang } from '../core/language.ts';
import { alone } from './add/alone.ts';
import { type Incoming, planNew, planUpdate } from './add/plan.ts';
import {
  type Existing,
  finishInterrupted,
  folders,
  isEdition,
  isWhole,
  put,
  readExisting,
  SIDECAR,
} from './add/shelf.ts';
import { DocumentError, extractDocument, LIMITS, type OnProgress } from './extract/index.ts';

export type AddOptions = {
  knowledgeDir: string;
  /** Path of the document. */
  file: string;
  now: Date;
  /** Of the warnings and of the comments in the draft; the document's own language is found out. */
  lang: Lang;
  onProgress?: OnProgress;
  /** How long to wait while others add, in milliseconds. */
  patience?: number;
};
/** `warnings` are sentences in `lang`; `dir` is the guideline's folder. */
export type Added = { id: string; status: 'added' | 'unchanged' | 'updated'; dir: string; warnings: string[] };

/**
 * Takes a document into `knowledge/guidelines/<id>/`: the original under its own name, its text where it isn't text itself, and a drafted
 * `guideline.yaml`. The same bytes again change nothing; another edition of a known file replaces the original and keeps the metadata
 * and those rules whose words still stand. A folder appears or is exchanged as a whole; a failure leaves everything as it was. Of two who add
 * at once, the second sees what the first one did.
 * Throws DocumentError for a document that can't be taken in, KnowledgeError when the sidecar to be updated has faults.
 */
export async function addGuideline(options: AddOptions): Promise<Added> {
  const name = safeName(options.file);
  const bytes = await readLimited(options.file, name);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const root = join(options.knowledgeDir, 'guidelines');
  const when = { lang: options.lang, date: options.now.toISOString().slice(0, 10) };
  const here = await alreadyHere(await readExisting(root), sha256);
  if (here) return here;

  const extracted = await extractDocument(name, bytes, options.onProgress);
  const document: Incoming = { name, bytes, sha256, extracted };
  const take = async (): Promise<Added> => {
    await finishInterrupted(root);
    // Somebody may have added it while it was read.
    const existing = await readExisting(root);
    const meanwhile = await alreadyHere(existing, sha256);
    if (meanwhile) return meanwhile;
    const former = existing.find((g) => g.sha256 === sha256) ?? formerEdition(existing, name);
    const plan = former ? await planUpdate(former, document, when) : planNew(document, await folders(root), when);
    const { id, file, text } = plan.guideline;
    const files = {
      [file]: bytes,
      ...(text ? { [text]: `${extracted.lines.join('\n')}\n` } : {}),
      [SIDECAR]: plan.yaml,
    };
    const dir = await put(root, former?.id ?? id, files, former);
    return { id, status: former ? 'updated' : 'added', dir, warnings: plan.warnings };
  };
  return alone(root, take, options.patience ?? 60_000).catch((cause: unknown) => {
    const busy = cause instanceof Error && 'code' in cause && cause.code === 'ELOCKED';
    throw busy ? new DocumentError('busy', { file: name }, { cause }) : cause;
  });
}

/** The guideline that holds exactly these bytes, whole. */
async function alreadyHere(existing: readonly Existing[], sha256: string): Promise<Added | undefined> {
  for (const twin of existing.filter((g) => g.sha256 === sha256))
    if (await isWhole(twin, sha256)) return { id: twin.id, status: 'unchanged', dir: twin.dir, warnings: [] };
  return undefined;
}

function formerEdition(existing: readonly Existing[], name: string): Existing | undefined {
  const sameFile = existing.find((g) => g.file.normalize('NFC') === name.normalize('NFC'));
  return sameFile ?? existing.find((g) => isEdition(g, name));
}

/** The last part of the path, refused when it could not be written or shown as it stands: control and direction marks, backslashes. */
function safeName(path: string): string {
  const name = basename(path);
  const reserved = ['', '.', '..', SIDECAR].includes(name.toLowerCase());
  if (reserved || /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\\/]/u.test(name))
    throw new DocumentError('bad_name', { file: name });
  return name;
}

/** Size first, then the bytes: a file over the limit is never read. A folder, a pipe or a device is no document. */
async function readLimited(path: string, file: string): Promise<Uint8Array> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new DocumentError('not_found', { file });
    if (info.size > LIMITS.file)
      throw new DocumentError('too_large', { file, unit: 'bytes', amount: info.size, limit: LIMITS.file });
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    if (cause instanceof DocumentError) throw cause;
    throw new DocumentError('not_found', { file }, { cause });
  }
}

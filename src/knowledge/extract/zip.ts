import { inflateRawSync } from 'node:zlib';
import { LIMITS } from './document.ts';
import { DocumentError } from './errors.ts';

type Entry = { name: string; encrypted: boolean; method: number; packed: number; size: number; at: number };

/**
 * The entries of a zip by its central directory; nothing is unpacked. Undefined when there is no whole directory: a file cut short, or
 * the 64-bit kind that no DOCX under the size limit needs.
 */
function readDirectory(bytes: Uint8Array): Entry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && end > bytes.length - 65_558 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Is this zip a Word document? Undefined when its directory can't be read. */
export function holdsWord(bytes: Uint8Array): boolean | undefined {
  return readDirectory(bytes)?.some((entry) => entry.name.replaceAll('\\', '/') === 'word/document.xml');
}

/**
 * Refuses a packed document before a parser unpacks it: too many parts, or more bytes than LIMITS say. First by what the directory
 * declares, then by unpacking each part with that as its ceiling, since a directory may lie.
 * Throws DocumentError: damaged, encrypted, zip_bomb, too_large.
 */
export function checkZip(file: string, bytes: Uint8Array): void {
  const entries = readDirectory(bytes);
  if (!entries) throw new DocumentError('damaged', { file, reason: 'no zip directory' });
  if (entries.length > LIMITS.packedFiles)
    throw new DocumentError('zip_bomb', { file, unit: 'files', amount: entries.length, limit: LIMITS.packedFiles });
  if (entries.some((entry) => entry.encrypted)) throw new DocumentError('encrypted', { file });
  const sum = entries.reduce((total, entry) => total + entry.size, 0);
  const bomb = { file, unit: 'bytes', amount: sum, limit: LIMITS.unpacked } as const;
  if (sum > LIMITS.unpacked) throw new DocumentError('zip_bomb', bomb);
  const xml = entries.find((entry) => /\.(xml|rels)$/i.test(entry.name) && entry.size > LIMITS.xmlPart);
  if (xml) throw new DocumentError('too_large', { file, unit: 'text', amount: xml.size, limit: LIMITS.text });
  for (const entry of entries) checkEntry(bytes, entry, bomb);
}

function checkEntry(
  bytes: Uint8Array,
  entry: Entry,
  bomb: { file: string; unit: 'bytes'; amount: number; limit: number },
): void {
  const damaged = (reason: string) =>
    new DocumentError('damaged', { file: bomb.file, reason: `${entry.name}: ${reason}` });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.at + 30 > bytes.length || view.getUint32(entry.at, true) !== 0x04034b50) throw damaged('no local header');
  const from = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
  if (from + entry.packed > bytes.length) throw damaged('runs past the end');
  if (entry.method === 0) {
    if (entry.packed !== entry.size) throw damaged('stored with two sizes');
    return;
  }
  if (entry.method !== 8) throw damaged(`method ${entry.method}`);
  try {
    const data = inflateRawSync(bytes.subarray(from, from + entry.packed), {
      maxOutputLength: Math.max(1, entry.size),
    });
    if (data.length !== entry.size) throw damaged('shorter than declared');
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new DocumentError('zip_bomb', bomb, { cause: error });
    throw new DocumentError('damaged', { file: bomb.file, reason: entry.name }, { cause: error });
  }
}

import { inflateRawSync } from 'node:zlib';

/**
 * Files of a zip archive whose name ends as wanted, as text. Only what language packs need: stored and deflated entries, no zip64.
 * Throws where the bytes are no zip archive.
 */
export function readZip(bytes: Buffer, wanted: (name: string) => boolean): Map<string, string> {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== 0x06054b50) end--;
  if (end < 0) throw new Error('this is no zip archive: its directory is missing');
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const rest = bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + rest;
    if (!wanted(name)) continue;
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(from, from + size);
    files.set(name, (method === 0 ? data : inflateRawSync(data)).toString('utf8'));
  }
  return files;
}

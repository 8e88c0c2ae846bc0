import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Blobs, inMemory, OpenFile } from './blob.ts';

/** Bump when the layout or the terms change: an index of another format is built anew. */
const FORMAT = 13;

/** The file begins with the length of its JSON, its format, and the SHA-256 of all that follows. */
const LENGTH = 8;
const DIGEST = 32;
const START = LENGTH + DIGEST;
/** Bytes of a blob that are summed at a time. */
const CHUNK = 1 << 20;
/** A blob of at most so many bytes is read into memory: a search reads a hundred stretches, and each would be a call to the system. */
const AT_HAND = 8 << 20;

type Meta = {
  hash: string;
  model: string;
  arrays: { name: string; kind: Kind; bytes: number }[];
  blobs: { name: string; bytes: number }[];
  json: unknown;
};
type Kind = keyof typeof KINDS;
export type Arrays = Record<string, Uint32Array | Uint16Array | Uint8Array | Int32Array | Float32Array>;

const KINDS = {
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
  i32: Int32Array,
  f32: Float32Array,
} as const;

/** Bytes up to the next 8-byte boundary. */
const padding = (size: number) => (8 - (size % 8)) % 8;

function kindOf(array: Arrays[string]): Kind {
  if (array instanceof Uint32Array) return 'u32';
  if (array instanceof Uint16Array) return 'u16';
  if (array instanceof Uint8Array) return 'u8';
  if (array instanceof Int32Array) return 'i32';
  return 'f32';
}

/**
 * Writes arrays, plain data and blobs as one file: a line of JSON that says what follows, the arrays, each on an 8-byte boundary, the blobs. The file appears
 * whole or not at all (written beside, then renamed).
 */
export function saveIndex(
  dir: string,
  name: string,
  content: { hash: string; model: string; json: unknown; arrays: Arrays; blobs?: Blobs },
): void {
  mkdirSync(dir, { recursive: true });
  const body: Buffer[] = [];
  const add = (bytes: Buffer) => body.push(bytes, Buffer.alloc(padding(bytes.length)));
  const arrays: Meta['arrays'] = [];
  for (const [key, array] of Object.entries(content.arrays)) {
    const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
    arrays.push({ name: key, kind: kindOf(array), bytes: bytes.length });
    add(bytes);
  }
  const blobs = Object.entries(content.blobs ?? {}).map(([key, blob]) => {
    add(blob.read(0, blob.size));
    return { name: key, bytes: blob.size };
  });
  const meta: Meta = { hash: content.hash, model: content.model, arrays, blobs, json: content.json };
  const head = Buffer.from(JSON.stringify(meta), 'utf8');
  body.unshift(head, Buffer.alloc(padding(head.length)));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32LE(head.length, 0);
  length.writeUInt32LE(FORMAT, 4);
  const sum = createHash('sha256');
  for (const part of body) sum.update(part);
  const file = join(dir, name);
  const beside = `${file}.${process.pid}.tmp`;
  const handle = openSync(beside, 'w');
  for (const part of [length, sum.digest(), ...body]) writeSync(handle, part);
  closeSync(handle);
  renameSync(beside, file);
}

export type Opened =
  | { state: 'ok'; json: unknown; arrays: Arrays; blobs: Blobs }
  | { state: 'missing' | 'stale' | 'damaged' };

/**
 * Opens a saved index for this knowledge and this model; says why when it can't be used. Arrays and small blobs are read into memory, large blobs stay in
 * the file; the checksum is over every byte.
 */
export function openIndex(dir: string, name: string, wanted: { hash: string; model: string }): Opened {
  const path = join(dir, name);
  if (!existsSync(path)) return { state: 'missing' };
  try {
    const file = new OpenFile(path);
    const start = file.read(0, START);
    const length = start.readUInt32LE(0);
    if (start.readUInt32LE(4) !== FORMAT && length < file.size) return { state: 'stale' };
    const sum = createHash('sha256');
    let at = START;
    const next = (size: number): Buffer => {
      const bytes = file.read(at, size + padding(size));
      at += bytes.length;
      sum.update(bytes);
      return bytes.subarray(0, size);
    };
    if (length > file.size) return { state: 'damaged' };
    const meta = JSON.parse(next(length).toString('utf8')) as Meta;
    const arrays: Arrays = {};
    for (const { name: key, kind, bytes: size } of meta.arrays) {
      const bytes = next(size);
      // A small buffer may be a stretch of one that others share, and begin where an array can't.
      const whole = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
      arrays[key] = new KINDS[kind](
        whole.buffer as ArrayBuffer,
        whole.byteOffset,
        size / KINDS[kind].BYTES_PER_ELEMENT,
      );
    }
    const blobs: Blobs = {};
    for (const { name: key, bytes: size } of meta.blobs) {
      if (size <= AT_HAND) {
        blobs[key] = inMemory(next(size));
        continue;
      }
      blobs[key] = file.blob(at, size);
      for (const end = at + size + padding(size); at < end; ) {
        const chunk = file.read(at, Math.min(CHUNK, end - at));
        sum.update(chunk);
        at += chunk.length;
      }
    }
    if (at !== file.size || !sum.digest().equals(start.subarray(LENGTH))) return { state: 'damaged' };
    if (meta.hash !== wanted.hash || meta.model !== wanted.model) return { state: 'stale' };
    return { state: 'ok', json: meta.json, arrays, blobs };
  } catch {
    return { state: 'damaged' };
  }
}

export function dropIndex(dir: string, name: string): void {
  rmSync(join(dir, name), { force: true });
}

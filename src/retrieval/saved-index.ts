import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Bump when the layout or the terms change: an index of another format is built anew. */
const FORMAT = 9;

/** The file begins with the length of its JSON, its format, and the SHA-256 of all that follows. */
const LENGTH = 8;
const DIGEST = 32;
const START = LENGTH + DIGEST;

type Meta = {
  hash: string;
  model: string;
  arrays: { name: string; kind: Kind; bytes: number }[];
  json: unknown;
};
type Kind = 'u32' | 'u16' | 'i32' | 'f32';
export type Arrays = Record<string, Uint32Array | Uint16Array | Int32Array | Float32Array>;

const KINDS = { u32: Uint32Array, u16: Uint16Array, i32: Int32Array, f32: Float32Array } as const;

/** Bytes up to the next 8-byte boundary. */
const padding = (size: number) => (8 - (size % 8)) % 8;

function kindOf(array: Arrays[string]): Kind {
  if (array instanceof Uint32Array) return 'u32';
  if (array instanceof Uint16Array) return 'u16';
  if (array instanceof Int32Array) return 'i32';
  return 'f32';
}

/**
 * Writes arrays and plain data as one file: a line of JSON that says what follows, then the arrays, each on an 8-byte boundary. The file appears
 * whole or not at all (written beside, then renamed).
 */
export function saveIndex(
  dir: string,
  name: string,
  content: { hash: string; model: string; json: unknown; arrays: Arrays },
): void {
  mkdirSync(dir, { recursive: true });
  const body: Buffer[] = [];
  const arrays: Meta['arrays'] = [];
  for (const [key, array] of Object.entries(content.arrays)) {
    const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
    arrays.push({ name: key, kind: kindOf(array), bytes: bytes.length });
    body.push(bytes, Buffer.alloc(padding(bytes.length)));
  }
  const meta: Meta = { hash: content.hash, model: content.model, arrays, json: content.json };
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

export type Opened = { state: 'ok'; json: unknown; arrays: Arrays } | { state: 'missing' | 'stale' | 'damaged' };

/** Opens a saved index for this knowledge and this model; says why when it can't be used. Arrays are views of the file's bytes, not copies. */
export function openIndex(dir: string, name: string, wanted: { hash: string; model: string }): Opened {
  const file = join(dir, name);
  if (!existsSync(file)) return { state: 'missing' };
  try {
    const bytes = readFileSync(file);
    if (bytes.length < START) return { state: 'damaged' };
    if (bytes.readUInt32LE(4) !== FORMAT && bytes.readUInt32LE(0) < bytes.length) return { state: 'stale' };
    // Arrays are views of the bytes that were read: no copy, unless they happen to lie where an array can't begin.
    const whole = bytes.byteOffset % 8 === 0 ? bytes : Buffer.from(new Uint8Array(bytes));
    if (!createHash('sha256').update(whole.subarray(START)).digest().equals(whole.subarray(LENGTH, START)))
      return { state: 'damaged' };
    const length = whole.readUInt32LE(0);
    const meta = JSON.parse(whole.toString('utf8', START, START + length)) as Meta;
    if (meta.hash !== wanted.hash || meta.model !== wanted.model) return { state: 'stale' };
    let at = START + length + padding(length);
    const arrays: Arrays = {};
    for (const { name: key, kind, bytes: size } of meta.arrays) {
      const Kind = KINDS[kind];
      arrays[key] = new Kind(whole.buffer as ArrayBuffer, whole.byteOffset + at, size / Kind.BYTES_PER_ELEMENT);
      at += size + padding(size);
    }
    return { state: 'ok', json: meta.json, arrays };
  } catch {
    return { state: 'damaged' };
  }
}

export function dropIndex(dir: string, name: string): void {
  rmSync(join(dir, name), { force: true });
}

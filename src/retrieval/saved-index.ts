import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bump when the layout or the terms change: an index of another format is built anew. */
const FORMAT = 'varsam-index-8';

type Meta = {
  format: string;
  hash: string;
  model: string;
  checksum: string;
  arrays: { name: string; kind: Kind; bytes: number }[];
  json: unknown;
};
type Kind = 'u32' | 'u16' | 'i32' | 'f32';
export type Arrays = Record<string, Uint32Array | Uint16Array | Int32Array | Float32Array>;

const KINDS = { u32: Uint32Array, u16: Uint16Array, i32: Int32Array, f32: Float32Array } as const;

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
  const pads: Buffer[] = [];
  const arrays: Meta['arrays'] = [];
  const sum = createHash('sha256');
  for (const [key, array] of Object.entries(content.arrays)) {
    const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
    arrays.push({ name: key, kind: kindOf(array), bytes: bytes.length });
    pads.push(bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8));
    sum.update(bytes);
  }
  const meta: Meta = {
    format: FORMAT,
    hash: content.hash,
    model: content.model,
    checksum: sum.update(JSON.stringify([arrays, content.json])).digest('hex'),
    arrays,
    json: content.json,
  };
  const head = Buffer.from(JSON.stringify(meta), 'utf8');
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(head.length, 0);
  const file = join(dir, name);
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, Buffer.concat([prefix, head, Buffer.alloc((8 - (head.length % 8)) % 8), ...pads]));
  renameSync(beside, file);
}

export type Opened = { state: 'ok'; json: unknown; arrays: Arrays } | { state: 'missing' | 'stale' | 'damaged' };

/** Opens a saved index for this knowledge and this model; says why when it can't be used. Arrays are views of the file's bytes, not copies. */
export function openIndex(dir: string, name: string, wanted: { hash: string; model: string }): Opened {
  const file = join(dir, name);
  if (!existsSync(file)) return { state: 'missing' };
  try {
    const bytes = readFileSync(file);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const length = new DataView(buffer).getUint32(0, true);
    const meta = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length))) as Meta;
    if (meta.format !== FORMAT || meta.hash !== wanted.hash || meta.model !== wanted.model) return { state: 'stale' };
    let at = 8 + length + ((8 - (length % 8)) % 8);
    const arrays: Arrays = {};
    const sum = createHash('sha256');
    for (const { name: key, kind, bytes: size } of meta.arrays) {
      const Kind = KINDS[kind];
      arrays[key] = new Kind(buffer, at, size / Kind.BYTES_PER_ELEMENT);
      sum.update(new Uint8Array(buffer, at, size));
      at += size + ((8 - (size % 8)) % 8);
    }
    sum.update(JSON.stringify([meta.arrays, meta.json]));
    return sum.digest('hex') === meta.checksum ? { state: 'ok', json: meta.json, arrays } : { state: 'damaged' };
  } catch {
    return { state: 'damaged' };
  }
}

export function dropIndex(dir: string, name: string): void {
  rmSync(join(dir, name), { force: true });
}

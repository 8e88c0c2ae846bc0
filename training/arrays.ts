import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const KINDS = { Uint32Array, Uint16Array, Float32Array } as const;
type Kind = keyof typeof KINDS;
export type NamedArrays = Record<string, Uint32Array | Uint16Array | Float32Array>;
type Head = { json: unknown; arrays: { name: string; kind: Kind; length: number }[] };

/** Writes what one step leaves to the next: a length, a line of JSON that says what follows, and the arrays, each on an 8-byte boundary. */
export function saveArrays(file: string, json: unknown, arrays: NamedArrays): void {
  const entries = Object.entries(arrays);
  const head: Head = {
    json,
    arrays: entries.map(([name, array]) => ({ name, kind: array.constructor.name as Kind, length: array.length })),
  };
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(8);
  length.writeUInt32LE(text.length);
  const blocks = [length, text, ...entries.map(([, a]) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))];
  writeFileSync(`${file}.tmp`, Buffer.concat(blocks.flatMap((b) => [b, Buffer.alloc(-b.length & 7)])));
  renameSync(`${file}.tmp`, file);
}

/** Reads it back. Throws an error that names the step to run where the file is missing. */
export function openArrays(file: string, step: string): { json: unknown; arrays: NamedArrays } {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(file));
  } catch {
    throw new Error(`${file} is missing: run the step ${step} first`);
  }
  const size = new DataView(bytes.buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size))) as Head;
  let at = 8 + size + (-size & 7);
  const arrays: NamedArrays = {};
  for (const { name, kind, length } of head.arrays) {
    const array = new KINDS[kind](bytes.buffer, at, length);
    arrays[name] = array;
    at += array.byteLength + (-array.byteLength & 7);
  }
  return { json: head.json, arrays };
}

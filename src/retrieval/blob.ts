import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes that are read when they are asked for: from memory where they were just made, from the file where they were saved. */
export type Blob = { readonly size: number; read(from: number, to: number): Buffer };
export type Blobs = Record<string, Blob>;

export function inMemory(bytes: Buffer): Blob {
  return { size: bytes.length, read: (from, to) => bytes.subarray(from, to) };
}

const toClose = new FinalizationRegistry<number>(closeSync);

/** A file that stays open as long as something may be read from it: another that takes its name later changes nothing here. */
export class OpenFile {
  readonly size: number;
  readonly #handle: number;

  /** Throws where the file can't be opened. */
  constructor(path: string) {
    this.#handle = openSync(path, 'r');
    toClose.register(this, this.#handle);
    this.size = fstatSync(this.#handle).size;
  }

  /** Throws where the file ends before that. */
  read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const got = readSync(this.#handle, bytes, done, length - done, position + done);
      if (got === 0) throw new Error('the index file is shorter than it says');
      done += got;
    }
    return bytes;
  }

  /** A stretch of the file, read when it is asked for. */
  blob(start: number, size: number): Blob {
    return { size, read: (from, to) => this.read(start + from, to - from) };
  }
}

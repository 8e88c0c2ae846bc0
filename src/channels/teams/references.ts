import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Place } from './wire.ts';

/** Where people and rooms can be spoken to without having asked. Addresses of the platform's, and nothing that was said. */
export interface References {
  get(key: string): Promise<Place | undefined>;
  /** The same again writes nothing. */
  put(key: string, place: Place): Promise<void>;
  remove(key: string): Promise<void>;
}

/** The key of somebody's personal chat, and of a room. */
export const personKey = (user: string): string => `person/${user}`;
export const roomKey = (room: string): string => `room/${room}`;

const Stored = z.object({ serviceUrl: z.string().min(1), conversation: z.string().min(1) });

/** A file for each, in a folder for its owner only. Written whole or not at all. */
export function fileReferences(dir: string): References {
  const known = new Map<string, string>();
  // Ids of the platform hold letters that no file name may have.
  const at = (key: string) => join(dir, `${createHash('sha256').update(key).digest('hex')}.json`);
  return {
    async get(key) {
      try {
        const text = known.get(key) ?? (await readFile(at(key), 'utf8'));
        return Stored.parse(JSON.parse(text));
      } catch {
        return undefined; // Not there, or not readable: it is learnt again with the next message.
      }
    },
    async put(key, { serviceUrl, conversation }) {
      const text = JSON.stringify({ serviceUrl, conversation });
      if (known.get(key) === text) return;
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const next = `${at(key)}.${randomUUID()}.next`;
      await writeFile(next, text, { mode: 0o600 });
      await rename(next, at(key));
      known.set(key, text);
      const [oldest] = known.keys();
      if (known.size > 10_000 && oldest !== undefined) known.delete(oldest);
    },
    async remove(key) {
      known.delete(key);
      await rm(at(key), { force: true });
    },
  };
}

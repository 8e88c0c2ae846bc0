import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { People } from './desk.ts';
import type { Installations } from './install.ts';

/** What the Slack channel keeps on disk, on one machine. Folders for their owner only (0700), files likewise (0600). */

/** Writes a file whole or not at all. */
async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.next`;
  await writeFile(next, text, { mode: 0o600 });
  await rename(next, file);
}

async function get(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const NAME = /^[A-Z0-9]{1,60}$/;
/** Slack's ids make file names as they are; anything else is none of theirs. */
function named(id: string): string {
  if (!NAME.test(id)) throw new Error('not an id of Slack’s');
  return id;
}

/** One file a workspace. */
export function fileInstallations(dir: string): Installations {
  const at = (key: string) => join(dir, `${named(key)}.sealed`);
  return {
    put: (key, sealed) => put(at(key), sealed),
    get: (key) => get(at(key)),
    remove: (key) => rm(at(key), { force: true }),
  };
}

/** So many conversations of a person are remembered for the home tab. */
const MOST = 20;
const List = z.array(z.string()).catch([]);

/** One file a person: where they have screenings, and nothing that was said in them. */
export function filePeople(dir: string): People {
  const at = (team: string, user: string) => join(dir, named(team), `${named(user)}.json`);
  const read = async (team: string, user: string) => List.parse(parsed(await get(at(team, user))));
  let last: Promise<unknown> = Promise.resolve();
  return {
    conversations: read,
    note: (team, user, conversation) => {
      // One after the other: two at once would forget one.
      const mine = last.then(async () => {
        const before = await read(team, user);
        if (before[0] === conversation) return;
        const now = [conversation, ...before.filter((c) => c !== conversation)].slice(0, MOST);
        await put(at(team, user), JSON.stringify(now));
      });
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? [] : JSON.parse(text);
  } catch {
    return [];
  }
}

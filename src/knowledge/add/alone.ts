import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

/** A folder that stands among the guidelines while somebody adds one. The loader passes over names with a dot. */
const LOCK = '.adding';
/** Whoever holds the lock renews it twice in this time; one that is older was left by a run that was killed. */
const STALE = 15_000;
const BETWEEN_TRIES = 50;

/**
 * Does the work while nobody else, in this process or another, does theirs in the same folder: what is read there still holds when it is written.
 * Waits at most `patience` ms and then rejects with the code ELOCKED; that is longer than a killed run's lock counts.
 */
export async function alone<T>(root: string, work: () => Promise<T>, patience: number): Promise<T> {
  await mkdir(root, { recursive: true });
  const release = await acquire(root, performance.now() + patience);
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}

async function acquire(root: string, until: number): Promise<() => Promise<void>> {
  for (;;)
    try {
      return await lock(root, {
        lockfilePath: join(root, LOCK),
        realpath: false,
        stale: STALE,
        // A machine that slept: whoever came meanwhile saw whole folders, and so do we.
        onCompromised: () => undefined,
      });
    } catch (error) {
      const held = error instanceof Error && 'code' in error && error.code === 'ELOCKED';
      if (!held || performance.now() > until) throw error;
      await wait(BETWEEN_TRIES);
    }
}

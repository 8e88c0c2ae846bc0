import { type FileHandle, open } from 'node:fs/promises';

/** What makes durable whatever has been committed. */
export type Disk = {
  /** Resolves when everything that was committed before the call outlives a power cut; rejects with the system's own error where the disk can't. */
  sync: () => Promise<void>;
  close: () => Promise<void>;
};

/**
 * SQLite's write-ahead log, synced beside the event loop. With `synchronous=full` SQLite does the same after each commit, and the whole process waits for the disk; with `normal`
 * it leaves it out, and whoever wrote waits here, alone (https://sqlite.org/pragma.html#pragma_synchronous: in WAL mode that is all the two differ in). Commits that come
 * while the disk is at work share the next sync. SQLite holds its locks on other files, so a second handle on this one takes none of them away.
 */
export function writeAheadLog(file: string): Disk {
  let handle: Promise<FileHandle> | undefined;
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const synced = async () => {
    next = undefined;
    handle ??= open(`${file}-wal`, 'r+');
    try {
      await (await handle).datasync();
    } catch (error) {
      // Opened anew next time; what failed is told.
      const broken = handle;
      handle = undefined;
      await broken.then((h) => h.close()).catch(() => undefined);
      throw error;
    }
  };
  return {
    sync: () => {
      if (file === ':memory:') return Promise.resolve();
      next ??= running
        .catch(() => undefined)
        .then(() => {
          running = synced();
          return running;
        });
      return next;
    },
    close: async () => {
      await (next ?? running).catch(() => undefined);
      await handle?.then((h) => h.close()).catch(() => undefined);
      handle = undefined;
    },
  };
}

import { chmodSync, closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { StoreError, storeError } from './errors.ts';

/** SQLite files as files: copied while others write, looked through, and put aside. For commands, which hold no other handle on them. */

/**
 * A copy of the whole file as it is at one moment, while varsam goes on writing. It is there under its name only when it is whole, for its owner only.
 *
 * @throws StoreError
 */
export async function copyOf(file: string, to: string): Promise<void> {
  await whole(to, async (beginning) => {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      // In one step, beside the event loop: taken in several, it would begin again with every write that comes between.
      await backup(db, beginning, { rate: 2 ** 31 - 1 });
    } finally {
      db.close();
    }
  });
}

/** Lets something write a new file under another name, and gives it its own when it is done and in order. */
export async function whole(file: string, write: (beginning: string) => Promise<void>): Promise<void> {
  const beginning = `${file}.part`;
  removeFile(beginning);
  try {
    closeSync(openSync(beginning, 'wx', 0o600));
    await write(beginning);
    single(beginning);
    const faults = faultsIn(beginning);
    if (faults.length > 0) throw new StoreError('corrupt', `${file}: the copy is not in order: ${faults.join('; ')}`);
    renameSync(beginning, file);
    chmodSync(file, 0o600);
  } catch (error) {
    removeFile(beginning);
    throw storeError(error, file);
  }
}

/** One file, without a log beside it. */
function single(file: string): void {
  const db = new DatabaseSync(file);
  db.exec('pragma journal_mode = delete');
  db.close();
}

/** What is wrong with a file, in SQLite's words, five at most; nothing where it is in order. */
export function faultsIn(file: string): string[] {
  try {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      const inside = db
        .prepare('pragma integrity_check(5)')
        .all()
        .map((row) => String(row.integrity_check));
      const lost = db
        .prepare('pragma foreign_key_check')
        .all()
        .map((row) => `${row.table}: a row without its ${row.parent}`);
      return [...inside.filter((word) => word !== 'ok'), ...lost].slice(0, 5);
    } finally {
      db.close();
    }
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Its tables, each after those it refers to; Kysely's own are left out. */
export function tablesIn(file: string): string[] {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const names = db
      .prepare(
        `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%' order by name`,
      )
      .all()
      .map((row) => String(row.name));
    const parents = (table: string) =>
      db
        .prepare('select "table" as parent from pragma_foreign_key_list(?)')
        .all(table)
        .map((row) => String(row.parent));
    const inOrder: string[] = [];
    const visit = (table: string) => {
      if (inOrder.includes(table)) return;
      for (const parent of parents(table)) if (parent !== table) visit(parent);
      inOrder.push(table);
    };
    for (const name of names) visit(name);
    return inOrder;
  } finally {
    db.close();
  }
}

/** A file and what SQLite keeps beside it, under another name. */
export function putAside(file: string, name: string): void {
  for (const end of ['', '-wal', '-shm']) {
    try {
      renameSync(`${file}${end}`, `${name}${end}`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}

function removeFile(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
}

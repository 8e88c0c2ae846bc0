import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** A Postgres server of the tests' own: Debian's binaries, a folder in the temporary one, a Unix socket, fsync on, never as root. */
export type Server = {
  /** The address of a database on it, which is created where it is not there. */
  database: (name: string) => Promise<string>;
  /** Ends it the hard way, as a crash would. */
  kill: () => Promise<void>;
  /** Starts it again on the same data. */
  start: () => Promise<void>;
  /** Ends it and takes its folder away. */
  remove: () => Promise<void>;
  folder: string;
};

const MEND =
  'Postgres is missing: install it (Debian: apt-get install postgresql; scripts/install-postgres.sh does) or set POSTGRES_BIN to the folder with initdb and postgres.';

/** The folder with `initdb` and `postgres`; undefined where none is installed. */
function binaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [process.env.POSTGRES_BIN ?? '', ...versions.map((v) => join(debian, v, 'bin')), pgConfig()];
  return folders.find((folder) => folder && existsSync(join(folder, 'initdb')));
}

function pgConfig(): string {
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/** Why the tests on Postgres do not run here; undefined where they do. Under CI their absence is a failure. */
export function withoutPostgres(): string | undefined {
  if (binaries()) return undefined;
  if (process.env.CI) throw new Error(MEND);
  return MEND;
}

/** Who the server runs as: it refuses to run as root. */
export function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (what: string, user: string) => Number(execFileSync('id', [what, user], { encoding: 'utf8' }));
  try {
    return { uid: id('-u', 'postgres'), gid: id('-g', 'postgres') };
  } catch {
    return { uid: id('-u', 'nobody'), gid: id('-g', 'nobody') };
  }
}

/** @param settings of postgresql.conf, as name=value */
export async function startServer(settings: readonly string[] = [], folder = newFolder()): Promise<Server> {
  const data = join(folder, 'data');
  const who = account();
  if (who.uid !== undefined && who.gid !== undefined) chownSync(folder, who.uid, who.gid);
  // A locale of people, not of machines: what must sort by code point has to say so.
  const locale = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=nb'];
  const args = ['-D', data, '-U', 'varsam', '--auth=trust', '--encoding=UTF8', ...locale];
  execFileSync(join(bin(), 'initdb'), args, { ...who, stdio: 'ignore' });
  const server = serverIn(folder, settings);
  await server.start();
  return server;
}

export function serverIn(folder: string, settings: readonly string[]): Server {
  const data = join(folder, 'data');
  const address = (database: string) => `postgres://varsam@localhost/${database}?host=${data}`;
  const kill = async () => {
    const pid = pidOf(data);
    if (pid === undefined) return;
    process.kill(pid, 'SIGQUIT');
    while (alive(pid)) await pause(20);
  };
  return {
    folder,
    kill,
    start: async () => {
      const given = ['listen_addresses=', `unix_socket_directories=${data}`, 'max_connections=200', ...settings];
      const args = ['-D', data, ...given.flatMap((s) => ['-c', s])];
      const child = spawn(join(bin(), 'postgres'), args, { ...account(), stdio: 'ignore', detached: true });
      child.unref();
      while (!(await answers(address('postgres')))) {
        if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`);
        await pause(50);
      }
    },
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
    database: async (name) => {
      const client = new pg.Client({ connectionString: address('postgres') });
      await client.connect();
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
      if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`);
      await client.end();
      return address(name);
    },
  };
}

function bin(): string {
  const folder = binaries();
  if (!folder) throw new Error(MEND);
  return folder;
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'varsam-pg-'));
}

async function answers(address: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: address });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function pidOf(data: string): number | undefined {
  const file = join(data, 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** For the end of a run: the server in a folder, where one was started, and the folder. */
export async function endServer(folder: string): Promise<void> {
  await serverIn(folder, []).remove();
}

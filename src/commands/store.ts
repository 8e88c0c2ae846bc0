import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import { clock, storeFile, storePlace } from '../main.ts';
import { backupStore, checkStore, restoreStore, type StorePlace } from '../store/backup.ts';
import { StoreError } from '../store/errors.ts';

const USAGE = `npm run store -- backup FILE             the whole store as it is now, in one new file; varsam may go on meanwhile
npm run store -- restore FILE            a backup into an empty store: SQLite or Postgres, whichever is configured
npm run store -- restore FILE --replace  … in place of what is there, which is kept in a file of its own; stop varsam first
npm run store -- check [FILE]            whether the store, or a backup, is in order`;

/** `store`: backup, restore and check. 0: done or in order · 1: it could not be done · 2: asked for wrongly. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { replace: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const [what, given, ...rest] = positionals;
  const file = given && resolve(given);
  const config = readConfig();
  try {
    if (values.help) return say(USAGE, 0);
    if (rest.length > 0) return refuse();
    if (what === 'backup' && file && !values.replace) return await backup(config, file);
    if (what === 'restore' && file) return await restore(config, file, values.replace ?? false);
    if (what === 'check' && !values.replace) return await check(config, file);
    return refuse();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function backup(config: Config, file: string): Promise<number> {
  await backupStore(placeOf(config), file);
  const size = Math.ceil(statSync(file).size / 1024).toLocaleString('en');
  return say(
    `Backed up: ${storePlace(config)} -> ${file}, ${size} kB, checked. It holds what people wrote: keep it as safe as the store.`,
    0,
  );
}

async function restore(config: Config, file: string, replace: boolean): Promise<number> {
  const stamp = clock.now().toISOString().replace(/\D/g, '').slice(0, 14);
  const kept = config.database
    ? join(dirname(file), `varsam-before-restore-${stamp}.db`)
    : join(config.dataDir, `varsam-before-restore-${stamp}.db`);
  const done = await restoreStore(placeOf(config), file, { replace, kept });
  const rows = Object.entries(done.rows).filter(([, n]) => n > 0);
  const total = rows.reduce((sum, [, n]) => sum + n, 0);
  return say(
    [
      `Restored: ${file} -> ${storePlace(config)}, ${total} rows in ${rows.length} tables.`,
      ...(done.kept ? [`What was there before is in ${done.kept}.`] : []),
    ].join('\n'),
    0,
  );
}

async function check(config: Config, file: string | undefined): Promise<number> {
  const place = file ? { file } : placeOf(config);
  const faults = await checkStore(place);
  if (faults.length === 0) return say(`In order: ${file ?? storePlace(config)}`, 0);
  console.error(`NOT in order: ${file ?? storePlace(config)}\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  console.error('Restore the last backup: npm run store -- restore FILE --replace');
  return 1;
}

const placeOf = (config: Config): StorePlace =>
  config.database ? { postgres: config.database } : { file: storeFile(config) };

function say(words: string, code: number): number {
  console.log(words);
  return code;
}

function refuse(): number {
  console.error(USAGE);
  return 2;
}

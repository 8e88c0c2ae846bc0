import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startServer, withoutPostgres } from '../support/postgres-server.ts';
import { DEEDS, killDeed } from './deeds.ts';
import { type Killed, killRounds, seeded } from './rounds.ts';

/**
 * `npm run test:faults`: 200 kills (`kill -9`) in the middle of what people do, and what stood afterwards. `--kills 50` for fewer, `--seed 2` for other moments,
 * `--index FOLDER` for an index that is built already. 0: nothing was lost or doubled.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    index: { type: 'string' },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
const index = values.index === undefined ? {} : { index: values.index };
const before = loadavg()[0] ?? 0;
const say = (where: string) => (n: number) => void (n % 10 === 0 && console.error(`${where}: ${n} kills`));

const share = (of: number) => Math.max(1, Math.round(kills * of));
const aside = share(0.1);
const noServer = withoutPostgres();
const onPostgres = noServer ? 0 : share(0.1);
const onSqlite = Math.max(1, kills - onPostgres - aside * DEEDS.length);

const sqlite = await killRounds({ kills: onSqlite, seed, ...index, onRound: say('SQLite') });
const server = noServer ? undefined : await startServer();
const postgres =
  server &&
  (await killRounds({
    kills: onPostgres,
    seed: seed + 1,
    ...index,
    database: await server.database('faults'),
    onRound: say('Postgres'),
  }).finally(() => server.remove()));
const random = seeded(seed + 2);
const rows = [...table('SQLite', sqlite), ...(postgres ? table('Postgres', postgres) : [])];
let wrong = [...faultsOf(sqlite), ...(postgres ? faultsOf(postgres) : [])];
for (const what of DEEDS) {
  const found = [];
  for (let i = 0; i < aside; i++) found.push(...(await killDeed(what, random)));
  rows.push(`| ${what} | SQLite | ${aside} | ${aside} | ${found.length} |`);
  wrong = [...wrong, ...found.map((f) => `${what}: ${f}`)];
}

console.log(
  `${onSqlite + onPostgres + aside * DEEDS.length} kills, seed ${seed}; load ${before.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`,
);
if (noServer) console.log(`Without Postgres: ${noServer}`);
console.log(
  '\n| use case | store | begun | under way at the kill | lost or doubled |\n| --- | --- | --: | --: | --: |',
);
console.log(rows.join('\n'));
for (const [where, killed] of [
  ['SQLite', sqlite],
  ['Postgres', postgres],
] as const)
  if (killed)
    console.log(
      `\n${where}: ${killed.acknowledged} messages acknowledged, ${killed.resent} sent again after a kill, ${killed.shownAgain} shown by two processes, ${killed.differing.length} of them otherwise the second time`,
    );
if (wrong.length > 0) console.log(`\n${wrong.join('\n')}`);
process.exitCode = wrong.length === 0 ? 0 : 1;

function table(where: string, { rows: all }: Killed): string[] {
  return [...all].map(([name, r]) => `| ${name} | ${where} | ${r.begun} | ${r.underWay} | ${r.wrong.length} |`);
}
function faultsOf({ rows: all, differing }: Killed): string[] {
  return [...[...all].flatMap(([name, r]) => r.wrong.map((w) => `${name}: ${w}`)), ...differing];
}

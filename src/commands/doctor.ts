import { parseArgs } from 'node:util';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { diskLines, indexLine, knowledgeLines, municipalityLines, storeLine } from './doctor/house.ts';
import { type Line, off, ok, said, WORLD, type World, withoutSecrets, wrong } from './doctor/line.ts';
import { embeddingsLine, modelLine } from './doctor/models.ts';
import { publicLines } from './doctor/reachable.ts';
import { manifestLine, slackLines } from './doctor/slack.ts';
import { folderBotLines, teamsLine, teamsManifestLine } from './doctor/teams.ts';
import { tenantsIn } from './doctor/tenants.ts';

const USAGE = 'usage: npm run doctor -- [--json]';
type Env = Record<string, string | undefined>;

/** Looks at everything that is configured, and says of each what to do. 1 where something is not in order. `--json`: one object on standard output. */
export async function run(args: string[]): Promise<number> {
  let json: boolean;
  try {
    json = parseArgs({ args, options: { json: { type: 'boolean' } } }).values.json ?? false;
  } catch {
    console.error(USAGE);
    return 2;
  }
  const lines = await examine(process.env, process.cwd());
  const good = lines.every((line) => line.state !== 'wrong');
  console.log(json ? JSON.stringify({ ok: good, checks: lines }, null, 2) : drawn(lines));
  return good ? 0 : 1;
}

/** Everything, in the order in which it is to be mended. Never rejects, and says no key. */
export async function examine(env: Env, here: string, world: World = WORLD): Promise<Line[]> {
  const { config, lines } = settingsOf(env, here);
  const spoiled = new Set(lines.map((line) => line.name));
  /** What has a fault in its settings is said once. */
  const unless = (name: string, look: () => Promise<Line[]>) => (spoiled.has(name) ? [] : safely(name, look));
  const knowledge = await safely('knowledge', async () => knowledgeLines(config));
  const known = knowledge.every((line) => line.state === 'ok');
  const { lines: tenants, folders } = tenantsIn(config);
  const house = [
    ...(await unless('disk', async () => diskLines(config))),
    ...(await safely('store', async () => [await storeLine(config)])),
    ...knowledge,
    ...(known ? await safely('index', async () => [await indexLine(config)]) : []),
    ...(await unless('municipality', () => municipalityLines(config))),
    ...tenants,
  ];
  const outside = await Promise.all([
    unless('model', async () => [await modelLine(config)]),
    unless('embeddings', async () => [await embeddingsLine(config)]),
    safely('slack manifest', async () => [manifestLine()]),
    unless('slack', () => slackLines(config, world)),
    safely('teams manifest', async () => [teamsManifestLine()]),
    // Where municipalities have bots of their own, the installation need have none.
    ...(config.teams || !folders.some((f) => f.teams)
      ? [unless('teams', async () => [await teamsLine(config, world)])]
      : []),
    safely('teams', () => folderBotLines(folders, world)),
    unless('public address', () => publicLines(config, folders, world)),
  ]);
  return withoutSecrets(
    [...lines, ...house, ...outside.flat()],
    [...secretsIn(env), ...folders.flatMap((f) => f.teams?.password ?? [])],
  );
}

async function safely(name: string, look: () => Promise<Line[]>): Promise<Line[]> {
  try {
    return await look();
  } catch (error) {
    return [
      wrong(name, said(error), 'This is a fault of varsam’s own: run it again with VARSAM_LOG=debug, and report it.'),
    ];
  }
}

/** Settings that belong together: one that is wrong leaves the others to be looked at. */
const GROUPS: [string, RegExp][] = [
  ['slack', /^VARSAM_(?:SLACK_|SECRET_KEY)/],
  ['teams', /^VARSAM_TEAMS_/],
  ['model', /^VARSAM_MODEL/],
  ['embeddings', /^VARSAM_EMBEDDINGS/],
  ['municipality', /^VARSAM_MUNICIPALITY/],
  ['public address', /^VARSAM_PUBLIC_URL/],
  ['disk', /^VARSAM_DATA_DIR/],
  ['settings', /^VARSAM_/],
];
const groupOf = (key: string): string => GROUPS.find(([, keys]) => keys.test(key))?.[0] ?? 'settings';

/** The settings as far as they can be read, and a line for each fault in them. */
function settingsOf(env: Env, here: string): { config: Config; lines: Line[] } {
  const read = (some: Env): Config | ConfigError => {
    try {
      return readConfig(some, here);
    } catch (error) {
      if (error instanceof ConfigError) return error;
      throw error;
    }
  };
  const whole = read(env);
  if (!(whole instanceof ConfigError)) {
    const n = Object.keys(env).filter((key) => key.startsWith('VARSAM_')).length;
    const line =
      n > 0
        ? ok('settings', `${n} set, and they fit together`)
        : off(
            'settings',
            'none set: varsam runs on this machine alone, without network',
            'docs/configuration.md lists them all',
          );
    return { config: whole, lines: [line] };
  }
  const faults = new Set(whole.message.split('\n'));
  let good: Env = {};
  let config = read({});
  for (const [group] of GROUPS.toReversed()) {
    const more = {
      ...good,
      ...Object.fromEntries(Object.entries(env).filter(([key]) => key.startsWith('VARSAM_') && groupOf(key) === group)),
    };
    const next = read(more);
    if (next instanceof ConfigError) for (const line of next.message.split('\n')) faults.add(line);
    else [good, config] = [more, next];
  }
  if (config instanceof ConfigError) throw config;
  const lines = [...faults].map((line) => {
    const name = groupOf(/VARSAM_\w+/.exec(line)?.[0] ?? '');
    const [, what = line, mend = 'docs/configuration.md says what it takes.'] =
      /^(.*?[.:]) ([A-Zd].*)$/.exec(line) ?? [];
    return wrong(name, what.replace(/[.:]$/, ''), mend);
  });
  return { config, lines };
}

/** Values that must stand nowhere. */
function secretsIn(env: Env): string[] {
  return Object.entries(env).flatMap(([key, value]) =>
    /^VARSAM_.*(?:KEY|TOKEN|SECRET|PASSWORD)$/.test(key) && value ? [value] : [],
  );
}

const STATES: Record<Line['state'], string> = { ok: 'ok   ', off: 'off  ', wrong: 'WRONG' };
function drawn(lines: readonly Line[]): string {
  const width = Math.max(...lines.map((line) => line.name.length));
  const indent = ' '.repeat(width + 11);
  const rows = lines.flatMap(({ name, state, what, mend }) => [
    `  ${STATES[state]}  ${name.padEnd(width)}  ${what}`,
    ...(mend ? [`${indent}${mend}`] : []),
  ]);
  const n = lines.filter((line) => line.state === 'wrong').length;
  const sum =
    n === 0
      ? 'Everything that is configured is in order.'
      : n === 1
        ? 'One thing needs mending.'
        : `${n} things need mending.`;
  return `\n${rows.join('\n')}\n\n${sum}\n`;
}

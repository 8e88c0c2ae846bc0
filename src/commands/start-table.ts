import type { Config } from '../config.ts';
import type { Knowledge } from '../core/guideline.ts';
import type { Owner } from '../core/learning/owners.ts';
import { storePlace } from '../main.ts';
import type { TeamsBot } from './teams-on.ts';

/** What the table is made from; `Varsam` of main.ts has it all. */
export type Started = {
  url: string;
  knowledge: Pick<Knowledge, 'guidelines' | 'law' | 'curated' | 'conflicts'>;
  index: { state: string; vectorSearch: string };
  config: Partial<Pick<Config, 'signIn'>> &
    Pick<Config, 'dataDir' | 'knowledgeDir' | 'model' | 'embeddings'> &
    Partial<Pick<Config, 'database'>>;
  /** Slack as it stands after the first try; undefined: it is not configured. */
  slack?: { on: boolean; what: string; how?: string } | undefined;
  teams?: readonly TeamsBot[];
  /** The operations port's address. */
  ops?: string | undefined;
  /** When the week's digest is sent next, by which timetable, and to whom; undefined: it is not known here. */
  digest?: { next: Date | undefined; cron: string; zone: string; owners: readonly Owner[] };
};

type Row = { name: string; on: boolean; what: string; how?: string };

/** The start-up table for whoever runs varsam: what is on, what is off, and what turns it on. Never a key. */
export function startTable(started: Started): string {
  const rows = rowsOf(started);
  const width = Math.max(...rows.map((r) => r.name.length));
  const lines = rows.flatMap(({ name, on, what, how }) => [
    `  ${name.padEnd(width)}  ${on ? 'on ' : 'off'}  ${what}`,
    ...(how ? [`  ${' '.repeat(width)}       ${how}`] : []),
  ]);
  return `\nvarsam is ready: ${started.url}\n\n${lines.join('\n')}\n\nCtrl+C stops it.\n`;
}

function rowsOf({ url, knowledge, index, config, slack, teams, digest, ops }: Started): Row[] {
  const { guidelines, law, curated, conflicts } = knowledge;
  const rules = guidelines.reduce((sum, g) => sum + g.rules.length, 0);
  const answers = curated.filter((e) => e.outcome === 'answered').length;
  return [
    webRow(url, config.signIn),
    {
      name: 'knowledge',
      on: true,
      what: `${count(guidelines.length, 'document')}, ${count(rules, 'rule')}, ${count(answers, 'written answer')}, ${count(law.length, 'law note')}, ${count(conflicts.length, 'conflict')}`,
      how: config.knowledgeDir,
    },
    { name: 'index', on: true, what: INDEX[index.state] ?? index.state },
    embeddingsRow(config, index.vectorSearch),
    modelRow(config),
    { name: 'slack', ...(slack ?? SLACK_OFF) },
    ...teamsRows(url, teams ?? []),
    consoleRow(url, config.signIn),
    ...(digest ? [digestRow(digest)] : []),
    ...(ops ? [{ name: 'operations', on: true, what: `${ops}/health/ready, ${ops}/metrics` }] : []),
    { name: 'store', on: true, what: storePlace(config) },
  ];
}

const SLACK_OFF = {
  on: false,
  what: 'not configured',
  how: 'To turn on: VARSAM_SLACK_BOT_TOKEN=<xoxb-…> VARSAM_SLACK_APP_TOKEN=<xapp-…>; docs/slack.md says where they are',
};

/** One row a bot: each is of one organisation. */
function teamsRows(url: string, bots: readonly TeamsBot[]): Row[] {
  if (bots.length === 0)
    return [
      {
        name: 'teams',
        on: false,
        what: 'not configured',
        how: 'To turn on: VARSAM_TEAMS_APP_ID=<id> VARSAM_TEAMS_APP_PASSWORD=<password> VARSAM_TEAMS_TENANT_ID=<id>; docs/teams.md says where they are',
      },
    ];
  return bots.map(({ path, organisation }) => ({
    name: 'teams',
    on: true,
    what:
      organisation === null
        ? `${url}${path}, unsigned, for a client on this machine alone`
        : `${url}${path}, tenant ${organisation}`,
  }));
}

/** Nobody signs in yet: whoever is at this machine may open it, and nobody else. */
function webRow(url: string, signIn: Config['signIn'] | undefined): Row {
  if (signIn)
    return { name: 'web chat', on: true, what: `${signIn.publicUrl}, signed in at ${new URL(signIn.issuer).host}` };
  if (LOOPBACK.test(new URL(url).hostname)) return { name: 'web chat', on: true, what: url };
  return {
    name: 'web chat',
    on: false,
    what: 'on a network it takes sign-in',
    how: 'To turn on: VARSAM_OIDC_ISSUER=<https://…>, or VARSAM_HOST=127.0.0.1 for this machine alone; docs/access.md says how',
  };
}

function consoleRow(url: string, signIn: Config['signIn'] | undefined): Row {
  if (signIn) return { name: 'console', on: true, what: `${signIn.publicUrl}/console, for those whose groups say so` };
  const here = LOOPBACK.test(new URL(url).hostname);
  return here
    ? { name: 'console', on: true, what: `${url}/console, on this machine alone` }
    : {
        name: 'console',
        on: false,
        what: 'only on this machine',
        how: 'To turn on: set up sign-in (docs/access.md), or leave VARSAM_HOST out',
      };
}
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function digestRow({ next, cron, zone, owners }: NonNullable<Started['digest']>): Row {
  const when = next
    ? new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: zone }).format(next)
    : 'never';
  const rooms = ({ id, to }: Owner) => {
    const where = [to.slack && 'slack', to.teams && 'teams'].filter(Boolean).join(' and ');
    return `${id} (${where || 'console'})`;
  };
  const to = owners.length > 0 ? owners.map(rooms).join(', ') : 'the console';
  return {
    name: 'digest',
    on: next !== undefined,
    what: `${when} (${cron}, ${zone}), to ${to}`,
    ...(owners.length > 0
      ? {}
      : { how: 'To send it to somebody: VARSAM_MUNICIPALITY=<file> with owners; docs/municipality.md says how' }),
  };
}

const INDEX: Record<string, string> = {
  opened: 'opened as saved',
  built: 'built now',
  'rebuilt: stale': 'built again: the knowledge or the embedding model has changed',
  'rebuilt: damaged': 'built again: the saved one was damaged',
};

function embeddingsRow({ embeddings }: Started['config'], search: string): Row {
  const what = embeddings ? `${embeddings.name}${at(embeddings.url)}` : 'built in, no network';
  return { name: 'embeddings', on: true, what: `${what}; vector search: ${search}` };
}

function modelRow({ model }: Started['config']): Row {
  if (!model)
    return {
      name: 'model',
      on: false,
      what: 'answers come straight from the sources',
      how: 'To turn on: VARSAM_MODEL=<model> VARSAM_MODEL_URL=<https://…/v1> VARSAM_MODEL_KEY=<key>',
    };
  return {
    name: 'model',
    on: true,
    what: `${model.name}${at(model.url)}, given ${model.timeoutMs / 1000} s to answer`,
  };
}

function at(url: string | undefined): string {
  return url ? ` at ${new URL(url).host}` : '';
}

function count(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? '' : 's'}`;
}

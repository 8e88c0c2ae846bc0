import type { z } from 'zod';
import type { Environment } from './settings.ts';

/** What is wrong with settings that are each right: half of what belongs together, and what can't be said together. */

export type Read = z.infer<typeof Environment>;
const OAUTH_MEND =
  'Many workspaces take all four: VARSAM_SLACK_CLIENT_ID, _CLIENT_SECRET, _STATE_SECRET and VARSAM_SECRET_KEY.';
const TEAMS_MEND =
  'Teams takes all three: VARSAM_TEAMS_APP_ID, VARSAM_TEAMS_APP_PASSWORD and VARSAM_TEAMS_TENANT_ID; docs/teams.md says where they are.';
const DATABASE_MEND =
  'Set VARSAM_DATABASE_URL, such as postgres://user:password@host:5432/varsam, or leave both out for a file in VARSAM_DATA_DIR.';
const OIDC_MEND =
  'Signing in takes all five: VARSAM_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET, VARSAM_PUBLIC_URL and VARSAM_SECRET_KEY; docs/access.md says where they are.';
const EMBEDDINGS_MEND = 'Set VARSAM_EMBEDDINGS to the name of the embedding model that it is for.';

type Half = [set: keyof Read, needs: keyof Read, mend: string];
/** Settings that come together or not at all. */
const together = (mend: string, ...all: (keyof Read)[]): Half[] =>
  all.flatMap((set) => all.filter((needs) => needs !== set).map((needs): Half => [set, needs, mend]));
const HALF: Half[] = [
  ['VARSAM_DATABASE_CA', 'VARSAM_DATABASE_URL', DATABASE_MEND],
  ['VARSAM_DATABASE_POOL', 'VARSAM_DATABASE_URL', DATABASE_MEND],
  ...together(TEAMS_MEND, 'VARSAM_TEAMS_APP_ID', 'VARSAM_TEAMS_APP_PASSWORD', 'VARSAM_TEAMS_TENANT_ID'),
  [
    'VARSAM_SLACK_APP_TOKEN',
    'VARSAM_SLACK_BOT_TOKEN',
    'Set VARSAM_SLACK_BOT_TOKEN to the bot token of the same app, xoxb-….',
  ],
  ...together(OAUTH_MEND, 'VARSAM_SLACK_CLIENT_ID', 'VARSAM_SLACK_CLIENT_SECRET', 'VARSAM_SLACK_STATE_SECRET'),
  ['VARSAM_SLACK_CLIENT_ID', 'VARSAM_SECRET_KEY', OAUTH_MEND],
  [
    'VARSAM_SLACK_CLIENT_ID',
    'VARSAM_SLACK_SIGNING_SECRET',
    'Many workspaces reach varsam over signed HTTP: set VARSAM_SLACK_SIGNING_SECRET.',
  ],
  ...together(OIDC_MEND, 'VARSAM_OIDC_ISSUER', 'VARSAM_OIDC_CLIENT_ID', 'VARSAM_OIDC_CLIENT_SECRET'),
  ['VARSAM_OIDC_ISSUER', 'VARSAM_PUBLIC_URL', OIDC_MEND],
  ['VARSAM_OIDC_ISSUER', 'VARSAM_SECRET_KEY', OIDC_MEND],
  ['VARSAM_MODEL_URL', 'VARSAM_MODEL', 'Set VARSAM_MODEL to the name of the model at that address.'],
  ['VARSAM_MODEL_KEY', 'VARSAM_MODEL', 'Set VARSAM_MODEL to the name of the model the key is for.'],
  ['VARSAM_EMBEDDINGS_URL', 'VARSAM_EMBEDDINGS', EMBEDDINGS_MEND],
  ['VARSAM_EMBEDDINGS_KEY', 'VARSAM_EMBEDDINGS', EMBEDDINGS_MEND],
  [
    'VARSAM_EMBEDDINGS',
    'VARSAM_EMBEDDINGS_DIMENSIONS',
    'Set VARSAM_EMBEDDINGS_DIMENSIONS to the length of its vectors, such as 1024.',
  ],
];

/** What two settings can't say together, or one of two must. */
function slackFaults(e: Read): string[] {
  const { VARSAM_SLACK_BOT_TOKEN: bot, VARSAM_SLACK_CLIENT_ID: client } = e;
  const { VARSAM_SLACK_APP_TOKEN: socket, VARSAM_SLACK_SIGNING_SECRET: signing } = e;
  if (bot && client)
    return [
      'VARSAM_SLACK_BOT_TOKEN and VARSAM_SLACK_CLIENT_ID are both set. Keep the token for one workspace, or the client id for many.',
    ];
  if (bot && !socket && !signing)
    return [
      'VARSAM_SLACK_BOT_TOKEN is set, but neither VARSAM_SLACK_APP_TOKEN nor VARSAM_SLACK_SIGNING_SECRET is. Set VARSAM_SLACK_APP_TOKEN (xapp-…) for Socket Mode, or VARSAM_SLACK_SIGNING_SECRET for signed HTTP.',
    ];
  if (signing && !bot && !client)
    return [
      'VARSAM_SLACK_SIGNING_SECRET is set, but VARSAM_SLACK_BOT_TOKEN is not. Set VARSAM_SLACK_BOT_TOKEN to the bot token, xoxb-….',
    ];
  return [];
}

/** What waits for its answer is encrypted: another machine that takes it up needs the same key. */
function keyFaults(e: Read): string[] {
  const chats = e.VARSAM_SLACK_BOT_TOKEN ?? e.VARSAM_TEAMS_APP_ID;
  return e.VARSAM_DATABASE_URL && chats && !e.VARSAM_SECRET_KEY
    ? [
        'VARSAM_DATABASE_URL is set with Slack or Teams, but VARSAM_SECRET_KEY is not. Make one with openssl rand -hex 32, and set the same on every machine.',
      ]
    : [];
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;
/** Unsigned requests are taken from this machine alone, and never beside signed ones. */
function teamsFaults(e: Read): string[] {
  if (!e.VARSAM_TEAMS_PLAYGROUND) return [];
  if (!LOOPBACK.test(e.VARSAM_HOST))
    return [
      `VARSAM_TEAMS_PLAYGROUND takes unsigned requests, but VARSAM_HOST is ${e.VARSAM_HOST}. Leave VARSAM_HOST out, or leave the playground out.`,
    ];
  return e.VARSAM_TEAMS_APP_ID
    ? [
        'VARSAM_TEAMS_PLAYGROUND and VARSAM_TEAMS_APP_ID are both set. Keep the one, for Teams itself or for the playground.',
      ]
    : [];
}

/** Plain HTTP is for trying it out on one machine: anywhere else somebody in between could sign in as anybody. */
function signInFaults(e: Read): string[] {
  return (['VARSAM_OIDC_ISSUER', 'VARSAM_PUBLIC_URL'] as const)
    .filter((name) => {
      const url = e.VARSAM_OIDC_ISSUER && e[name] ? new URL(e[name]) : undefined;
      return url?.protocol === 'http:' && !LOOPBACK.test(url.hostname);
    })
    .map((name) => `${name} begins with http://. Signing in takes https:// for every address but this machine's own.`);
}

/** What one setting asks for and others lack, in one line for each mend. */
export function halfFaults(given: Record<string, string | undefined>): string[] {
  const lacking = HALF.filter(([set, needs]) => given[set] !== undefined && given[needs] === undefined);
  const lines = Map.groupBy(lacking, ([set, _, mend]) => [`${set} is set, but `, ` not. ${mend}`].join('\n'));
  return [...lines].map(([line, all]) =>
    line.replace('\n', `${all.map(([_, needs]) => needs).join(' and ')} ${all.length > 1 ? 'are' : 'is'}`),
  );
}

/** Passages are found in a database that there is. */
const indexFaults = (e: Read): string[] =>
  e.VARSAM_INDEX === 'postgres' && !e.VARSAM_DATABASE_URL
    ? [`VARSAM_INDEX is postgres, but VARSAM_DATABASE_URL is not set. ${DATABASE_MEND.replace('both', 'VARSAM_INDEX')}`]
    : [];

/** What sound settings can't say together, or one of two must. */
export const clashes = (e: Read): string[] =>
  [slackFaults, teamsFaults, keyFaults, signInFaults, indexFaults].flatMap((look) => look(e));

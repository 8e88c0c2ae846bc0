import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { installationStore } from '../../channels/slack/install.ts';
import { keptInstallations } from '../../channels/slack/kept.ts';
import { BOT_SCOPES, EVENT_SCOPES } from '../../channels/slack/scopes.ts';
import type { Config } from '../../config.ts';
import { clock, openStores, storePlace } from '../../main.ts';
import { type Line, off, ok, reach, said, type World, wrong } from './line.ts';

/** Slack: its manifest, its tokens, and what they may do. */

const MANIFEST = join(import.meta.dirname, '..', '..', '..', 'manifest.json');
const Manifest = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
});

/** The manifest against what the code calls and listens to. */
export function manifestLine(file: string = MANIFEST): Line {
  const name = 'slack manifest';
  const mend = 'Take the manifest.json of this version of varsam.';
  try {
    const { oauth_config, settings } = Manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
    const scopes = differ(oauth_config.scopes.bot, BOT_SCOPES, 'scope');
    const events = differ(settings.event_subscriptions.bot_events, Object.keys(EVENT_SCOPES), 'event');
    const faults = [...scopes, ...events];
    if (faults.length > 0) return wrong(name, `manifest.json: ${faults.join('; ')}`, mend);
    return ok(name, `manifest.json asks for the ${BOT_SCOPES.length} scopes that varsam uses, and no others`);
  } catch {
    return wrong(name, 'manifest.json can’t be read', mend);
  }
}

function differ(has: readonly string[], needs: readonly string[], what: string): string[] {
  const lacks = needs.filter((one) => !has.includes(one));
  const more = has.filter((one) => !needs.includes(one));
  return [
    ...(lacks.length > 0 ? [`lacks the ${what}s ${lacks.join(', ')}`] : []),
    ...(more.length > 0 ? [`has ${what}s that nothing uses: ${more.join(', ')}`] : []),
  ];
}

type Settings = Pick<Config, 'slack' | 'dataDir' | 'database' | 'secretKeys'>;

export async function slackLines({ slack, ...settings }: Settings, world: World): Promise<Line[]> {
  if (!slack)
    return [
      off(
        'slack',
        'not configured',
        'To turn on: VARSAM_SLACK_BOT_TOKEN=<xoxb-…> VARSAM_SLACK_APP_TOKEN=<xapp-…>; docs/slack.md says where they are',
      ),
    ];
  const { botToken, appToken, signingSecret, oauth } = slack;
  const how = signingSecret ? [ok('slack signing', 'requests to /slack/events must be signed')] : [];
  if (oauth) return [...how, ...(await installed(settings, world))];
  return [
    ...(botToken ? await botLines('slack token', botToken, world) : []),
    ...(appToken && !signingSecret ? [await appLine(appToken, world)] : []),
    ...how,
  ];
}

const Reply = z.object({
  ok: z.boolean(),
  error: z.string().default('unknown'),
  team: z.string().default('workspace'),
  user: z.string().default('varsam'),
});

async function call(method: string, token: string, { slackApi, ...world }: World) {
  const response = await reach({ slackApi, ...world }, `${slackApi}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  });
  const reply = Reply.safeParse(await response.json().catch(() => undefined)).data;
  if (!reply) throw new Error(`Slack answered with HTTP ${response.status}`);
  return { ...reply, scopes: response.headers.get('x-oauth-scopes') };
}

/** Whose a bot token is, and whether it may do what varsam does. */
async function botLines(name: string, token: string, world: World): Promise<Line[]> {
  try {
    const { ok: good, error, team, user, scopes } = await call('auth.test', token, world);
    if (!good) return [wrong(name, `Slack refuses the bot token: ${error}`, BOT_MENDS[error] ?? COPY)];
    return [ok(name, `${team} as @${user}`), scopesLine(name, scopes)];
  } catch (error) {
    return [wrong(name, said(error), NETWORK)];
  }
}
const NETWORK = 'Let this machine through to slack.com (HTTPS, and WebSockets to *.slack.com for Socket Mode).';
const COPY = 'Copy the Bot User OAuth Token again: OAuth & Permissions, docs/slack.md step 2.';
const BOT_MENDS: Record<string, string> = {
  account_inactive: 'The app was taken out of the workspace: install it again, then copy the Bot User OAuth Token.',
  token_revoked: 'The token was withdrawn: install the app again, then copy the Bot User OAuth Token.',
  token_expired:
    'The app rotates its tokens: turn token rotation off in the app’s manifest, as in manifest.json, and install it again.',
};

function scopesLine(name: string, granted: string | null): Line {
  const title = name.replace(/token$/, 'scopes');
  if (granted === null)
    return wrong(
      title,
      'Slack did not say what the token may do',
      'Run it again; if it stays, look at status.slack.com.',
    );
  const has = granted
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean);
  const lacks = BOT_SCOPES.filter((s) => !has.includes(s));
  const more = has.filter((s) => !BOT_SCOPES.includes(s));
  if (lacks.length > 0)
    return wrong(
      title,
      `the token lacks ${lacks.join(', ')}`,
      'App Manifest: paste manifest.json again and save; then Install App, Reinstall.',
    );
  if (more.length > 0)
    return ok(
      title,
      `all ${BOT_SCOPES.length}, and more than varsam uses: ${more.join(', ')}`,
      'To narrow it: paste manifest.json again and reinstall.',
    );
  return ok(title, `the ${BOT_SCOPES.length} that varsam uses, and no others`);
}

async function appLine(token: string, world: World): Promise<Line> {
  const name = 'slack socket';
  try {
    const { ok: good, error } = await call('apps.connections.open', token, world);
    if (good) return ok(name, 'Slack opens a connection for the app-level token');
    return wrong(
      name,
      `Slack refuses the app-level token: ${error}`,
      APP_MENDS[error] ?? 'Make a new one: Basic Information, App-Level Tokens, with the scope connections:write.',
    );
  } catch (error) {
    return wrong(name, said(error), NETWORK);
  }
}
const APP_MENDS: Record<string, string> = {
  not_allowed_token_type:
    'VARSAM_SLACK_APP_TOKEN is another kind of token: it begins with xapp-, and is under Basic Information, App-Level Tokens.',
  forbidden_team: 'An administrator of the workspace must allow the app.',
};

/** Every workspace that has installed the app: its token opens with our key, and Slack takes it. */
async function installed(settings: Omit<Settings, 'slack'>, world: World): Promise<Line[]> {
  const none = [ok('slack workspaces', 'no workspace has installed the app yet', 'Open <your address>/slack/install.')];
  if (!settings.database && !existsSync(storePlace(settings))) return none;
  const { store, kept } = await openStores(settings);
  try {
    const teams = await kept.keys('slack.installation');
    if (teams.length === 0) return none;
    const installations = installationStore(keptInstallations(kept, clock));
    const lines = await Promise.all(teams.map(({ key }) => installedIn(key, installations, world)));
    return lines.flat();
  } finally {
    await store.close();
  }
}

async function installedIn(id: string, store: ReturnType<typeof installationStore>, world: World): Promise<Line[]> {
  const name = `slack ${id} token`;
  try {
    const everywhere = id.startsWith('E');
    const { bot } = await store.fetchInstallation({
      teamId: everywhere ? undefined : id,
      enterpriseId: everywhere ? id : undefined,
      isEnterpriseInstall: everywhere,
    });
    return await botLines(name, bot?.token ?? '', world);
  } catch (error) {
    const mend = 'Set VARSAM_SECRET_KEY to the key that it was stored with, or install the app there again.';
    return [wrong(name, said(error), mend)];
  }
}

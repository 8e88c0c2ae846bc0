import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { COMMANDS } from '../../core/message.ts';
import { type Line, off, ok, reach, said, type World, wrong } from './line.ts';

/** Teams, and the address at which people and platforms reach varsam. */

export async function teamsLines({ teams }: Pick<Config, 'teams'>, world: World): Promise<Line[]> {
  const name = 'teams';
  if (!teams)
    return [
      off(
        name,
        'not configured',
        'To turn on: VARSAM_TEAMS_APP_ID=<id> VARSAM_TEAMS_APP_PASSWORD=<secret> VARSAM_TEAMS_TENANT_ID=<id>; docs/teams.md says where they are',
      ),
    ];
  if ('playground' in teams)
    return [
      ok(
        name,
        'unsigned, for a client on this machine alone',
        'For Teams itself: leave VARSAM_TEAMS_PLAYGROUND out, and register a bot; docs/teams.md.',
      ),
    ];
  try {
    const response = await reach(world, `${world.login}${teams.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: teams.appId,
        client_secret: teams.password,
        scope: 'https://api.botframework.com/.default',
      }),
    });
    if (response.ok) return [ok(name, `Microsoft takes the application ${teams.appId} of tenant ${teams.tenantId}`)];
    const { error_codes, error } = Refused.parse(await response.json().catch(() => ({})));
    const [code] = error_codes;
    const why = code === undefined ? error : `AADSTS${code}`;
    return [
      wrong(
        name,
        `Microsoft refuses the application: ${why}`,
        (code && MENDS[code]) || 'Compare the three settings with the registration in Microsoft Entra; docs/teams.md.',
      ),
    ];
  } catch (error) {
    return [
      wrong(name, said(error), 'Let this machine through to login.microsoftonline.com and *.botframework.com (HTTPS).'),
    ];
  }
}
const Refused = z.object({ error: z.string().default('unknown'), error_codes: z.array(z.number()).default([]) });
/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const MENDS: Record<number, string> = {
  700016:
    'VARSAM_TEAMS_APP_ID is no application of this tenant: copy the application (client) id and the directory (tenant) id from the same registration.',
  7000215:
    'VARSAM_TEAMS_APP_PASSWORD is not the secret: copy its value, not its id, or make a new one under Certificates & secrets.',
  7000222: 'The secret has expired: make a new one under Certificates & secrets, and set VARSAM_TEAMS_APP_PASSWORD.',
  90002: 'VARSAM_TEAMS_TENANT_ID is no tenant: copy the directory (tenant) id from the registration.',
};

const APP = join(import.meta.dirname, '..', '..', '..', 'appPackage');
const Manifest = z.object({
  icons: z.object({ color: z.string(), outline: z.string() }),
  localizationInfo: z.object({ additionalLanguages: z.array(z.object({ file: z.string() })) }),
  bots: z.tuple([
    z.object({
      scopes: z.array(z.string()),
      supportsFiles: z.boolean().default(false),
      commandLists: z.array(z.object({ commands: z.array(z.object({ title: z.string() })) })),
    }),
  ]),
  composeExtensions: z.tuple([z.object({ commands: z.array(z.object({ id: z.string() })) })]),
});

/** The app package against what varsam hears in Teams. Microsoft's own schema is checked by the tests. */
export function teamsManifestLine(folder: string = APP): Line {
  const name = 'teams manifest';
  const mend =
    'Take the appPackage folder of this version of varsam, then: npm run teams:package -- --bot <application id>';
  try {
    const found = Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
    const [bot] = found.bots;
    const [extension] = found.composeExtensions;
    const titles = bot.commandLists.flatMap((l) => l.commands.map((c) => c.title));
    const files = [...Object.values(found.icons), ...found.localizationInfo.additionalLanguages.map((l) => l.file)];
    const lacks = [
      ...['personal', 'team', 'groupChat'].filter((s) => !bot.scopes.includes(s)).map((s) => `the scope ${s}`),
      ...(bot.supportsFiles ? [] : ['supportsFiles']),
      ...COMMANDS.filter((c) => !titles.includes(c)).map((c) => `the command ${c}`),
      ...(extension.commands.some((c) => c.id === 'check') ? [] : ['the action check']),
      ...files.filter((file) => !existsSync(join(folder, file))).map((file) => `the file ${file}`),
    ];
    if (lacks.length > 0) return wrong(name, `appPackage/manifest.json lacks ${lacks.join(', ')}`, mend);
    return ok(name, 'appPackage has what varsam hears in Teams, its icons and its languages');
  } catch {
    return wrong(name, 'appPackage/manifest.json can’t be read', mend);
  }
}

/** Whether the public address leads here: to the pages, and to what a platform calls. Nobody but the doctor is asked to look from outside. */
export async function publicLines(
  config: Pick<Config, 'publicUrl' | 'slack' | 'teams'>,
  world: World,
): Promise<Line[]> {
  const name = 'public address';
  const { publicUrl } = config;
  const paths = calledAt(config);
  if (!publicUrl)
    return paths.length > 0
      ? [
          off(
            name,
            `VARSAM_PUBLIC_URL is not set: whether ${paths.join(' and ')} can be reached from outside is not looked at`,
            'Set VARSAM_PUBLIC_URL to the address that leads to varsam.',
          ),
        ]
      : [off(name, 'not set: sources in chats stand without links', 'To turn on: VARSAM_PUBLIC_URL=<https://…>')];
  const base = publicUrl.replace(/(?<!\/)\/+$/, '');
  if (paths.length > 0 && !base.startsWith('https://'))
    return [
      wrong(
        name,
        `${base} is not https, and Slack and Teams call nothing else`,
        'Put a server with a certificate in front, and set VARSAM_PUBLIC_URL to its address.',
      ),
    ];
  const lines = [await pageLine(name, base, world)];
  if (lines[0]?.state === 'ok')
    for (const path of paths) lines.push(await calledLine(`${name} ${path}`, `${base}${path}`, world));
  return lines;
}

const calledAt = ({ slack, teams }: Pick<Config, 'slack' | 'teams'>): string[] => [
  ...(slack?.signingSecret ? ['/slack/events'] : []),
  ...(teams && !('playground' in teams) ? ['/api/messages'] : []),
];

async function pageLine(name: string, base: string, world: World): Promise<Line> {
  const mend = 'Start varsam (npm start), and let this address lead to VARSAM_HOST and VARSAM_PORT.';
  try {
    const { status } = await reach(world, `${base}/`);
    return status < 400 ? ok(name, `${base} answers`) : wrong(name, `${base} answers with HTTP ${status}`, mend);
  } catch (error) {
    return wrong(name, said(error), mend);
  }
}

/** A request that nobody has signed must be turned away by varsam itself. */
async function calledLine(name: string, url: string, world: World): Promise<Line> {
  try {
    const { status } = await reach(world, url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    if (status === 401 || status === 403) return ok(name, 'answers, and turns away what is not signed');
    if (status < 300)
      return wrong(
        name,
        'takes what is not signed: something else answers there',
        'Let this address lead to varsam and to nothing else.',
      );
    return wrong(
      name,
      `answers with HTTP ${status}, where varsam would with 401`,
      'Let this path lead to varsam unchanged, and start varsam again with these settings.',
    );
  } catch (error) {
    return wrong(name, said(error), 'Let this path lead to varsam.');
  }
}

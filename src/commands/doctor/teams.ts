import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { COMMANDS } from '../../core/message.ts';
import type { TenantFolder } from '../../knowledge/load-tenants.ts';
import { type Line, off, ok, reach, said, type World, wrong } from './line.ts';

/** Teams: the app package, and whether Microsoft takes each bot, the installation's own and those of municipalities with a folder. */

type Bot = { appId: string; password: string; tenantId: string };
/** Where a bot's three settings stand. */
type Places = Record<'appId' | 'tenantId' | 'secret', string>;
const ENVIRONMENT: Places = {
  appId: 'VARSAM_TEAMS_APP_ID',
  tenantId: 'VARSAM_TEAMS_TENANT_ID',
  secret: 'VARSAM_TEAMS_APP_PASSWORD',
};
const inFolder = (name: string): Places => ({
  appId: `teams.appId in ${name}/tenant.yaml`,
  tenantId: `teams.tenantId in ${name}/tenant.yaml`,
  secret: `the file that teams.passwordFile in ${name}/tenant.yaml names`,
});

/** The installation's own bot. */
export async function teamsLine({ teams }: Pick<Config, 'teams'>, world: World): Promise<Line> {
  const name = 'teams';
  if (!teams)
    return off(
      name,
      'not configured',
      'To turn on: VARSAM_TEAMS_APP_ID=<id> VARSAM_TEAMS_APP_PASSWORD=<secret> VARSAM_TEAMS_TENANT_ID=<id>; docs/teams.md says where they are',
    );
  if ('playground' in teams)
    return ok(
      name,
      'unsigned, for a client on this machine alone',
      'For Teams itself: leave VARSAM_TEAMS_PLAYGROUND out, and register a bot; docs/teams.md.',
    );
  return botLine(name, teams, ENVIRONMENT, world);
}

/** The bots of municipalities that have one of their own. */
export const folderBotLines = (folders: readonly TenantFolder[], world: World): Promise<Line[]> =>
  Promise.all(
    folders.flatMap(({ name, teams }) => (teams ? [botLine(`teams ${name}`, teams, inFolder(name), world)] : [])),
  );

async function botLine(name: string, bot: Bot, places: Places, world: World): Promise<Line> {
  try {
    const response = await reach(world, `${world.login}${bot.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: bot.appId,
        client_secret: bot.password,
        scope: 'https://api.botframework.com/.default',
      }),
    });
    if (response.ok) return ok(name, `Microsoft takes the application ${bot.appId} of tenant ${bot.tenantId}`);
    const { error_codes, error } = Refused.parse(await response.json().catch(() => ({})));
    const [code] = error_codes;
    const why = code === undefined ? error : `AADSTS${code}`;
    const mend = MENDS[code ?? 0]?.(places);
    return wrong(
      name,
      `Microsoft refuses the application: ${why}`,
      mend ??
        `Compare ${places.appId}, ${places.tenantId} and ${places.secret} with the registration in Microsoft Entra; docs/teams.md.`,
    );
  } catch (error) {
    const mend = 'Let this machine through to login.microsoftonline.com and *.botframework.com (HTTPS).';
    return wrong(name, said(error), mend);
  }
}
const Refused = z.object({ error: z.string().default('unknown'), error_codes: z.array(z.number()).default([]) });
/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const MENDS: Record<number, (places: Places) => string> = {
  700016: ({ appId }) =>
    `${appId} is no application of this tenant: copy the application (client) id and the directory (tenant) id from the same registration.`,
  7000215: ({ secret }) =>
    `Not the secret: copy its value, not its id, into ${secret}, or make a new one under Certificates & secrets.`,
  7000222: ({ secret }) =>
    `The secret has expired: make a new one under Certificates & secrets, and put it into ${secret}.`,
  90002: ({ tenantId }) => `${tenantId} is no tenant: copy the directory (tenant) id from the registration.`,
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

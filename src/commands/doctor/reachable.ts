import type { Config } from '../../config.ts';
import type { TenantFolder } from '../../knowledge/load-tenants.ts';
import { teamsPath } from '../teams-path.ts';
import { type Line, off, ok, reach, said, type World, wrong } from './line.ts';

/** The address at which people and platforms reach varsam. */

/** Whether the public address leads here: to the pages, and to what a platform calls. Nobody but the doctor is asked to look from outside. */
export async function publicLines(
  config: Pick<Config, 'publicUrl' | 'slack' | 'teams'>,
  folders: readonly TenantFolder[],
  world: World,
): Promise<Line[]> {
  const name = 'public address';
  const { publicUrl } = config;
  const paths = calledAt(config, folders);
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
  const page = await pageLine(name, base, world);
  if (page.state !== 'ok') return [page];
  return [page, ...(await Promise.all(paths.map((path) => calledLine(`${name} ${path}`, `${base}${path}`, world))))];
}

const calledAt = ({ slack, teams }: Pick<Config, 'slack' | 'teams'>, folders: readonly TenantFolder[]): string[] => [
  ...(slack?.signingSecret ? ['/slack/events'] : []),
  ...(teams && !('playground' in teams) ? [teamsPath()] : []),
  ...folders.flatMap((folder) => (folder.teams ? [teamsPath(folder.name)] : [])),
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

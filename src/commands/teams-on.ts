import type express from 'express';
import type { Tell } from '../app/learn-ports.ts';
import type { Worker } from '../app/work-inbox.ts';
import type { Connection, TeamsSettings } from '../channels/teams/channel.ts';
import { hrefOf } from '../channels/web/card.ts';
import type { Houses } from '../compose/tenants.ts';
import type { Config } from '../config.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { doorOf } from './ops.ts';
import { teamsPath } from './teams-path.ts';

/** A bot that is on: the path it is reached at, and the organisation it listens to; null for a client on this machine alone. */
export type TeamsBot = { path: string; organisation: string | null };

type Handler = Parameters<Worker['on']>[1];
type Bot = { path: string; tenant: string; settings: TeamsSettings } & Pick<Config, 'country' | 'lang'>;

/**
 * Teams on the same port, and not there at all unless it is configured. A bot is registered for one organisation alone: that of the environment is at `/api/messages`, and
 * that of each municipality with one of its own at `/api/messages/FOLDER`, where what is said belongs to its Teams organisation and to nobody else. The SDK is loaded only here.
 *
 * @param connection for tests: where keys and tokens come from
 */
export async function teamsOn(
  app: express.Express,
  houses: Houses,
  own: Config['teams'],
  connection?: Connection,
): Promise<TeamsBot[]> {
  const bots = botsOf(houses, own);
  if (bots.length === 0) return [];
  const varsam = houses.base;
  const { createTeams } = await import('../channels/teams/channel.ts');
  const { FILE_HOSTS } = await import('../channels/teams/files.ts');
  const { keptReferences } = await import('../channels/teams/references.ts');
  const { pngOf } = await import('../export/picture.ts');
  const { default: sharp } = await import('sharp');
  const { publicUrl } = varsam.config;
  const handlers = new Map<string, Handler>();
  const tells = new Map<string, Tell>();
  for (const { path, tenant, settings, country, lang } of bots) {
    const teams = createTeams(
      {
        ...varsam,
        converse: doorOf(houses),
        inbox: { ...varsam.worker, on: (_, handler) => void handlers.set(tenant, handler) },
        references: keptReferences(varsam.kept, tenant, varsam.clock),
        href: (link) => (publicUrl ? `${publicUrl.replace(/(?<!\/)\/+$/, '')}${hrefOf(link)}` : null),
        // A card has room for a picture of few colours.
        rasterise: (svg) => sharp(pngOf(svg, 1)).png({ palette: true, colours: 16, effort: 10 }).toBuffer(),
        files: { fetch, hosts: FILE_HOSTS },
        config: { tenant, country, lang },
      },
      settings,
      connection,
    );
    // What a folder's name has of Express' own signs stands for itself.
    app.post(path.replace(/[()*!]/g, '\\$&'), ...teams.receive);
    tells.set(tenant, teams.tell);
  }
  const of = <T>(all: ReadonlyMap<string, T>, tenant: string): T => {
    const found = all.get(tenant);
    if (!found) throw new Error('no bot in Teams is set up for this organisation');
    return found;
  };
  // What came in by a bot is worked on, and answered, by that one.
  varsam.worker.on('teams', async (piece) => of(handlers, piece.tenant)(piece));
  varsam.learn.tellers.teams = async (to, out) => of(tells, to.tenant)(to, out);
  return bots.map(({ path, settings }) => ({
    path,
    organisation: 'playground' in settings ? null : settings.tenantId,
  }));
}

function botsOf({ base, folders }: Houses, own: Config['teams']): Bot[] {
  const { country, lang } = base.config;
  return [
    // The same municipality as on the web: what is begun here can be opened there.
    ...(own ? [{ path: teamsPath(), tenant: LOCAL_TENANT, settings: own, country, lang }] : []),
    ...folders.flatMap(({ name, teams, country, lang }) =>
      teams
        ? [
            {
              path: teamsPath(name),
              tenant: teams.tenantId,
              settings: teams,
              country,
              lang,
            },
          ]
        : [],
    ),
  ];
}

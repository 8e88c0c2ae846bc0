import type { Kept } from '../../app/kept-ports.ts';
import type { Clock } from '../../app/ports.ts';
import type { People } from './desk.ts';
import type { Installations } from './install.ts';

/** What the Slack channel keeps in the store: the same for every process, on every machine. */

const NAME = /^[A-Z0-9]{1,60}$/;
/** Slack's ids, and nothing else. */
function named(id: string): string {
  if (!NAME.test(id)) throw new Error('not an id of Slack’s');
  return id;
}

/** One a workspace, encrypted; the workspace is the tenant. */
export function keptInstallations(kept: Kept, clock: Clock): Installations {
  const at = () => clock.now().toISOString();
  return {
    put: (key, text) => kept.put(named(key), 'slack.installation', { key, value: text, at: at() }),
    get: (key) => kept.get(named(key), 'slack.installation', key),
    remove: (key) => kept.remove(named(key), 'slack.installation', key),
  };
}

/** So many conversations of a person are remembered for the home tab. */
const MOST = 20;

/** Where somebody has screenings, and nothing that was said in them. */
export function keptPeople(kept: Kept, clock: Clock): People {
  return {
    conversations: (team, user) => kept.items(named(team), 'slack.person', named(user), MOST),
    note: (team, user, conversation) => {
      const entry = { key: named(user), item: conversation, value: '', at: clock.now().toISOString() };
      return kept.put(named(team), 'slack.person', entry);
    },
  };
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Kept } from '../../app/kept-ports.ts';
import type { Clock } from '../../app/ports.ts';
import type { Place } from './wire.ts';

/** Where people and rooms can be spoken to without having asked. Addresses of the platform's, and nothing that was said. */
export interface References {
  get(key: string): Promise<Place | undefined>;
  /** The same again writes nothing. */
  put(key: string, place: Place): Promise<void>;
  remove(key: string): Promise<void>;
}

/** The key of somebody's personal chat, and of a room. */
export const personKey = (user: string): string => `person/${user}`;
export const roomKey = (room: string): string => `room/${room}`;

const Stored = z.object({ serviceUrl: z.string().min(1), conversation: z.string().min(1) });
/** So many are at hand, and written again only when they change. */
const AT_HAND = 10_000;

/** In the store, the same for every process on every machine. Keys are hashed: the platform's ids of people stand in no list. */
export function keptReferences(kept: Kept, tenant: string, clock: Clock): References {
  const known = new Map<string, string>();
  const nameOf = (key: string) => createHash('sha256').update(key).digest('hex');
  return {
    async get(key) {
      const text = await kept.get(tenant, 'teams.place', nameOf(key));
      // What can't be read is learnt again with the next message.
      return text === undefined ? undefined : Stored.safeParse(parsed(text)).data;
    },
    async put(key, { serviceUrl, conversation }) {
      const value = JSON.stringify({ serviceUrl, conversation });
      if (known.get(key) === value) return;
      await kept.put(tenant, 'teams.place', { key: nameOf(key), value, at: clock.now().toISOString() });
      known.set(key, value);
      const [oldest] = known.keys();
      if (known.size > AT_HAND && oldest !== undefined) known.delete(oldest);
    },
    async remove(key) {
      known.delete(key);
      await kept.remove(tenant, 'teams.place', nameOf(key));
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

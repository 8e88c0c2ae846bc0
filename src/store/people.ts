import type { People } from '../app/privacy-ports.ts';
import type { Writer } from './group-commit.ts';
import { utc, within } from './rows.ts';

/** So many are at hand, so that a conversation is not written with every message; after so long in ms it is again, since somebody may have been erased meanwhile. */
const AT_HAND = 10_000;
const FRESH_MS = 10 * 60 * 1000;

/** The port `People` on a database that `migrate` has prepared. @throws StoreError */
export function createPeople(write: Writer): People {
  const known = new Map<string, number>();
  return {
    note: (tenant, person, conversation, given) =>
      within('conversation_people', conversation, async () => {
        const key = JSON.stringify([tenant, person, conversation]);
        const at = utc('conversation_people', conversation, given);
        const [now, noted] = [Date.parse(at), known.get(key)];
        if (noted !== undefined && Math.abs(now - noted) < FRESH_MS) return;
        await write((trx) =>
          trx
            .insertInto('conversation_people')
            .values({ tenant, person, conversation, at })
            .onConflict((conflict) => conflict.columns(['tenant', 'person', 'conversation']).doNothing())
            .execute(),
        );
        known.set(key, now);
        const [oldest] = known.keys();
        if (known.size > AT_HAND && oldest !== undefined) known.delete(oldest);
      }),
  };
}

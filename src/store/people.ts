import type { People } from '../app/privacy-ports.ts';
import type { Writer } from './group-commit.ts';
import { utc, within } from './rows.ts';

/** So many are at hand, so that a conversation is written once and not with every message. */
const AT_HAND = 10_000;

/** The port `People` on a database that `migrate` has prepared. @throws StoreError */
export function createPeople(write: Writer): People {
  const known = new Set<string>();
  return {
    note: (tenant, person, conversation, given) =>
      within('conversation_people', conversation, async () => {
        const key = JSON.stringify([tenant, person, conversation]);
        if (known.has(key)) return;
        const at = utc('conversation_people', conversation, given);
        await write((trx) =>
          trx
            .insertInto('conversation_people')
            .values({ tenant, person, conversation, at })
            .onConflict((conflict) => conflict.columns(['tenant', 'person', 'conversation']).doNothing())
            .execute(),
        );
        known.add(key);
        const [oldest] = known;
        if (known.size > AT_HAND && oldest !== undefined) known.delete(oldest);
      }),
  };
}

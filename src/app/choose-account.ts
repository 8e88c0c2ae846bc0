import type { Action, Card } from '../core/card.ts';
import { helpCard } from '../core/cards/answer-card.ts';
import type { Outgoing } from '../core/message.ts';
import { withoutAccount } from '../core/screening/from-account.ts';
import { isStale } from '../core/screening/session.ts';
import { cardOf, keep } from './held-screening.ts';
import { accountChoice, withAccount } from './register-facts.ts';
import { findScreening } from './run-screening.ts';
import { instead, type Talk } from './talk.ts';

/** Which account a photo check is for: shown to be chosen, and chosen. What is chosen is remembered for the place. */
export async function onAccountChoice(
  talk: Talk,
  action: Extract<Action, { do: 'account.choose' | 'account.use' }>,
): Promise<Outgoing[]> {
  const { deps, from, at } = talk;
  const found = await findScreening(talk, action.session);
  if (!found) return instead(helpCard(talk.view));
  const { definition, stored } = found;
  const here = (): Outgoing[] => instead(cardOf(talk, found));
  if (stored.state === 'cancelled' || isStale(definition, stored.session)) return here();
  if (action.do === 'account.choose') {
    const choice: Card | undefined = await accountChoice(talk, definition, stored, true);
    return choice ? instead(choice) : here();
  }
  if (action.account === null) {
    const { now } = await keep(talk, found, withoutAccount(stored.session));
    return instead(cardOf(talk, now));
  }
  const account = await deps.accounts.account(from.tenant, action.account);
  if (!account) return here();
  await deps.accounts.link(from.tenant, from.place, account.id, at);
  const { now } = await keep(talk, found, await withAccount(talk, definition, stored.session, account));
  return instead(cardOf(talk, now));
}

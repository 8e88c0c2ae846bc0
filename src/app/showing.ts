import type { Card } from '../core/card.ts';
import type { Envelope } from '../core/message.ts';
import { cardOf } from './held-screening.ts';
import { findScreening, screened } from './run-screening.ts';
import { type ConverseDeps, senderOf, talkIn } from './talk.ts';

/**
 * The card of a screening as it is now, for a page that is opened anew: the one named, else the one under way in the conversation. Changes nothing.
 */
export async function showing(from: Envelope, deps: ConverseDeps, session?: string): Promise<Card | undefined> {
  const talk = await talkIn(await senderOf(from, deps));
  if (session !== undefined) {
    const found = await findScreening(talk, session);
    return found && found.stored.state !== 'cancelled' ? cardOf(talk, found) : undefined;
  }
  const stored = await deps.sessions.unfinished(from.tenant, from.conversation);
  const found = stored && screened(deps.knowledge.screenings, stored);
  return found && cardOf(talk, found);
}

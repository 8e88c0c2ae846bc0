import type { Card } from '../core/card.ts';
import { resumeCard } from '../core/cards/screening-cards.ts';
import type { Envelope } from '../core/message.ts';
import { isStale } from '../core/screening/session.ts';
import { cardOf, heldOf, type Screened, viewOf } from './held-screening.ts';
import { findScreening, screened } from './run-screening.ts';
import { type ConverseDeps, senderOf, type Talk, talkIn } from './talk.ts';

/**
 * The card of a screening as it is now, for a page that is opened anew: the one named, else the one under way in the conversation. One that waits is offered
 * again, and not asked: what is written in the thread is no answer to it. Changes nothing.
 */
export async function showing(from: Envelope, deps: ConverseDeps, session?: string): Promise<Card | undefined> {
  const talk = await talkIn(await senderOf(from, deps), '', 'screening');
  if (session !== undefined) {
    const found = await findScreening(talk, session);
    return found && asItIs(talk, found);
  }
  const stored = await deps.sessions.unfinished(from.tenant, from.conversation);
  const found = stored && screened(deps.knowledge.screenings, stored);
  return found && asItIs(talk, found);
}

function asItIs(talk: Talk, found: Screened): Card | undefined {
  const { definition, stored } = found;
  if (stored.state === 'cancelled') return undefined;
  if (stored.state !== 'paused' || isStale(definition, stored.session)) return cardOf(talk, found);
  return resumeCard(viewOf(talk, stored), definition, heldOf(stored));
}

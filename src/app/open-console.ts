import { consoleCard } from '../core/cards/learning-cards.ts';
import { plainCard } from '../core/cards/owner-cards.ts';
import { type CardView, t } from '../core/cards/view.ts';
import { officesOf } from '../core/learning/owners.ts';
import type { Outgoing } from '../core/message.ts';
import type { Learn } from './learn-ports.ts';
import { below, type Talk } from './talk.ts';

/** Minutes in which a link opens the console. */
const LINK_MIN = 10;

/**
 * A link into the console for somebody who sits in an office: shown to them alone, good once and for ten minutes. What they do there is done as the person that
 * the chat knows.
 */
export async function linkToConsole({ from, at }: Talk, view: CardView, learn: Learn): Promise<Outgoing[]> {
  const { tenant, user, channel, place } = from;
  if (!learn.reachable || officesOf(from, learn.owners).length === 0)
    return below(plainCard(view, t(view, 'learn.console.none')));
  const until = new Date(Date.parse(at) + LINK_MIN * 60_000).toISOString();
  const key = await learn.passes.link({ tenant, user, channel, place }, at, until);
  return below(consoleCard(view, key, LINK_MIN));
}

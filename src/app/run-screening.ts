import type { Action, Card } from '../core/card.ts';
import { helpCard } from '../core/cards/answer-card.ts';
import { cancelledCard, pausedCard, resumeCard } from '../core/cards/screening-cards.ts';
import { seenOf } from '../core/cards/view.ts';
import type { Fields } from '../core/message.ts';
import { indexOf } from '../core/screening/definition.ts';
import { back } from '../core/screening/next.ts';
import { carryOver, confirm, isStale, reopen, type Session } from '../core/screening/session.ts';
import { cardOf, heldOf, keep, type Screened, save, viewOf } from './held-screening.ts';
import { accountChoice } from './register-facts.ts';
import type { StoredSession } from './screening-ports.ts';
import { change, shownNow, take } from './screening-step.ts';
import { begun } from './start-screening.ts';
import type { Talk } from './talk.ts';

/** Actions on a screening under way. */
export type Step = Extract<Action, { session: string; seen: number }>;
type Deed = 'pause' | 'resume' | 'restart' | 'cancel';

/** The stored screening, if it belongs to this conversation. */
export async function findScreening({ deps, from }: Talk, id: string): Promise<Screened | undefined> {
  const stored = await deps.sessions.session(from.tenant, id);
  if (stored?.conversation !== from.conversation) return undefined;
  return screened(deps.knowledge.screenings, stored);
}

export function screened(all: readonly Screened['definition'][], stored: StoredSession): Screened | undefined {
  const definition = all.find((d) => d.id === stored.session.definition);
  return definition && { definition, stored };
}

/** A form or button of a card. Where the card is not the newest, nothing changes and the newest is shown. */
export async function step(talk: Talk, action: Step, fields: Fields): Promise<Card> {
  const found = await findScreening(talk, action.session);
  if (!found) return helpCard(talk.view);
  const { definition, stored } = found;
  if (stored.state === 'cancelled') return newest(talk, found);
  if (isStale(definition, stored.session) || seenOf(heldOf(stored)) !== action.seen) return cardOf(talk, found);
  if (action.do === 'change' && action.question === undefined && stored.session.account) {
    const choice = await accountChoice(talk, definition, stored, true);
    if (choice) return choice;
  }
  const { session, missing } = stepped(talk, found, action, fields);
  const kept = await keep(talk, found, session, missing);
  return cardOf(talk, kept.now, kept.missing);
}

function stepped(
  { deps }: Talk,
  { definition, stored: { session } }: Screened,
  action: Step,
  fields: Fields,
): { session: Session; missing?: string[] } {
  const shown = shownNow(definition, session);
  if (action.do === 'back') return { session: back(definition, session) };
  if (action.do === 'change') {
    if (action.question === undefined) return { session: reopen(session, rememberedIn({ definition })) };
    return { session: indexOf(definition).items.has(action.question) ? change(session, action.question) : session };
  }
  if (shown.kind === 'understood')
    return {
      session:
        action.do === 'none'
          ? session
          : confirm(
              session,
              shown.proposed.map((a) => a.question),
            ),
    };
  if (shown.kind !== 'ask' || action.do === 'confirm') return { session };
  return take(definition, session, shown.step, { fields, none: action.do === 'none', mask: deps.mask });
}

const rememberedIn = ({ definition }: Pick<Screened, 'definition'>): string[] =>
  definition.cards.filter((c) => c.remembered).flatMap((c) => c.questions);

/** What can be done with a screening as a whole; also with an older card. */
export async function doWith(talk: Talk, deed: Deed, id: string): Promise<Card> {
  const found = await findScreening(talk, id);
  if (!found) return helpCard(talk.view);
  const { definition, stored } = found;
  if (stored.state === 'cancelled') return newest(talk, found);
  switch (deed) {
    case 'pause':
      if (stored.state === 'done') return cardOf(talk, found);
      return pausedCard(viewOf(talk, stored), heldOf(await withState(talk, stored, 'paused')));
    case 'cancel':
      return cancelledCard(viewOf(talk, await withState(talk, stored, 'cancelled')), definition);
    case 'resume':
      return resume(talk, found);
    case 'restart':
      return restart(talk, found);
  }
}

async function withState(talk: Talk, stored: StoredSession, state: StoredSession['state']) {
  const now = { ...stored, state, at: talk.at };
  return state === stored.state ? now : save(talk, now);
}

async function resume(talk: Talk, found: Screened): Promise<Card> {
  const { definition, stored } = found;
  if (isStale(definition, stored.session)) return cardOf(talk, found);
  const other = await otherUnderWay(talk, found);
  // Somebody has turned to another one: that one waits, and what is written next is said to this one.
  if (other?.state === 'open') await withState(talk, other, 'paused');
  return cardOf(talk, (await keep(talk, found, stored.session)).now);
}

/** A new session in place of the old one. Where the questions have changed meanwhile, what still fits is kept to be looked at again. */
async function restart(talk: Talk, { definition, stored }: Screened): Promise<Card> {
  const other = await otherUnderWay(talk, { definition, stored });
  if (other) return cardOf(talk, { definition, stored: other });
  const { country } = stored.session;
  const fresh = { ...talk, view: { ...talk.view, country } };
  const session = isStale(definition, stored.session)
    ? carryOver(definition, stored.session).session
    : await begun(fresh, definition, stored.session.account ? { account: stored.session.account } : {});
  const { id: _, assessment: __, ...rest } = stored;
  const next: StoredSession = { ...rest, id: talk.deps.ids.next(), session, state: 'offered', revision: 0 };
  const { now } = await keep(talk, { definition, stored: next }, session);
  if (stored.state !== 'done') await withState(talk, stored, 'cancelled');
  return cardOf(talk, now);
}

/** Another one of the same kind that is not finished, in this conversation. */
async function otherUnderWay({ deps, from }: Talk, { stored }: Screened): Promise<StoredSession | undefined> {
  const { definition } = stored.session;
  const last = await deps.sessions.unfinished(from.tenant, from.conversation, definition);
  return last && last.id !== stored.id ? last : undefined;
}

/** What there is in place of a screening that was cancelled. */
async function newest(talk: Talk, found: Screened): Promise<Card> {
  const other = await otherUnderWay(talk, found);
  if (other) return cardOf(talk, { ...found, stored: other });
  return cancelledCard(viewOf(talk, found.stored), found.definition);
}

/** The offer to go on, below the answer to a question that came in between. Undefined where it has been made already. */
export async function interrupt(talk: Talk, { definition, stored }: Screened): Promise<Card | undefined> {
  if (stored.state !== 'open') return undefined;
  const now = await withState(talk, stored, 'paused');
  return resumeCard(viewOf(talk, now), definition, heldOf(now));
}

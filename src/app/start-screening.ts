import type { Card } from '../core/card.ts';
import { MAX_TEXT, resumeCard } from '../core/cards/screening-cards.ts';
import type { Screening } from '../core/guideline.ts';
import type { Definition } from '../core/screening/definition.ts';
import { answer, remember, type Session, startSession } from '../core/screening/session.ts';
import { cardOf, heldOf, keep, viewOf } from './held-screening.ts';
import { accountChoice, accountToBegin, withAccount } from './register-facts.ts';
import type { StoredSession } from './screening-ports.ts';
import { keepLanguage, type Talk } from './talk.ts';
import { understood } from './understood.ts';

/** What a screening is begun with. Texts are masked already. */
export type Begin = {
  /** Words to read answers out of. */
  text?: string;
  /** Read by words and phrases alone: whoever begins it has a model read the same text together with what follows. */
  byWords?: boolean;
  /** The plan in words, for a screening that asks for one. */
  plan?: string;
  /** The account of the register that it is about. */
  account?: string;
  /** The id it gets; the same again shows the screening that was begun with it. */
  id?: string;
};

/** Begins a screening, or shows the one that is under way in this conversation. Stored before it is shown. */
export async function startScreening(talk: Talk, screening: Screening, begin: Begin = {}): Promise<Card> {
  const { deps, from } = talk;
  const definition = definitionOf(talk, screening);
  const earlier = await deps.sessions.unfinished(from.tenant, from.conversation, screening);
  if (
    earlier &&
    (earlier.id === begin.id || (isBlank(earlier.session) && !begin.text && !begin.plan && !begin.account))
  )
    return (await accountChoice(talk, definition, earlier)) ?? cardOf(talk, { definition, stored: earlier });
  if (earlier && !isBlank(earlier.session)) return resumeCard(viewOf(talk, earlier), definition, heldOf(earlier));
  const session = await begun(talk, definition, begin);
  const stored: StoredSession = {
    id: earlier?.id ?? (await freeId(talk, begin.id)),
    conversation: from.conversation,
    session: startSession(definition, session.country),
    state: 'open',
    at: talk.at,
    revision: earlier?.revision ?? 0,
  };
  const { now } = await keep(talk, { definition, stored }, session);
  await keepLanguage(talk);
  return (await accountChoice(talk, definition, now.stored)) ?? cardOf(talk, now);
}

export function definitionOf({ deps }: Talk, screening: Screening): Definition {
  const definition = deps.knowledge.screenings.find((d) => d.id === screening);
  if (!definition) throw new Error(`There is no screening ${screening} in the knowledge folder.`);
  return definition;
}

/** A new session with what is known already: the channel's facts, the plan, and what can be read out of words, proposed. */
export async function begun(talk: Talk, definition: Definition, begin: Begin): Promise<Session> {
  const { text, plan, byWords } = begin;
  const { deps, from, view } = talk;
  const facts = await deps.facts.get(from.tenant, from.place);
  let session = remember(definition, startSession(definition, view.country), facts);
  const asksForPlan = definition.questions.find((q) => q.kind === 'text');
  if (plan && asksForPlan) session = answer(definition, session, asksForPlan.id, plan.slice(0, MAX_TEXT)) ?? session;
  if (text) session = (await understood(talk, definition, session, text, { byWords })).session;
  const account = await accountToBegin(talk, definition, begin);
  return account ? withAccount(talk, definition, session, account) : session;
}

/** Nothing was said in it yet. */
function isBlank({ answers, opened }: Session): boolean {
  return opened.length === 0 && answers.every((a) => a.by === 'channel' && a.state === 'confirmed');
}

async function freeId({ deps, from }: Talk, wanted: string | undefined): Promise<string> {
  if (wanted === undefined || wanted.length > 60 || (await deps.sessions.session(from.tenant, wanted)))
    return deps.ids.next();
  return wanted;
}

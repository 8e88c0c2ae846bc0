import type { Card } from '../core/card.ts';
import { MAX_TEXT, resumeCard } from '../core/cards/screening-cards.ts';
import type { Screening } from '../core/guideline.ts';
import { detectLanguage } from '../core/language-model.ts';
import { readAnswers } from '../core/reading/read-answers.ts';
import type { Definition } from '../core/screening/definition.ts';
import { answer, propose, remember, type Session, startSession } from '../core/screening/session.ts';
import { cardOf, heldOf, keep, viewOf } from './held-screening.ts';
import type { StoredSession } from './screening-ports.ts';
import { keepLanguage, type Talk } from './talk.ts';

/** What a screening is begun with. Texts are masked already. */
export type Begin = {
  /** Words to read answers out of. */
  text?: string;
  /** The plan in words, for a screening that asks for one. */
  plan?: string;
  /** The id it gets; the same again shows the screening that was begun with it. */
  id?: string;
};

/** Begins a screening, or shows the one that is under way in this conversation. Stored before it is shown. */
export async function startScreening(talk: Talk, screening: Screening, begin: Begin = {}): Promise<Card> {
  const { deps, from } = talk;
  const definition = definitionOf(talk, screening);
  const earlier = await deps.sessions.unfinished(from.tenant, from.conversation, screening);
  if (earlier && (earlier.id === begin.id || (isBlank(earlier.session) && !begin.text && !begin.plan)))
    return cardOf(talk, { definition, stored: earlier });
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
  return cardOf(talk, now);
}

export function definitionOf({ deps }: Talk, screening: Screening): Definition {
  const definition = deps.knowledge.screenings.find((d) => d.id === screening);
  if (!definition) throw new Error(`There is no screening ${screening} in the knowledge folder.`);
  return definition;
}

/** A new session with what is known already: the channel's facts, the plan, and what can be read out of words, proposed. */
export async function begun(talk: Talk, definition: Definition, { text, plan }: Begin): Promise<Session> {
  const { deps, from, view } = talk;
  const facts = await deps.facts.get(from.tenant, from.place);
  let session = remember(definition, startSession(definition, view.country), facts);
  const asksForPlan = definition.questions.find((q) => q.kind === 'text');
  if (plan && asksForPlan) session = answer(definition, session, asksForPlan.id, plan.slice(0, MAX_TEXT)) ?? session;
  return text ? understood(talk, definition, session, text) : session;
}

/**
 * What can be read out of somebody's words, as proposals. They are read in the language they are written in, which need not be the one to answer in.
 * `now`: they were written as an answer to the screening.
 */
export async function understood(
  { deps, view }: Talk,
  definition: Definition,
  before: Session,
  text: string,
  said: 'before' | 'now' = 'before',
): Promise<Session> {
  const heard = (await deps.words()).get(definition.id);
  const told = detectLanguage(deps.languages, text);
  const lang = told.sure ? told.lang : view.lang;
  let session = before;
  for (const proposal of heard ? readAnswers(definition, heard, text, lang) : [])
    session = propose(definition, session, proposal, text, said) ?? session;
  return session;
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

import type { Card } from '../core/card.ts';
import { ASK_ERRORS, askCard, staleCard, TICKS, understoodCard, verdictCard } from '../core/cards/screening-cards.ts';
import type { CardView, Held } from '../core/cards/view.ts';
import type { Definition } from '../core/screening/definition.ts';
import { type Answers, evaluate } from '../core/screening/evaluate.ts';
import { logLine } from '../core/screening/log-line.ts';
import { countingAnswers, isStale, latest, type Session } from '../core/screening/session.ts';
import { refreshed } from './register-facts.ts';
import type { StoredSession } from './screening-ports.ts';
import { formOf, shownNow } from './screening-step.ts';
import type { Talk } from './talk.ts';

/** Another process has stored the session since it was read: nothing was changed, and what it is now has to be read first. */
export class Overtaken extends Error {
  readonly session: string;
  constructor(session: string) {
    super(`the screening ${session} was changed meanwhile`);
    this.name = 'Overtaken';
    this.session = session;
  }
}

/**
 * Stores a session as it is now.
 *
 * @throws Overtaken
 */
export async function save({ deps, from }: Talk, now: StoredSession): Promise<StoredSession> {
  const stored = await deps.sessions.save(from.tenant, { ...now, event: from.event });
  if (!stored) throw new Overtaken(now.id);
  return stored;
}

/** A stored screening with the definition it goes by today. */
export type Screened = { definition: Definition; stored: StoredSession };

export const heldOf = ({ id, session }: StoredSession): Held => ({ id, session });
/** Its own country: whoever asks may have moved on to another meanwhile. */
export const viewOf = ({ view }: Talk, { session }: StoredSession): CardView => ({ ...view, country: session.country });

/** The card that a screening is at. `missing` are fields of it that were sent without an answer. */
export function cardOf(talk: Talk, { definition, stored }: Screened, missing: readonly string[] = []): Card {
  const view = viewOf(talk, stored);
  const held = heldOf(stored);
  const { session } = stored;
  if (isStale(definition, session)) return staleCard(view, definition, held);
  const shown = shownNow(definition, session);
  if (shown.kind === 'understood') return understoodCard(view, definition, held, shown.proposed);
  if (shown.kind === 'ask') return askCard(view, definition, held, shown.step, errorsOf(missing));
  const log = logLine(definition, session.country, shown.verdict, countedIn(definition, session), view.lang, day(talk));
  const place = talk.from.shared ? 'shared' : 'private';
  return verdictCard(view, definition, held, shown.verdict, log, stored.assessment ?? null, place);
}

const errorsOf = (missing: readonly string[]): Record<string, string> =>
  Object.fromEntries(missing.map((id) => [id, id === TICKS ? ASK_ERRORS.ticks : ASK_ERRORS.required]));
const day = ({ at }: Talk): string => at.slice(0, 10);

/** The answers behind a verdict: of those given, the ones the flow did not skip. */
export function countedIn(definition: Definition, session: Session): Answers {
  const lifted = session.lifted.map((l) => l.gate);
  return evaluate(definition, session.country, countingAnswers(definition, session), { lifted, partial: true }).counted;
}

/**
 * Stores what a session has become, before anything of it is shown, and with it what the channel is to be remembered by. Gives what is stored now, and of
 * the missing fields those that the card still has.
 */
export async function keep(
  talk: Talk,
  { definition, stored }: Screened,
  given: Session,
  missing: readonly string[] = [],
): Promise<{ now: Screened; missing: string[] }> {
  const session = await refreshed(talk, definition, given);
  const shown = shownNow(definition, session);
  const { deps, from } = talk;
  const state = shown.kind === 'verdict' ? 'done' : 'open';
  const changed = session !== stored.session || state !== stored.state;
  const now = changed ? await save(talk, { ...stored, session, state, at: talk.at }) : { ...stored, at: talk.at };
  const facts = factsIn(definition, stored.session, session);
  if (facts.size > 0) await deps.facts.set(from.tenant, from.place, facts, talk.at);
  const form = shown.kind === 'ask' ? formOf(shown.step, session) : { lines: [], full: [] };
  const there = [...form.full.map((item) => item.id), ...(form.lines.length > 0 ? [TICKS] : [])];
  return { now: { definition, stored: now }, missing: missing.filter((id) => there.includes(id)) };
}

/** What somebody has just said about the channel itself. */
function factsIn(definition: Definition, before: Session, after: Session): Answers {
  const known = latest(before);
  const remembered = definition.cards.filter((c) => c.remembered).flatMap((c) => c.questions);
  return new Map(
    [...latest(after)].flatMap(([id, given]) =>
      remembered.includes(id) && given.by === 'user' && given.state === 'confirmed' && known.get(id) !== given
        ? [[id, given.value] as const]
        : [],
    ),
  );
}

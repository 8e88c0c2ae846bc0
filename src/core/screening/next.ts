import { holds } from './condition.ts';
import { type Card, type Definition, type Item, indexOf } from './definition.ts';
import { type Answers, type Evaluation, evaluate } from './evaluate.ts';
import { countingAnswers, type GivenAnswer, latest, reopen, type Session } from './session.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** Which card of how many, counting only those that ask something here; and how many questions are answered of those asked. */
type Progress = { step: number; steps: number; answered: number; asked: number };

export type Next =
  | {
      kind: 'ask';
      card: Card;
      /** The questions of the card that are open, in its order; answered ones stay out. */
      group: Item[];
      /** What is filled in for them, proposed or shown again. */
      filled: ReadonlyMap<string, GivenAnswer>;
      /** Options to propose where nothing is filled in. */
      suggested: ReadonlyMap<string, string>;
      progress: Progress;
    }
  | ({ kind: 'verdict'; progress: Progress } & Verdict);

/** What comes next in a dialogue. Pure: same definition and answers, same step, for ever. */
export function next(definition: Definition, session: Session): Next {
  const answers = countingAnswers(definition, session);
  const { country } = session;
  const lifted = session.lifted.map((l) => l.gate);
  const evaluation = evaluate(definition, country, answers, { lifted });
  const open = openItems(definition, evaluation, answers);
  const early = open.size === 0 ? null : endedBy(definition, session, answers, evaluation);
  if (early || open.size === 0) {
    const final = early ? evaluate(definition, country, answers, { lifted, partial: true }) : evaluation;
    const verdict = verdictOf(definition, country, final, early);
    if (verdict)
      return { kind: 'verdict', progress: progressOf(definition, session, evaluation, answers, null), ...verdict };
  }
  const { items } = indexOf(definition);
  const card = definition.cards.find((c) => c.questions.some((id) => open.has(id)));
  if (!card) throw new Error(`${definition.id}: a question stands on no card`);
  const group = card.questions
    .filter((id) => open.has(id) || isOpenText(definition, id, evaluation, answers))
    .flatMap((id) => items.get(id) ?? []);
  const filled = new Map([...latest(session)].filter(([id]) => group.some((item) => item.id === id)));
  const suggested = new Map(
    group.flatMap((item) =>
      !item.fact && item.suggest && !filled.has(item.id) && holds(item.suggest.when, (id) => answers.get(id))
        ? [[item.id, item.suggest.option] as const]
        : [],
    ),
  );
  return {
    kind: 'ask',
    card,
    group,
    filled,
    suggested,
    progress: progressOf(definition, session, evaluation, answers, card),
  };
}

/**
 * What a dialogue still has to ask: the flow's open questions, and the facts that stand on a card. A fact may be absent where all answers come at
 * once; a person is asked, for its absence reads as "no".
 */
function openItems(definition: Definition, evaluation: Evaluation, answers: Answers): Set<string> {
  const { items } = indexOf(definition);
  const facts = evaluation.gate
    ? []
    : definition.cards.flatMap((c) => c.questions).filter((id) => items.get(id)?.fact && !answers.has(id));
  return new Set([...evaluation.missing, ...facts]);
}

function isOpenText(definition: Definition, id: string, evaluation: Evaluation, answers: Answers): boolean {
  return indexOf(definition).items.get(id)?.kind === 'text' && evaluation.asked.includes(id) && !answers.has(id);
}

/** Whether an answer has ended the questions although some are open. */
function endedBy(definition: Definition, session: Session, answers: Answers, { gate }: Evaluation): Verdict['early'] {
  if (gate && gate.outcome === undefined) return 'at-once';
  if (gate || definition.endsDialogue === undefined) return null;
  const soFar = evaluate(definition, session.country, answers, { partial: true });
  return soFar.outcome === definition.endsDialogue ? 'after-alternative' : null;
}

function progressOf(
  definition: Definition,
  session: Session,
  { asked }: Evaluation,
  answers: Answers,
  at: Card | null,
): Progress {
  const visible = visibleCards(definition, session, asked);
  const answered = asked.filter((id) => answers.has(id)).length;
  const step = at ? visible.indexOf(at) + 1 : visible.length;
  return { step, steps: visible.length, answered, asked: asked.length };
}

/** The cards that ask something here. One whose answers the channel remembers is no step. */
function visibleCards(definition: Definition, session: Session, asked: readonly string[]): Card[] {
  const given = latest(session);
  const known = (c: Card) =>
    c.questions.every((id) => given.get(id)?.by === 'channel' && given.get(id)?.state === 'confirmed');
  return definition.cards.filter((c) => c.questions.some((id) => asked.includes(id)) && !known(c));
}

/** Goes back to the card before: its answers are shown again, filled in. The first card stays where it is. */
export function back(definition: Definition, session: Session): Session {
  const here = next(definition, session);
  const answers = countingAnswers(definition, session);
  const { asked } = evaluate(definition, session.country, answers, { lifted: session.lifted.map((l) => l.gate) });
  const cards = visibleCards(definition, session, asked);
  const before = here.kind === 'ask' ? cards.slice(0, Math.max(0, cards.indexOf(here.card))) : cards;
  const card = before.findLast((c) => c.questions.some((id) => answers.has(id)));
  return card ? reopen(session, card.questions) : session;
}

/**
 * What "none of these" records on a card: the harmless option of every open question that is shown as a line to tick. A question with something filled
 * in is left out: it was understood or answered before, and is confirmed or changed by itself.
 */
export function noneOfThese(step: {
  group: readonly Item[];
  filled: ReadonlyMap<string, unknown>;
}): { question: string; value: string }[] {
  return step.group.flatMap((item) =>
    !item.fact && item.tick && !step.filled.has(item.id) ? [{ question: item.id, value: item.tick.otherwise }] : [],
  );
}

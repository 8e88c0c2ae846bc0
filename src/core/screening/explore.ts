import { COUNTRIES, type Country } from '../language.ts';
import type { Value } from './condition.ts';
import { type Definition, type Item, inCountry, indexOf, NO_EFFECT, SCORE } from './definition.ts';
import { type Answers, evaluate } from './evaluate.ts';

/** So many answers may differ from the harmless ones before something counts as unreachable. */
const DEPTH = 3;

/**
 * Which questions and outcomes some set of answers reaches. Starts from the harmless answers and changes one, then two, then three of them, and stops
 * as soon as all is reached: for a definition in order that is after one. A fault therefore means "not with up to three answers out of the ordinary".
 */
export function explore(definition: Definition): { questions: Set<string>; outcomes: Set<string> } {
  const questions = new Set<string>();
  const outcomes = new Set<string>();
  const done = () => questions.size >= definition.questions.length && outcomes.size >= definition.outcomes.length;
  for (let depth = 0; depth <= DEPTH && !done(); depth++)
    for (const country of COUNTRIES)
      for (const answers of answerSets(definition, country, depth)) {
        const { asked, outcome } = evaluate(definition, country, answers);
        for (const id of asked) questions.add(id);
        if (outcome) outcomes.add(outcome);
        if (done()) return { questions, outcomes };
      }
  return { questions, outcomes };
}

/** The harmless answers with `depth` of them changed, every way there is. */
function* answerSets(definition: Definition, country: Country, depth: number): Generator<Answers> {
  const base = harmless(definition, country);
  const changes = [...indexOf(definition).items.values()].flatMap((item) =>
    valuesOf(item)
      .filter((value) => base.get(item.id) !== value)
      .map((value): [string, Value] => [item.id, value]),
  );
  function* change(answers: Answers, from: number, left: number): Generator<Answers> {
    if (left === 0) return yield answers;
    for (let i = from; i < changes.length; i++) {
      const [id, value] = changes[i] ?? ['', ''];
      yield* change(new Map(answers).set(id, value), i + 1, left - 1);
    }
  }
  yield* change(base, 0, depth);
}

/** For every question the option that does least; facts stay absent. */
export function harmless(definition: Definition, country: Country): Answers {
  const { rank } = indexOf(definition);
  const weight = (effect: string) =>
    effect === NO_EFFECT ? -1 : rank(effect) < 0 ? definition.outcomes.length : rank(effect);
  const out = new Map<string, Value>();
  for (const question of definition.questions) {
    const [mildest] = [...question.options].sort(
      (a, b) => weight(inCountry(a.effect, country)) - weight(inCountry(b.effect, country)),
    );
    if (mildest) out.set(question.id, mildest.code);
  }
  return out;
}

function valuesOf(item: Item): Value[] {
  return item.kind === 'score' ? [SCORE.min, SCORE.max] : item.options.map((o) => o.code);
}

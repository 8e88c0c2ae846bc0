import fc from 'fast-check';
import type { RiskBank } from '../../src/core/assessment/risk-bank.ts';
import type { Country } from '../../src/core/language.ts';
import type { Value } from '../../src/core/screening/condition.ts';
import { Definition } from '../../src/core/screening/definition.ts';
import { type Answers, type Evaluation, evaluate } from '../../src/core/screening/evaluate.ts';
import { type Next, next, noneOfThese } from '../../src/core/screening/next.ts';
import { answer, remember, type Session, startSession } from '../../src/core/screening/session.ts';
import { loadScreenings } from '../../src/knowledge/load-screenings.ts';
import { inAll } from './builders.ts';
import { KNOWLEDGE_DIR, realKnowledge } from './knowledge.ts';

/** The real screenings and risk bank, read once a test file. */

let loaded: ReturnType<typeof loadScreenings> | undefined;
export function realScreenings(): ReturnType<typeof loadScreenings> {
  loaded ??= loadScreenings(KNOWLEDGE_DIR, realKnowledge());
  return loaded;
}

function named(id: string): Definition {
  const found = realScreenings().definitions.find((d) => d.id === id);
  if (!found) throw new Error(`no screening ${id}: ${JSON.stringify(realScreenings().faults.slice(0, 3))}`);
  return found;
}
export const photoCheck = (): Definition => named('photo-check');
export const dpia = (): Definition => named('dpia');
export function riskBank(): RiskBank {
  const { risks } = realScreenings();
  if (!risks) throw new Error('no risk bank');
  return risks;
}

export type Plain = Record<string, Value>;
export const mapOf = (answers: Plain): Answers => new Map(Object.entries(answers));

/** A landscape on the main channel: nobody in it, nothing to think of. */
export const LANDSCAPE: Plain = {
  P01: 'main',
  P02: 'no',
  P03: 'no',
  P04: 'info',
  P05: 'no',
  P14: 'no',
  P15: 'yes',
  P16: 'own',
  P17: 'yes',
  P18: 'no',
  P19: 'yes',
  P20: 'no',
  P21: 'no',
  P22: 'yes',
  P23: 'yes',
};

/** An adult who is neither user nor employee, in a harmless situation, with a reasoned task on file. */
export const PERSON: Plain = {
  ...LANDSCAPE,
  P05: 'yes',
  P06: 'yes',
  P07: 'no',
  P08: 'no',
  P09: 'no',
  P10: 'no',
  P11: 'situation',
  P12: 'no',
  P13: 'task',
};

/** A plan with a basis and nothing that points to high risk. */
export const QUIET: Plain = {
  D02: 'yes',
  D03: 'no',
  D04: 'info',
  D05: 'no',
  D06: 'e',
  ...Object.fromEntries(
    ['07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19'].map((n) => [`D${n}`, 'no']),
  ),
  D20: 'ok',
  D21: 'no_transfer',
  D22: 'yes',
};

export function outcomeOf(definition: Definition, country: Country, answers: Plain): Evaluation {
  return evaluate(definition, country, mapOf(answers));
}

/**
 * Any complete set of answers. `calm` is how many times likelier the harmless option is than another: a screening with many ways to end early shows
 * its far corners only to calm answers. Facts may be absent.
 */
export function anyAnswers(definition: Definition, base: Plain, calm = 6): fc.Arbitrary<Plain> {
  const question = (q: { id: string; options: readonly { code: string }[] }): fc.Arbitrary<Value> => {
    const others = q.options.map((o) => o.code).filter((code) => code !== base[q.id]);
    const usual = base[q.id] ?? others[0] ?? '';
    return fc.oneof(
      { weight: calm, arbitrary: fc.constant(usual) },
      ...others.map((o) => ({ weight: 1, arbitrary: fc.constant(o) })),
    );
  };
  const fact = (f: Definition['facts'][number]): fc.Arbitrary<Value | undefined> =>
    f.kind === 'score'
      ? fc.oneof(
          { weight: 2, arbitrary: fc.constant(undefined) },
          { weight: 1, arbitrary: fc.integer({ min: 1, max: 16 }) },
        )
      : fc.constantFrom(undefined, 'yes', 'no', 'no');
  const shape: Record<string, fc.Arbitrary<Value | undefined>> = {};
  for (const q of definition.questions) if (q.kind === 'choice') shape[q.id] = question(q);
  for (const f of definition.facts) shape[f.id] = fact(f);
  return fc
    .record(shape)
    .map((r) => Object.fromEntries(Object.entries(r).filter((e): e is [string, Value] => e[1] !== undefined)));
}

export const anyCountry: fc.Arbitrary<Country> = fc.constantFrom('NO', 'SE');

/** A small screening, plain data to be broken: is there a dog, and if so a leash? */
export function aDefinition(over: Record<string, unknown> = {}): Record<string, unknown> {
  const option = (code: string, effect: unknown, more: object = {}) => ({ code, text: inAll(code), effect, ...more });
  return {
    id: 'photo-check',
    version: 1,
    title: inAll('Hundesjekk'),
    about: inAll('Om hunder.'),
    outcomes: ['FINE', 'CARE', 'STOP'].map((id) => ({ id, title: inAll(id), text: inAll(`${id} fordi.`) })),
    otherwise: 'FINE',
    endsDialogue: 'STOP',
    rules: [
      {
        id: 'two-worries',
        title: inAll('To bekymringer'),
        when: { atLeast: { count: 2, of: ['dog', 'crowd'], options: ['unsure'] } },
        outcome: 'CARE',
      },
    ],
    cards: [{ id: 'one', title: inAll('Kort'), questions: ['dog', 'leash', 'crowd'] }],
    questions: [
      {
        id: 'dog',
        text: inAll('Er det en hund?'),
        why: inAll('Fordi.'),
        options: [option('no', 'FINE'), option('yes', 'FINE'), option('unsure', 'rule')],
      },
      {
        id: 'leash',
        text: inAll('Er den i bånd?'),
        why: inAll('Fordi.'),
        skipIf: { is: { question: 'dog', option: 'no' } },
        options: [option('yes', 'FINE'), option('no', { NO: 'STOP', SE: 'CARE' }, { instead: inAll('Finn båndet.') })],
      },
      {
        id: 'crowd',
        text: inAll('Er det folk?'),
        why: inAll('Fordi.'),
        options: [option('no', 'FINE'), option('unsure', 'rule')],
      },
    ],
    ...over,
  };
}

/** The small screening after the schema. Throws where the schema refuses it. */
export const parsed = (over: Record<string, unknown> = {}): Definition => Definition.parse(aDefinition(over));

/** What is remembered of the main channel. */
const CHANNEL = mapOf({ P01: 'main', P17: 'yes', P19: 'yes', P22: 'yes' });

export function given(definition: Definition, session: Session, answers: Plain): Session {
  let after = session;
  for (const [id, value] of Object.entries(answers)) {
    const more = answer(definition, after, id, value);
    if (!more) throw new Error(`${id}=${value} was refused`);
    after = more;
  }
  return after;
}
export function asking(step: Next): Extract<Next, { kind: 'ask' }> {
  if (step.kind !== 'ask') throw new Error(`a verdict, ${step.outcome}, where a question was awaited`);
  return step;
}
export const onChannel = () => remember(photoCheck(), startSession(photoCheck(), 'NO'), CHANNEL);
/** One tap: what was not ticked is recorded, question by question, as harmless. */
export const tapNone = (session: Session): Session => {
  let after = session;
  for (const { question, value } of noneOfThese(asking(next(photoCheck(), session))))
    after = given(photoCheck(), after, { [question]: value });
  return after;
};

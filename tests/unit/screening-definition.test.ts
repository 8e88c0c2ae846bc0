import { describe, expect, it, test } from 'vitest';
import { checkDefinition } from '../../src/core/screening/check-definition.ts';
import { Definition } from '../../src/core/screening/definition.ts';
import { inAll } from '../support/builders.ts';
import { aDefinition, parsed } from '../support/screening.ts';

type Bag = Record<string, unknown>;
const questions = () => aDefinition().questions as Bag[];
/** The small screening with one question changed. */
const withQuestion = (i: number, over: Bag) => ({
  questions: questions().map((q, j) => (i === j ? { ...q, ...over } : q)),
});
const option = (code: string, effect: unknown = 'FINE', more: Bag = {}) => ({
  code,
  text: inAll(code),
  effect,
  ...more,
});
const rule = (over: Bag) => ({
  id: 'r',
  title: inAll('r'),
  when: { is: { question: 'dog', option: 'unsure' } },
  outcome: 'CARE',
  ...over,
});
const clearing = (over: Bag) => {
  const { outcome: _, ...rest } = rule({ id: 'c' });
  return { ...rest, ...over };
};
const twoWorries = () => (aDefinition().rules as Bag[])[0];
const card = (ids: string[], id = 'one') => ({ id, title: inAll(id), questions: ids });

describe('a definition in order', () => {
  it('has no faults', () => expect(checkDefinition(parsed())).toEqual([]));
});

describe('a definition with a fault says where it is and how to mend it', () => {
  const CASES: [what: string, over: Bag, path: PropertyKey[], problem: RegExp][] = [
    [
      'a rule about a question there is not',
      { rules: [twoWorries(), rule({ when: { is: { question: 'cat', option: 'yes' } } })] },
      ['rules', 1, 'when', 'is', 'question'],
      /no question or fact cat/,
    ],
    [
      'a rule about an option there is not',
      { rules: [twoWorries(), rule({ when: { anyOf: { question: 'dog', options: ['maybe'] } } })] },
      ['rules', 1, 'when', 'anyOf', 'question'],
      /dog has no option maybe/,
    ],
    [
      'a dangling id deep in a condition',
      {
        rules: [
          twoWorries(),
          rule({ when: { all: [{ not: { any: [{ is: { question: 'cat', option: 'yes' } }] } }] } }),
        ],
      },
      ['rules', 1, 'when', 'all', 0, 'not', 'any', 0, 'is', 'question'],
      /cat/,
    ],
    [
      'a question in a count that is not',
      { rules: [rule({ when: { atLeast: { count: 1, of: ['dog', 'cat', 'crowd'], options: ['unsure'] } } })] },
      ['rules', 0, 'when', 'atLeast', 'of', 1],
      /cat/,
    ],
    [
      'a count that can never be',
      { rules: [rule({ when: { atLeast: { count: 3, of: ['dog', 'crowd'], options: ['unsure'] } } })] },
      ['rules', 0, 'when', 'atLeast', 'count'],
      /3 of 2 can never be/,
    ],
    [
      'a score that is a question',
      { escalations: [rule({ id: 'e', when: { reaches: { fact: 'dog', score: 8 } }, from: ['FINE'] })] },
      ['escalations', 0, 'when', 'reaches', 'fact'],
      /dog is no score/,
    ],
    [
      'a rule with an outcome there is not',
      { rules: [twoWorries(), rule({ outcome: 'PANIC' })] },
      ['rules', 1, 'outcome'],
      /no outcome PANIC/,
    ],
    ['no such outcome otherwise', { otherwise: 'PANIC' }, ['otherwise'], /no outcome PANIC/],
    ['no such outcome to end a dialogue', { endsDialogue: 'PANIC' }, ['endsDialogue'], /no outcome PANIC/],
    [
      'an escalation from nowhere',
      { escalations: [rule({ id: 'e', from: ['PANIC'] })] },
      ['escalations', 0, 'from', 0],
      /no outcome PANIC/,
    ],
    [
      'an option with an effect there is not',
      withQuestion(0, { options: [option('no'), option('yes', 'PANIC'), option('unsure', 'rule')] }),
      ['questions', 0, 'options', 1, 'effect'],
      /no outcome PANIC/,
    ],
    [
      'an effect there is not in one country',
      withQuestion(0, {
        options: [option('no'), option('yes', { NO: 'FINE', SE: 'PANIC' }), option('unsure', 'rule')],
      }),
      ['questions', 0, 'options', 1, 'effect', 'SE'],
      /no outcome PANIC/,
    ],
    [
      'an option left to a rule that no rule names',
      withQuestion(0, { options: [option('no'), option('yes', 'rule'), option('unsure', 'rule')] }),
      ['questions', 0, 'options', 1, 'effect'],
      /dog=yes is left to a rule/,
    ],
    [
      'an option said to do nothing that a rule names',
      withQuestion(0, { options: [option('no'), option('yes'), option('unsure', 'none')] }),
      ['questions', 0, 'options', 2, 'effect'],
      /declared without effect/,
    ],
    [
      'a question on no card',
      { cards: [card(['dog', 'leash'])] },
      ['questions', 2, 'id'],
      /nothing leads to crowd: it stands on no card/,
    ],
    [
      'a question on two cards',
      { cards: [card(['dog', 'leash', 'crowd']), card(['dog'], 'two')] },
      ['cards', 1, 'questions', 0],
      /dog stands on two cards/,
    ],
    [
      'a card with a question there is not',
      { cards: [card(['dog', 'leash', 'crowd', 'cat'])] },
      ['cards', 0, 'questions', 3],
      /no question or fact cat/,
    ],
    [
      'a question that is always skipped',
      withQuestion(1, { skipIf: { anyOf: { question: 'dog', options: ['no', 'yes', 'unsure'] } } }),
      ['questions', 1, 'id'],
      /nothing leads to leash: it is always skipped/,
    ],
    [
      'a question that skips itself',
      withQuestion(1, { skipIf: { is: { question: 'leash', option: 'no' } } }),
      ['questions', 1, 'skipIf', 'is', 'question'],
      /leash depends on itself/,
    ],
    [
      'a question behind a gate that always holds',
      {
        gates: [
          rule({ id: 'g', when: { anyOf: { question: 'dog', options: ['no', 'yes', 'unsure'] } }, outcome: 'CARE' }),
        ],
        ...withQuestion(0, { options: [option('no', 'rule'), option('yes', 'rule'), option('unsure', 'rule')] }),
      },
      ['questions', 1, 'id'],
      /nothing leads to leash/,
    ],
    [
      'an outcome nothing can reach',
      { outcomes: ['FINE', 'CARE', 'PANIC', 'STOP'].map((id) => ({ id, title: inAll(id), text: inAll(id) })) },
      ['outcomes', 2, 'id'],
      /nothing can reach the outcome PANIC/,
    ],
    [
      'an outcome behind a rule that can never hold',
      {
        outcomes: ['FINE', 'CARE', 'PANIC', 'STOP'].map((id) => ({ id, title: inAll(id), text: inAll(id) })),
        rules: [
          twoWorries(),
          rule({
            when: {
              all: [
                { is: { question: 'dog', option: 'unsure' } },
                { not: { is: { question: 'dog', option: 'unsure' } } },
              ],
            },
            outcome: 'PANIC',
          }),
        ],
      },
      ['outcomes', 2, 'id'],
      /nothing can reach the outcome PANIC/,
    ],
    ['an id twice', withQuestion(2, { id: 'dog' }), ['questions', 2, 'id'], /dog stands twice/],
    [
      'an option twice',
      withQuestion(2, { options: [option('no'), option('no'), option('unsure', 'rule')] }),
      ['questions', 2, 'options', 1, 'code'],
      /no stands twice/,
    ],
    [
      'a question with nothing to choose',
      withQuestion(0, { options: [option('unsure', 'rule')] }),
      ['questions', 0],
      /nothing to choose between/,
    ],
    ['free text with options', withQuestion(0, { kind: 'text' }), ['questions', 0, 'options'], /can't have options/],
    [
      'a harmless tick that is not harmless',
      withQuestion(1, { tick: { text: inAll('Løs'), otherwise: 'no' } }),
      ['questions', 1, 'tick', 'otherwise'],
      /leash=no is not harmless/,
    ],
    [
      'a harmless tick that is no option',
      withQuestion(1, { tick: { text: inAll('Løs'), otherwise: 'never' } }),
      ['questions', 1, 'tick', 'otherwise'],
      /no option never/,
    ],
    [
      'a suggestion that is no option',
      withQuestion(1, { suggest: { option: 'never', when: { is: { question: 'dog', option: 'yes' } } } }),
      ['questions', 1, 'suggest', 'option'],
      /no option never/,
    ],
    [
      'an end without an alternative',
      withQuestion(1, { options: [option('yes'), option('no', 'STOP')] }),
      ['questions', 1, 'options', 1],
      /offers nothing instead/,
    ],
    [
      'a clearing that makes nothing milder',
      { clearing: [clearing({ turns: 'CARE', into: 'STOP', of: ['leash'] })] },
      ['clearing', 0, 'into'],
      /does not make anything milder/,
    ],
    [
      'a clearing of nothing',
      { clearing: [clearing({ turns: 'STOP', into: 'CARE', of: ['crowd'] })] },
      ['clearing', 0, 'of', 0],
      /no option of crowd has the effect STOP/,
    ],
    [
      'a fact without yes and no',
      {
        facts: [
          {
            id: 'f',
            kind: 'yes-no',
            text: inAll('f'),
            why: inAll('f'),
            options: [option('yes', 'none'), option('nope', 'none')],
          },
        ],
      },
      ['facts', 0, 'options'],
      /yes\/no fact/,
    ],
  ];

  test.each(CASES)('%s', (_, over, path, problem) => {
    const faults = checkDefinition(parsed(over));
    const found = faults.find((f) => problem.test(f.problem));
    expect(faults.map((f) => f.problem).join('\n')).toMatch(problem);
    expect(found?.path).toEqual(path);
    expect(found?.mend).toMatch(/\.$/);
  });

  it('names a translation that is missing, and an option without a declared effect, where they are missing', () => {
    const { nn: _, ...text } = inAll('Er det en hund?');
    const issues = (over: Bag) => Definition.safeParse(aDefinition(over)).error?.issues.map((i) => i.path.join('.'));
    expect(issues(withQuestion(0, { text }))).toEqual(['questions.0.text.nn']);
    expect(issues(withQuestion(0, { why: { NO: inAll('Fordi.'), SE: text } }))).toEqual(['questions.0.why.SE.nn']);
    expect(issues(withQuestion(0, { why: { NO: inAll('Fordi.') } }))).toEqual(['questions.0.why.SE']);
    const { effect: __, ...bare } = option('yes');
    expect(issues(withQuestion(0, { options: [option('no'), bare, option('unsure', 'rule')] }))).toEqual([
      'questions.0.options.1.effect',
    ]);
    expect(
      issues(withQuestion(0, { options: [option('no'), option('yes', { NO: 'FINE' }), option('unsure', 'rule')] })),
    ).toEqual(['questions.0.options.1.effect.SE']);
  });
});

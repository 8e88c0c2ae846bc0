import { describe, expect, test } from 'vitest';
import type { Card, Field } from '../../src/core/card.ts';
import { askCard, shownOn, TICKS, understoodCard, verdictCard } from '../../src/core/cards/screening-cards.ts';
import { type Held, seenOf } from '../../src/core/cards/view.ts';
import { LANGS } from '../../src/core/language.ts';
import type { Definition } from '../../src/core/screening/definition.ts';
import { back, type Next, next } from '../../src/core/screening/next.ts';
import { answer, latest, propose, remember, type Session, startSession } from '../../src/core/screening/session.ts';
import { expectSound, fieldOf, formOf, partsOf, viewIn } from '../support/cards.ts';
import { READERS, readWords } from '../support/knowledge.ts';
import { dpia, mapOf, PERSON, type Plain, photoCheck, QUIET } from '../support/screening.ts';

/** Walks through the screenings as a person would press their cards, seeded, in every language and country. */

const SEEDS = 40;
const MAX_STEPS = 60;

/** Numbers from 0 to 1 out of a seed (mulberry32). */
function dice(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const pick = <T>(all: readonly T[], roll: () => number): T | undefined => all[Math.floor(roll() * all.length)];

type Ask = Extract<Next, { kind: 'ask' }>;

/** Ticks some lines or none, answers what is asked in full, mostly with what stands there already. */
function press(definition: Definition, held: Held, step: Ask, card: Card, roll: () => number): Session {
  const { lines } = shownOn(held, step);
  const ticked = lines.filter(() => roll() < 0.1).map((item) => item.id);
  let session: Session = { ...held.session, opened: [...held.session.opened, ...ticked] };
  const take = (question: string, value: string) => {
    const after = answer(definition, session, question, value);
    expect(after, `${question}=${value}`).toBeDefined();
    session = after ?? session;
  };
  for (const item of lines)
    if (!item.fact && item.tick && !ticked.includes(item.id)) take(item.id, item.tick.otherwise);
  for (const field of formOf(card).fields) {
    if (field.id === TICKS) continue;
    const value = valueFor(field, roll);
    if (value !== undefined) take(field.id, value);
  }
  return session;
}

/** Calm answers, so that most walks come to the last card. */
const CALM: Plain = { ...PERSON, ...QUIET, new_account: 'no' };
function valueFor(field: Field, roll: () => number): string | undefined {
  if (field.kind === 'text') return roll() < 0.5 ? 'Ny side for biblioteket.' : undefined;
  if (field.kind === 'ticks') return undefined;
  if (field.value !== undefined && roll() < 0.7) return field.value;
  const calm = field.options.find((o) => o.value === CALM[field.id]);
  return (roll() < 0.85 ? calm : pick(field.options, roll))?.value;
}

function begun(definition: Definition, country: 'NO' | 'SE', roll: () => number): Session {
  const start = startSession(definition, country);
  const known =
    roll() < 0.5 ? remember(definition, start, mapOf({ P01: 'main', P17: 'yes', P19: 'yes', P22: 'yes' })) : start;
  if (roll() < 0.5) return known;
  const text = 'Kan vi dette?';
  return definition.questions
    .filter((q) => q.kind === 'choice' && roll() < 0.2)
    .reduce((session, q) => {
      const value = pick(q.options, roll)?.code ?? '';
      return propose(definition, session, { question: q.id, value, words: 'dette' }, text) ?? session;
    }, known);
}

describe('whoever presses their way through a screening', () => {
  for (const definition of [photoCheck(), dpia()])
    test(`meets only sound cards in ${definition.id}, and reaches a verdict`, () => {
      const met = new Set<string>();
      let longest = 0;
      for (const { country, lang } of READERS) {
        const view = viewIn(lang, country);
        for (let seed = 1; seed <= SEEDS; seed++) {
          const roll = dice(seed);
          let session = begun(definition, country, roll);
          const hold = (): Held => ({ id: '01JD0000000000000000000000', session });
          const proposed = [...latest(session).values()].filter((a) => a.state === 'proposed');
          if (proposed.length > 0)
            expectSound(understoodCard(view, definition, hold(), proposed), { id: hold().id, seen: seenOf(hold()) });
          let steps = 0;
          for (let step = next(definition, session); ; step = next(definition, session)) {
            const held = hold();
            const at = { id: held.id, seen: seenOf(held) };
            if (step.kind === 'verdict') {
              const card = verdictCard(view, definition, held, step, 'log', null);
              expectSound(card, at);
              expect(readWords(partsOf(card, 'text')[0]?.text ?? '').length).toBeLessThanOrEqual(7);
              longest = Math.max(longest, card.fallback.length);
              break;
            }
            const card = askCard(view, definition, held, step);
            expectSound(card, at);
            longest = Math.max(longest, card.fallback.length);
            const shown = formOf(card).fields.flatMap((f) =>
              f.kind === 'ticks' ? f.options.map((o) => o.value) : [f.id],
            );
            expect(shown.toSorted()).toEqual(step.group.map((i) => i.id).toSorted());
            for (const id of shown) met.add(id);
            session = roll() < 0.05 ? back(definition, session) : press(definition, held, step, card, roll);
            expect(++steps, `seed ${seed} ${lang} ${country}`).toBeLessThan(MAX_STEPS);
          }
        }
      }
      const asked = definition.cards.flatMap((c) => c.questions);
      expect(asked.filter((id) => !met.has(id))).toEqual([]);
      expect(longest).toBeLessThan(3000);
    });

  test('reads questions of at most 20 words', () => {
    const long = LANGS.flatMap((lang) =>
      [...photoCheck().questions, ...dpia().questions]
        .filter((q) => readWords(q.text[lang]).length > 20)
        .map((q) => `${q.id} ${lang}`),
    );
    expect(long).toEqual([]);
  });
});

test('a line that was ticked is asked in full until it is answered', () => {
  const definition = photoCheck();
  const session = { ...startSession(definition, 'NO'), opened: ['P01', 'P05'] };
  const held = { id: 's', session };
  const step = next(definition, session);
  if (step.kind !== 'ask') throw new Error('a verdict');
  expect(fieldOf(askCard(viewIn('sv', 'SE'), definition, held, step), 'P01').kind).toBe('choice');
});

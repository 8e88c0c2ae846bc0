import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Action } from '../../src/core/card.ts';
import { indexOf, SCORE } from '../../src/core/screening/definition.ts';
import { type GivenAnswer, latest, type Session } from '../../src/core/screening/session.ts';
import { knownChannel, Person, realConverseDeps } from '../support/converse.ts';
import { realScreenings } from '../support/screening.ts';

const WORDS = ['ja', 'nei', 'usikker', '1', '2, 3', 'ingen av disse', 'tilbake', 'neste', 'avbryt', 'start på nytt'];
const more = ['fortsett', 'senere', 'endre P07', 'P13: ingen', 'P05 yes', 'Det er elever på bildet', 'Uklart'];

/** Numbers that choose what is pressed, filled in and written, one step each. No larger than they need be: a fault is found in fewer tries. */
const steps = fc.array(
  fc.record({ what: fc.nat(19), button: fc.nat(299), values: fc.array(fc.nat(0xffff), { maxLength: 9 }) }),
  { maxLength: 18 },
);

it('whatever is pressed, ticked and written, in whatever order, comes to a card, and a screening only ever grows', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), fc.constantFrom('photo-check', 'dpia-start'), async (all, known, first) => {
      const deps = await realConverseDeps();
      if (known) await knownChannel(deps);
      const who = new Person(deps, { lang: 'nb' });
      await who.command(first, 'Et bilde av elever');
      const old: Action[] = [];
      const grown = new Map<string, number>();
      for (const { what, button, values } of all) {
        const here = who.buttons().flatMap((b) => (b.action ? [b.action] : []));
        const actions = what % 4 === 0 && old.length > 0 ? old : here;
        old.push(...here);
        const words = [...WORDS, ...more];
        if (what % 5 === 4 || actions.length === 0) await who.say(words[button % words.length] ?? 'ja');
        else await who.act(actions[button % actions.length] ?? { do: 'help' }, fieldsOf(who, values));
        expect(who.out.length).toBeGreaterThan(0);
        const sessions = new Set(old.flatMap((a) => ('session' in a ? [a.session] : [])));
        for (const id of sessions) {
          const stored = await deps.sessions.session('t', id);
          const size = (stored?.session.answers.length ?? 0) + (stored?.session.opened.length ?? 0);
          expect(size).toBeGreaterThanOrEqual(grown.get(id) ?? 0);
          grown.set(id, size);
          if (stored) expect(odd(stored.session)).toEqual([]);
        }
      }
      expect(deps.log.lines.filter((l) => l.startsWith('error'))).toEqual([]);
      await deps.store.close();
    }),
    // Well before the test's own limit: what was found is told, even where making it shorter takes long.
    { numRuns: 60, plugins: [fc.interruptAfterTimeLimit(40_000, { failOnInterrupt: true })] },
  );
}, 60_000);

/** Answers that the screening of this session can't have. */
function odd(session: Session): GivenAnswer[] {
  const definition = realScreenings().definitions.find((d) => d.id === session.definition);
  const items = definition ? indexOf(definition).items : new Map<string, never>();
  return [...latest(session).values()].filter(({ question, value }) => {
    const item = items.get(question);
    if (item?.kind === 'text') return typeof value !== 'string';
    if (item?.kind === 'score') return typeof value !== 'number' || value < SCORE.min || value > SCORE.max;
    return !item?.options.some((o) => o.code === value);
  });
}

function fieldsOf(who: Person, values: readonly number[]): Record<string, string | string[]> {
  return Object.fromEntries(
    who.fields().flatMap((id, i): [string, string | string[]][] => {
      const n = values[i % Math.max(1, values.length)];
      if (n === undefined) return [];
      const field = who.field(id);
      if (field.kind === 'text') return [[id, `tekst ${n}`]];
      if (field.kind === 'ticks') return [[id, field.options.filter((_, k) => (n >> k) & 1).map((o) => o.value)]];
      return [[id, field.options[n % (field.options.length + 1)]?.value ?? 'something else']];
    }),
  );
}

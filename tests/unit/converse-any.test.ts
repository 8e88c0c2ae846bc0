import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Action } from '../../src/core/card.ts';
import { indexOf } from '../../src/core/screening/definition.ts';
import { latest } from '../../src/core/screening/session.ts';
import { knownChannel, Person, realConverseDeps } from '../support/converse.ts';
import { photoCheck } from '../support/screening.ts';

const WORDS = ['ja', 'nei', 'usikker', '1', '2, 3', 'ingen av disse', 'tilbake', 'neste', 'avbryt', 'start på nytt'];
const more = ['fortsett', 'senere', 'endre P07', 'P13: ingen', 'P05 yes', 'Det er elever på bildet', 'Uklart'];

/** Numbers that choose what is pressed, filled in and written, one step each. */
const steps = fc.array(fc.record({ what: fc.nat(), button: fc.nat(), values: fc.array(fc.nat(), { maxLength: 9 }) }), {
  maxLength: 18,
});

it('whatever is pressed, ticked and written, in whatever order, comes to a card, and a screening only ever grows', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (all, known) => {
      const deps = await realConverseDeps();
      if (known) await knownChannel(deps);
      const who = new Person(deps, { lang: 'nb' });
      await who.command('photo-check', 'Et bilde av elever');
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
          for (const [question, given] of stored ? latest(stored.session) : [])
            expect(
              indexOf(photoCheck())
                .items.get(question)
                ?.options.map((o) => o.code),
            ).toContain(given.value);
        }
      }
      expect(deps.log.lines.filter((l) => l.startsWith('error'))).toEqual([]);
      await deps.store.close();
    }),
    { numRuns: 60 },
  );
}, 60_000);

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

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReadAnswer } from '../../src/app/ports.ts';
import { shownNow } from '../../src/app/screening-step.ts';
import type { ConverseDeps, Talk } from '../../src/app/talk.ts';
import { understood } from '../../src/app/understood.ts';
import type { Definition } from '../../src/core/screening/definition.ts';
import { evaluate } from '../../src/core/screening/evaluate.ts';
import { answer, countingAnswers, latest, type Session, startSession } from '../../src/core/screening/session.ts';
import { person, realConverseDeps } from '../support/converse.ts';
import { realKnowledge } from '../support/knowledge.ts';

let deps: ConverseDeps;
beforeAll(async () => {
  deps = await realConverseDeps();
}, 60_000);

/** Somebody whose words a hand-made reader reads. */
const talk = (read: (text: string) => Promise<ReadAnswer[]>): Talk => ({
  deps: { ...deps, reader: { read: ({ text }) => read(text) } },
  from: { ...person(deps).envelope, event: 'e' },
  at: '2026-11-22T09:00:00Z',
  chosen: 'nb',
  country: 'NO',
  notes: new Set(),
  view: { lang: 'nb', country: 'NO', knowledge: deps.knowledge },
});
const TEXT = 'Taket på rådhuset er nytt. Det regnet da vi var der, og alle gikk hjem.';

/** Answers that somebody gave, confirmed, and what a model may come up with: right, wrong, twice, made up. */
const anyCase = (definition: Definition) => {
  const questions = definition.questions.filter((q) => q.kind === 'choice');
  const words = TEXT.split(' ');
  const one = fc.constantFrom(...questions).chain((q) =>
    fc.record({
      id: fc.oneof({ weight: 9, arbitrary: fc.constant(q.id) }, fc.constantFrom('P99', 'new_account', '')),
      code: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...q.options.map((o) => o.code)) }, fc.string()),
      words: fc.oneof(
        { weight: 9, arbitrary: fc.nat(words.length - 1).map((i) => words.slice(i, i + 3).join(' ')) },
        fc.string(),
      ),
    }),
  );
  const given = fc.tuple(...questions.map((q) => fc.option(fc.constantFrom(...q.options.map((o) => o.code)))));
  return fc.record({ given, read: fc.array(one, { maxLength: 30 }), said: fc.constantFrom('before', 'now') });
};

describe('whatever a model reads', () => {
  for (const definition of realKnowledge().screenings)
    it(`in ${definition.id}, no verdict improves before a person confirms, and no answer of a person changes`, async () => {
      const questions = definition.questions.filter((q) => q.kind === 'choice');
      const rankOf = (session: Session) => {
        const { outcome } = evaluate(definition, 'NO', countingAnswers(definition, session), { partial: true });
        return definition.outcomes.findIndex((o) => o.id === outcome);
      };
      await fc.assert(
        fc.asyncProperty(anyCase(definition), async ({ given, read, said }) => {
          let session = startSession(definition, 'NO');
          given.forEach((code, i) => {
            const id = questions[i]?.id;
            if (code !== null && id) session = answer(definition, session, id, code) ?? session;
          });
          const before = shownNow(definition, session);
          const { session: after, byModel } = await understood(
            talk(async () => read),
            definition,
            session,
            TEXT,
            { said },
          );
          const now = latest(after);
          for (const [id, a] of latest(session)) expect(now.get(id)).toEqual(a);
          for (const id of byModel) {
            expect(now.get(id)).toMatchObject({ by: 'inferred', state: 'proposed' });
            expect(TEXT).toContain(now.get(id)?.words);
            expect(['unsure', 'unknown']).not.toContain(now.get(id)?.value);
          }
          // With anything read, it is that which is shown, to be confirmed: never a verdict.
          if (byModel.length > 0) expect(shownNow(definition, after).kind).toBe('understood');
          else expect(shownNow(definition, after)).toEqual(before);
          // An outcome that ends in a dialogue by itself is milder in number, but is never reached unconfirmed: see above.
          if (definition.gates.length === 0) expect(rankOf(after)).toBeGreaterThanOrEqual(rankOf(session));
        }),
        { numRuns: 60 },
      );
    });
});

describe('a reader', () => {
  const photo = () => realKnowledge().screenings.find((d) => d.id === 'photo-check') as Definition;
  const start = () => startSession(photo(), 'NO');

  it('that throws costs nothing but its reading, and whoever wrote is told', async () => {
    const it = talk(() => Promise.reject(new Error('gone')));
    const { session, byModel } = await understood(it, photo(), start(), 'Her er klassebildet av 3B.');
    expect(byModel).toEqual([]);
    expect(latest(session).get('P07')?.value).toBe('main');
    expect([...it.notes]).toEqual(['reading_offline']);
  });

  it('is not asked where there is nothing to read, or where words are enough', async () => {
    let asked = 0;
    const it = talk(async () => {
      asked++;
      return [];
    });
    await understood(it, photo(), start(), '  ');
    await understood(it, photo(), start(), TEXT, { byWords: true });
    expect(asked).toBe(0);
    await understood(it, photo(), start(), TEXT);
    expect(asked).toBe(1);
  });

  it('sees no more of a long text than it can need, and nothing that is masked', async () => {
    let seen = '';
    const it = talk(async (text) => {
      seen = text;
      return [];
    });
    await understood(it, photo(), start(), `Kari Nordmann skrev: ${'alle gikk hjem '.repeat(2000)}`);
    expect(seen).not.toContain('Nordmann');
    expect(seen.length).toBeLessThan(6100);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import type { Answer } from '../../src/core/answer.ts';
import { LANGS, type Lang } from '../../src/core/language.ts';
import {
  answered,
  CONSENT,
  cite,
  lawNote,
  minute,
  OSTERAKER,
  question,
  SLIDES,
  talk,
  turn,
  unsure,
} from './store.builders.ts';

/** A store for one test. `reopen` gives another connection to the same place; null where nothing outlives a connection. */
export type OpenedStore = { store: Store; cleanup: () => Promise<void>; reopen: (() => Promise<Store>) | null };

/** A test that is only there where it can mean something: nothing is counted as skipped. */
const when = (there: boolean) => (title: string, run: () => Promise<void>) => {
  if (there) test(title, run);
};

/** What every store keeps to, whatever it stands on. */
export function storeContract(name: string, open: () => Promise<OpenedStore>, { lasting }: { lasting: boolean }): void {
  describe(name, () => {
    let opened: OpenedStore;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.cleanup());

    describe('a conversation', () => {
      test('that nobody has opened is unknown', async () => {
        expect(await store.conversation('nesodden', 'c1')).toBeUndefined();
      });

      test('keeps the language that was chosen in it until another is chosen', async () => {
        await talk(store, 'nesodden', 'c1', 'nn');
        await talk(store, 'nesodden', 'c1', null);
        expect(await store.conversation('nesodden', 'c1')).toEqual({ lang: 'nn', country: 'NO' });
        await store.touchConversation({
          tenant: 'nesodden',
          id: 'c1',
          channel: 'web',
          lang: 'sv',
          country: 'SE',
          at: minute(1),
        });
        expect(await store.conversation('nesodden', 'c1')).toEqual({ lang: 'sv', country: 'SE' });
      });

      test('and its first turn may be written without waiting in between', async () => {
        const opening = talk(store, 'nesodden', 'c9', 'nb');
        const saving = store.saveTurn({ tenant: 'nesodden', conversation: 'c9', turn: turn('t9') });
        await Promise.all([opening, saving]);
        expect(await store.turn('nesodden', 't9', 'c9')).toBeDefined();
      });

      test('whose language is not known yet says so', async () => {
        await talk(store, 'nesodden', 'c1', null);
        expect(await store.conversation('nesodden', 'c1')).toEqual({ lang: null, country: 'NO' });
      });

      test('must be opened before a turn is kept in it', async () => {
        await expect(store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn('t1') })).rejects.toThrow(
          /turns.*t1/,
        );
      });
    });

    describe('a turn', () => {
      test('comes back as it was given: answered, unsure or refused', async () => {
        await talk(store);
        const refused: Answer = { ...answered('Det gjør jeg ikke.', []), status: 'refused' };
        const turns = [
          turn('t1', 1, answered('Ja.', [cite(SLIDES, [3, 5]), lawNote])),
          turn('t2', 2, unsure('Vet ikke.')),
          turn('t3', 3, refused),
        ];
        for (const one of turns) await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: one });
        expect(await store.turns('nesodden', 'c1', 10)).toEqual(turns);
        expect(await store.turn('nesodden', 't2')).toEqual(turns[1]);
        expect(await store.turn('nesodden', 't9')).toBeUndefined();
      });

      test('in any of the four languages, with slide bullets in its quotes, comes back letter for letter', async () => {
        await talk(store);
        const citations = [cite(SLIDES, [1, 12]), cite(OSTERAKER, [13, 30])];
        expect(citations.map((c) => c.quote).join()).toMatch(/[\uf000-\uf0ff]/);
        for (const lang of LANGS) {
          const given = {
            ...turn(lang, 1, answered(CONSENT[lang], citations, lang)),
            question: `${CONSENT[lang]} 👩‍👧 \uf0b7\u00ad"\\`,
          };
          await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: given });
          expect(await store.turn('nesodden', lang)).toEqual(given);
        }
      });

      test('of 200 kB comes back whole', async () => {
        await talk(store);
        const given = { ...turn('t1', 1, answered('æøå '.repeat(25_000))), question: 'ordet «løyve» '.repeat(7_000) };
        expect(Buffer.byteLength(JSON.stringify(given))).toBeGreaterThan(200_000);
        await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: given });
        expect(await store.turn('nesodden', 't1')).toEqual(given);
      });

      test('with half an emoji or a NUL in its question is kept with a replacement for it, and its answer untouched', async () => {
        await talk(store);
        const given = { ...turn('t1', 1, answered('halv \ud83d\0')), question: 'halv \ud83d nul \0 ferdig' };
        await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: given });
        expect(await store.turn('nesodden', 't1')).toEqual({ ...given, question: 'halv \ufffd nul \ufffd ferdig' });
      });

      test('saved twice, as after a repeated event, is one and stays the first', async () => {
        await talk(store);
        await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn('t1') });
        await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn('t1', 5, unsure('Noe annet.')) });
        expect(await store.turns('nesodden', 'c1', 10)).toEqual([turn('t1')]);
      });

      test('that no reader could understand is refused when it is saved, not when it is read', async () => {
        await talk(store);
        const broken = { ...turn('t1'), answer: { ...answered('Ja.'), lang: 'da' as Lang } };
        await expect(store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: broken })).rejects.toThrow(
          /turns \(t1\): lang/,
        );
        const timeless = { ...turn('t2'), at: 'i går' };
        await expect(store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: timeless })).rejects.toThrow(
          /turns \(t2\)/,
        );
        expect(await store.turns('nesodden', 'c1', 10)).toEqual([]);
      });

      test('takes feedback, also twice and of two minds; feedback on a turn that is gone does no harm', async () => {
        await talk(store);
        await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn('t1') });
        for (const verdict of ['helped', 'helped', 'wrong_source'] as const) {
          await store.saveFeedback({ tenant: 'nesodden', turn: 't1', verdict, at: minute(2) });
        }
        await store.saveFeedback({ tenant: 'nesodden', turn: 'gone', verdict: 'not_helpful', at: minute(3) });
        expect(await store.turn('nesodden', 't1')).toEqual(turn('t1'));
      });
    });

    describe('the turns of a conversation', () => {
      test('come oldest first, the last ones when there are more than asked for', async () => {
        await talk(store);
        for (const n of [3, 1, 4, 2])
          await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn(`t${n}`, n) });
        const ids = async (limit: number) => (await store.turns('nesodden', 'c1', limit)).map((t) => t.id);
        expect(await ids(10)).toEqual(['t1', 't2', 't3', 't4']);
        expect(await ids(2)).toEqual(['t3', 't4']);
        expect(await ids(0)).toEqual([]);
      });

      test('of the same moment come in the order of their ids', async () => {
        await talk(store);
        for (const id of ['b', 'c', 'a'])
          await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn(id) });
        expect((await store.turns('nesodden', 'c1', 2)).map((t) => t.id)).toEqual(['b', 'c']);
      });

      test('are ordered by the moment itself, however it is written', async () => {
        await talk(store);
        const late = { ...turn('late'), at: '2026-03-02T09:00:00.500+01:00' };
        const early = { ...turn('early'), at: '2026-03-02T08:00:00Z' };
        for (const one of [late, early]) await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: one });
        expect((await store.turns('nesodden', 'c1', 9)).map((t) => [t.id, t.at])).toEqual([
          ['early', '2026-03-02T08:00:00.000Z'],
          ['late', '2026-03-02T08:00:00.500Z'],
        ]);
      });

      test('of another conversation stay there', async () => {
        for (const id of ['c1', 'c2']) await talk(store, 'nesodden', id);
        await store.saveTurn({ tenant: 'nesodden', conversation: 'c2', turn: turn('t1') });
        expect(await store.turns('nesodden', 'c1', 10)).toEqual([]);
      });
    });

    describe('a question nobody has answered', () => {
      test('captured twice is one, and stays as it was first', async () => {
        await store.captureQuestion(question('q1'));
        await store.captureQuestion(question('q1', { reason: 'ask_person', question: 'Noe annet?' }));
        expect(await store.openQuestions('nesodden')).toEqual([question('q1')]);
      });

      test('waits in line, the oldest first', async () => {
        for (const n of [2, 1, 3]) await store.captureQuestion(question(`q${n}`, { at: minute(n) }));
        expect((await store.openQuestions('nesodden')).map((q) => q.id)).toEqual(['q1', 'q2', 'q3']);
      });

      test('that is taken back is gone, and the others stay', async () => {
        for (const id of ['q1', 'q2']) await store.captureQuestion(question(id));
        await store.withdrawQuestion('nesodden', 'q1');
        await store.withdrawQuestion('nesodden', 'q1');
        await store.withdrawQuestion('nesodden', 'never-there');
        expect(await store.openQuestions('nesodden')).toEqual([question('q2')]);
      });

      test('can be sent after all when it was taken back', async () => {
        await store.captureQuestion(question('q1'));
        await store.withdrawQuestion('nesodden', 'q1');
        await store.captureQuestion(question('q1', { reason: 'ask_person' }));
        expect(await store.openQuestions('nesodden')).toEqual([question('q1', { reason: 'ask_person' })]);
      });
    });

    test('two municipalities with the same ids never see or touch each other’s rows', async () => {
      const [here, there] = ['nesodden', 'osteraker'];
      await talk(store, here, 'c1', 'nb');
      await talk(store, there, 'c1', 'sv');
      const theirs = turn('t1', 2, answered('Fråga först.', [cite(OSTERAKER, [13, 15])], 'sv'));
      await store.saveTurn({ tenant: here, conversation: 'c1', turn: turn('t1', 1) });
      await store.saveTurn({ tenant: there, conversation: 'c1', turn: theirs });
      await store.captureQuestion(question('q1'));
      await store.captureQuestion(question('q1', { tenant: there, question: 'Får vi?' }));

      expect(await store.conversation(here, 'c1')).toEqual({ lang: 'nb', country: 'NO' });
      expect(await store.turn(here, 't1')).toEqual(turn('t1', 1));
      expect(await store.turns(there, 'c1', 10)).toEqual([theirs]);
      await store.withdrawQuestion(here, 'q1');
      expect(await store.openQuestions(here)).toEqual([]);
      expect(await store.openQuestions(there)).toEqual([question('q1', { tenant: there, question: 'Får vi?' })]);
      expect(await store.turn('a third', 't1')).toBeUndefined();
    });

    when(lasting)('everything that was acknowledged is there when the store is opened again', async () => {
      const { reopen } = opened;
      if (!reopen) throw new Error('a lasting store can be reopened');
      await talk(store);
      await store.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn('t1') });
      await store.captureQuestion(question('q1'));
      await store.close();
      const again = await reopen();
      expect(await again.conversation('nesodden', 'c1')).toEqual({ lang: 'nb', country: 'NO' });
      expect(await again.turns('nesodden', 'c1', 10)).toEqual([turn('t1')]);
      expect(await again.openQuestions('nesodden')).toEqual([question('q1')]);
    });

    when(lasting)('writers on two connections at the same time lose nothing', async () => {
      const { reopen } = opened;
      if (!reopen) throw new Error('a lasting store can be reopened');
      const stores = [store, await reopen()];
      await talk(store);
      const numbers = [...Array(40).keys()];
      await Promise.all(
        stores.flatMap((one, s) =>
          numbers.flatMap((n) => [
            one.saveTurn({ tenant: 'nesodden', conversation: 'c1', turn: turn(`t${s}-${n}`, n) }),
            one.captureQuestion(question(`q${n}`)),
            talk(one, 'nesodden', 'c1', 'nb', n),
          ]),
        ),
      );
      for (const one of stores) {
        expect(await one.turns('nesodden', 'c1', 1000)).toHaveLength(80);
        expect(await one.openQuestions('nesodden')).toHaveLength(40);
      }
    });

    test('can be closed twice, and a closed store says that it is closed instead of losing what it is given', async () => {
      await talk(store);
      await store.close();
      await store.close();
      await expect(store.captureQuestion(question('q1'))).rejects.toThrow(/group_questions \(q1\)/);
    });
  });
}

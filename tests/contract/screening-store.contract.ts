import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoredSession } from '../../src/app/screening-ports.ts';
import { current, type Dossier, standingOf } from '../../src/core/assessment/versions.ts';
import { answer, startSession } from '../../src/core/screening/session.ts';
import { advised, as, at, decide, edit, fresh, full, must, opened, step } from '../support/assessment.ts';
import { dpia, photoCheck } from '../support/screening.ts';
import type { Opened } from '../support/sqlite.ts';

/** A test that is only there where it can mean something: nothing is counted as skipped. */
const when = (there: boolean) => (title: string, run: () => Promise<void>) => {
  if (there) test(title, run);
};

/** What every store of assessments and screenings keeps to. */
export function screeningStoreContract(
  name: string,
  open: () => Promise<Opened>,
  { lasting }: { lasting: boolean },
): void {
  describe(name, () => {
    let here: Opened;
    beforeEach(async () => {
      here = await open();
    });
    afterEach(() => here.cleanup());

    const keep = async (dossier: Dossier, tenant = 'nesodden', from = 0) => {
      for (const v of dossier.versions.slice(from)) expect(await here.stores.assessments.append(tenant, v)).toBe(true);
    };

    describe('an assessment', () => {
      test('that nobody has begun is unknown', async () => {
        expect(await here.stores.assessments.dossier('nesodden', 'a1')).toBeUndefined();
        expect(await here.stores.assessments.list('nesodden')).toEqual([]);
      });

      test('comes back with every version from draft to decision, letter for letter', async () => {
        const dossier = must(step(advised(opened(full())), as('controller', 'director'), decide()));
        await keep(dossier);
        expect(await here.stores.assessments.dossier('nesodden', 'a1')).toEqual(dossier);
        expect(await here.stores.assessments.list('nesodden')).toEqual([
          {
            id: 'a1',
            title: 'Facebook-side for hele kommunen',
            kind: 'DPIA',
            state: 'decided',
            version: dossier.versions.length,
            at: at(10),
          },
        ]);
      });

      test('says how it stands, who has written in it, and what some of its versions were', async () => {
        const { assessments } = here.stores;
        expect(await assessments.standing('nesodden', 'a1', [1])).toBeUndefined();
        const dossier = must(step(advised(opened(full())), as('controller', 'director'), decide()));
        await keep(dossier);
        const at = await assessments.standing('nesodden', 'a1', [1, 3, 99, Number.NaN]);
        const { seen, ...standing } = at ?? {};
        expect(standing).toEqual(standingOf(dossier));
        expect([...(seen?.keys() ?? [])].sort((a, b) => a - b)).toEqual([1, 3, dossier.versions.length]);
        expect(seen?.get(3)).toEqual(dossier.versions[2]);
        expect(await assessments.standing('osteraker', 'a1', [1])).toBeUndefined();
      });

      test('two people edit at once: one is told that the other was faster, and nobody’s version is lost', async () => {
        const base = opened(fresh());
        await keep(base);
        const [mine, theirs] = ['Min', 'Deres'].map((title) => must(edit(base, (d) => ({ ...d, title }))));
        const versions = [mine, theirs].flatMap((d) => d?.versions[1] ?? []);
        const results = await Promise.all(versions.map((v) => here.stores.assessments.append('nesodden', v)));
        expect(results.sort()).toEqual([false, true]);
        expect((await here.stores.assessments.dossier('nesodden', 'a1'))?.versions).toHaveLength(2);
      });

      test('takes no version that leaves a gap, and stays as it was', async () => {
        const third = must(
          edit(must(edit(opened(fresh()), (d) => ({ ...d, title: 'To' }))), (d) => ({ ...d, title: 'Tre' })),
        );
        await keep({ ...third, versions: third.versions.slice(0, 1) });
        const gap = third.versions[2];
        if (!gap) throw new Error('there are three versions');
        await expect(here.stores.assessments.append('nesodden', gap)).rejects.toThrow(/does not follow/);
        expect((await here.stores.assessments.dossier('nesodden', 'a1'))?.versions).toHaveLength(1);
      });

      test('that no reader could understand is refused when it is written', async () => {
        const [first] = opened(fresh()).versions;
        if (!first) throw new Error('there is a version');
        const broken = { ...first, document: { ...first.document, title: '' } };
        await expect(here.stores.assessments.append('nesodden', broken)).rejects.toThrow(/document\.title/);
        expect(await here.stores.assessments.list('nesodden')).toEqual([]);
      });

      test('of another municipality with the same id stays there', async () => {
        await keep(opened(fresh()));
        await keep(opened({ ...fresh(), title: 'En annan sida' }), 'osteraker');
        const mine = await here.stores.assessments.dossier('nesodden', 'a1');
        expect(mine && current(mine).title).toBe('Facebook-side for hele kommunen');
        expect((await here.stores.assessments.list('osteraker')).map((a) => a.title)).toEqual(['En annan sida']);
      });
    });

    describe('a screening under way', () => {
      const begun = (over: Partial<StoredSession> = {}): StoredSession => {
        const session = answer(photoCheck(), startSession(photoCheck(), 'NO'), 'P05', 'yes');
        if (!session) throw new Error('P05 takes yes');
        return { id: 's1', conversation: 'c1', session, state: 'open', at: at(1), revision: 0, ...over };
      };

      test('is paused, resumed days later, and forgotten', async () => {
        const { sessions } = here.stores;
        const stored = await sessions.save('nesodden', begun());
        expect(stored).toEqual(begun({ revision: 1 }));
        await sessions.save('nesodden', begun({ state: 'paused', at: at(2), revision: 1 }));
        expect(await sessions.unfinished('nesodden', 'c1')).toEqual(begun({ state: 'paused', at: at(2), revision: 2 }));
        await sessions.forget('nesodden', 's1');
        expect(await sessions.session('nesodden', 's1')).toBeUndefined();
      });

      test('in one thread does not meet one in another, nor a finished one', async () => {
        const { sessions } = here.stores;
        await sessions.save('nesodden', begun());
        await sessions.save('nesodden', begun({ id: 's2', conversation: 'c2', session: startSession(dpia(), 'SE') }));
        await sessions.save('nesodden', begun({ id: 's3', state: 'done', at: at(9) }));
        expect((await sessions.unfinished('nesodden', 'c1'))?.id).toBe('s1');
        expect((await sessions.unfinished('nesodden', 'c2', 'dpia'))?.session.country).toBe('SE');
        expect(await sessions.unfinished('nesodden', 'c2', 'photo-check')).toBeUndefined();
        expect(await sessions.unfinished('osteraker', 'c1')).toBeUndefined();
      });

      test('that two change at once is changed by one of them, and the other is told', async () => {
        const { sessions } = here.stores;
        await sessions.save('nesodden', begun());
        const read = await sessions.session('nesodden', 's1');
        if (!read) throw new Error('it was stored');
        const results = await Promise.all(
          (['paused', 'cancelled', 'done'] as const).map((state) => sessions.save('nesodden', { ...read, state })),
        );
        const [won, ...others] = results.filter((r) => r !== undefined);
        expect(others).toEqual([]);
        expect(await sessions.session('nesodden', 's1')).toEqual(won);
      });

      test('is not set back by what was read before it changed, whatever the clock says, nor begun twice under one id', async () => {
        const { sessions } = here.stores;
        await sessions.save('nesodden', begun());
        await sessions.save('nesodden', begun({ state: 'paused', revision: 1 }));
        expect(await sessions.save('nesodden', begun({ at: at(9), revision: 1 }))).toBeUndefined();
        expect(await sessions.save('nesodden', begun({ at: at(9) }))).toBeUndefined();
        expect(await sessions.save('osteraker', begun())).toMatchObject({ revision: 1 });
        expect(await sessions.session('nesodden', 's1')).toMatchObject({ state: 'paused', at: at(1), revision: 2 });
      });
    });

    when(lasting)('of two openings of one place that change a screening, one does and the other is told', async () => {
      const { reopen, stores } = here;
      if (!reopen) throw new Error('a lasting store can be opened again');
      const other = await reopen();
      const session = startSession(photoCheck(), 'NO');
      await stores.sessions.save('t', { id: 's1', conversation: 'c', session, state: 'open', at: at(1), revision: 0 });
      const [mine, theirs] = await Promise.all([stores, other].map((s) => s.sessions.session('t', 's1')));
      if (!mine || !theirs) throw new Error('both read it');
      expect(await other.sessions.save('t', { ...theirs, state: 'paused' })).toMatchObject({ revision: 2 });
      expect(await stores.sessions.save('t', { ...mine, state: 'cancelled' })).toBeUndefined();
      expect((await stores.sessions.session('t', 's1'))?.state).toBe('paused');
    });

    when(lasting)('everything that was acknowledged is there when the store is opened again', async () => {
      const { reopen, stores } = here;
      if (!reopen) throw new Error('a lasting store can be reopened');
      const dossier = advised(opened(full()));
      await keep(dossier);
      await stores.store.close();
      const again = await reopen();
      expect(await again.assessments.dossier('nesodden', 'a1')).toEqual(dossier);
    });
  });
}

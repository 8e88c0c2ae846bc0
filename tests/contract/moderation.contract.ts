import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Draft } from '../../src/core/moderation/draft.ts';
import type { Stores } from '../../src/store/open.ts';
import { removal } from '../support/moderation.ts';

type Opened = { stores: Pick<Stores, 'removals' | 'drafts'>; cleanup: () => Promise<void> };
const AT = '2026-11-23T09:00:00.000Z';
const NOTE = { id: 'x1', at: AT, entries: 2, sha256: 'f'.repeat(64) };

/** What every store of a moderation log keeps to. */
export function moderationContract(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    let here: Opened;
    beforeEach(async () => {
      here = await open();
    });
    afterEach(() => here.cleanup());
    const ids = async (tenant = 't') => (await here.stores.removals.all(tenant)).map((r) => `${r.id}.${r.version}`);

    test('a removal is added once under its number, and a correction beside it', async () => {
      const { removals } = here.stores;
      expect(await removals.append('t', removal('a'))).toBe(true);
      expect(await removals.append('t', removal('a', { note: 'annet' }))).toBe(false);
      expect(await removals.append('t', removal('a', { version: 2, ground: 'crime', why: 'Feil grunn' }))).toBe(true);
      expect((await removals.versions('t', 'a')).map((r) => [r.version, r.ground])).toEqual([
        [1, 'defamation'],
        [2, 'crime'],
      ]);
    });

    test('a version follows the last, or is refused and not kept', async () => {
      const { removals } = here.stores;
      await expect(removals.append('t', removal('a', { version: 2 }))).rejects.toMatchObject({ fault: 'invalid' });
      expect(await removals.versions('t', 'a')).toEqual([]);
    });

    test('of two that write at once one is first', async () => {
      const { removals } = here.stores;
      const added = await Promise.all([removals.append('t', removal('a')), removals.append('t', removal('a'))]);
      expect(added.filter(Boolean)).toHaveLength(1);
    });

    test('what is no removal is refused', async () => {
      const broken = { ...removal('a'), evidence: { reference: 'P:\\arkiv', sha256: 'abc' } };
      await expect(here.stores.removals.append('t', broken)).rejects.toMatchObject({ fault: 'invalid' });
    });

    test('the log is in the order in which it was written, corrections beside what they correct', async () => {
      const { removals } = here.stores;
      await removals.append('t', removal('b', { recordedAt: '2026-11-01T09:00:00.000Z' }));
      await removals.append('t', removal('a', { recordedAt: '2026-11-02T09:00:00.000Z' }));
      await removals.append('t', removal('b', { version: 2, why: 'Feil', recordedAt: '2026-11-03T09:00:00.000Z' }));
      expect(await ids()).toEqual(['b.1', 'b.2', 'a.1']);
    });

    test('another tenant has a log of its own', async () => {
      const { removals } = here.stores;
      await removals.append('t', removal('a'));
      await removals.append('u', removal('a'));
      expect(await removals.purge('u', ['a'])).toBe(1);
      expect([await ids('t'), await ids('u'), await removals.tenants()]).toEqual([['a.1'], [], ['t']]);
    });

    test('an export is noted for good, and up to which version; an older one takes nothing back', async () => {
      const { removals } = here.stores;
      await removals.append('t', removal('a'));
      await removals.append('t', removal('a', { version: 2, why: 'Feil' }));
      await removals.noteExport('t', NOTE, new Map([['a', 2]]));
      await removals.noteExport('t', NOTE, new Map([['a', 1]]));
      expect(await removals.exported('t')).toEqual(new Map([['a', 2]]));
      expect(await removals.purge('t', ['a', 'nowhere'])).toBe(1);
      expect([await ids(), await removals.exported('t')]).toEqual([[], new Map()]);
      expect(await removals.exports('t')).toEqual([NOTE]);
    });

    test('an entry that is being written is kept for its thread alone, the last state of it, until it is dropped', async () => {
      const { drafts } = here.stores;
      const draft = (fields: Draft['fields']): Draft => ({
        ...{ id: 'd', corrects: 0, account: null, country: 'NO', session: null },
        fields,
      });
      await drafts.keep('t', 'c1', draft({ account: 'Bibl' }), AT);
      await drafts.keep('t', 'c1', draft({ account: 'Biblioteket' }), AT);
      expect(await drafts.draft('t', 'c1')).toEqual({ draft: draft({ account: 'Biblioteket' }), at: AT });
      expect([await drafts.draft('t', 'c2'), await drafts.draft('u', 'c1')]).toEqual([undefined, undefined]);
      await drafts.drop('t', 'c1');
      expect(await drafts.draft('t', 'c1')).toBeUndefined();
    });
  });
}

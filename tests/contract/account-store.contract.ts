import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Account } from '../../src/core/accounts/account.ts';
import { active, agreed, COMMUNICATIONS, lived, MANAGER, proposed } from '../support/accounts.ts';
import { at } from '../support/assessment.ts';
import type { Opened } from '../support/sqlite.ts';

/** What every store of the register of accounts keeps to. */
export function accountStoreContract(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    let here: Opened;
    beforeEach(async () => {
      here = await open();
    });
    afterEach(() => here.cleanup());
    const t = 'fjordvik';
    /** Every version of an account, one after the other, as they came about. */
    const keep = async (account: Account, tenant = t) => {
      for (let n = 1; n <= account.version; n++) {
        const history = account.history.slice(0, n);
        const state = history.at(-1)?.to ?? 'proposed';
        const version = n === account.version ? account : { ...account, version: n, history, state };
        expect(await here.stores.accounts.append(tenant, version)).toBe('added');
      }
    };

    test('an account that nobody has proposed is unknown', async () => {
      const { accounts } = here.stores;
      expect(await accounts.account(t, 'acc1')).toBeUndefined();
      expect(await accounts.byAddress(t, 'https://facebook.com/fjordvikbibliotek')).toBeUndefined();
      expect(await accounts.list(t)).toEqual([]);
      expect(await accounts.versions(t, 'acc1')).toEqual([]);
      expect(await accounts.tenants()).toEqual([]);
    });

    test('an account comes back as it was put there, with every version of it, in another connection too', async () => {
      const account = active();
      await keep(account);
      const { accounts } = here.reopen ? await here.reopen() : here.stores;
      expect(await accounts.account(t, 'acc1')).toEqual(account);
      expect(await accounts.list(t)).toEqual([account]);
      expect((await accounts.versions(t, 'acc1')).map((v) => [v.version, v.state])).toEqual([
        [1, 'proposed'],
        [2, 'proposed'],
        [3, 'agreed'],
        [4, 'active'],
      ]);
      expect(await accounts.tenants()).toEqual([t]);
    });

    test('two people change it at once: one is told that the other was faster, and nobody’s version is lost', async () => {
      const base = proposed();
      await keep(base);
      const both = [MANAGER, COMMUNICATIONS].map((by) => lived(base, [{ do: 'agree' }, by]));
      const results = await Promise.all(both.map((v) => here.stores.accounts.append(t, v)));
      expect(results.sort()).toEqual(['added', 'newer']);
      expect(await here.stores.accounts.versions(t, 'acc1')).toHaveLength(2);
    });

    test('two people propose the same address at once: one account has it', async () => {
      const results = await Promise.all(
        ['acc1', 'acc2'].map((id) => here.stores.accounts.append(t, proposed({ name: id }, id))),
      );
      expect(results.sort()).toEqual(['added', 'taken']);
      expect(await here.stores.accounts.list(t)).toHaveLength(1);
    });

    test('an address is free again once its account is archived or declined', async () => {
      const { accounts } = here.stores;
      const address = 'https://facebook.com/fjordvikbibliotek';
      await keep(lived(proposed(), [{ do: 'decline' }, MANAGER]));
      expect(await accounts.byAddress(t, address)).toBeUndefined();
      await keep(
        lived(
          agreed({}, 'acc2'),
          [{ do: 'close' }, MANAGER],
          [{ do: 'archive', on: '2026-11-01', reference: 'Arkiv 26/114' }, COMMUNICATIONS],
        ),
      );
      expect(await accounts.byAddress(t, address)).toBeUndefined();
      await keep(proposed({}, 'acc3'));
      expect((await accounts.byAddress(t, address))?.id).toBe('acc3');
      // What was declined can't come back to an address that is another's meanwhile.
      const back = lived(lived(proposed(), [{ do: 'decline' }, MANAGER]), [{ do: 'propose' }, MANAGER]);
      expect(await accounts.append(t, back)).toBe('taken');
    });

    test('a list holds those of the states asked for, by name, and nobody else’s', async () => {
      await keep(active({ name: 'B', address: 'https://x.com/b' }, 'b'));
      await keep(proposed({ name: 'A', address: 'https://x.com/a' }, 'a'));
      await keep(proposed({}, 'theirs'), 'another');
      const { accounts } = here.stores;
      expect((await accounts.list(t)).map((a) => a.id)).toEqual(['a', 'b']);
      expect((await accounts.list(t, ['active'])).map((a) => a.id)).toEqual(['b']);
      expect(await accounts.list(t, [])).toEqual([]);
      expect(await accounts.account(t, 'theirs')).toBeUndefined();
    });

    test('takes no version that leaves a gap and none that no reader could understand, and stays as it was', async () => {
      const { accounts } = here.stores;
      await keep(proposed());
      await expect(accounts.append(t, active())).rejects.toThrow(/does not follow/);
      await expect(accounts.append(t, { ...proposed({}, 'x'), name: '' })).rejects.toThrow(
        /name is not what it should/,
      );
      expect(await accounts.list(t)).toHaveLength(1);
    });

    test('a place posts to the accounts that somebody has said, the one said last first', async () => {
      const { accounts } = here.stores;
      for (const [account, n] of [
        ['a', 1],
        ['b', 2],
        ['a', 3],
      ] as const)
        await accounts.link(t, 'C1', account, at(n));
      await accounts.link('another', 'C1', 'c', at(1));
      expect(await accounts.linked(t, 'C1')).toEqual(['a', 'b']);
      await accounts.unlink(t, 'C1', 'a');
      expect(await accounts.linked(t, 'C1')).toEqual(['b']);
      expect(await accounts.linked(t, 'C2')).toEqual([]);
    });
  });
}

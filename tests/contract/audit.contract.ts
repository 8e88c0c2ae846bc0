import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Noted } from '../../src/app/privacy-ports.ts';
import type { Stores } from '../../src/store/open.ts';
import { at, full, opened } from '../support/assessment.ts';

type Place = {
  stores: Stores;
  /** The same place again, as another process opens it. */
  reopen: () => Promise<Stores>;
  /** Runs SQL beside the store, as somebody with access to the database would. */
  beside: (sql: string) => Promise<unknown>;
  cleanup: () => Promise<void>;
};

const see = (n: number, over: Partial<Noted> = {}): Noted => ({
  ...{ tenant: 't', person: 'U1', role: 'author', assessment: 'a1', version: 1, via: 'web' },
  action: 'seen',
  ...over,
  at: at(n),
});

/** What every log of who saw or changed an assessment keeps to. */
export function auditContract(name: string, open: () => Promise<Place>): void {
  describe(name, () => {
    let here: Place;
    beforeEach(async () => {
      here = await open();
    });
    afterEach(() => here.cleanup());
    const five = async () => {
      for (const n of [1, 2, 3, 4, 5]) await here.stores.audit.note(see(n));
    };
    const faultOf = async () => (await here.stores.audit.verify('t')).fault;

    test('who saw an assessment stands in it by a pseudonym, the same each time, and another for another person', async () => {
      const { audit } = here.stores;
      // Too long to stand in a pseudonym by chance.
      const [one, other] = ['kari.nordmann', 'ola.nordmann'];
      await audit.note(see(1, { person: one }));
      await audit.note(see(2, { person: one }));
      await audit.note(see(3, { person: other }));
      const people = (await audit.entries('t')).map((e) => e.person);
      expect(people[0]).toBe(people[1]);
      expect(people[2]).not.toBe(people[0]);
      expect(people.join(' ')).not.toContain('nordmann');
      expect((await audit.entries('t', { person: other })).map((e) => e.seq)).toEqual([3]);
    });

    test('the same person in another municipality has another pseudonym', async () => {
      await here.stores.audit.note(see(1));
      await here.stores.audit.note(see(1, { tenant: 'u' }));
      const [[mine], [theirs]] = [await here.stores.audit.entries('t'), await here.stores.audit.entries('u')];
      expect(mine?.person).not.toBe(theirs?.person);
    });

    test('every version of an assessment stands in it, written together with the version', async () => {
      const { assessments, audit } = here.stores;
      for (const version of opened(full()).versions) await assessments.append('t', version);
      expect((await audit.entries('t', { assessment: 'a1' })).map((e) => [e.action, e.role, e.version])).toEqual([
        ['begun', 'author', 1],
      ]);
      expect(await audit.verify('t')).toEqual({ entries: 1, fault: undefined });
    });

    test('a log that nobody has touched is in order, also when several processes write at once', async () => {
      const stores = [here.stores, await here.reopen(), await here.reopen()];
      await Promise.all([...Array(30).keys()].map((n) => stores[n % 3]?.audit.note(see(n % 60))));
      expect(await here.stores.audit.verify('t')).toEqual({ entries: 30, fault: undefined });
      expect((await here.stores.audit.entries('t')).map((e) => e.seq)).toEqual([...Array(30).keys()].map((n) => n + 1));
    });

    test('an entry that was changed is found', async () => {
      await five();
      await here.beside(`update audit_log set role = 'dpo' where tenant = 't' and seq = 3`);
      expect(await faultOf()).toEqual({ kind: 'changed', seq: 3 });
    });

    test('an entry that was removed is found, the last one too', async () => {
      await five();
      await here.beside(`delete from audit_log where tenant = 't' and seq = 5`);
      expect(await faultOf()).toEqual({ kind: 'end', seq: 5 });
      await here.beside(`delete from audit_log where tenant = 't' and seq = 2`);
      expect(await faultOf()).toEqual({ kind: 'gap', seq: 2 });
    });

    test('an entry that was put in is found, in the middle and at the end', async () => {
      await five();
      const columns = 'at, person, role, action, assessment, version, via';
      await here.beside(
        `insert into audit_log select tenant, 6, ${columns}, hash, hash from audit_log where tenant = 't' and seq = 5`,
      );
      expect(await faultOf()).toEqual({ kind: 'end', seq: 6 });
      await here.beside(`delete from audit_log where seq = 6`);
      await here.beside(`update audit_log set seq = seq + 10 where tenant = 't' and seq > 3`);
      await here.beside(`update audit_log set seq = seq - 9 where tenant = 't' and seq > 10`);
      await here.beside(
        `insert into audit_log select tenant, 4, ${columns}, hash, hash from audit_log where tenant = 't' and seq = 3`,
      );
      expect((await faultOf())?.seq).toBe(4);
    });

    test('two entries that changed places are found', async () => {
      await five();
      await here.beside(`update audit_log set seq = 99 where tenant = 't' and seq = 2`);
      await here.beside(`update audit_log set seq = 2 where tenant = 't' and seq = 3`);
      await here.beside(`update audit_log set seq = 3 where tenant = 't' and seq = 99`);
      expect((await faultOf())?.seq).toBe(2);
    });

    test('a log whose end was put where the entries end does not fit the signature', async () => {
      await five();
      await here.beside(`delete from audit_log where tenant = 't' and seq = 5`);
      await here.beside(
        `update audit_heads set seq = 4, hash = (select hash from audit_log where tenant = 't' and seq = 4) where tenant = 't'`,
      );
      expect(await faultOf()).toEqual({ kind: 'end', seq: 5 });
    });

    test('each municipality has a log of its own', async () => {
      await five();
      await here.stores.audit.note(see(1, { tenant: 'u' }));
      await here.beside(`delete from audit_log where tenant = 'u'`);
      expect(await faultOf()).toBeUndefined();
      expect((await here.stores.audit.verify('u')).fault).toEqual({ kind: 'end', seq: 1 });
      expect(await here.stores.audit.tenants()).toEqual(['t', 'u']);
    });
  });
}

import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { startSession } from '../../src/core/screening/session.ts';
import type { StoreError } from '../../src/store/errors.ts';
import { openPostgres } from '../../src/store/open.ts';
import { at, full, opened } from '../support/assessment.ts';
import { asked } from '../support/learning.ts';
import { beside, newDatabase, onPostgres, postgresPlace } from '../support/postgres.ts';
import { dpia, mapOf } from '../support/screening.ts';
import { accountStoreContract } from './account-store.contract.ts';
import { auditContract } from './audit.contract.ts';
import { calendarContract } from './calendar.contract.ts';
import { conversingContract } from './conversing.contract.ts';
import { inboxContract } from './inbox.contract.ts';
import { learningContract } from './learning.contract.ts';
import { moderationContract } from './moderation.contract.ts';
import { privacyContract } from './privacy.contract.ts';
import { screeningStoreContract } from './screening-store.contract.ts';
import { storeContract } from './store.contract.ts';

/** Every suite of the store once more, on a real server. A new suite gets its line here. */
onPostgres(() => {
  storeContract(
    'the store in Postgres',
    async () => {
      const { open, cleanup } = await postgresPlace();
      return { store: (await open()).store, reopen: async () => (await open()).store, cleanup };
    },
    { lasting: true },
  );

  const place = async () => {
    const { open, cleanup } = await postgresPlace();
    return { stores: await open(), reopen: open, cleanup };
  };
  screeningStoreContract('assessments and screenings in Postgres', place, { lasting: true });
  conversingContract('claims and what is remembered, in Postgres', place);
  learningContract('what is learned, in Postgres', place);
  moderationContract('the moderation log in Postgres', place);
  calendarContract('the calendar in Postgres', place);
  accountStoreContract('the register of accounts in Postgres', place);
  inboxContract('what came in, in Postgres', place);
  privacyContract('access, erasure and retention in Postgres', async () => {
    const { url, open, cleanup } = await postgresPlace();
    const columns = async () => {
      const all = await beside(
        url,
        `select table_name, column_name from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'`,
      );
      const of = Object.groupBy(all, ({ table_name: table }) => String(table));
      return Object.fromEntries(
        Object.entries(of).map(([table, some = []]) => [table, some.map((c) => String(c.column_name))]),
      );
    };
    const rows = async () => {
      const out: Record<string, Record<string, unknown>[]> = {};
      for (const table of Object.keys(await columns())) out[table] = await beside(url, `select * from "${table}"`);
      return out;
    };
    return { stores: await open(), rows, columns, cleanup };
  });
  auditContract('the audit log in Postgres', async () => {
    const keys = [randomBytes(32)];
    const { url, open, cleanup } = await postgresPlace({ keys });
    return { stores: await open(), reopen: open, beside: (sql) => beside(url, sql), cleanup };
  });

  describe('a database that several processes share', () => {
    test('is given its tables once when four open it at the same moment', async () => {
      const url = await newDatabase();
      const stores = await Promise.all([1, 2, 3, 4].map(() => openPostgres({ url })));
      await stores[0]?.preferences.set('t', 'u', { lang: 'nn' }, at(1));
      for (const { preferences } of stores) expect((await preferences.get('t', 'u')).lang).toBe('nn');
      for (const { store } of stores) await store.close();
      const [steps] = await beside(
        url,
        'select count(*)::int as all, count(distinct name)::int as names from kysely_migration',
      );
      expect(steps?.all).toBe(steps?.names);
    });

    test('gives a claim to one of many who ask for it', async () => {
      const { open, cleanup } = await postgresPlace();
      const stores = [await open(), await open(), await open()];
      const claimed = await Promise.all(
        [...Array(30).keys()].map((n) => stores[n % 3]?.claims.claim('t', 'e1', at(1), 1000)),
      );
      expect(claimed.filter(Boolean)).toHaveLength(1);
      await cleanup();
    });

    test('loses none of the facts that two set for one room at the same time', async () => {
      const { open, cleanup } = await postgresPlace();
      const stores = [await open(), await open()];
      await Promise.all(
        [...Array(20).keys()].map((n) => stores[n % 2]?.facts.set('t', 'room', mapOf({ [`P${n}`]: 'main' }), at(n))),
      );
      expect((await stores[0]?.facts.get('t', 'room'))?.size).toBe(20);
      await cleanup();
    });

    test('gives every question its group, and each group a number of its own, when forty are asked at once', async () => {
      const { open, cleanup } = await postgresPlace();
      const stores = [await open(), await open()];
      await Promise.all([...Array(40).keys()].map((n) => stores[n % 2]?.groups.add(asked(`q${n}`), null, null)));
      expect(await stores[0]?.groups.list('t', ['open'])).toHaveLength(40);
      expect(await stores[0]?.groups.version('t')).toBe(40);
      await cleanup();
    });

    test('keeps one of two versions of an assessment that are written at the same time', async () => {
      const { open, cleanup } = await postgresPlace();
      const stores = [await open(), await open()];
      const [first] = opened(full()).versions;
      if (!first) throw new Error('an assessment has a first version');
      const kept = await Promise.all([...Array(8).keys()].map((n) => stores[n % 2]?.assessments.append('t', first)));
      expect(kept.filter(Boolean)).toHaveLength(1);
      await cleanup();
    });
  });

  test('text sorts by code point, whatever the language of the database', async () => {
    const { open, url, cleanup } = await postgresPlace();
    const { groups } = await open();
    for (const tenant of ['østre', 'Ås', 'aa', 'b', 'Zoo', 'é']) await groups.add(asked('q', { tenant }), null, null);
    const [plain] = await beside(
      url,
      `select string_agg(t, ' ' order by t) as t from (values ('b'), ('Zoo'), ('aa')) v(t)`,
    );
    expect(plain?.t).toBe('b Zoo aa'); // Norwegian: aa is å.
    expect(await groups.tenants()).toEqual(['Zoo', 'aa', 'b', 'Ås', 'é', 'østre']);
    await cleanup();
  });

  test('a damaged version is an error that says where and not what; a damaged session is passed over', async () => {
    const faults: StoreError[] = [];
    const { open, url, cleanup } = await postgresPlace({ onFault: (f) => faults.push(f) });
    const { assessments, sessions } = await open();
    for (const v of opened(full()).versions) await assessments.append('t', v);
    const session = { conversation: 'c', session: startSession(dpia(), 'NO'), state: 'open', revision: 0 } as const;
    await sessions.save('t', { id: 'older', at: at(1), ...session });
    await sessions.save('t', { id: 'newer', at: at(2), ...session });
    await beside(
      url,
      `update assessment_versions set version = '{"secret":1}'; update sessions set session = 'x' where id = 'newer'`,
    );
    const error = await assessments.dossier('t', 'a1').catch((e: unknown) => e);
    expect(String(error)).toMatch(/assessment_versions \(a1\)/);
    expect(String(error)).not.toMatch(/secret/);
    expect((await sessions.unfinished('t', 'c'))?.id).toBe('older');
    expect(faults.map((f) => f.id)).toEqual(['newer']);
    await cleanup();
  });

  test('that a newer version has changed is left alone, with advice', async () => {
    const url = await newDatabase();
    await (await openPostgres({ url })).store.close();
    await beside(url, `insert into kysely_migration values ('0099_later', '2030-01-01T00:00:00.000Z')`);
    await expect(openPostgres({ url })).rejects.toMatchObject({
      fault: 'newer',
      message: expect.stringMatching(/0099_later.*Update varsam/),
    });
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { purgeNightly } from '../../src/app/purge.ts';
import { current } from '../../src/core/assessment/versions.ts';
import type { Stores } from '../../src/store/open.ts';
import { lived, PROPOSER, proposed } from '../support/accounts.ts';
import { keepingLog } from '../support/fakes.ts';
import { FATES } from '../support/personal-columns.ts';
import { BROWSER, KARI, KEYED, livedIn, MAIL, NAME, OLA, OLAS, WORDS } from '../support/privacy.ts';

type Rows = Record<string, Record<string, unknown>[]>;
type Place = {
  stores: Stores;
  /** Every row of every table. */
  rows: () => Promise<Rows>;
  /** The columns of every table, as the database itself says. */
  columns: () => Promise<Record<string, string[]>>;
  cleanup: () => Promise<void>;
};
const WHO = { user: KARI, names: [NAME] };
const THEIRS = [...WORDS, NAME, MAIL, KARI, BROWSER, KEYED];
const isTheirs = (value: unknown) => THEIRS.some((word) => JSON.stringify(value ?? '').includes(word));
/** Rows in which anything is theirs. */
const rowsOf = (rows: readonly Record<string, unknown>[]) => rows.filter((row) => Object.values(row).some(isTheirs));

/** Nobody reads these without a key: that the messages are found is told by their lanes. */
const ENCRYPTED = ['inbox.body'];

/** Whether a value, or every text in a JSON value that is theirs, is in what a person is given. */
function shows(found: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  const text = String(value);
  if (!/^[{[]/.test(text)) return found.includes(JSON.stringify(value).slice(1, -1));
  return THEIRS.filter((word) => text.includes(word)).every((word) => found.includes(word));
}

/** What every store keeps to when somebody asks for access or erasure, and when a time is over. */
export function privacyContract(name: string, open: () => Promise<Place>): void {
  describe(name, () => {
    let here: Place;
    beforeEach(async () => {
      here = await open();
      await livedIn(here.stores);
    });
    afterEach(() => here.cleanup());
    const everything = async () => JSON.stringify(await here.rows());

    test('no table and no column is left out of account', async () => {
      const known = Object.fromEntries(Object.entries(FATES).map(([table, of]) => [table, Object.keys(of).sort()]));
      const there = Object.entries(await here.columns()).map(([table, of]) => [table, of.sort()]);
      expect(Object.fromEntries(there)).toEqual(known);
    });

    test('what is said to hold something of a person does so here, and the rest holds nothing', async () => {
      const rows = await here.rows();
      const wrong = Object.entries(FATES).flatMap(([table, of]) =>
        Object.entries(of).flatMap(([column, fate]) => {
          const holds = (rows[table] ?? []).some((row) => isTheirs(row[column]));
          if (typeof fate === 'string' || 'pseudonym' in fate) return [];
          if ('nobody' in fate) return holds ? [`${table}.${column} holds something`] : [];
          return holds || ENCRYPTED.includes(`${table}.${column}`) ? [] : [`${table}.${column}: nobody tries it out`];
        }),
      );
      expect(wrong).toEqual([]);
      const going = Object.entries(FATES).filter(([, of]) => Object.values(of).includes('goes'));
      // Some know their person by the row that they hang on.
      const hanging = ['citations', 'feedback', 'inbox_marks'];
      const untried = going.filter(([table]) => !hanging.includes(table) && rowsOf(rows[table] ?? []).length === 0);
      expect(untried.map(([table]) => table)).toEqual([]);
      for (const table of hanging) expect(rows[table]?.length, table).toBeGreaterThan(0);
    });

    test('access shows every column that is said to be shown', async () => {
      const found = JSON.stringify(await here.stores.personal.find('t', KARI));
      const rows = await here.rows();
      const missing = Object.entries(FATES).flatMap(([table, of]) =>
        Object.entries(of)
          .filter(([, fate]) => fate === 'shown')
          .filter(([column]) => !rowsOf(rows[table] ?? []).every((row) => shows(found, row[column])))
          .map(([column]) => `${table}.${column}`),
      );
      expect(missing).toEqual([]);
    });

    test('erasure leaves no row that goes, and no word in a row that stays', async () => {
      const before = await here.rows();
      await here.stores.personal.erase('t', WHO);
      const after = await here.rows();
      expect(Object.entries(after).flatMap(([table, rows]) => (rowsOf(rows).length > 0 ? [table] : []))).toEqual([]);
      for (const [table, of] of Object.entries(FATES)) {
        if (!Object.values(of).includes('goes')) continue;
        const theirs = rowsOf(before[table] ?? []).length;
        expect(after[table]?.length, table).toBeLessThanOrEqual((before[table]?.length ?? 0) - theirs);
      }
      // What hangs on a row of theirs is gone with it.
      expect(after.citations?.map((c) => c.turn)).not.toContain('q-kari');
      expect(after.feedback?.map((f) => f.turn)).toEqual(['q-ola']);
      expect(after.inbox_marks?.length).toBe(1);
    });

    test('access gives everything of a person and nothing of another', async () => {
      const found = await here.stores.personal.find('t', KARI);
      const text = JSON.stringify(found);
      expect([...WORDS, NAME, MAIL, 'not_helpful'].filter((word) => !text.includes(word))).toEqual([]);
      expect(text).not.toContain(OLAS);
      expect(text).not.toContain(OLA);
      const counts = Object.entries(found).flatMap(([kind, v]) => (Array.isArray(v) && v.length === 0 ? [kind] : []));
      expect(counts).toEqual([]);
      expect(found.assessments.map((a) => a.id).sort()).toEqual(['alone', 'decided']);
    });

    test('an erasure leaves none of the words, the name or the id of a person in any row', async () => {
      await here.stores.personal.erase('t', WHO);
      const left = await everything();
      expect(THEIRS.filter((word) => left.includes(word))).toEqual([]);
    });

    test('what is decided survives with a role in the place of the person, and the erasure says so', async () => {
      const done = await here.stores.personal.erase('t', WHO);
      const dossier = await here.stores.assessments.dossier('t', 'decided');
      expect(dossier && current(dossier).decision?.outcome).toBe('proceed');
      expect(dossier?.versions[0]?.by).toMatchObject({ person: 'role:author' });
      expect(dossier && current(dossier).steps.at(-1)?.by).toMatchObject({ person: 'director' });
      expect(await here.stores.assessments.dossier('t', 'alone')).toBeUndefined();
      expect(done.stayed.map((s) => [s.kind, s.what, s.changed])).toEqual([
        ['assessment', 'decided', true],
        ['account', 'acc1', true],
        ['expert answer', 'e1', true],
        ['question', 'q-other', true],
        ['removal', 'r1', true],
        ['audit log', expect.stringContaining('entries'), false],
      ]);
    });

    test('an account is listed by the name it has now, and not by one from when the person was named in it', async () => {
      const { accounts } = here.stores;
      const older = proposed({ name: `Arkivet ved ${NAME}`, address: 'https://x.com/tunet' }, 'acc2');
      await accounts.append('t', older);
      await accounts.append('t', lived(older, [{ do: 'change', to: { name: 'Tunet' } }, PROPOSER]));
      await accounts.append('t', proposed({ name: 'Mosen', address: 'https://x.com/mosen' }, 'acc3'));
      await here.stores.personal.erase('t', WHO);
      expect((await accounts.list('t')).map((a) => a.id)).toEqual(['acc3', 'acc1', 'acc2']);
      expect((await accounts.versions('t', 'acc2')).map((a) => a.name)).toEqual(['Arkivet ved […]', 'Tunet']);
    });

    test('what an office has answered is still found, by its own words', async () => {
      await here.stores.personal.erase('t', WHO);
      const [expert] = await here.stores.experts.latest('t');
      expect(expert).toMatchObject({ variants: [], text: 'Servicetorget følger feltet kl. 09.00–15.00.' });
      expect(expert?.text.startsWith(expert.question)).toBe(true);
    });

    test('an erasure leaves the audit log whole, and the person’s entries in it', async () => {
      const before = await here.stores.audit.entries('t');
      await here.stores.personal.erase('t', WHO);
      expect(await here.stores.audit.entries('t')).toEqual(before);
      expect((await here.stores.audit.verify('t')).fault).toBeUndefined();
    });

    test('somebody else’s traces are as they were', async () => {
      const before = await here.stores.personal.find('t', OLA);
      await here.stores.personal.erase('t', WHO);
      expect(await here.stores.personal.find('t', OLA)).toEqual(before);
    });

    test('the same again finds nothing more; a dry run says the same and changes nothing', async () => {
      const before = await everything();
      const tried = await here.stores.personal.erase('t', WHO, { dry: true });
      expect((await everything()) === before).toBe(true);
      expect(await here.stores.personal.erase('t', WHO)).toEqual(tried);
      const again = await here.stores.personal.erase('t', WHO);
      expect(again.deleted).toEqual({});
      expect(again.stayed.map((s) => s.kind)).toEqual(['audit log']);
    });

    test('nobody of another municipality is erased with them', async () => {
      await here.stores.preferences.set('u', KARI, { lang: 'sv' }, '2026-11-02T08:00:00.000Z');
      await here.stores.personal.erase('t', WHO);
      expect((await here.stores.preferences.get('u', KARI)).lang).toBe('sv');
    });

    const purged = async (now: string) => {
      const log = keepingLog();
      const deps = { ...here.stores, clock: { now: () => new Date(now) }, log };
      const done = await purgeNightly('t', new Date(now), { settings: undefined, zone: 'Europe/Oslo' }, deps);
      return { done, log: log.lines.join('\n') };
    };

    test('a night after all periods leaves nothing but what is kept for good', async () => {
      // What came in is forgotten after three days, by whoever works on it.
      await here.stores.inbox.forget('2035-12-29T03:30:00.000Z');
      await purged('2036-01-01T03:30:00.000Z');
      const left = await everything();
      expect([OLAS, WORDS[1], OLA].filter((word) => left.includes(word))).toEqual([]);
      expect((await here.stores.assessments.list('t')).map((a) => a.id)).toEqual(['decided']);
      expect(await here.stores.experts.latest('t')).toHaveLength(1);
      expect(await here.stores.accounts.list('t')).toHaveLength(1);
      expect((await here.stores.audit.verify('t')).fault).toBeUndefined();
    });

    test('a night before any period is over deletes nothing', async () => {
      expect((await purged('2026-11-03T03:30:00.000Z')).log).toBe('');
      expect(await here.stores.groups.list('t', ['open'])).toHaveLength(2);
    });

    test('a night’s purge is done once, whichever process comes first', async () => {
      const night = '2036-01-01T03:30:00.000Z';
      expect([(await purged(night)).done, (await purged(night)).done]).toEqual([true, false]);
    });

    test('what goes first is what goes by its own day: a chat that goes on loses its old questions', async () => {
      const { store, retention } = here.stores;
      await store.touchConversation({
        ...{ tenant: 't', id: `D0OLA/171.000/${OLA}`, channel: 'slack' },
        lang: null,
        country: 'NO',
        at: '2030-01-01T00:00:00.000Z',
      });
      expect(await retention.purge('t', 'conversations', '2029-01-01T00:00:00.000Z', { dry: true })).toBe(3);
      expect(await retention.purge('t', 'conversations', '2029-01-01T00:00:00.000Z')).toBe(3);
      expect(await store.conversation('t', `D0OLA/171.000/${OLA}`)).toBeDefined();
      expect(await store.conversation('t', '0192aa-kari-browser')).toBeUndefined();
    });
  });
}

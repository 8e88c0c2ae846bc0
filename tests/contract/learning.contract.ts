import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Notice } from '../../src/app/learn-ports.ts';
import type { Stores } from '../../src/store/open.ts';
import { answer, asked } from '../support/learning.ts';

type Opened = { stores: Stores; cleanup: () => Promise<void> };
const AT = '2026-11-20T09:00:00.000Z';

/** What every store of groups, answers, notices and deliveries keeps to. */
export function learningContract(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    let here: Opened;
    beforeEach(async () => {
      here = await open();
    });
    afterEach(() => here.cleanup());
    const ids = async (tenant = 't') =>
      (await here.stores.groups.list(tenant, ['open'])).map((g) => g.questions.map((q) => q.id));

    describe('a question', () => {
      test('begins a group, and the next that asks the same joins it', async () => {
        const { groups } = here.stores;
        await groups.add(asked('a'), null, null);
        await groups.add(asked('b', { country: 'SE', lang: 'sv', at: AT }), 'a', null);
        const [only, ...others] = await groups.list('t', ['open']);
        expect(others).toEqual([]);
        expect(only).toMatchObject({ id: 'a', country: null, state: 'open', expert: null });
        expect(only?.questions).toEqual([asked('a'), asked('b', { country: 'SE', lang: 'sv', at: AT })]);
      });

      test('that is there already stays where it is, and can only come to ask for a person', async () => {
        const { groups } = here.stores;
        await groups.add(asked('a'), null, null);
        await groups.add(asked('a', { question: 'Noe annet?', reason: 'ask_person' }), null, null);
        expect((await groups.groupOf('t', 'a'))?.questions).toEqual([asked('a', { reason: 'ask_person' })]);
      });

      test('does not join a group that has been answered meanwhile', async () => {
        const { groups } = here.stores;
        await groups.add(asked('a'), null, null);
        await groups.change('t', 'a', { state: 'answered', expert: 'x' }, AT);
        await groups.add(asked('b'), 'a', null);
        expect((await groups.groupOf('t', 'b'))?.id).toBe('b');
      });

      test('is found again by who asked it, with what has come of it, the newest first', async () => {
        const { groups } = here.stores;
        const by = { channel: 'slack', user: 'U0ANNA' } as const;
        await groups.add(asked('a', { ...by, at: '2026-03-01T09:00:00.000Z' }), null, null);
        await groups.add(asked('b', { ...by, at: '2026-03-02T09:00:00.000Z' }), null, null);
        await groups.add(asked('c', { ...by, user: 'U0OLE' }), 'a', null);
        await groups.add(asked('d', { ...by, channel: 'teams' }), 'a', null);
        await groups.add(asked('e', { ...by, tenant: 'u' }), null, null);
        await groups.change('t', 'a', { state: 'answered', expert: 'x' }, AT);
        const mine = await groups.askedBy('t', by, 9);
        expect(mine.map(({ question, state }) => `${question.id} ${state}`)).toEqual(['b open', 'a answered']);
        expect(await groups.askedBy('t', by, 1)).toHaveLength(1);
      });

      test('says who else waits in its group: others than whoever asked, since when, and the people', async () => {
        const { groups } = here.stores;
        await groups.add(asked('a', { user: 'U0OLE', at: '2026-03-01T09:00:00.000Z' }), null, null);
        await groups.add(asked('b', { user: 'U0OLE', at: '2026-03-02T09:00:00.000Z' }), 'a', null);
        await groups.add(asked('c', { user: '', conversation: 'D1/-/x', at: '2026-03-03T09:00:00.000Z' }), 'a', null);
        await groups.add(asked('d', { user: 'U0KARI', at: '2026-03-04T09:00:00.000Z' }), 'a', null);
        await groups.add(asked('e', { user: 'U0KARI' }), null, null);
        await groups.add(asked('a', { tenant: 'u', user: 'U0PER' }), null, null);
        const people = ['', 'U0KARI', 'U0OLE'];
        const of = (question: string, most = 9) => groups.waiting('t', 'a', question, most);
        expect(await of('d')).toEqual({ asked: 4, others: 2, since: '2026-03-01T09:00:00.000Z', people });
        expect(await of('b')).toEqual({ asked: 4, others: 2, since: '2026-03-03T09:00:00.000Z', people });
        expect(await of('a', 2)).toMatchObject({ people: people.slice(0, 2) });
        expect(await groups.waiting('t', 'e', 'e', 9)).toEqual({
          asked: 1,
          others: 0,
          since: null,
          people: ['U0KARI'],
        });
        expect(await of('nobody')).toMatchObject({ others: 0, since: null });
      });

      test('that two processes place at once is placed anew by the second', async () => {
        const { groups } = here.stores;
        const seen = await groups.version('t');
        const added = await Promise.all([groups.add(asked('a'), null, seen), groups.add(asked('b'), null, seen)]);
        expect(added.filter(Boolean)).toHaveLength(1);
        expect((await ids()).flat()).toHaveLength(1);
      });

      test('of another tenant is another, and never seen', async () => {
        const { groups } = here.stores;
        await groups.add(asked('a'), null, null);
        await groups.add(asked('a', { tenant: 'u', question: 'Får vi?' }), null, null);
        await groups.withdraw('u', 'a');
        expect([await ids('t'), await ids('u'), await groups.tenants()]).toEqual([[['a']], [], ['t']]);
      });

      test('that is taken back is gone, and its group with the last of them', async () => {
        const { groups } = here.stores;
        await groups.add(asked('a'), null, null);
        await groups.add(asked('b'), 'a', null);
        await groups.withdraw('t', 'a');
        expect(await groups.group('t', 'a')).toMatchObject({ questions: [asked('b')] });
        await groups.withdraw('t', 'b');
        await groups.withdraw('t', 'b');
        expect(await groups.group('t', 'a')).toBeUndefined();
      });
    });

    describe('a group', () => {
      test('takes over the questions of another', async () => {
        const { groups } = here.stores;
        for (const id of ['a', 'b']) await groups.add(asked(id), null, null);
        await groups.merge('t', 'a', 'b', AT);
        await groups.merge('t', 'a', 'a', AT);
        await groups.merge('t', 'nowhere', 'a', AT);
        expect(await ids()).toEqual([['a', 'b']]);
      });

      test('can be parted', async () => {
        const { groups } = here.stores;
        for (const id of ['a', 'b', 'c']) await groups.add(asked(id), id === 'a' ? null : 'a', null);
        await groups.change('t', 'a', { state: 'answered' }, AT);
        await groups.split('t', 'a', ['b', 'c'], 'new', AT);
        expect(await ids()).toEqual([['b', 'c']]);
        expect((await groups.group('t', 'a'))?.questions).toEqual([asked('a')]);
      });

      test('is closed with its reason, and the version goes up with each change', async () => {
        const { groups } = here.stores;
        await groups.add(asked('a'), null, null);
        const before = await groups.version('t');
        await groups.change('t', 'a', { state: 'closed', closedBecause: 'Ikke vårt.', owner: 'it' }, AT);
        expect(await groups.group('t', 'a')).toMatchObject({
          state: 'closed',
          closedBecause: 'Ikke vårt.',
          owner: 'it',
        });
        expect(await groups.version('t')).toBe(before + 1);
        expect(await groups.version('u')).toBe(0);
      });
    });

    describe('an answer', () => {
      test('has versions that are only added, each after the last', async () => {
        const { experts } = here.stores;
        expect(await experts.append('t', answer('x'))).toBe(true);
        expect(await experts.append('t', answer('x', { text: 'Et annet.' }))).toBe(false);
        await expect(experts.append('t', answer('x', { version: 3 }))).rejects.toThrow(/does not follow/);
        expect(await experts.append('t', answer('x', { version: 2, state: 'withdrawn' }))).toBe(true);
        expect(await experts.latest('t')).toEqual([answer('x', { version: 2, state: 'withdrawn' })]);
        expect((await experts.versions('t', 'x')).map((v) => v.version)).toEqual([1, 2]);
        expect([await experts.latest('u'), await experts.version('t'), await experts.version('u')]).toEqual([[], 2, 0]);
      });
    });

    const notice = (question: string, over: Partial<Notice> = {}): Notice => ({
      id: `n-${question}`,
      tenant: 't',
      question,
      expert: 'x',
      channel: 'web',
      conversation: 'c',
      user: 'u',
      lang: 'nb',
      country: 'NO',
      text: 'Hvem?',
      askedAt: AT,
      ...over,
    });

    describe('whoever asked', () => {
      test('waits to be told until they have been, once for a question', async () => {
        const { notices } = here.stores;
        await notices.add([notice('a'), notice('b', { channel: 'slack' })], AT);
        await notices.add([notice('a', { id: 'again' })], AT);
        expect((await notices.waiting(['web'], 10)).map((n) => n.id)).toEqual(['n-a']);
        await notices.told('t', 'n-a', AT);
        await notices.add([notice('a', { id: 'again' })], AT);
        expect(await notices.waiting(['web', 'teams'], 10)).toEqual([]);
        expect(await notices.waiting(['slack'], 10)).toEqual([notice('b', { channel: 'slack' })]);
      });

      test('is forgotten some time after they were told, and not before', async () => {
        const { groups, notices } = here.stores;
        for (const id of ['a', 'b']) await groups.add(asked(id, { named: 'Kari Nes' }), null, null);
        await notices.add([notice('a'), notice('b')], AT);
        await notices.told('t', 'n-a', AT);
        expect(await groups.forgetAskers(AT)).toBe(0);
        expect(await groups.forgetAskers('2026-12-24T00:00:00Z')).toBe(1);
        expect((await groups.groupOf('t', 'a'))?.questions[0]).toMatchObject({
          conversation: '',
          user: '',
          named: null,
        });
        expect((await groups.groupOf('t', 'b'))?.questions[0]).toMatchObject({
          conversation: 'c-b',
          named: 'Kari Nes',
        });
      });
    });

    describe('a way into the console', () => {
      const pass = { tenant: 'T01', user: 'U01', channel: 'slack', place: 'C01' } as const;
      const later = (min: number) => new Date(Date.parse(AT) + min * 60_000).toISOString();

      test('lets one of many in, once, as whoever it is for, until they leave', async () => {
        const { passes } = here.stores;
        const link = await passes.link(pass, AT, later(10));
        expect(await passes.holder(link, AT)).toBeUndefined();
        const entered = await Promise.all(Array.from({ length: 5 }, () => passes.enter(link, later(9), later(60))));
        const [seat = '', ...others] = entered.filter((key) => key !== undefined);
        expect(others).toEqual([]);
        expect(await passes.holder(seat, later(59))).toEqual(pass);
        expect(await passes.holder(seat, later(60))).toBeUndefined();
        expect(await passes.enter(seat, later(10), later(60))).toBeUndefined();
        await passes.leave(seat);
        expect(await passes.holder(seat, later(10))).toBeUndefined();
      });

      test('opens nothing when it is too old, made up, or another tenant’s', async () => {
        const { passes } = here.stores;
        const link = await passes.link(pass, AT, later(10));
        const [, secret = ''] = link.split('.');
        const elsewhere = `${Buffer.from('T02').toString('base64url')}.${secret}`;
        for (const key of ['', 'x', `${link}x`, elsewhere, `.${secret}`])
          expect(await passes.enter(key, AT, later(60)), key).toBeUndefined();
        expect(await passes.enter(link, later(10), later(60))).toBeUndefined();
      });
    });

    describe('what is sent', () => {
      test('is begun once, by one of many', async () => {
        const { deliveries } = here.stores;
        const all = Array.from({ length: 10 }, () => deliveries.begin('t', 'kom', 'digest', '2026-W47', AT));
        expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1);
        expect(await deliveries.begin('t', 'dpo', 'digest', '2026-W47', AT)).toBe(true);
        expect(await deliveries.begin('u', 'kom', 'digest', '2026-W47', AT)).toBe(true);
        expect(await deliveries.last('t', 'digest')).toEqual({ kom: AT, dpo: AT });
      });

      test('can be sent after all where it failed, and never after something later', async () => {
        const { deliveries } = here.stores;
        await deliveries.begin('t', 'kom', 'digest', '2026-W47', AT);
        await deliveries.undo('t', 'kom', 'digest', '2026-W47');
        expect(await deliveries.has('t', 'kom', 'digest', '2026-W47')).toBe(false);
        expect(await deliveries.begin('t', 'kom', 'digest', '2026-W47', AT)).toBe(true);
        expect(await deliveries.begin('t', 'kom', 'digest', '2026-W46', AT)).toBe(false);
        expect(await deliveries.begin('t', 'kom', 'person', 'a', AT)).toBe(true);
      });
    });
  });
}

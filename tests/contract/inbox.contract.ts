import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Arrival } from '../../src/app/inbox-ports.ts';
import type { Stores } from '../../src/store/open.ts';
import { at } from '../support/assessment.ts';

export type Opened = { stores: Stores; cleanup: () => Promise<void> };
const OPTIONS = { leaseMs: 10_000, limit: 50 };
export const later = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString();

export const arrival = (event: string, over: Partial<Arrival> = {}): Arrival => ({
  tenant: 't',
  channel: 'slack',
  event,
  lane: event,
  work: `w-${event}`,
  body: `{"text":"spørsmål ${event}"}`,
  at: at(1),
  ...over,
});

/** What every inbox and every store of kept things holds to. */
export function inboxContract(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    let here: Opened;
    beforeEach(async () => {
      here = await open();
    });
    afterEach(() => here.cleanup());
    const take = async (when: string, by = 'me', options = OPTIONS) =>
      (await here.stores.inbox.take(['slack'], by, when, options)).map((p) => p.event);

    describe('the inbox', () => {
      test('gives back whole what was put into it, once', async () => {
        const { inbox } = here.stores;
        expect(await inbox.put(arrival('e1'))).toBe(true);
        const [piece] = await inbox.take(['slack'], 'me', at(1), OPTIONS);
        expect(piece).toEqual({ ...arrival('e1'), tries: 1, marks: new Map() });
        expect(await take(at(1), 'you')).toEqual([]);
      });

      test('takes an event once, however often and at once it is sent; another tenant’s is another', async () => {
        const { inbox } = here.stores;
        const sent = Array.from({ length: 20 }, () => inbox.put(arrival('e1')));
        expect((await Promise.all(sent)).filter(Boolean)).toHaveLength(1);
        expect(await inbox.put(arrival('e1', { tenant: 'u' }))).toBe(true);
      });

      test('does not take an event again that is done, nor one that was done before there was an inbox', async () => {
        const { inbox, claims } = here.stores;
        await inbox.put(arrival('e1'));
        await take(at(1));
        await inbox.done(arrival('e1'), at(1));
        expect(await inbox.put(arrival('e1'))).toBe(false);
        await claims.claim('t', 'event/slack/e2', at(1), 1000);
        await claims.finish('t', 'event/slack/e2');
        expect(await inbox.put(arrival('e2'))).toBe(false);
        expect(await take(at(2))).toEqual([]);
      });

      test('gives each piece to one of many who ask at once', async () => {
        const { inbox } = here.stores;
        const events = Array.from({ length: 12 }, (_, i) => `e${i}`);
        await Promise.all(events.map((e) => inbox.put(arrival(e))));
        const taken = await Promise.all(['a', 'b', 'c'].map((by) => take(at(1), by)));
        expect(taken.flat().sort()).toEqual(events.toSorted());
      });

      test('keeps the order of a lane: the second waits until the first is done, other lanes do not', async () => {
        const { inbox } = here.stores;
        for (const e of ['a1', 'b1', 'a2', 'a3']) await inbox.put(arrival(e, { lane: e.slice(0, 1) }));
        expect(await take(at(1))).toEqual(['a1', 'b1']);
        await inbox.done(arrival('a1'), at(1));
        expect(await take(at(1))).toEqual(['a2']);
        await inbox.later(arrival('a2'), 'me', later(at(1), 5000));
        expect(await take(later(at(1), 4999))).toEqual([]);
        expect(await take(later(at(1), 5000))).toEqual(['a2']);
      });

      test('gives a piece to whoever puts it in, at once or with the next look, where nothing of its lane waits before it', async () => {
        const { inbox } = here.stores;
        const mine = { by: 'me', leaseMs: 10_000 };
        const a1 = arrival('a1', { lane: 'a' });
        const put = await inbox.put(a1, mine);
        const piece = put === true ? (await inbox.take(['slack'], 'me', at(1), OPTIONS))[0] : put;
        expect(piece).toEqual({ ...a1, tries: 1, marks: new Map() });
        expect(await inbox.put(a1, mine)).toBe(false);
        expect(await inbox.put(arrival('a2', { lane: 'a' }), mine)).toBe(true);
        expect(await take(later(at(1), 9_999), 'you')).toEqual([]);
        const [again] = await inbox.take(['slack'], 'you', later(at(1), 10_000), OPTIONS);
        expect(again).toMatchObject({ event: 'a1', tries: 2 });
        await inbox.done(a1, at(1));
        expect(await take(at(1), 'you')).toEqual(['a2']);
      });

      test('gives what its taker died with to the next when the lease is over, and says what was made visible', async () => {
        const { inbox } = here.stores;
        await inbox.put(arrival('e1'));
        await take(at(1), 'dead');
        await inbox.mark(arrival('e1'), 'post.0', '123.4');
        expect(await take(later(at(1), 9_999), 'me')).toEqual([]);
        const [piece] = await inbox.take(['slack'], 'me', later(at(1), 10_000), OPTIONS);
        expect(piece).toMatchObject({ event: 'e1', tries: 2, work: 'w-e1' });
        expect([...(piece?.marks ?? [])]).toEqual([['post.0', '123.4']]);
      });

      test('leaves a piece with whoever says that they are still at it; those who lost it can give nothing back', async () => {
        const { inbox } = here.stores;
        await inbox.put(arrival('e1'));
        await take(at(1));
        await inbox.renew([arrival('e1')], 'me', later(at(1), 9_000), 10_000);
        expect(await take(later(at(1), 18_999), 'you')).toEqual([]);
        expect(await take(later(at(1), 19_000), 'you')).toEqual(['e1']);
        await inbox.renew([arrival('e1')], 'me', later(at(1), 20_000), 60_000);
        await inbox.later(arrival('e1'), 'me', later(at(1), 19_000));
        expect(await take(later(at(1), 28_999), 'me')).toEqual([]);
        expect(await take(later(at(1), 29_000), 'me')).toEqual(['e1']);
      });

      test('gives what its holder gives back to the next, with what was made visible', async () => {
        const { inbox } = here.stores;
        await inbox.put(arrival('e1'));
        await take(at(1));
        await inbox.mark(arrival('e1'), '0', '123.4');
        await inbox.later(arrival('e1'), 'me', at(1));
        const [piece] = await inbox.take(['slack'], 'you', at(1), OPTIONS);
        expect(piece?.tries).toBe(2);
        expect(piece?.marks.get('0')).toBe('123.4');
      });

      test('gives work back although the clock was set back an hour meanwhile', async () => {
        const { inbox } = here.stores;
        await inbox.put(arrival('e1'));
        await take(at(1), 'dead');
        expect(await take(later(at(1), -3600_000), 'me')).toEqual(['e1']);
      });

      test('gives only what the taker has a channel for, and no more than asked', async () => {
        const { inbox } = here.stores;
        await inbox.put(arrival('x', { channel: 'teams' }));
        for (const e of ['e1', 'e2', 'e3']) await inbox.put(arrival(e));
        expect(await take(at(1), 'me', { leaseMs: 1000, limit: 2 })).toEqual(['e1', 'e2']);
        expect(await inbox.take([], 'me', at(1), OPTIONS)).toEqual([]);
        expect((await inbox.take(['teams'], 'me', at(1), OPTIONS)).map((p) => p.event)).toEqual(['x']);
      });

      test('forgets after days what was done, and says what never was', async () => {
        const { inbox } = here.stores;
        await inbox.put(arrival('done'));
        await inbox.put(arrival('never'));
        await inbox.put(arrival('new', { at: later(at(1), 1000) }));
        await inbox.done(arrival('done'), at(1));
        expect(await inbox.forget(later(at(1), 500))).toBe(1);
        expect(await inbox.put(arrival('done'))).toBe(true);
        expect(await take(later(at(1), 1000))).toEqual(['done', 'new']);
      });

      test('lets one bad write harm no other that shares its transaction', async () => {
        const { inbox } = here.stores;
        const puts = [
          inbox.put(arrival('e1')),
          inbox.put(arrival('bad', { lane: undefined as never })),
          inbox.put(arrival('e2')),
        ];
        const settled = await Promise.allSettled(puts);
        expect(settled.map((s) => s.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(await take(at(1))).toEqual(['e1', 'e2']);
      });
    });

    describe('what channels keep', () => {
      const put = (key: string, value: string, more: { item?: string; at?: string } = {}) =>
        here.stores.kept.put('t', 'teams.place', { key, value, at: at(1), ...more });

      test('is there again, under its own tenant, kind and key', async () => {
        const { kept } = here.stores;
        await put('k', 'one');
        await put('k', 'two');
        expect(await kept.get('t', 'teams.place', 'k')).toBe('two');
        expect(await kept.get('u', 'teams.place', 'k')).toBeUndefined();
        expect(await kept.get('t', 'slack.person', 'k')).toBeUndefined();
        await kept.remove('t', 'teams.place', 'k');
        expect(await kept.get('t', 'teams.place', 'k')).toBeUndefined();
      });

      test('are items under a key, the last used first', async () => {
        const { kept } = here.stores;
        await put('k', '', { item: 'a', at: at(1) });
        await put('k', '', { item: 'b', at: at(2) });
        await put('k', '', { item: 'a', at: at(3) });
        await put('other', '', { item: 'c', at: at(4) });
        expect(await kept.items('t', 'teams.place', 'k', 5)).toEqual(['a', 'b']);
        expect(await kept.items('t', 'teams.place', 'k', 1)).toEqual(['a']);
      });

      test('can be listed by its kind, over all tenants', async () => {
        const { kept } = here.stores;
        await put('k', '', { item: 'a' });
        await put('k', '', { item: 'b' });
        await kept.put('s', 'teams.place', { key: 'j', value: '', at: at(1) });
        await kept.put('t', 'slack.person', { key: 'z', value: '', at: at(1) });
        expect(await kept.keys('teams.place')).toEqual([
          { tenant: 's', key: 'j' },
          { tenant: 't', key: 'k' },
        ]);
      });

      test('is an installation in a workspace, with its token, under its own name', async () => {
        const { kept } = here.stores;
        await kept.put('T1', 'slack.installation', { key: 'T1', value: 'xoxb-secret', at: at(1) });
        expect(await kept.get('T1', 'slack.installation', 'T1')).toBe('xoxb-secret');
      });
    });
  });
}

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoredSession } from '../../src/app/screening-ports.ts';
import { startSession } from '../../src/core/screening/session.ts';
import type { Stores } from '../../src/store/open.ts';
import { at } from '../support/assessment.ts';
import { dpia, mapOf } from '../support/screening.ts';

export type Opened = { stores: Stores; cleanup: () => Promise<void> };
const LEASE = 60_000;
const later = (iso: string, ms: number) => new Date(Date.parse(iso) + ms).toISOString();

/** What every store of claims, channel facts and preferences keeps to. */
export function conversingContract(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    let here: Opened;
    beforeEach(async () => {
      here = await open();
    });
    afterEach(() => here.cleanup());

    describe('a claim', () => {
      test('is given to one of many who ask at once', async () => {
        const { claims } = here.stores;
        const asked = Array.from({ length: 20 }, () => claims.claim('t', 'e1', at(1), LEASE));
        expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
      });

      test('of another tenant or key is another', async () => {
        const { claims } = here.stores;
        expect(await claims.claim('t', 'e1', at(1), LEASE)).toBe(true);
        expect(await claims.claim('t', 'e2', at(1), LEASE)).toBe(true);
        expect(await claims.claim('u', 'e1', at(1), LEASE)).toBe(true);
      });

      test('whose lease ran out can be had again, and not a moment before', async () => {
        const { claims } = here.stores;
        await claims.claim('t', 'e1', at(1), LEASE);
        expect(await claims.claim('t', 'e1', later(at(1), LEASE - 1), LEASE)).toBe(false);
        expect(await claims.claim('t', 'e1', later(at(1), LEASE), LEASE)).toBe(true);
        expect(await claims.claim('t', 'e1', later(at(1), LEASE + 1), LEASE)).toBe(false);
      });

      test('of a clock that was set back an hour since holds up nobody, and one of a clock a little ahead still holds', async () => {
        const { claims } = here.stores;
        await claims.claim('t', 'e1', at(1), LEASE);
        expect(await claims.claim('t', 'e1', later(at(1), -60_000), LEASE)).toBe(false);
        expect(await claims.claim('t', 'e1', later(at(1), -3_600_000), LEASE)).toBe(true);
      });

      test('that was given back is the next one’s; one that is done stays done', async () => {
        const { claims } = here.stores;
        await claims.claim('t', 'e1', at(1), LEASE);
        await claims.release('t', 'e1');
        expect(await claims.claim('t', 'e1', at(1), LEASE)).toBe(true);
        await claims.finish('t', 'e1');
        await claims.release('t', 'e1');
        expect(await claims.claim('t', 'e1', later(at(1), 10 * LEASE), LEASE)).toBe(false);
      });

      test('is forgotten after days, with the first that is done then', async () => {
        const { claims } = here.stores;
        await claims.claim('t', 'old', at(1), LEASE);
        await claims.finish('t', 'old');
        const days = later(at(1), 4 * 24 * 3600_000);
        await claims.claim('t', 'new', days, LEASE);
        await claims.finish('t', 'new');
        expect(await claims.claim('t', 'old', days, LEASE)).toBe(true);
        expect(await claims.claim('t', 'new', days, LEASE)).toBe(false);
      });
    });

    test('the facts of a place are added to, the later answer counts, and other places have their own', async () => {
      const { facts } = here.stores;
      expect(await facts.get('t', 'room')).toEqual(new Map());
      await facts.set('t', 'room', mapOf({ P01: 'own', P17: 'yes' }), at(1));
      await facts.set('t', 'room', mapOf({ P01: 'main', P22: 'no' }), at(2));
      expect(await facts.get('t', 'room')).toEqual(mapOf({ P01: 'main', P17: 'yes', P22: 'no' }));
      expect((await facts.get('t', 'hall')).size).toBe(0);
      expect((await facts.get('u', 'room')).size).toBe(0);
    });

    test('a preference changes what is named and leaves the rest; null takes it back', async () => {
      const { preferences } = here.stores;
      expect(await preferences.get('t', 'u1')).toEqual({ lang: null, country: null });
      await preferences.set('t', 'u1', { lang: 'nn' }, at(1));
      await preferences.set('t', 'u1', { country: 'SE' }, at(2));
      expect(await preferences.get('t', 'u1')).toEqual({ lang: 'nn', country: 'SE' });
      await preferences.set('t', 'u1', { lang: null }, at(3));
      expect(await preferences.get('t', 'u1')).toEqual({ lang: null, country: 'SE' });
      expect(await preferences.get('u', 'u1')).toEqual({ lang: null, country: null });
    });

    describe('a session', () => {
      const session = (over: Partial<StoredSession>): StoredSession => ({
        id: 's1',
        conversation: 'c1',
        session: startSession(dpia(), 'NO'),
        state: 'open',
        at: at(1),
        revision: 0,
        ...over,
      });

      test('remembers the assessment that its verdict opened', async () => {
        const { sessions } = here.stores;
        await sessions.save('t', session({}));
        expect(await sessions.session('t', 's1')).not.toHaveProperty('assessment');
        await sessions.save('t', session({ state: 'done', assessment: 's1', at: at(2), revision: 1 }));
        expect(await sessions.session('t', 's1')).toMatchObject({ assessment: 's1', state: 'done' });
      });

      test('that was only offered is not under way', async () => {
        const { sessions } = here.stores;
        await sessions.save('t', session({ state: 'offered' }));
        expect(await sessions.unfinished('t', 'c1')).toBeUndefined();
        expect((await sessions.session('t', 's1'))?.state).toBe('offered');
      });
    });

    test('a turn is given only with the conversation that it belongs to, where one is named', async () => {
      const { store } = here.stores;
      const conversation = { tenant: 't', channel: 'web', lang: null, country: 'NO', at: at(1) } as const;
      await store.touchConversation({ ...conversation, id: 'c1' });
      const answer = {
        status: 'refused',
        lang: 'nb',
        country: 'NO',
        text: 'Nei.',
        claims: [],
        citations: [],
        conflicts: [],
        offers: [],
        notices: [],
      } as const;
      const turn = { id: 't1', question: 'Hva?', answer: structuredClone<typeof answer>(answer), at: at(1) };
      await store.saveTurn({ tenant: 't', conversation: 'c1', turn: turn as never });
      expect((await store.turn('t', 't1', 'c1'))?.id).toBe('t1');
      expect((await store.turn('t', 't1'))?.id).toBe('t1');
      expect(await store.turn('t', 't1', 'c2')).toBeUndefined();
    });
  });
}

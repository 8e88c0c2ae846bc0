import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Stores } from '../../src/store/open.ts';

type Opened = { stores: Pick<Stores, 'absences' | 'marks'>; cleanup: () => Promise<void> };
const AT = '2026-11-23T09:00:00.000Z';
const KARI = { person: 'kari', from: '2026-11-23', until: '2026-12-04' };

/** What every store of a calendar keeps to. */
export function calendarContract(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    let here: Opened;
    beforeEach(async () => {
      here = await open();
    });
    afterEach(() => here.cleanup());

    test('of an absence the last word counts, and who is back is not away', async () => {
      const { absences } = here.stores;
      await absences.set('t', KARI, AT);
      await absences.set('t', { ...KARI, until: '2026-12-11' }, AT);
      await absences.set('u', { ...KARI, person: 'ola' }, AT);
      expect(await absences.list('t')).toEqual([{ ...KARI, until: '2026-12-11' }]);
      await absences.clear('t', 'kari');
      expect([await absences.list('t'), (await absences.list('u')).length]).toEqual([[], 1]);
    });

    test('the same can be done up to one day and put off until another', async () => {
      const { marks } = here.stores;
      await marks.set('t', { subject: 'snapshot/acc1', state: 'snoozed', until: '2026-11-30' }, AT);
      await marks.set('t', { subject: 'snapshot/acc1', state: 'done', until: '2026-11-23' }, AT);
      await marks.set('t', { subject: 'snapshot/acc1', state: 'snoozed', until: '2026-12-07' }, AT);
      expect(await marks.list('t')).toEqual([
        { subject: 'snapshot/acc1', state: 'done', until: '2026-11-23' },
        { subject: 'snapshot/acc1', state: 'snoozed', until: '2026-12-07' },
      ]);
      expect(await marks.list('u')).toEqual([]);
    });

    test('what is no day is refused', async () => {
      const { absences, marks } = here.stores;
      await expect(absences.set('t', { ...KARI, until: 'jul' }, AT)).rejects.toMatchObject({ fault: 'invalid' });
      await expect(marks.set('t', { subject: 'x', state: 'done', until: '' }, AT)).rejects.toMatchObject({
        fault: 'invalid',
      });
    });
  });
}

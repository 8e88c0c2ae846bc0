import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openWorkdays } from '../../src/calendar/workdays.ts';
import type { Account } from '../../src/core/accounts/account.ts';
import { absenceIn } from '../../src/core/calendar/away.ts';
import { type CalendarFacts, type CalendarSetup, DEFAULTS, type Due, due } from '../../src/core/calendar/due.ts';
import { reminders } from '../../src/core/calendar/remind.ts';
import { citeAll } from '../../src/core/screening/cite.ts';
import { toIcs } from '../../src/export/ics.ts';
import { active, COMMUNICATIONS, LIBRARY, lived } from '../support/accounts.ts';
import { realKnowledge } from '../support/knowledge.ts';

let isWorkday: CalendarSetup['isWorkday'];
beforeAll(async () => {
  isWorkday = await openWorkdays();
});
const setup = (): CalendarSetup => ({ ...DEFAULTS, zone: 'Europe/Oslo', isWorkday });
/** An account that became active on a day. */
function since(day: string, over: Partial<Account> = {}): Account {
  const account = active();
  const history = account.history.map((step) => ({ ...step, at: `${day}T08:00:00.000Z` }));
  return { ...account, history, ...over };
}
const facts = (over: Partial<CalendarFacts> = {}): CalendarFacts => ({
  ...{ accounts: [since('2026-11-16')], absences: [], marks: [], assessments: [], answers: [] },
  ...over,
});
const dueAt = (iso: string, over: Partial<CalendarFacts> = {}) => due(facts(over), new Date(iso), setup());
const kinds = (all: readonly Due[]) => all.map((d) => d.kind);
const one = (all: readonly Due[], kind: Due['kind']) => {
  const found = all.find((d) => d.kind === kind);
  if (!found) throw new Error(`nothing of the kind ${kind} among ${kinds(all).join()}`);
  return found;
};
const OWNER_AWAY = { person: 'librarian', from: '2026-11-20', until: '2026-12-04' };

describe('a working day', () => {
  test.each([
    ['NO', '2026-04-02', false, 'Maundy Thursday'],
    ['SE', '2026-04-02', true, 'Maundy Thursday'],
    ['NO', '2027-05-17', false, 'Constitution Day'],
    ['SE', '2027-05-17', true, 'a Monday in Sweden'],
    ['SE', '2026-06-19', false, 'Midsummer Eve'],
    ['NO', '2026-06-19', true, 'a Friday in Norway'],
    ['SE', '2026-12-24', false, 'Christmas Eve'],
    ['NO', '2026-12-24', true, 'a short day'],
    ['SE', '2026-01-06', false, 'Epiphany'],
    ['NO', '2026-01-06', true, 'a Tuesday'],
    ['SE', '2028-06-06', false, 'National Day'],
    ['NO', '2026-11-21', false, 'a Saturday'],
  ] as const)('in %s, %s is one: %s (%s)', (country, day, is, _why) => {
    expect(isWorkday(country, day)).toBe(is);
  });
});

describe('supervision', () => {
  test('is due each working day, to the owner', () => {
    expect(one(dueAt('2026-11-20T09:00:00Z'), 'supervision')).toMatchObject({
      ...{ due: '2026-11-20', to: { role: 'owner', person: 'librarian' }, account: { name: 'Fjordvik bibliotek' } },
    });
  });

  test('is not due on a Saturday, on a holiday, once somebody has looked, or where nobody can write', () => {
    expect(kinds(dueAt('2026-11-21T09:00:00Z'))).not.toContain('supervision');
    expect(kinds(dueAt('2027-05-17T09:00:00Z'))).not.toContain('supervision');
    const looked = { subject: 'supervision/acc1', state: 'done', until: '2026-11-20' } as const;
    expect(kinds(dueAt('2026-11-20T09:00:00Z', { marks: [looked] }))).not.toContain('supervision');
    expect(kinds(dueAt('2026-11-23T09:00:00Z', { marks: [looked] }))).toContain('supervision');
    const closed = since('2026-11-16', { comments: 'closed' });
    expect(kinds(dueAt('2026-11-20T09:00:00Z', { accounts: [closed] }))).not.toContain('supervision');
  });

  test('a day is the day where they are: late at night in UTC it is tomorrow in Oslo', () => {
    expect(one(dueAt('2026-11-19T23:30:00Z'), 'supervision').due).toBe('2026-11-20');
  });

  test('goes to the substitute while an owner without an id in the chat is away', () => {
    const absences = [{ person: 'acc1/owner', from: '2026-11-20', until: '2026-11-27' }];
    const accounts = [since('2026-11-16', { owner: { ...LIBRARY.owner, person: null } })];
    const at = (iso: string) => one(dueAt(iso, { accounts, absences }), 'supervision').to.role;
    expect([at('2026-11-20T09:00:00Z'), at('2026-11-30T09:00:00Z')]).toEqual(['substitute', 'owner']);
  });

  test('goes to the substitute while the owner is away, and to the unit when both are', () => {
    const at = (over: Partial<CalendarFacts>) => one(dueAt('2026-11-20T09:00:00Z', over), 'supervision').to;
    expect(at({ absences: [OWNER_AWAY] })).toMatchObject({ role: 'substitute', person: 'second' });
    expect(at({ absences: [{ ...OWNER_AWAY, until: '2026-11-19', from: '2026-11-01' }] })).toMatchObject({
      role: 'owner',
    });
    expect(at({ absences: [OWNER_AWAY, { ...OWNER_AWAY, person: 'second' }] })).toEqual({
      role: 'unit',
      person: null,
      title: 'Biblioteket',
    });
    expect(at({ absences: [OWNER_AWAY], accounts: [since('2026-11-16', { substitute: null })] })).toMatchObject({
      role: 'unit',
    });
  });
});

describe('a snapshot', () => {
  const on = (account: Account, iso = '2026-11-20T09:00:00Z') =>
    dueAt(iso, { accounts: [account] })
      .filter((d) => d.kind === 'snapshot')
      .map((d) => d.due);
  const kept = (at: string) => ({ at, reference: 'Arkivet 4.2' });
  test('comes at the account’s own interval, and else at the stricter of the two sources’', () => {
    expect(on(since('2024-01-01', { lastSnapshot: kept('2025-11-20'), snapshotMonths: 12 }))).toEqual(['2026-11-20']);
    expect(on(since('2024-01-01', { lastSnapshot: kept('2026-05-20'), snapshotMonths: null }))).toEqual(['2026-11-20']);
    expect(on(since('2024-01-01', { lastSnapshot: kept('2026-05-31'), snapshotMonths: null }))).toEqual(['2026-11-30']);
    expect(on(since('2024-01-01', { lastSnapshot: kept('2026-07-01'), snapshotMonths: null }))).toEqual([]);
  });
  test('before an account ends it is due at once, whenever the last was', () => {
    const closing = lived(since('2024-01-01', { lastSnapshot: kept('2026-11-01') }), [{ do: 'close' }, COMMUNICATIONS]);
    const day = closing.history.at(-1)?.at.slice(0, 10) ?? '';
    const late = { ...closing, lastSnapshot: kept('2020-01-01') };
    expect(on(late, `${day}T09:00:00Z`)).toEqual([day]);
  });
});

describe('what else is due', () => {
  test('an account without a sign of use for two months is asked about', () => {
    const quiet = (lastActivity: string | null) =>
      kinds(dueAt('2026-11-20T09:00:00Z', { accounts: [since('2026-01-01', { lastActivity })] })).includes('quiet');
    expect([quiet(null), quiet('2026-09-21'), quiet('2026-09-22'), quiet('2026-11-19')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
  test('the register once a year', () => {
    const asked = dueAt('2026-11-20T09:00:00Z', { accounts: [since('2024-01-01', { reviewedAt: '2025-11-25' })] });
    expect(one(asked, 'register_review')).toMatchObject({ due: '2026-11-25', to: { role: 'owner' } });
  });
  test('an owner who left is the unit’s matter, and nobody writes to them any more', () => {
    const left = since('2026-01-01', { owner: { ...LIBRARY.owner, until: '2026-11-18' } });
    const all = dueAt('2026-11-20T09:00:00Z', { accounts: [left] });
    expect(one(all, 'owner_left')).toMatchObject({ due: '2026-11-18', to: { role: 'unit', title: 'Biblioteket' } });
    for (const d of all) expect(d.chain.map((r) => r.person)).not.toContain('librarian');
  });
  test('an assessment is its account’s owner’s to read again; one without an account and an answer are an office’s', () => {
    const about = { country: 'NO', reviewDate: '2026-12-01' } as const;
    const all = dueAt('2026-11-20T09:00:00Z', {
      accounts: [since('2026-11-16', { assessment: 'a1' })],
      assessments: [
        { id: 'a1', title: 'DPIA', ...about },
        { id: 'a2', title: 'PLM', ...about },
        { id: 'a3', title: 'Later', ...about, reviewDate: '2027-06-01' },
      ],
      answers: [{ id: 'e1', question: 'Hvem?', country: 'NO', by: 'Arkivet', reviewBy: '2026-11-25' }],
    });
    const reviews = all.filter((d) => d.kind.endsWith('review') && d.kind !== 'register_review');
    expect(reviews.map((d) => [d.kind, d.subject, d.to.role, d.to.title])).toEqual([
      ['answer_review', 'e1', 'office', 'Arkivet'],
      ['assessment_review', 'a1', 'owner', 'Biblioteksjef'],
      ['assessment_review', 'a2', 'office', ''],
    ]);
  });
  test('an account that is not in use asks for nothing', () => {
    for (const state of ['proposed', 'agreed', 'archived', 'declined'] as const)
      expect(dueAt('2026-11-20T09:00:00Z', { accounts: [since('2020-01-01', { state })] })).toEqual([]);
  });
  test('the same facts give the same list, in whatever order they come', () => {
    const accounts = ['2026-01-01', '2025-06-01', '2024-01-01'].map((day, i) =>
      since(day, { id: `acc${i}`, name: `Konto ${i}` }),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(accounts, { minLength: 3 }), (shuffled) => {
        expect(dueAt('2026-11-20T09:00:00Z', { accounts: shuffled })).toEqual(
          dueAt('2026-11-20T09:00:00Z', { accounts }),
        );
      }),
    );
  });
});

describe('reminders', () => {
  const told = (iso: string, over: Partial<CalendarFacts> = {}, kind: Due['kind'] = 'supervision') =>
    reminders(dueAt(iso, over), new Date(iso), setup())
      .filter((r) => r.due.kind === kind)
      .map((r) => r.to.role);
  const FRIDAY = '2026-11-20';
  const seen = (until: string) => ({ marks: [{ subject: 'supervision/acc1', state: 'done', until } as const] });
  test('go to the owner that day, to the substitute the next working day, to the unit the one after', () => {
    const from = seen('2026-11-19');
    expect(told(`${FRIDAY}T09:00:00Z`, from)).toEqual(['owner']);
    expect(told('2026-11-22T09:00:00Z', from)).toEqual([]);
    expect(told('2026-11-23T09:00:00Z', from)).toEqual(['owner', 'substitute']);
    expect(told('2026-11-24T09:00:00Z', from)).toEqual(['owner', 'substitute', 'unit']);
  });
  test('have the same key on every later day, so that each is given once; and a new one when somebody has looked', () => {
    const keys = (iso: string, over: Partial<CalendarFacts>) =>
      reminders(dueAt(iso, over), new Date(iso), setup())
        .filter((r) => r.due.kind === 'supervision')
        .map((r) => r.key);
    const from = seen('2026-11-19');
    expect(keys('2026-11-23T09:00:00Z', from)[0]).toBe(keys(`${FRIDAY}T09:00:00Z`, from)[0]);
    expect(keys('2026-11-24T09:00:00Z', seen('2026-11-23'))[0]).not.toBe(keys(`${FRIDAY}T09:00:00Z`, from)[0]);
  });
  test('have it still when nobody has looked for months', () => {
    const key = (iso: string) =>
      reminders(dueAt(iso, seen('2026-11-19')), new Date(iso), setup()).find(
        (r) => r.to.role === 'owner' && r.due.kind === 'supervision',
      )?.key;
    expect(key('2027-03-01T09:00:00Z')).toBe(key(`${FRIDAY}T09:00:00Z`));
  });
  test('come at work, by the clock of the place', () => {
    expect(told(`${FRIDAY}T06:59:00Z`, seen('2026-11-19'))).toEqual([]);
    expect(told(`${FRIDAY}T07:00:00Z`, seen('2026-11-19'))).toEqual(['owner']);
    expect(told(`${FRIDAY}T15:00:00Z`, seen('2026-11-19'))).toEqual([]);
  });
  test('wait while something is put off, and for the day itself', () => {
    const old = { accounts: [since('2024-01-01', { lastSnapshot: { at: '2025-11-24', reference: 'x' } })] };
    expect(told(`${FRIDAY}T09:00:00Z`, old, 'snapshot')).toEqual([]);
    expect(told('2026-11-24T09:00:00Z', old, 'snapshot')).toEqual(['owner']);
    const off = { ...old, marks: [{ subject: 'snapshot/acc1', state: 'snoozed', until: '2026-12-01' } as const] };
    expect(told('2026-11-24T09:00:00Z', off, 'snapshot')).toEqual([]);
    expect(told('2026-12-01T09:00:00Z', off, 'snapshot')).toEqual(['owner', 'substitute']);
  });
});

describe('an absence in words', () => {
  test.each([
    ['borte til 12. desember', { kind: 'away', from: '2026-11-20', until: '2026-12-12' }],
    ['Eg er vekke til 12.12.', { kind: 'away', from: '2026-11-20', until: '2026-12-12' }],
    ['borta från 1 juli till 3 augusti', { kind: 'away', from: '2027-07-01', until: '2027-08-03' }],
    ['away until 2026-12-12', { kind: 'away', from: '2026-11-20', until: '2026-12-12' }],
    ['/varsam away until January 3', { kind: 'away', from: '2026-11-20', until: '2027-01-03' }],
    ['Ferie fra 21.12. til og med 3.1.', { kind: 'away', from: '2026-12-21', until: '2027-01-03' }],
    ['Tilbake', { kind: 'back' }],
    ['jag är tillbaka igen', { kind: 'back' }],
    ['I’m back', { kind: 'back' }],
    ['borte en stund', { kind: 'unread' }],
    ['away from 12.12.2026 until 1.12.2026', { kind: 'backwards' }],
    ['Hvem svarer når jeg er borte?', undefined],
    ['Borte bra, men hjemme best?', undefined],
    ['Kan vi legge ut ferielisten?', undefined],
    ['borttagning av kommentar', undefined],
  ])('%s', (text, said) => {
    expect(absenceIn(text, '2026-11-20')).toEqual(said);
  });
});

describe('what a reminder says', () => {
  const { duties } = realKnowledge();
  test('in Norway names no Swedish duty as the reader’s own', () => {
    for (const duty of duties) {
      for (const text of Object.values(duty.text.NO))
        expect(text).not.toMatch(/uppsiktsplikt|allmän handling|diarief|1998:112/i);
      const { law } = citeAll(duty.cite, 'NO', realKnowledge(), 'nb');
      expect(law.map((c) => c.document)).not.toContain('law:L20');
    }
    for (const text of Object.values(duties[0]?.text.NO ?? {})) expect(text).toMatch(/svensk|Swedish/);
  });
  test('shows both sources where they differ', () => {
    const snapshot = duties.find((d) => d.kind === 'snapshot');
    for (const country of ['NO', 'SE'] as const)
      for (const text of Object.values(snapshot?.text[country] ?? {})) {
        expect(text).toContain('Norberg');
        expect(text).toContain('Österåker');
      }
    const places = citeAll(snapshot?.cite ?? [], 'SE', realKnowledge(), 'sv').places.map((p) => p.citation.document);
    expect(new Set(places)).toEqual(new Set(['norberg', 'osteraker']));
  });
});

test('a day for somebody’s own calendar lasts that day, under an id that stays', () => {
  const event = { id: 'snapshot-acc1@varsam', day: '2026-12-31', title: 'Øyeblikksbilde · Fjordvik, bibliotek' };
  const ics = toIcs([event], new Date('2026-11-20T09:00:00Z'));
  expect(ics).toMatch(/DTSTART;VALUE=DATE:20261231\r\n/);
  expect(ics).toMatch(/DTEND;VALUE=DATE:20270101\r\n/);
  expect(ics).toContain('UID:snapshot-acc1@varsam');
  expect(ics).toContain('Fjordvik\\, bibliotek');
});

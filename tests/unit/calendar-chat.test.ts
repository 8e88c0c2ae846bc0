import { beforeEach, describe, expect, test } from 'vitest';
import type { ConverseDeps } from '../../src/app/converse.ts';
import { type RemindDeps, remind } from '../../src/app/remind.ts';
import { openCalendar } from '../../src/calendar/open.ts';
import type { Account } from '../../src/core/accounts/account.ts';
import { due } from '../../src/core/calendar/due.ts';
import { DUE_KINDS } from '../../src/core/calendar/duty.ts';
import { absenceCard, awayCard, dueCard } from '../../src/core/cards/calendar-cards.ts';
import { COUNTRIES, LANGS } from '../../src/core/language.ts';
import type { Outgoing } from '../../src/core/message.ts';
import { openSqlite, type Stores } from '../../src/store/open.ts';
import { active } from '../support/accounts.ts';
import { expectSound, viewIn } from '../support/cards.ts';
import { person, realConverseDeps } from '../support/converse.ts';
import { keepingLog } from '../support/fakes.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { owner, realLearn } from '../support/learning.ts';

/** A Monday at nine in Oslo. */
const MONDAY = '2026-11-23T08:00:00.000Z';
let stores: Stores;
let deps: ConverseDeps;
let now: Date;
beforeEach(async () => {
  stores = await openSqlite(':memory:');
  now = new Date(MONDAY);
  deps = {
    ...(await realConverseDeps()),
    ...stores,
    clock: { now: () => now },
    calendar: openCalendar(stores, 'Europe/Oslo'),
  };
});

/** An account in use since the Friday before, in the store. */
async function register(over: Partial<Account> = {}): Promise<Account> {
  const ready = active();
  const history = ready.history.map((step) => ({ ...step, at: '2026-11-20T08:00:00.000Z' }));
  const account = { ...ready, history, lastSnapshot: { at: '2026-11-20', reference: 'x' }, ...over };
  for (let version = 1; version <= account.version; version++) {
    const steps = account.history.slice(0, version);
    const state = steps.at(-1)?.to ?? account.state;
    await stores.accounts.append('t', { ...account, version, state, history: steps });
  }
  return account;
}

describe('the cards of the calendar', () => {
  test.each(COUNTRIES)('are sound in every language and for every kind, in %s', (country) => {
    const account: Account = { ...active(), country };
    const dues = DUE_KINDS.map((kind) => ({
      ...{ kind, subject: account.id, account: { id: account.id, name: account.name }, title: account.name, country },
      ...{ due: '2026-11-20', since: '2026-11-18', snoozed: null },
      to: { role: 'owner', person: null, title: 'Biblioteksjef' } as const,
      chain: [],
    }));
    for (const lang of LANGS) {
      const around = { accounts: new Map([[account.id, account]]), today: { zone: 'Europe/Oslo' }, now };
      for (const one of dues) expectSound(dueCard(viewIn(lang, country), [one], { ...around, reminds: true }));
      expectSound(dueCard(viewIn(lang, country), dues.slice(0, 2), { ...around, more: 3 }));
      expectSound(dueCard(viewIn(lang, country), [], around));
      const away = { person: 'librarian', from: '2026-11-23', until: '2026-12-04' };
      expectSound(awayCard(viewIn(lang, country), away, [account, { ...account, substitute: null }], '2026-11-23'));
      for (const key of ['due.back', 'due.away.unread', 'due.away.backwards'] as const)
        expectSound(absenceCard(viewIn(lang, country), key));
    }
  });
});

describe('the calendar in a chat', () => {
  test('shows the owner what is theirs, and a press says that it is done', async () => {
    await register();
    const librarian = person(deps, 'nb', 'NO', { user: 'librarian' });
    await librarian.say('kalender');
    expect(librarian.text).toContain('Oppsyn · Fjordvik bibliotek');
    expect(librarian.text).toContain('ikke en plikt hos dere');
    await librarian.press('due.done');
    expect(librarian.text).toContain('Notert.');
    expect(librarian.text).not.toContain('Oppsyn');
    now = new Date('2026-11-24T08:00:00.000Z');
    await librarian.say('kalender');
    expect(librarian.text).toContain('Oppsyn · Fjordvik bibliotek');
  });

  test('an old card changes nothing', async () => {
    await register();
    const librarian = person(deps, 'nb', 'NO', { user: 'librarian' });
    await librarian.say('kalender');
    const done = librarian.action('due.done');
    await librarian.act(done);
    now = new Date('2026-11-24T08:00:00.000Z');
    await librarian.act(done);
    expect(librarian.text).toContain('Noen har alt tatt seg av det.');
    expect((await stores.marks.list('t')).map((m) => m.until)).toEqual(['2026-11-23']);
  });

  test('what is put off comes back on a working day', async () => {
    await register({
      lastActivity: '2026-09-01',
      history: active().history.map((s) => ({ ...s, at: '2026-01-05T08:00:00.000Z' })),
      comments: 'closed',
    });
    const librarian = person(deps, 'nb', 'NO', { user: 'librarian' });
    await librarian.say('kalender');
    expect(librarian.text).toContain('Stille konto');
    await librarian.press('due.snooze');
    expect(librarian.text).not.toContain('Stille konto');
    expect(await stores.marks.list('t')).toMatchObject([{ state: 'snoozed', until: '2026-11-30' }]);
    now = new Date('2026-11-30T08:00:00.000Z');
    await librarian.say('kalender');
    await librarian.press('due.done');
    expect((await stores.accounts.account('t', 'acc1'))?.lastActivity).toBe('2026-11-30');
  });

  test('somebody who is away says so, reads who takes over, and the substitute has it from then on', async () => {
    await register();
    const librarian = person(deps, 'nb', 'NO', { user: 'librarian' });
    await librarian.say('borte til 4. desember');
    expect(librarian.text).toContain('Fjordvik bibliotek: Bibliotekar følger med.');
    const second = person(deps, 'nb', 'NO', { user: 'second', conversation: 'c2' });
    await second.say('kalender');
    expect(second.text).toContain('Vikar: Bibliotekar');
    await librarian.say('tilbake');
    await second.say('kalender');
    expect(second.text).not.toContain('Vikar: Bibliotekar');
  });

  test('without a date varsam asks for one, and notes nothing', async () => {
    const librarian = person(deps, 'sv', 'SE', { user: 'librarian' });
    await librarian.say('borta ett tag');
    expect(librarian.text).toContain('borta till 12 december');
    expect(await stores.absences.list('t')).toEqual([]);
  });
});

describe('reminders', () => {
  type Told = { conversation: string; card: Outgoing['card'] };
  function house(fails: () => boolean = () => false): { told: Told[]; of: () => RemindDeps } {
    const told: Told[] = [];
    const learn = realLearn(stores, [owner('communications', { to: { slack: 'C1' } })], {
      slack: async ({ conversation }, { card }) => {
        if (fails()) throw new Error('away');
        told.push({ conversation, card });
      },
    });
    const of = (): RemindDeps => ({
      ...stores,
      calendar: openCalendar(stores, 'Europe/Oslo'),
      country: 'NO',
      learn,
      knowledge: realKnowledge(),
      clock: { now: () => now },
      log: keepingLog(),
    });
    return { told, of };
  }
  const to = (told: readonly Told[]) => told.map((t) => t.conversation);

  test('are given once, whoever asks and how often: to the owner, the substitute, the unit’s office', async () => {
    await register();
    const { told, of } = house();
    await Promise.all([remind('t', of()), remind('t', of()), remind('t', of())]);
    await remind('t', of());
    // Nobody looked on Friday either.
    expect(to(told).sort()).toEqual(['librarian', 'second']);
    now = new Date('2026-11-24T08:00:00.000Z');
    await Promise.all([remind('t', of()), remind('t', of())]);
    expect(to(told).sort()).toEqual(['C1', 'librarian', 'second']);
    expect(told[0]?.card.fallback).toContain('Oppsyn · Fjordvik bibliotek');
  });

  test('of several accounts come to the same person as one card', async () => {
    await register();
    await register({ id: 'acc2', name: 'Barnebiblioteket', address: 'https://facebook.com/barn' });
    const { told, of } = house();
    await remind('t', of());
    const mine = told.filter((t) => t.conversation === 'librarian');
    expect(mine).toHaveLength(1);
    expect(mine[0]?.card.fallback).toMatch(/Barnebiblioteket[\s\S]*Fjordvik bibliotek/);
  });

  test('that reach nobody are tried again', async () => {
    await register();
    let broken = true;
    const { told, of } = house(() => broken);
    expect(await remind('t', of())).toBe(0);
    broken = false;
    expect(await remind('t', of())).toBeGreaterThan(0);
    expect(to(told)).toContain('librarian');
  });

  test('wait at night and on Sundays', async () => {
    await register();
    const { told, of } = house();
    for (const at of ['2026-11-22T10:00:00Z', '2026-11-23T04:00:00Z', '2026-11-23T20:00:00Z']) {
      now = new Date(at);
      await remind('t', of());
    }
    expect(told).toEqual([]);
  });

  test('say nothing of who is away', async () => {
    await register();
    await stores.absences.set('t', { person: 'librarian', from: '2026-11-23', until: '2026-12-04' }, MONDAY);
    const { told, of } = house();
    await remind('t', of());
    expect(to(told)).not.toContain('librarian');
    for (const { card } of told) expect(card.fallback).not.toMatch(/librarian|4\. desember/);
  });
});

test('the plan is the same function wherever it is asked', async () => {
  const account = await register();
  const isWorkday = await openCalendar(stores, 'Europe/Oslo').isWorkday();
  const facts = { accounts: [account], absences: [], marks: [], assessments: [], answers: [] };
  const setup = { zone: 'Europe/Oslo', isWorkday, snapshotMonths: 6, quietDays: 60 };
  expect(due(facts, now, setup)).toEqual(due(structuredClone(facts), new Date(now), setup));
});

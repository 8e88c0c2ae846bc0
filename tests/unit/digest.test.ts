import { describe, expect, it } from 'vitest';
import { type Facts, isEmpty, MAX, planDigest } from '../../src/core/learning/digest.ts';
import { Owners } from '../../src/core/learning/owners.ts';
import { mondayOf, weekIn, workingMinutes } from '../../src/core/learning/week.ts';
import { answer, asked, group, OSLO, owner } from '../support/learning.ts';

const NOW = new Date('2026-11-23T07:00:00Z');
const zone = OSLO.zone;
const facts = (over: Partial<Facts> = {}): Facts => ({
  groups: [],
  experts: [],
  received: [],
  written: [],
  assessments: [],
  last: {},
  ...over,
});
const plan = (over: Partial<Facts>, owners = [owner('kom')], now = NOW) => {
  const digest = planDigest(facts(over), now, { owners, zone });
  return { ...digest, of: (to: string) => digest.recipients.find((r) => r.to === to) };
};
const idsOf = (list: readonly { id: string }[] | undefined) => list?.map((x) => x.id);

describe('the week’s digest', () => {
  it('puts first what most have asked, then what has waited longest', () => {
    const many = group('many', [
      asked('1', { at: '2026-11-22T09:00:00Z' }),
      asked('2', { at: '2026-11-22T10:00:00Z' }),
    ]);
    const old = group('old', [asked('3', { at: '2026-11-10T09:00:00Z' })]);
    const fresh = group('new', [asked('4', { at: '2026-11-21T09:00:00Z' })]);
    const digest = plan({ groups: [fresh, old, many] });
    expect(digest.week).toBe('2026-W48');
    expect(digest.of('kom')?.groups.map((g) => [g.id, g.count, g.waitingDays])).toEqual([
      ['many', 2, 0],
      ['old', 1, 12],
      ['new', 1, 1],
    ]);
    expect(digest.of('kom')?.overdue).toEqual(['old']);
  });

  it('fits a card, and says how many more there are; the console shows everything', () => {
    const groups = Array.from({ length: 8 }, (_, i) => group(`g${i}`));
    const mine = plan({ groups }).of('kom');
    expect([mine?.groups.length, mine?.more.groups]).toEqual([MAX, 3]);
    const all = plan({ groups }, []).of('console');
    expect([all?.groups.length, all?.more.groups]).toEqual([8, 0]);
  });

  it('says nothing of who asked, where they sit and in which channel', () => {
    const who = { user: 'U0123', conversation: 'D0456', channel: 'slack' } as const;
    const text = JSON.stringify(plan({ groups: [group('g', [asked('1', who)])] }));
    expect(text).not.toMatch(/U0123|D0456|slack/);
  });

  it('shows a question in the words of the first who asked, with the others’ wordings beside it', () => {
    const questions = [
      asked('1', { question: 'Kan vi strømme møtet?' }),
      asked('2', { question: 'Får vi strömma mötet?', lang: 'sv', country: 'SE' }),
      asked('3', { question: 'Kan vi strømme møtet?' }),
    ];
    expect(plan({ groups: [group('g', questions)] }).of('kom')?.groups).toMatchObject([
      { question: 'Kan vi strømme møtet?', lang: 'nb', count: 3, country: null, variants: ['Får vi strömma mötet?'] },
    ]);
  });

  it('knows nothing of what was asked or answered after the moment it is planned for', () => {
    const later = group('later', [asked('1', { at: '2026-11-23T07:00:01Z' })]);
    const half = group('half', [asked('2'), asked('3', { at: '2026-11-24T07:00:00Z' })]);
    const since = group('g-x', [asked('4')], { state: 'answered', expert: 'x' });
    const experts = [answer('x', { at: '2026-11-25T07:00:00Z' })];
    const mine = plan({ groups: [later, half, since], experts }).of('kom');
    expect(mine?.groups.map((g) => [g.id, g.count])).toEqual([
      ['g-x', 1],
      ['half', 1],
    ]);
    expect(mine?.answered).toEqual([]);
  });

  it('tells what was answered since the last one, and how it was received', () => {
    const groups = ['x', 'y'].map((id) => group(`g-${id}`, [asked(id)], { state: 'answered', expert: id }));
    const experts = [answer('x', { at: '2026-11-17T09:00:00Z' }), answer('y', { at: '2026-11-15T09:00:00Z' })];
    const received = [{ expert: 'x', helped: 3, notHelped: 1 }];
    const last = { kom: '2026-11-16T07:00:05Z' };
    expect(plan({ groups, experts, received, last }).of('kom')?.answered).toMatchObject([
      { id: 'x', helped: 3, notHelped: 1, by: 'Kommunikasjonsenheten' },
    ]);
  });

  it('tells what is to be read again: answers before and after their date, and assessments', () => {
    const experts = [
      answer('soon', { reviewBy: '2026-12-01' }),
      answer('over', { reviewBy: '2026-11-01' }),
      answer('fine'),
      answer('gone', { reviewBy: '2026-11-01', state: 'withdrawn' }),
    ];
    const written = [
      { id: 'old-one', topic: 'records' as const, reviewBy: '2026-11-22' },
      { id: 'today', topic: 'records' as const, reviewBy: '2026-11-23' },
    ];
    const assessments = [
      { id: 'a1', title: 'DPIA', reviewDate: '2026-12-10' },
      { id: 'a2', title: 'Later', reviewDate: '2027-06-01' },
      { id: 'a3', title: 'Never', reviewDate: null },
    ];
    const digest = plan({ experts, written, assessments }, [owner('kom'), owner('dpo', { topics: ['personal-data'] })]);
    expect(digest.of('kom')?.reviews.map((r) => [r.id, r.standing])).toEqual([
      ['over', 'flagged'],
      ['old-one', 'flagged'],
      ['soon', 'due_soon'],
    ]);
    expect(idsOf(digest.of('dpo')?.assessments)).toEqual(['a1']);
  });

  it('has nothing in it in a week without questions', () => {
    const digest = plan({});
    expect(digest.recipients.map((r) => [r.to, isEmpty(r)])).toEqual([['kom', true]]);
    expect(plan({}, []).recipients.map((r) => r.to)).toEqual(['console']);
  });

  it('of 5,000 open questions is planned in less than two seconds', () => {
    const groups = Array.from({ length: 5000 }, (_, i) => group(`g${i}`, [asked(`${i}`), asked(`${i}b`)]));
    const owners = [owner('kom', { people: ['u'] }), owner('arkiv', { topics: ['records'] }), owner('dpo')];
    const started = performance.now();
    plan({ groups }, owners);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('a question goes', () => {
  const office = owner('kom', { people: ['ann', 'bo'], deputies: ['service'] });
  const archive = owner('arkiv', { topics: ['records'] });
  const swedes = owner('sverige', { country: 'SE' });
  const service = owner('service', { topics: ['accounts'] });
  const dpo = owner('dpo', { topics: ['personal-data'] });
  const all = [office, archive, swedes, service, dpo];
  const to = (questions: Parameters<typeof asked>[1][], over = {}) => {
    const g = group(
      'g',
      questions.map((q, i) => asked(`${i}`, q)),
      over,
    );
    return plan({ groups: [g] }, all)
      .recipients.filter((r) => r.groups.length > 0)
      .map((r) => r.to);
  };

  it.each([
    ['to who has its topic', [{ topic: 'records' as const }], 'arkiv'],
    ['to who has the country', [{ country: 'SE' as const }], 'sverige'],
    ['to who takes everything', [{ topic: 'platforms' as const }], 'kom'],
    [
      'to the data protection officer alone where it is confidential',
      [{ topic: 'records' as const, confidential: true }],
      'dpo',
    ],
    ['to the deputy where the owner asks', [{ user: 'ann' }, { user: 'bo' }], 'service'],
    ['to the owner where others ask, too', [{ user: 'ann' }, { user: 'somebody' }], 'kom'],
  ])('%s', (_, questions, expected) => {
    expect(to(questions)).toEqual([expected]);
  });

  it('to whom it was passed on, unless it is confidential', () => {
    expect(to([{ topic: 'records' }], { owner: 'service' })).toEqual(['service']);
    expect(to([{ confidential: true }], { owner: 'service' })).toEqual(['dpo']);
  });

  it('to the officer who is nowhere named where it is confidential, and to the console where nobody fits', () => {
    expect(
      plan({ groups: [group('g', [asked('1', { confidential: true })])] }, [office]).of('dpo')?.groups,
    ).toHaveLength(1);
    expect(plan({ groups: [group('g')] }, [archive]).of('console')?.groups).toHaveLength(1);
    expect(plan({ groups: [group('g', [asked('1', { confidential: true })])] }, []).of('console')?.groups).toHaveLength(
      1,
    );
  });
});

describe('owners in a municipality’s file', () => {
  it.each([
    [[{ id: 'kom' }, { id: 'kom' }], /two owners/],
    [[{ id: 'kom', deputies: ['nobody'] }], /no owner nobody/],
    [[{ id: 'kom', deputies: ['kom'] }], /own deputy/],
    [[{ id: 'console' }], /web console/],
    [[{ id: 'kom', topics: ['weather'] }], /Invalid/],
  ])('that can’t be are named', (owners, message) => {
    expect(JSON.stringify(Owners.safeParse(owners).error?.issues)).toMatch(message);
  });
});

describe('a week', () => {
  it.each([
    ['2026-11-22T23:30:00Z', '2026-W48'],
    ['2026-11-22T22:30:00Z', '2026-W47'],
    ['2027-01-03T12:00:00Z', '2026-W53'],
    ['2024-12-30T12:00:00Z', '2025-W01'],
    ['2026-03-29T21:59:59Z', '2026-W13'],
    ['2026-03-29T22:00:00Z', '2026-W14'],
    ['2026-10-25T22:59:59Z', '2026-W43'],
    ['2026-10-25T23:00:00Z', '2026-W44'],
  ])('of %s in Oslo is %s', (at, week) => {
    expect(weekIn(new Date(at), zone)).toBe(week);
  });

  it('has its Monday, and one that does not exist has none', () => {
    expect(mondayOf('2026-W47')?.toISOString()).toBe('2026-11-16T12:00:00.000Z');
    expect(mondayOf('2026-W53')?.toISOString()).toBe('2026-12-28T12:00:00.000Z');
    expect([mondayOf('2025-W53'), mondayOf('2026-W00'), mondayOf('W47')]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['within a day', '2026-11-20T09:00:00Z', '2026-11-20T11:00:00Z', 120],
    ['over a night', '2026-11-19T14:30:00Z', '2026-11-20T08:00:00Z', 90],
    ['over a weekend', '2026-11-20T14:30:00Z', '2026-11-23T08:30:00Z', 120],
    ['over the change to summer time', '2026-03-27T14:30:00Z', '2026-03-30T06:30:00Z', 60],
    ['backwards', '2026-11-20T11:00:00Z', '2026-11-20T09:00:00Z', 0],
  ])('has working minutes: %s', (_, from, till, minutes) => {
    expect(workingMinutes(new Date(from), new Date(till), zone)).toBe(minutes);
  });
});

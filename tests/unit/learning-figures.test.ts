import { describe, expect, it } from 'vitest';
import { figures, health } from '../../src/app/insights.ts';
import { csvOf } from '../../src/core/csv.ts';
import { byWait, byWeek, mostFrequent } from '../../src/core/learning/figures.ts';
import { openSqlite } from '../../src/store/open.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { asked, group, realLearn } from '../support/learning.ts';
import { seed } from '../support/seed.ts';

const NOW = new Date('2026-11-18T09:00:00Z');
const OSLO = { zone: 'Europe/Oslo', weeks: 3 };

describe('figures', () => {
  it('count questions and the share answered by the week in that place, and no number under three', () => {
    const at = (iso: string, status = 'answered') => ({ at: iso, status });
    const weeks = byWeek(
      [
        // Sunday night in UTC is Monday in Oslo.
        at('2026-11-08T23:30:00Z'),
        at('2026-11-09T09:00:00Z'),
        at('2026-11-10T09:00:00Z', 'unsure'),
        at('2026-11-10T09:00:00Z', 'refused'),
        at('2026-11-16T09:00:00Z'),
        at('2025-11-16T09:00:00Z'),
      ],
      NOW,
      OSLO,
    );
    expect(weeks).toEqual([
      { week: '2026-W45', asked: null, answered: null },
      { week: '2026-W46', asked: 3, answered: 70 },
      { week: '2026-W47', asked: null, answered: null },
    ]);
  });

  it('cross the end of a year of 53 weeks', () => {
    const weeks = byWeek([], new Date('2027-01-06T09:00:00Z'), OSLO).map((w) => w.week);
    expect(weeks).toEqual(['2026-W52', '2026-W53', '2027-W01']);
  });

  it('tell how long questions waited until the first answer, and how long others wait still', () => {
    const three = (id: string, at: string) => [1, 2, 3].map((n) => asked(`${id}${n}`, { at }));
    const waits = byWait(
      [
        group('a', three('a', '2026-11-10T09:00:00.000Z'), { state: 'answered', expert: 'x' }),
        group('b', three('b', '2026-11-17T10:00:00.000Z')),
        group('c', three('c', '2026-11-01T10:00:00.000Z'), { state: 'closed' }),
        group('d', [asked('d', { at: '2026-10-01T10:00:00.000Z' })]),
      ],
      new Map([['x', '2026-11-12T09:00:00.000Z']]),
      NOW,
    );
    expect(waits.filter((w) => w.answered !== null || w.open !== null)).toEqual([
      { days: 1, answered: null, open: 3 },
      { days: 3, answered: 3, open: null },
    ]);
  });

  it('put what is rare into one sum, or leave it out where that is too small as well', () => {
    expect(mostFrequent([...'aaabbbbcdd'])).toEqual([
      { key: 'b', count: 4 },
      { key: 'a', count: 3 },
      { key: 'few', count: 3 },
    ]);
    expect(mostFrequent([...'aaab'])).toEqual([{ key: 'a', count: 3 }]);
  });

  it('and the health of the knowledge come out of the store, one tenant’s alone', async () => {
    const stores = await openSqlite(':memory:');
    const deps = {
      learn: realLearn(stores),
      insights: stores.insights,
      knowledge: realKnowledge(),
      clock: { now: () => NOW },
    };
    await seed({ ...stores, learn: deps.learn });
    const all = await figures('local', deps);
    expect(all.weeks.map((w) => w.asked)).toContain(9);
    expect(all.topics.length).toBeGreaterThan(1);
    expect(all.screenings.every((s) => s.count >= 3)).toBe(true);
    const { neverCited, conflicts, superseded } = await health('local', deps);
    expect(neverCited.some((d) => d.rules.length < d.of)).toBe(true);
    expect(conflicts.length).toBeGreaterThan(5);
    expect(superseded.length).toBeGreaterThan(0);
    expect((await figures('elsewhere', deps)).topics).toEqual([]);
    await stores.store.close();
  });
});

describe('a table to be taken along', () => {
  it('keeps commas, quotation marks and lines, and is no formula in a spreadsheet', () => {
    expect(
      csvOf([
        { question: '=HYPERLINK("x")', n: 3 },
        { question: 'a, "b"\nc', n: null },
      ]),
    ).toBe('\uFEFFquestion,n\r\n"\'=HYPERLINK(""x"")",3\r\n"a, ""b""\nc",\r\n');
    expect(csvOf([])).toBe('\uFEFF\r\n');
    expect(csvOf([{ n: -3 }])).toContain('-3');
  });
});

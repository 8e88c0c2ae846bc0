import { describe, expect, it } from 'vitest';
import { type Job, lastDue, nextDue, startScheduler } from '../../src/scheduler.ts';
import { keepingLog } from '../support/fakes.ts';
import { OSLO } from '../support/learning.ts';

const last = (now: string, timetable = OSLO) => lastDue(timetable, new Date(now))?.toISOString();
const SUNDAY = { cron: '30 2 * * 0', zone: 'Europe/Oslo' };

describe('a timetable', () => {
  it.each([
    ['at its second', '2026-11-23T07:00:00.000Z', '2026-11-23T07:00:00.000Z'],
    ['a moment before', '2026-11-23T06:59:59.999Z', '2026-11-16T07:00:00.000Z'],
    ['days later', '2026-11-27T15:00:00Z', '2026-11-23T07:00:00.000Z'],
    ['the Monday after summer time begins', '2026-03-30T06:00:00Z', '2026-03-30T06:00:00.000Z'],
    ['an hour before that', '2026-03-30T05:00:00Z', '2026-03-23T07:00:00.000Z'],
    ['the Monday after it ends', '2026-10-26T07:00:00Z', '2026-10-26T07:00:00.000Z'],
    ['an hour before that', '2026-10-26T06:00:00Z', '2026-10-19T06:00:00.000Z'],
  ])('was due last, asked %s', (_, now, due) => {
    expect(last(now)).toBe(due);
  });

  it('is due once when its hour comes twice, and once when its hour is skipped', () => {
    expect(last('2026-10-25T00:30:00Z', SUNDAY)).toBe('2026-10-25T00:30:00.000Z');
    expect(last('2026-10-25T12:00:00Z', SUNDAY)).toBe('2026-10-25T00:30:00.000Z');
    expect(last('2026-03-29T12:00:00Z', SUNDAY)).toBe('2026-03-29T01:00:00.000Z');
  });

  it('gives the same for the same time, however the clock came there', () => {
    const walk = ['2026-11-23T07:00:05Z', '2026-11-23T06:58:00Z', '2026-11-23T07:00:05Z'];
    expect(walk.map((now) => last(now))).toEqual([
      '2026-11-23T07:00:00.000Z',
      '2026-11-16T07:00:00.000Z',
      '2026-11-23T07:00:00.000Z',
    ]);
  });

  it('is due next after now', () => {
    expect(nextDue(OSLO, new Date('2026-11-23T07:00:00Z'))?.toISOString()).toBe('2026-11-30T07:00:00.000Z');
  });
});

describe('the scheduler', () => {
  const at = { now: new Date('2026-11-23T07:00:00Z') };
  const clock = { now: () => at.now };
  const move = (seconds: number) => {
    at.now = new Date(at.now.getTime() + seconds * 1000);
  };
  const start = (jobs: Job[], log = keepingLog()) => startScheduler(jobs, { clock, log, tickMs: 1_000_000 });

  it('runs a job when it is due again, and also when the clock was set back', async () => {
    let runs = 0;
    const scheduler = start([
      {
        name: 'job',
        everyMs: 10_000,
        run: async () => {
          runs++;
        },
      },
    ]);
    const seen: number[] = [];
    for (const seconds of [0, 5, 5, -3600, 5, 5]) {
      move(seconds);
      await scheduler.tick();
      seen.push(runs);
    }
    await scheduler.stop();
    expect(seen).toEqual([1, 1, 2, 3, 3, 4]);
  });

  it('waits for a job before it begins it again, and for all of them when it stops', async () => {
    let runs = 0;
    let finish = () => {};
    const slow: Job = {
      name: 'slow',
      everyMs: 1,
      run: () => {
        runs++;
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
    };
    const scheduler = start([slow]);
    const first = scheduler.tick();
    move(60);
    const second = scheduler.tick();
    expect(runs).toBe(1);
    let stopped = false;
    const stop = scheduler.stop().then(() => {
      stopped = true;
    });
    await Promise.resolve();
    expect(stopped).toBe(false);
    finish();
    await Promise.all([first, second, stop]);
    expect(runs).toBe(1);
  });

  it('goes on with the others where one fails, and logs which', async () => {
    const log = keepingLog();
    let others = 0;
    const scheduler = start(
      [
        { name: 'broken', everyMs: 1, run: () => Promise.reject(new Error('no')) },
        {
          name: 'other',
          everyMs: 1,
          run: async () => {
            others++;
          },
        },
      ],
      log,
    );
    await scheduler.tick();
    move(1);
    await scheduler.tick();
    await scheduler.stop();
    expect(others).toBe(2);
    expect(log.lines.filter((l) => /job\.failed.*broken/.test(l))).toHaveLength(2);
  });
});

import { Cron } from 'croner';

/**
 * What is done without being asked: tick, claim, run. When something is due is a pure function of a timetable and a time; who does it, and that it is done
 * once, is settled in the store by the job itself, so any number of processes may tick.
 */

/** A cron expression of five parts, and the IANA name of the time zone whose clock it is read by. */
export type Timetable = { cron: string; zone: string };

const cronOf = ({ cron, zone }: Timetable) => new Cron(cron, { timezone: zone, paused: true });

/**
 * When it was due last, at or before `now`, summer time or not: an hour that is skipped in spring counts when the clock has passed it, one that comes twice
 * in autumn counts once. Undefined where the timetable has never been due. @throws for a timetable that can't be read
 */
export function lastDue(timetable: Timetable, now: Date): Date | undefined {
  // Croner looks before the second it is given.
  const second = Math.floor(now.getTime() / 1000) * 1000;
  return cronOf(timetable).previousRuns(1, new Date(second + 1000))[0];
}

/** When it is due next, after `now`. */
export function nextDue(timetable: Timetable, now: Date): Date | undefined {
  return cronOf(timetable).nextRun(now) ?? undefined;
}

/** A piece of work to be done every so many ms. It begins again only when it is over. */
export type Job = { name: string; everyMs: number; run: () => Promise<void> };
type Surroundings = {
  clock: { now(): Date };
  log: { error(event: string, error: unknown, figures?: Record<string, string>): void };
  tickMs?: number;
};
export type Scheduler = {
  /** Looks once what is to be done, and does it. */
  tick: () => Promise<void>;
  /** Takes on nothing new, and waits for what is under way. */
  stop: () => Promise<void>;
};

/** Does its jobs until it is stopped. One that fails is logged and tried again when it is due again; a clock that is set back holds up nothing. */
export function startScheduler(jobs: readonly Job[], { clock, log, tickMs = 1000 }: Surroundings): Scheduler {
  const begun = new Map<Job, number>();
  const running = new Map<Job, Promise<void>>();
  const tick = async (): Promise<void> => {
    const now = clock.now().getTime();
    for (const job of jobs) {
      const last = begun.get(job);
      if (running.has(job) || (last !== undefined && Math.abs(now - last) < job.everyMs)) continue;
      begun.set(job, now);
      const work = job
        .run()
        .catch((error: unknown) => log.error('job.failed', error, { job: job.name }))
        .finally(() => running.delete(job));
      running.set(job, work);
    }
    await Promise.all(running.values());
  };
  const timer = setInterval(() => void tick(), tickMs);
  // It keeps no process alive that has nothing else to do.
  timer.unref();
  return {
    tick,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}

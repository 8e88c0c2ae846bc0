import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSlack, startBot } from './bots.ts';
import { type Line, lineThrough } from './metrics.ts';
import { People } from './people.ts';

/** Whether memory grows with what comes in: the heap of varsam's main thread after a collection, and what the whole process holds, at intervals. */
type SoakPlan = {
  events: number;
  /** How many times it is looked at, evenly. */
  looks: number;
  /** Somebody in so many checks a photo; the others ask. Each photo check is several events. */
  everyCheck: number;
};
type Look = { events: number; heapMb: number; rssMb: number };
type Soaked = { looks: Look[]; heap: Line; rss: Line };

/** People who write at the same time. */
const AT_ONCE = 16;
/** What warms up, caches that fill to their bound and code that is compiled, is no leak: the line is drawn through what comes after this share. */
const WARM_UP = 0.2;

async function soak({ events, looks, everyCheck }: SoakPlan, say: (look: Look) => void): Promise<Soaked> {
  const dir = mkdtempSync(join(tmpdir(), 'varsam-soak-'));
  const slack = await newSlack();
  const bot = await startBot(slack.url, { VARSAM_DATA_DIR: dir }, ['--expose-gc']);
  try {
    const people = new People(slack);
    const all: Look[] = [];
    let begun = 0;
    let done = 0;
    const note = () => void done++;
    const person = async (until: number) => {
      while (done < until) {
        const i = begun++;
        if (i % everyCheck === 0) await people.check(i, performance.now(), note);
        else await people.ask(i, performance.now(), note);
      }
    };
    for (let n = 1; n <= looks; n++) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => person((events * n) / looks)));
      const { heapMb, rssMb } = await bot.used();
      const look = { events: done, heapMb, rssMb };
      all.push(look);
      say(look);
    }
    const settled = all.filter((l) => l.events > events * WARM_UP);
    const line = (of: 'heapMb' | 'rssMb') => lineThrough(settled.map((l) => [l.events, l[of] * 1e6] as const));
    return { looks: all, heap: line('heapMb'), rss: line('rssMb') };
  } finally {
    await bot.stop();
    await slack.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** True where the slope is over zero by more than twice its standard error, and by what counts: a megabyte in 100,000 events. */
const grows = ({ heap: { slope, error } }: Soaked): boolean => slope - 2 * error > 0 && slope > 10;

/** Runs it and says what came of it; false where the heap grows. */
export async function reportSoak(plan: SoakPlan, json: boolean): Promise<boolean> {
  const say = json ? () => undefined : (text: string) => console.log(text);
  say('| events | heap MB | resident MB |\n| ---: | ---: | ---: |');
  const soaked = await soak(plan, (l) => say(`| ${l.events} | ${l.heapMb.toFixed(2)} | ${l.rssMb.toFixed(0)} |`));
  const told = ({ slope, error }: Line) => `${slope.toFixed(1)} ± ${error.toFixed(1)} bytes an event`;
  say(
    `\nHeap: ${told(soaked.heap)} (slope and its standard error, without the first ${WARM_UP * 100} %); resident: ${told(soaked.rss)}`,
  );
  if (json) console.log(JSON.stringify({ plan, ...soaked }));
  return !grows(soaked);
}

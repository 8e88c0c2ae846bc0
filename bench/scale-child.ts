import { once } from 'node:events';
import { createReadStream, createWriteStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Asked, Engine } from './engines/engine.ts';
import { EXPANDED, OTHERS, OWN } from './engines/index.ts';
import { timeQueries } from './quality.ts';
import { recombine } from './synthetic.ts';

/** What the bench tells a process of its own to do. Building and asking are two processes, so that the memory of one is not the other's. */
export type Job =
  | { do: 'texts'; groups: string[][]; count: number; seed: number; file: string }
  | { do: 'build'; engine: string; texts: string; dir: string }
  | { do: 'ask'; engine: string; dir: string; queries: Asked[]; budgetMs: number };
export type BuildResult = {
  buildMs: number;
  steps: Record<string, number>;
  indexBytes: number;
  buildPeakBytes: number;
};
export type AskResult = {
  openMs: number;
  p50Ms: number;
  p99Ms: number;
  timed: number;
  residentBytes: number;
  peakBytes: number;
};
export type Message = { progress: number } | { texts: number } | { built: BuildResult } | { asked: AskResult };

const peakBytes = () => process.resourceUsage().maxRSS * 1024;
const tell = (message: Message) => process.send?.(message);

function engineNamed(name: string): Engine {
  const engine = [...OWN, ...OTHERS, EXPANDED].find((e) => e.name === name);
  if (!engine) throw new Error(`no engine is called ${name}`);
  return engine;
}

async function makeTexts({ groups, count, seed, file }: Extract<Job, { do: 'texts' }>): Promise<void> {
  const out = createWriteStream(file);
  let done = 0;
  for (const text of recombine(groups, count, seed)) {
    if (!out.write(`${text}\n`)) await once(out, 'drain');
    if (++done % 1000 === 0) tell({ progress: done / count });
  }
  out.end();
  await once(out, 'finish');
  tell({ texts: done });
}

async function build({ engine, texts, dir }: Extract<Job, { do: 'build' }>): Promise<void> {
  const docs: { id: string; text: string }[] = [];
  for await (const text of createInterface({ input: createReadStream(texts) }))
    docs.push({ id: `p${docs.length}`, text });
  await engineNamed(engine).build(docs.slice(0, 1), 'nb', () => {});
  const started = performance.now();
  const built = await engineNamed(engine).build(docs, 'nb', (share) => tell({ progress: share }));
  const buildMs = performance.now() - started;
  built.save(dir);
  const indexBytes = readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
  tell({ built: { buildMs, steps: built.steps ?? {}, indexBytes, buildPeakBytes: peakBytes() } });
}

async function ask({ engine, dir, queries, budgetMs }: Extract<Job, { do: 'ask' }>): Promise<void> {
  const started = performance.now();
  const searcher = await engineNamed(engine).open(dir);
  const openMs = performance.now() - started;
  const speed = await timeQueries(searcher, queries, {
    k: 10,
    budgetMs,
    onProgress: (share) => tell({ progress: share }),
  });
  tell({ asked: { openMs, ...speed, residentBytes: process.memoryUsage.rss(), peakBytes: peakBytes() } });
}

/** Does one job, read from a file, and says how it went over the channel to the parent. */
export async function runJob(file: string): Promise<void> {
  const job = JSON.parse(readFileSync(file, 'utf8')) as Job;
  if (job.do === 'texts') await makeTexts(job);
  else if (job.do === 'build') await build(job);
  else await ask(job);
  process.disconnect?.();
}

import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset } from './datasets.ts';
import type { Asked } from './engines/engine.ts';
import { progress } from './progress.ts';
import type { AskResult, BuildResult, Job, Message } from './scale-child.ts';
import { cut, seeded } from './synthetic.ts';

export type ScaleRow = { engine: string; passages: number } & (
  | ({ failed: null } & BuildResult & AskResult)
  | { failed: string }
);

const SEED = 20;
/** An engine that is not through its queries after this long is measured on those it answered. */
const BUDGET_MS = 60_000;

/** Texts to recombine, one group a language, and the questions to ask of them. */
export type Material = { groups: string[][]; queries: Asked[] };

/** Passages and questions of all sets; `count` questions are drawn from them. */
export function gather(sets: readonly Dataset[], count: number): Material {
  const groups = new Map<string, string[]>();
  for (const set of sets)
    for (const { text, candidate } of set.docs) {
      const lang = candidate?.kind === 'passage' ? candidate.language : set.lang;
      groups.set(lang, [...(groups.get(lang) ?? []), ...cut(text)]);
    }
  const random = seeded(SEED);
  const pool = sets.flatMap((s) => s.queries.map(({ text, lang, country }) => ({ text, lang, country })));
  const queries = Array.from({ length: count }, () => pool[Math.floor(random() * pool.length)]).filter(
    (q) => q !== undefined,
  );
  return { groups: [...groups.values()], queries };
}

/**
 * Measures engines at one number of passages. Each is built in one process and opened in another, so that neither the builder's memory nor
 * another engine's is counted. Everything is written to a temporary folder and removed.
 */
export async function measureScale(
  engines: readonly string[],
  passages: number,
  { groups, queries }: Material,
): Promise<ScaleRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-bench-'));
  try {
    const texts = join(folder, 'texts.txt');
    await run(folder, `${passages} passages`, { do: 'texts', groups, count: passages, seed: SEED, file: texts });
    const rows: ScaleRow[] = [];
    for (const engine of engines) {
      const dir = join(folder, 'index');
      mkdirSync(dir);
      const label = `${engine} at ${passages}`;
      try {
        const { built } = await run(folder, `${label}: build`, { do: 'build', engine, texts, dir });
        const { asked } = await run(folder, `${label}: ask`, { do: 'ask', engine, dir, queries, budgetMs: BUDGET_MS });
        if (built && asked) rows.push({ engine, passages, failed: null, ...built, ...asked });
      } catch (error) {
        rows.push({ engine, passages, failed: error instanceof Error ? error.message : String(error) });
      }
      rmSync(dir, { recursive: true });
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Results = { built?: BuildResult; asked?: AskResult };

/** Runs one job in a process of its own. Rejects with the last thing it said on standard error where it fails. */
function run(folder: string, label: string, job: Job): Promise<Results> {
  const file = join(folder, 'job.json');
  writeFileSync(file, JSON.stringify(job));
  const bar = progress(label);
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'run.ts'), ['--job', file], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const results: Results = {};
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
    });
    child.on('message', (message: Message) => {
      if ('progress' in message) bar.update(message.progress);
      else Object.assign(results, message);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      bar.stop();
      if (code === 0) resolve(results);
      else
        reject(
          new Error(
            /heap out of memory/.test(said)
              ? 'out of memory'
              : (said.match(/^\w*Error: .*$/m)?.[0] ?? `ended with ${signal ?? code}`),
          ),
        );
    });
  });
}

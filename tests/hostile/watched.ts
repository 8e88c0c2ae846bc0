import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

/** A run of tests that comes to an end: a file that hangs is named, and ended together with everything that was started. */

/** What the reporter says: a file or a test in it begins, or a file ends. */
export const Said = z.strictObject({ file: z.string(), test: z.string().optional(), over: z.boolean().optional() });
export type Said = z.infer<typeof Said>;

const REPORTER = join(import.meta.dirname, 'watch-reporter.ts');
const minutes = (ms: number): string => `${Number((ms / 60_000).toFixed(1))} minutes`;

/**
 * Runs vitest with these arguments, at most so many ms a file and altogether.
 * `hung`: what took too long, as a sentence; then nothing runs any more, and there is no report.
 */
export function watched(
  args: readonly string[],
  { fileMs, totalMs, env }: { fileMs: number; totalMs: number; env: NodeJS.ProcessEnv },
): Promise<{ status: number | null; hung?: string }> {
  const child = spawn('vitest', ['run', ...args, `--reporter=${REPORTER}`], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // A group of its own: a worker that turns in a circle ends with it.
    detached: true,
  });
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      end();
      process.exit(1);
    });

  const running = new Map<string, { test?: string; timer: NodeJS.Timeout }>();
  let hung: string | undefined;
  const stop = (why: string) => {
    hung ??= why;
    end();
  };
  const at = ([file, { test }]: [string, { test?: string }]) => `${file}${test ? `, in “${test}”` : ''}`;
  const total = setTimeout(() => {
    const open = [...running].map(at).join('; ') || 'no file';
    stop(`The run did not end within ${minutes(totalMs)}. Under way: ${open}.`);
  }, totalMs);
  const late = (file: string) => () =>
    stop(`${at([file, running.get(file) ?? {}])}: did not end within ${minutes(fileMs)}.`);

  child.on('message', (message) => {
    const { file, test, over } = Said.parse(message);
    const known = running.get(file);
    if (over) {
      clearTimeout(known?.timer);
      running.delete(file);
    } else if (known) running.set(file, { ...known, ...(test ? { test } : {}) });
    else running.set(file, { timer: setTimeout(late(file), fileMs) });
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => {
      clearTimeout(total);
      for (const { timer } of running.values()) clearTimeout(timer);
      resolve({ status, ...(hung ? { hung } : {}) });
    });
  });
}

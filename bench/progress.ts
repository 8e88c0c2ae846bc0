import cliProgress from 'cli-progress';

/** Work that is done sooner needs no bar. */
const AFTER_MS = 1000;

export type Progress = { update(share: number): void; stop(): void };

/** A bar on standard error for anything that takes over a second; where there is no terminal, a line every few seconds. `share` is in [0, 1]. */
export function progress(label: string): Progress {
  const started = performance.now();
  let bar: cliProgress.SingleBar | undefined;
  return {
    update: (share) => {
      if (!bar && performance.now() - started > AFTER_MS) {
        bar = new cliProgress.SingleBar({
          format: `${label} {bar} {percentage}% · {duration_formatted}`,
          stream: process.stderr,
          clearOnComplete: true,
          hideCursor: null,
          noTTYOutput: true,
          notTTYSchedule: 5000,
        });
        bar.start(100, 0);
      }
      bar?.update(Math.min(100, Math.floor(share * 100)));
    },
    stop: () => bar?.stop(),
  };
}

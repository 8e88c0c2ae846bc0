import { Presets, SingleBar } from 'cli-progress';

export type Progress = { to: (done: number, note?: string) => void; end: () => void };

/** A progress bar on standard error; without a terminal a line every tenth, so that a log stays readable. */
export function progress(label: string, total: number): Progress {
  if (process.stderr.isTTY) {
    const bar = new SingleBar(
      { format: `${label} {bar} {percentage}% · {value}/{total} · {eta_formatted} left {note}`, hideCursor: true },
      Presets.shades_classic,
    );
    bar.start(total, 0, { note: '' });
    return { to: (done, note = '') => bar.update(done, { note }), end: () => bar.stop() };
  }
  let shown = -1;
  return {
    to: (done, note = '') => {
      const tenth = Math.floor((10 * done) / Math.max(1, total));
      if (tenth === shown) return;
      shown = tenth;
      console.error(`${label} ${done}/${total} ${note}`);
    },
    end: () => {},
  };
}

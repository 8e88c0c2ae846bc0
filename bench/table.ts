import type { LearningRow } from './learning.ts';
import { ratio } from './metrics.ts';
import type { QualityRow } from './quality.ts';
import type { ScaleRow } from './scale.ts';

type Row = { engine: string };
type Column<R extends Row> = {
  head: string;
  value: (row: R) => number;
  show: (value: number) => string;
  /** Figures that are compared with the first row's. */
  compare?: boolean;
};

const fixed = (digits: number) => (x: number) => x.toFixed(digits);
const ms = (x: number) => (x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2));
const seconds = (x: number) => `${(x / 1000).toFixed(x >= 100_000 ? 0 : 1)} s`;
const megabytes = (x: number) => (x / 1e6).toFixed(x >= 1e7 ? 0 : 1);

const QUALITY: Column<QualityRow>[] = [
  { head: 'R@1', value: (r) => r.r1, show: fixed(3), compare: true },
  { head: 'R@5', value: (r) => r.r5, show: fixed(3), compare: true },
  { head: 'nDCG@10', value: (r) => r.ndcg10, show: fixed(3), compare: true },
  { head: 'build ms', value: (r) => r.buildMs, show: fixed(0), compare: true },
  { head: 'p50 ms', value: (r) => r.p50Ms, show: ms, compare: true },
  { head: 'p99 ms', value: (r) => r.p99Ms, show: ms, compare: true },
];

type Measured = Extract<ScaleRow, { failed: null }>;
const SCALE: Column<Measured>[] = [
  { head: 'build', value: (r) => r.buildMs, show: seconds, compare: true },
  { head: 'index MB', value: (r) => r.indexBytes, show: megabytes, compare: true },
  { head: 'open ms', value: (r) => r.openMs, show: fixed(0), compare: true },
  { head: 'p50 ms', value: (r) => r.p50Ms, show: ms, compare: true },
  { head: 'p99 ms', value: (r) => r.p99Ms, show: ms, compare: true },
  { head: 'resident MB', value: (r) => r.residentBytes, show: megabytes, compare: true },
  { head: 'peak MB', value: (r) => r.peakBytes, show: megabytes },
  { head: 'asked', value: (r) => r.timed, show: fixed(0) },
];

export const qualityTable = (rows: readonly QualityRow[]): string => table(rows, QUALITY);

/** What learning takes, beside what it may take. */
export const learningTable = (rows: readonly LearningRow[]): string =>
  [
    `| with ${rows[0]?.n ?? 0} open questions | ms | may take |`,
    '| --- | ---: | ---: |',
    ...rows.map((r) => `| ${r.what} | ${ms(r.ms)} | ${r.budget === null ? '' : r.budget} |`),
  ].join('\n');

/** The rows that could be measured as a table, and below it what became of the others and what a build's time went to. */
export function scaleTable(rows: readonly ScaleRow[]): string {
  const measured = rows.filter((r) => r.failed === null);
  const notes = rows.flatMap((r) => {
    if (r.failed !== null) return [`${r.engine}: could not be measured, ${r.failed}`];
    const steps = Object.entries(r.steps);
    return steps.length > 1
      ? [`${r.engine}: built in ${steps.map(([name, took]) => `${seconds(took)} ${name}`).join(', ')}`]
      : [];
  });
  return [table(measured, SCALE), ...notes].join('\n');
}

/** Rows in Markdown, so that a run can be pasted into docs/bench.md as it is. In brackets: how many times the first row's figure. */
function table<R extends Row>(rows: readonly R[], columns: readonly Column<R>[]): string {
  const [reference] = rows;
  const cells = rows.map((row) => [
    row.engine,
    ...columns.map(({ value, show, compare }) => {
      const times = compare && reference && row !== reference ? ratio(value(row), value(reference)) : null;
      return times === null
        ? show(value(row))
        : `${show(value(row))} (${times >= 9.95 ? times.toFixed(0) : times.toPrecision(2)}×)`;
    }),
  ]);
  const lines = [['', ...columns.map((c) => c.head)], ...cells];
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0), 3)) ?? [];
  const draw = (line: string[]) =>
    `| ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((w, i) => (i === 0 ? '-'.repeat(w) : `${'-'.repeat(w - 1)}:`)).join(' | ')} |`;
  return [draw(lines[0] ?? []), rule, ...lines.slice(1).map(draw)].join('\n');
}

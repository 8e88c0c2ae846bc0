import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { watched } from './watched.ts';

/**
 * `npm run test:hostile`: everything that is tried against varsam, whole, and what came of it: instructions by every way in, mutated payloads and files at every surface,
 * ways out of a folder, a host, a cell, a header and a limit, bombs, and every regular expression. 0: nothing got through.
 * What hangs is named and ended: `--file-minutes 30` for one file, `--minutes 90` for the run.
 */
const FILES = [
  'tests/hostile',
  'tests/architecture/regexes.test.ts',
  'tests/unit/knowledge-refusals.test.ts',
  'tests/unit/photo.test.ts',
];
/** Files whose tests are counted themselves: each is one thing that was tried. */
const COUNTED: Readonly<Record<string, string>> = {
  'tests/unit/knowledge-refusals.test.ts': 'documents: bombs, cut short, mislabelled',
  'tests/unit/photo.test.ts': 'pictures: bombs, cut short, mislabelled',
};

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({ name: z.string(), assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
});
const Line = z.object({ way: z.string(), n: z.number() });

const { values } = parseArgs({
  options: {
    'file-minutes': { type: 'string', default: '30' },
    minutes: { type: 'string', default: '90' },
  },
});
const fileMs = Number(values['file-minutes']) * 60_000;
const totalMs = Number(values.minutes) * 60_000;
if (!(fileMs > 0 && totalMs > 0)) throw new Error('--file-minutes and --minutes take numbers above 0');

const dir = mkdtempSync(join(tmpdir(), 'varsam-hostile-report-'));
const counts = join(dir, 'counts.jsonl');
const report = join(dir, 'tests.json');
writeFileSync(counts, '');
const before = loadavg()[0] ?? 0;
const started = performance.now();
const { status, hung } = await watched(
  [...FILES, '--testTimeout=900000', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  { fileMs, totalMs, env: { ...process.env, VARSAM_HOSTILE: 'all', VARSAM_HOSTILE_REPORT: counts } },
);
const minutes = (performance.now() - started) / 60_000;
// A run that was ended leaves no report.
const { numPassedTests, numFailedTests, testResults } = existsSync(report)
  ? Report.parse(JSON.parse(readFileSync(report, 'utf8')))
  : { numPassedTests: 0, numFailedTests: 0, testResults: [] };

const rows = new Map<string, number>();
for (const line of readFileSync(counts, 'utf8').split('\n').filter(Boolean)) {
  const { way, n } = Line.parse(JSON.parse(line));
  rows.set(way, (rows.get(way) ?? 0) + n);
}
for (const { name, assertionResults } of testResults) {
  const way = Object.entries(COUNTED).find(([file]) => name.endsWith(file))?.[1];
  if (way) rows.set(way, assertionResults.length);
}
rmSync(dir, { recursive: true });

console.log(
  `\n${minutes.toFixed(1)} minutes; load ${before.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after\n\n| tried | inputs |\n| --- | --: |`,
);
for (const [way, n] of [...rows].sort(([a], [b]) => a.localeCompare(b))) console.log(`| ${way} | ${n} |`);
console.log(hung ? `\nHUNG: ${hung}` : `\n${numPassedTests} tests held, ${numFailedTests} did not`);
for (const { assertionResults } of testResults)
  for (const { fullName, status: how } of assertionResults) if (how === 'failed') console.log(`- ${fullName}`);
process.exitCode = status === 0 ? 0 : 1;

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Everything that must hold before a commit, in one run, the same here and in CI: format and lint, types, unused code, content, tests, and the
 * eval against its baseline. Ends with one line, `N passed, N failed`: tests one by one, the other steps as one each.
 */
const dir = mkdtempSync(join(tmpdir(), 'varsam-check-'));
const report = join(dir, 'tests.json');
const env = { ...process.env, VARSAM_DATA_DIR: join(dir, 'data') };

const STEPS: [title: string, command: string, args: string[]][] = [
  ['format and lint', 'biome', ['check', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['unused code', 'knip', []],
  ['content', 'node', ['src/cli.ts', 'knowledge', 'check']],
  ['generated docs', 'node', ['scripts/docs.ts', '--check']],
  ['tests', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]],
  ['eval', 'node', ['eval/run.ts', '--brief']],
];

let passed = 0;
let failed = 0;
const wanted = process.argv.slice(2);
for (const [title, command, args] of STEPS) {
  if (wanted.length > 0 && !wanted.includes(title)) continue;
  console.log(`\n── ${title}`);
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', env });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${title}: ${status === 0 ? 'in order' : 'NOT in order'}, ${seconds} s`);
  const tests = title === 'tests' ? counts() : undefined;
  if (tests) {
    passed += tests.passed;
    failed += Math.max(tests.failed, status === 0 ? 0 : 1);
  } else if (status === 0) passed++;
  else failed++;
}
rmSync(dir, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** What the test runner counted; undefined when it died before it could say. */
function counts(): { passed: number; failed: number } | undefined {
  try {
    const json = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numFailedTests: number };
    return { passed: json.numPassedTests, failed: json.numFailedTests };
  } catch {
    return undefined;
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watched } from '../hostile/watched.ts';

/** The watch over the hostile run, over small runs of its own. */

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'varsam-watched-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const HOUR = 3_600_000;
/** Runs these files; what a worker inherits of this run would make it one of ours. */
function run(files: Record<string, string>, limits: { fileMs?: number; totalMs?: number } = {}) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(?:VITEST|TINYPOOL|NODE_V8)/.test(key)),
  );
  return watched(['--root', dir, '--globals'], { fileMs: HOUR, totalMs: HOUR, env, ...limits });
}

const GOOD = "test('holds', () => {});";
const CIRCLE = "test('holds', () => {}); test('turns in a circle', () => { for (;;); });";
const WAITS = "test('waits for ever', () => new Promise(() => setInterval(() => {}, 1000)), 1e9);";

it('a run that ends is left alone, and says how it ended', async () => {
  expect(await run({ 'good.test.js': GOOD })).toEqual({ status: 0 });
  expect(await run({ 'bad.test.js': "test('fails', () => { throw new Error('no'); });" })).toEqual({ status: 1 });
});

it('a file that turns in a circle, where no timeout of a test reaches it, is ended and named', async () => {
  const { hung, status } = await run({ 'circle.test.js': CIRCLE }, { fileMs: 3000 });
  expect(hung).toMatch(/^circle\.test\.js.*: did not end within 0\.1 minutes/);
  expect(status).not.toBe(0);
});

it('a run that takes too long altogether is ended, and says what is under way', async () => {
  const { hung } = await run({ 'waits.test.js': WAITS }, { totalMs: 6000 });
  // A machine that is very busy has not come to the file by then.
  expect(hung).toMatch(
    /^The run did not end within 0\.1 minutes\. Under way: (?:waits\.test\.js, in “waits for ever”|no file)\.$/,
  );
});

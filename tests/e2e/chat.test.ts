import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** `npm run chat` as a process: lines in, lines out. */

const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'varsam-chat-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function chat(lines: readonly string[], ...args: string[]): Promise<{ code: number | null; out: string }> {
  const env = { ...process.env, VARSAM_DATA_DIR: join(folder, 'data') };
  const child = spawn(process.execPath, [CLI, 'chat', ...args], {
    cwd: folder,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += String(chunk);
  });
  child.stdin.end(`${lines.join('\n')}\n`);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

test('a question, a check by numbers and words, and a photo by its path, in one conversation', async () => {
  const photo = sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } });
  writeFileSync(
    join(folder, 'min tur.jpg'),
    await photo
      .withExif({ IFD0: { Artist: 'Anna Fotograf' } })
      .jpeg()
      .toBuffer(),
  );
  const { code, out } = await chat([
    'Kan jeg legge ut dette klassebildet på Facebook?',
    'a',
    '',
    ...['1', 'ja', 'ja', 'ja'],
    '0',
    'avbryt',
    './min\\ tur.jpg',
    './finnes-ikke.jpg',
    '',
  ]);
  expect(code).toBe(0);
  expect(out).toContain('Slik forsto jeg deg:');
  expect(out).toContain('Hvilken kanal skal innlegget ut i?');
  expect(out).toContain('0 Ingen av disse');
  expect(out).toMatch(/Avbrutt: Bildesjekk/);
  expect(out).toContain('Anna Fotograf');
  const saved = /Filen ligger her: (\S+varsam\.jpg)/.exec(out.replace(/\n\s*/g, ' '))?.[1] ?? '';
  expect(readFileSync(saved).includes('Anna Fotograf')).toBe(false);
  expect(out).toContain('Jeg finner ingen fil her: ./finnes-ikke.jpg');
}, 60_000);

test('a language that there is none of ends at once with the usage', async () => {
  expect(await chat([], '--lang', 'dk')).toMatchObject({ code: 2, out: '' });
}, 60_000);

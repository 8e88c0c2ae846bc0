import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { z } from 'zod';

const HERE = import.meta.dirname;
const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
const Installed = z.object({ version: z.string() });

/** The engines that varsam is compared with, and their versions: pinned in bench/package.json, so the manifest is the truth. */
export function competitorVersions(): Record<string, string> {
  return Manifest.parse(JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'))).dependencies;
}

/**
 * Installs them into bench/node_modules on the first run, and again when a version has changed. They are no dependency of varsam. Says so on
 * standard error; false where npm could not.
 */
export function installCompetitors(): boolean {
  const missing = Object.entries(competitorVersions()).some(([name, version]) => {
    const file = join(HERE, 'node_modules', name, 'package.json');
    return !existsSync(file) || Installed.parse(JSON.parse(readFileSync(file, 'utf8'))).version !== version;
  });
  if (!missing) return true;
  console.error(
    'Installing the engines to compare with into bench/node_modules, once (about 200 MB): npm ci --prefix bench',
  );
  const { status } = spawnSync('npm', ['ci', '--prefix', HERE], {
    stdio: ['ignore', process.stderr, 'inherit'],
    // npm itself runs on this Node too, not on an older one that may come first.
    env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}` },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

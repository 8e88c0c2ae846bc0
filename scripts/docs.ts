import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGS } from '../src/core/language.ts';
import { describeTree } from '../src/core/screening/describe.ts';
import { loadKnowledge } from '../src/knowledge/load.ts';

/** Writes docs/screenings from the definitions that decide. `--check` changes nothing and fails where a file is out of date. */
const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
let stale = 0;
for (const definition of loadKnowledge(join(root, 'knowledge')).screenings)
  for (const lang of LANGS) {
    const file = join('docs', 'screenings', `${definition.id}.${lang}.md`);
    const text = `<!-- Made by \`npm run docs\` from knowledge/screenings/${definition.id}.yaml. Edit that. -->\n${describeTree(definition, lang)}\n`;
    if (read(join(root, file)) === text) continue;
    stale++;
    if (check) console.error(`${file} is not what the definition says: run npm run docs`);
    else writeFileSync(join(root, file), text);
  }
if (!check) console.log(stale === 0 ? 'docs/screenings was up to date.' : `${stale} files written in docs/screenings.`);
process.exitCode = check && stale > 0 ? 1 : 0;

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGS } from '../src/core/language.ts';
import { describeTree } from '../src/core/screening/describe.ts';
import { loadKnowledge } from '../src/knowledge/load.ts';
import { ownAssessment } from './own-assessment.ts';

/** Writes docs/screenings from the definitions that decide, and docs/privacy.md from varsam's assessment of itself. `--check` changes nothing and fails where a file is out of date. */
const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const knowledge = loadKnowledge(join(root, 'knowledge'));
const made = new Map([['docs/privacy.md', ownAssessment(root, knowledge)]]);
for (const definition of knowledge.screenings)
  for (const lang of LANGS)
    made.set(
      join('docs', 'screenings', `${definition.id}.${lang}.md`),
      `<!-- Made by \`npm run docs\` from knowledge/screenings/${definition.id}.yaml. Edit that. -->\n${describeTree(definition, lang)}\n`,
    );
let stale = 0;
for (const [file, text] of made) {
  if (read(join(root, file)) === text) continue;
  stale++;
  if (check) console.error(`${file} is not what it is made from says: run npm run docs`);
  else writeFileSync(join(root, file), text);
}
if (!check) console.log(stale === 0 ? 'The documents were up to date.' : `${stale} files written in docs.`);
process.exitCode = check && stale > 0 ? 1 : 0;

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Guideline, type LoadedGuideline, locateQuote } from '../core/guideline.ts';
import type { Fault, Parsed } from './yaml-file.ts';

/** Checks a sidecar against its original and gives the guideline with its lines; faults are pushed, never thrown. */
export function checkGuideline(
  parsed: Parsed<Guideline>,
  path: string,
  file: string,
  faults: Fault[],
): LoadedGuideline {
  const g = parsed.value;
  const dir = join(path, '..');
  const at = (keys: PropertyKey[], problem: string, mend: string) =>
    faults.push({ file, line: parsed.lineOf(keys), problem, mend });
  const original = join(dir, g.file);
  const textFile = join(dir, g.text ?? g.file);
  if (!existsSync(original)) {
    at(['file'], `the original ${g.file} is not in this folder`, 'Put the file back under its own name.');
    return { ...g, lines: [] };
  }
  if (!existsSync(textFile)) {
    at(['text'], `the text ${g.text} is not in this folder`, 'Run `npm run knowledge -- add` with the original again.');
    return { ...g, lines: [] };
  }
  const sha = createHash('sha256').update(readFileSync(original)).digest('hex');
  if (sha !== g.sha256)
    at(
      ['sha256'],
      `the original has changed since its lines were described (it is now ${sha})`,
      'Run `npm run knowledge -- add` with the new file, then check the line ranges.',
    );
  const lines = readFileSync(textFile, 'utf8').split('\n');
  g.sections.forEach((s, i) => {
    if (s.lines[1] > lines.length)
      at(
        ['sections', i, 'lines'],
        `section ${s.id} ends at line ${s.lines[1]}, the text has ${lines.length}`,
        'Correct the range.',
      );
  });
  const seen = new Set<string>();
  g.rules.forEach((rule, i) => {
    if (seen.has(rule.id)) at(['rules', i, 'id'], `the rule id ${rule.id} stands twice`, 'Give the second another id.');
    seen.add(rule.id);
    if (rule.lines[1] > lines.length)
      at(
        ['rules', i, 'lines'],
        `rule ${rule.id} ends at line ${rule.lines[1]}, the text has ${lines.length}`,
        'Correct the range.',
      );
    else if (!locateQuote(lines, rule.lines, rule.anchor))
      at(
        ['rules', i, 'anchor'],
        `the words “${rule.anchor}” do not stand in lines ${rule.lines.join('–')}`,
        'Correct the words or the range: quotes are letter for letter.',
      );
  });
  return { ...g, lines };
}

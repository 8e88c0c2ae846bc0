import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { LANGS, type Lang } from '../core/language.ts';
import type { Fault, Parsed } from './yaml-file.ts';

const Locale = z.record(z.string(), z.string().min(1));

/** Fixed strings of all languages; every language must have the same keys and the same {values}. */
export function checkLocales(
  files: Record<Lang, string>,
  read: (path: string, schema: typeof Locale) => Parsed<Record<string, string>> | undefined,
  shown: (path: string) => string,
  faults: Fault[],
): Record<Lang, Record<string, string>> {
  const out = { nb: {}, nn: {}, sv: {}, en: {} } as Record<Lang, Record<string, string>>;
  const parsed = {} as Record<Lang, Parsed<Record<string, string>> | undefined>;
  for (const lang of LANGS) {
    parsed[lang] = read(files[lang], Locale);
    out[lang] = parsed[lang]?.value ?? {};
  }
  const slots = (text: string) =>
    [...text.matchAll(/\{(\w+)\}/g)]
      .map((m) => m[1])
      .sort()
      .join();
  for (const key of new Set(LANGS.flatMap((l) => Object.keys(out[l]))))
    for (const lang of LANGS) {
      const value = out[lang][key];
      const file = shown(files[lang]);
      if (value === undefined)
        faults.push({
          file,
          line: 1,
          problem: `the text ${key} is missing`,
          mend: 'Translate it here as in the other languages.',
        });
      else if (slots(value) !== slots(out.nb[key] ?? value))
        faults.push({
          file,
          line: parsed[lang]?.lineOf([key]) ?? 1,
          problem: `${key} has other {values} than nb.yaml`,
          mend: 'Use the same names in braces in every language.',
        });
    }
  return out;
}

/** The fixed strings alone, for a command that needs nothing else of the knowledge. `knowledge -- check` says what is wrong with them. */
export function readLocales(dir: string): Record<Lang, Record<string, string>> {
  const read = (lang: Lang) => Locale.parse(parse(readFileSync(join(dir, 'locales', `${lang}.yaml`), 'utf8')));
  return { nb: read('nb'), nn: read('nn'), sv: read('sv'), en: read('en') };
}

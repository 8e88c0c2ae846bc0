import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Knowledge, linesOf } from '../../src/core/guideline.ts';
import { LANGS, type Lang } from '../../src/core/language.ts';
import { foldSpace } from '../../src/core/text.ts';
import { trainedOn } from '../held-out.ts';
import type { TrainingRecord, TrainingText } from '../records.ts';

const list = z
  .union([
    z
      .string()
      .min(1)
      .transform((s) => [s]),
    z.array(z.string().min(1)),
  ])
  .default([]);
const Sentence = z.object({ id: z.string().optional(), nb: list, nn: list, sv: list, en: list });
const Recital = z.object({ id: z.string(), nb: z.string().optional(), sv: z.string(), da: z.string(), en: z.string() });

/**
 * What knowledge/ says in several languages. Groups: everything by which one rule, note or answer is found, original text included. Parallel: each
 * text that stands in all four languages, as its own record.
 */
export function collectKnowledge(knowledge: Knowledge): TrainingRecord[] {
  const groups = [...ruleGroups(knowledge), ...lawGroups(knowledge), ...curatedGroups(knowledge)].map(
    ([id, texts]) => ({
      source: 'own-groups',
      id: `own-groups:${id}`,
      texts,
    }),
  );
  const parallel: TrainingRecord[] = [];
  const { guidelines, law, curated, conflicts, locales } = knowledge;
  walk({ guidelines, law, curated, conflicts }, (texts) => {
    parallel.push({ source: 'own-parallel', id: `own-parallel:${parallel.length}`, texts });
  });
  for (const key of Object.keys(locales.nb))
    parallel.push({
      source: 'own-parallel',
      id: `own-parallel:${key}`,
      texts: LANGS.map((lang) => ({ lang, text: locales[lang][key] ?? '' })),
    });
  return [...groups, ...parallel];
}

function inAll(of: (lang: Lang) => readonly string[]): TrainingText[] {
  return LANGS.flatMap((lang) => of(lang).map((text) => ({ lang, text })));
}

function ruleGroups({ guidelines }: Knowledge): [string, TrainingText[]][] {
  return guidelines.flatMap((g) =>
    g.rules.flatMap((rule): [string, TrainingText[]][] => {
      const { expansions } = rule;
      if (!expansions) return [];
      const original = { lang: g.language, text: foldSpace(linesOf(g, rule.lines)) };
      // The paraphrase counts as often as a question: it says what the rule says.
      const texts = inAll((lang) => [expansions[lang].paraphrase, ...expansions[lang].questions]);
      return [[`${g.id}:${rule.id}`, [original, ...texts]]];
    }),
  );
}

function lawGroups({ law }: Knowledge): [string, TrainingText[]][] {
  return law.map((note) => [
    note.id,
    inAll((lang) => [note.title[lang], `${note.title[lang]}. ${note.note[lang]}`, ...note.questions[lang]]),
  ]);
}

function curatedGroups({ curated, questions }: Knowledge): [string, TrainingText[]][] {
  return curated.map((entry) => [
    entry.id,
    inAll((lang) => [
      ...entry.questions[lang],
      ...questions
        .filter((q) => q.entry === entry.id && q.lang === lang && trainedOn(q.question))
        .map((q) => q.question),
      ...(entry.outcome === 'answered' ? [entry.claims.map((c) => c.text[lang]).join(' ')] : []),
    ]),
  ]);
}

/** Calls back with every object below that holds one string in each of the four languages. */
function walk(node: unknown, found: (texts: TrainingText[]) => void): void {
  if (typeof node !== 'object' || node === null) return;
  const record = node as Record<string, unknown>;
  if (LANGS.every((lang) => typeof record[lang] === 'string')) {
    found(LANGS.map((lang) => ({ lang, text: String(record[lang]) })));
    return;
  }
  for (const [key, value] of Object.entries(record)) if (key !== 'lines') walk(value, found);
}

function* jsonl<S extends z.ZodType>(file: string, schema: S): Generator<z.infer<S>> {
  for (const [i, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (!line.trim()) continue;
    const result = schema.safeParse(JSON.parse(line));
    if (!result.success)
      throw new Error(`${file}:${i + 1} ${result.error.issues[0]?.path.join('.')}: ${result.error.issues[0]?.message}`);
    yield result.data;
  }
}

/** Every text in four languages in the YAML files of a folder, such as the screenings. No folder, no records. */
export function collectYaml(folder: string): TrainingRecord[] {
  if (!existsSync(folder)) return [];
  const records: TrainingRecord[] = [];
  for (const name of readdirSync(folder)
    .filter((n) => n.endsWith('.yaml'))
    .sort())
    walk(parse(readFileSync(join(folder, name), 'utf8')), (texts) => {
      records.push({ source: 'own-parallel', id: `own-parallel:${name}:${records.length}`, texts });
    });
  return records;
}

/** Sentences written for training: `{nb, nn, sv, en}` a line, each a text or a list of paraphrases. No folder, no records. */
export function collectSentences(folder: string): TrainingRecord[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) =>
      [...jsonl(join(folder, name), Sentence)].map((row, i) => ({
        source: 'own-sentences',
        id: `own-sentences:${name}:${i + 1}`,
        texts: inAll((lang) => row[lang]),
      })),
    );
}

/** One file of rows in the same form: words and set phrases with their translations, or questions with what answers them. No file, no records. */
export function collectRows(file: string, source: 'own-terms' | 'own-asked'): TrainingRecord[] {
  if (!existsSync(file)) return [];
  return [...jsonl(file, Sentence)].map((row, i) => ({
    source,
    id: `${source}:${i + 1}`,
    texts: inAll((lang) => row[lang]),
  }));
}

/** Regulation (EU) 2016/679 by paragraph and recital: `{id, nb?, sv, da, en}` a line. */
export function collectGdpr(file: string): TrainingRecord[] {
  return [...jsonl(file, Recital)].map(({ id, ...texts }) => ({
    source: 'gdpr',
    id: `gdpr:${id}`,
    texts: (['nb', 'sv', 'da', 'en'] as const).flatMap((lang) => {
      const text = texts[lang];
      return text ? [{ lang, text }] : [];
    }),
  }));
}

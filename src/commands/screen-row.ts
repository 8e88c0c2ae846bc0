import type { Knowledge } from '../core/guideline.ts';
import { Country, defaultLang, type Lang } from '../core/language.ts';
import { citeAll } from '../core/screening/cite.ts';
import type { Definition } from '../core/screening/definition.ts';
import { evaluate } from '../core/screening/evaluate.ts';
import { readAnswers } from '../core/screening/read-answers.ts';
import { verdictOf } from '../core/screening/verdict.ts';

export type ScreenRow =
  | {
      id: unknown;
      /** Null while a question that the flow asks is unanswered. */
      outcome: string | null;
      triggers: string[];
      missing: string[];
      citations: {
        file: string | null;
        lines: [number, number];
        document: string;
        quote: string;
        country: string | null;
        authority: number | null;
        status: string | null;
      }[];
      actions: string[];
      /** Law notes behind it, by id. They are summaries and have no lines. */
      law: string[];
    }
  | { id: unknown; error: string };

type Deps = { definitions: readonly Definition[]; knowledge: Knowledge; country: Country; lang: Lang | undefined };

/** One set of answers, all at once, as other programs give and read it. Never throws for what it is given. */
export function screenRow(given: unknown, { definitions, knowledge, country: fallback, lang }: Deps): ScreenRow {
  const row: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {};
  const id = row.id ?? null;
  const definition = definitions.find((d) => d.id === row.definition);
  if (!definition) return { id, error: `unknown definition ${JSON.stringify(row.definition) ?? 'undefined'}` };
  const country = row.country === undefined ? fallback : Country.safeParse(row.country).data;
  if (!country) return { id, error: `unknown country ${JSON.stringify(row.country)}` };
  const read = readAnswers(definition, row.answers);
  if ('error' in read) return { id, error: read.error };
  const evaluation = evaluate(definition, country, read.answers);
  const { outcome, triggers, missing } = evaluation;
  const verdict = verdictOf(definition, country, evaluation);
  if (!verdict) return { id, outcome, triggers, missing, citations: [], actions: [], law: [] };
  const spoken = lang ?? defaultLang(country);
  const cited = citeAll(verdict.cite, country, knowledge, spoken);
  const todo = [...verdict.actions.map((a) => a.text), ...verdict.instead, ...(verdict.ask ? [verdict.ask] : [])];
  return {
    id,
    outcome,
    triggers,
    missing,
    citations: cited.places.map(({ citation: c, lines }) => ({
      file: c.file,
      lines: [lines[0], lines[1]],
      document: c.document,
      quote: c.quote,
      country: c.country,
      authority: c.authority,
      status: c.status,
    })),
    actions: todo.map((text) => text[spoken]),
    law: cited.law.map((c) => c.document.slice('law:'.length)),
  };
}

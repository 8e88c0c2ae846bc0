import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnswerDeps, answerQuestion } from '../src/app/answer-question.ts';
import type { Answer, Citation } from '../src/core/answer.ts';
import { defaultLang } from '../src/core/language.ts';
import { foldSpace } from '../src/core/text.ts';
import type { Case } from './cases.ts';

export type CaseResult = {
  case: Case;
  answer: Answer;
  confidence: number;
  best: { id: string; score: number }[];
  /** The status is one that the case accepts. */
  statusOk: boolean;
  /** A citation overlaps an expected range; null where none is expected. */
  hit: boolean | null;
  /** Share of the citations with a file that overlap an expected range; null where there is nothing to compare. */
  precision: number | null;
  /** Share of the expected ranges that a citation overlaps. */
  recall: number | null;
  keyFacts: { found: number; of: number };
  verbatim: { ok: number; of: number };
  ok: boolean;
  ms: number;
};

/** Runs one case through the same use case as every channel; nothing is stored. */
export async function runCase(one: Case, deps: AnswerDeps, files: Map<string, string>): Promise<CaseResult> {
  const started = performance.now();
  const { answer, trace } = await answerQuestion(
    {
      text: one.question,
      history: one.history,
      lang: one.lang,
      fallbackLang: defaultLang(one.country),
      country: one.country,
    },
    deps,
  );
  const ms = performance.now() - started;
  const statusOk = accepts(one, answer.status);
  const filed = answer.citations.filter((c) => c.file !== null);
  const compared = answer.status === 'answered' && one.citations.length > 0;
  const good = filed.filter((c) => one.citations.some((range) => overlaps(c, range)));
  const reached = one.citations.filter((range) => filed.some((c) => overlaps(c, range)));
  const hit = one.expect === 'answered' && one.citations.length > 0 ? compared && good.length > 0 : null;
  const facts = one.keyFacts.filter((fact) => new RegExp(fact, 'iu').test(answer.text));
  const verbatim = filed.filter((c) => stands(c, files));
  return {
    case: one,
    answer,
    confidence: trace.confidence,
    best: trace.ranked.slice(0, 3).map((r) => ({ id: r.candidate.id, score: r.score })),
    statusOk,
    hit,
    precision: compared && filed.length > 0 ? good.length / filed.length : null,
    recall: compared ? reached.length / one.citations.length : null,
    keyFacts: {
      found: answer.status === 'answered' ? facts.length : 0,
      of: answer.status === 'answered' ? one.keyFacts.length : 0,
    },
    verbatim: { ok: verbatim.length, of: filed.length },
    ok: statusOk && hit !== false,
    ms,
  };
}

function accepts(one: Case, status: Answer['status']): boolean {
  if (one.expect === 'any') return true;
  if (one.expect === 'not-answered') return status !== 'answered';
  return status === one.expect;
}

function overlaps(citation: Citation, range: { file: string; lines: [number, number] }): boolean {
  return (
    citation.file === range.file &&
    citation.lines !== null &&
    citation.lines[0] <= range.lines[1] &&
    range.lines[0] <= citation.lines[1]
  );
}

/** An independent check of the guarantee: the file itself is read again, not the loaded knowledge. */
function stands(citation: Citation, files: Map<string, string>): boolean {
  if (citation.file === null || citation.lines === null) return false;
  const text =
    files
      .get(citation.document)
      ?.split('\n')
      .slice(citation.lines[0] - 1, citation.lines[1])
      .join('\n') ?? '';
  return citation.lines[1] - citation.lines[0] < 40 && foldSpace(text).includes(foldSpace(citation.quote));
}

/** The text whose lines are cited, read from the knowledge folder, by guideline id. */
export function originals(knowledgeDir: string, deps: AnswerDeps): Map<string, string> {
  return new Map(
    deps.knowledge.guidelines.map((g) => [
      g.id,
      readFileSync(join(knowledgeDir, 'guidelines', g.id, g.text ?? g.file), 'utf8'),
    ]),
  );
}

export type Totals = {
  n: number;
  statusAccuracy: number;
  citationHit: number;
  citationPrecision: number;
  citationRecall: number;
  quoteVerbatim: number;
  keyFacts: number;
  /** Of what was not answered, how much should not have been; of what should not be, how much was not. */
  abstentionPrecision: number;
  abstentionRecall: number;
  /** Share of answerable cases that got no answer. */
  wronglyRefused: number;
  p50Ms: number;
  p99Ms: number;
};

export function totals(results: readonly CaseResult[]): Totals {
  const answerable = results.filter((r) => r.case.expect === 'answered');
  const not = results.filter((r) => ['unsure', 'refused', 'not-answered'].includes(r.case.expect));
  const abstained = results.filter((r) => r.answer.status !== 'answered');
  const rightly = abstained.filter((r) => not.includes(r));
  const ms = results.map((r) => r.ms).sort((a, b) => a - b);
  const verbatimOf = sum(results.map((r) => r.verbatim.of));
  const factsOf = sum(results.map((r) => r.keyFacts.of));
  return {
    n: results.length,
    statusAccuracy: share(results, (r) => r.statusOk),
    citationHit: share(
      results.filter((r) => r.hit !== null),
      (r) => r.hit === true,
    ),
    citationPrecision: mean(results.flatMap((r) => r.precision ?? [])),
    citationRecall: mean(results.flatMap((r) => r.recall ?? [])),
    quoteVerbatim: verbatimOf === 0 ? 1 : sum(results.map((r) => r.verbatim.ok)) / verbatimOf,
    keyFacts: factsOf === 0 ? 1 : sum(results.map((r) => r.keyFacts.found)) / factsOf,
    abstentionPrecision: abstained.length === 0 ? 1 : rightly.length / abstained.length,
    abstentionRecall: not.length === 0 ? 1 : rightly.length / not.length,
    wronglyRefused: share(answerable, (r) => r.answer.status !== 'answered'),
    p50Ms: percentile(ms, 0.5),
    p99Ms: percentile(ms, 0.99),
  };
}

const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);
const mean = (xs: readonly number[]) => (xs.length === 0 ? 1 : sum(xs) / xs.length);
const share = <T>(xs: readonly T[], is: (x: T) => boolean) => (xs.length === 0 ? 1 : xs.filter(is).length / xs.length);

/** The value below which the given share of sorted values lies (nearest rank). */
export function percentile(sorted: readonly number[], p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * p) - 1))] ?? 0;
}

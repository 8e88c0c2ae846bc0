import type { AnswerDeps } from '../src/app/answer-question.ts';
import type { Learn } from '../src/app/learn-ports.ts';
import { matchExpert } from '../src/app/match-expert.ts';
import type { Clock } from '../src/app/ports.ts';
import type { ExpertAnswer } from '../src/core/learning/expert.ts';
import { type CaseResult, runCase } from './answers.ts';
import type { Case } from './cases.ts';

/** What offices have answered, exported by `npm run knowledge -- export-cases`: each question must still get that answer, with its lines. */

export type ExpertResult = { result: CaseResult; lost: string | null };

/** Runs the cases with their own answers in the place of a store. `lost`: why a question is no longer answered as it was. */
export async function runExpertCases(
  cases: readonly Case[],
  { deps, same, files, clock }: { deps: AnswerDeps; same: Learn['same']; files: Map<string, string>; clock: Clock },
): Promise<ExpertResult[]> {
  const answers = new Map<string, ExpertAnswer>();
  for (const { expert } of cases) if (expert) answers.set(expert.id, expert);
  const experts = { version: async () => 1, latest: async () => [...answers.values()] };
  // Only what matching needs of learning.
  const learn = { experts, same } as unknown as Learn;
  const results: ExpertResult[] = [];
  for (const one of cases) {
    const { country } = one;
    const answeredBefore: AnswerDeps['answeredBefore'] = (question, lang) =>
      matchExpert({ tenant: 'eval', question, lang, country }, { learn, knowledge: deps.knowledge, clock });
    const result = await runCase(one, { ...deps, answeredBefore }, files);
    results.push({ result, lost: lostIn(one, result) });
  }
  return results;
}

function lostIn(one: Case, { answer, statusOk, recall }: CaseResult): string | null {
  if (!statusOk) return `${one.expect} became ${answer.status}`;
  const given = answer.citations[0]?.document ?? 'nothing';
  if (one.expert && given !== `expert:${one.expert.id}`) return `answered from ${given} and not by ${one.expert.by}`;
  return recall !== null && recall < 1 ? 'lines it rests on are gone' : null;
}

/** Prints what was lost; 0 where nothing was. */
export function reportExperts(results: readonly ExpertResult[]): number {
  const lost = results.filter((r) => r.lost !== null);
  console.log(`\n== answers of offices: ${results.length} questions, ${lost.length} no longer answered`);
  for (const { result, lost: why } of lost)
    console.log(`- ${result.case.id} ${why}\n    asked: ${result.case.question}`);
  return lost.length === 0 ? 0 : 1;
}

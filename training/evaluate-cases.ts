import type { Case } from '../eval/cases.ts';
import { type Knowledge, linesOf } from '../src/core/guideline.ts';
import { answers, type Candidate } from '../src/core/ranking.ts';
import { collect } from '../src/retrieval/candidates.ts';
import { LexicalIndex } from '../src/retrieval/lexical.ts';
import type { TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import { dot } from './evaluate.ts';

type CaseScore = { dense: number; cases: number; r1: number; r5: number };
export type CaseReport = {
  /** Fused as whole + part / 2 + dense × weight. */
  fused: CaseScore[];
  denseOnly: CaseScore;
  byLang: Record<string, { lexical: number; dense: number; best: number }>;
  /** How well the best candidate's score tells answerable questions from others: area under the ROC curve. */
  auc: { lexical: number; dense: number; parts: number; fused: number };
};

type Scored = {
  one: Case;
  good: boolean;
  whole: Float32Array;
  part: Float32Array;
  dense: Float32Array;
  denseParts: Float32Array;
};

/**
 * Measures search on our own cases that have no history: where the first candidate stands that covers an expected line range. No prior, no support
 * between candidates: only the scores themselves.
 */
export function evaluateCases(
  model: Pick<TrainedEmbeddings, 'embed'>,
  knowledge: Knowledge,
  cases: readonly Case[],
  weights: readonly number[],
): CaseReport {
  const { candidates, units } = collect(knowledge);
  const lexical = LexicalIndex.build(units, candidates.length);
  const unitVectors = units.map((u) => model.embed(u.text));
  const parts = units.flatMap((u) => u.parts.map((text) => ({ owner: u.owner, vector: model.embed(text) })));
  const scored = cases
    .filter((c) => c.history.length === 0 && c.expect !== 'any')
    .map((one): Scored => {
      const { whole, part } = lexical.score(one.question);
      const query = model.embed(one.question);
      const dense = new Float32Array(candidates.length);
      units.forEach((u, i) => {
        dense[u.owner] = Math.max(dense[u.owner] ?? 0, dot(query, unitVectors[i]));
      });
      const denseParts = new Float32Array(candidates.length);
      for (const { owner, vector } of parts) denseParts[owner] = Math.max(denseParts[owner] ?? 0, dot(query, vector));
      return { one, good: one.expect === 'answered', whole, part, dense, denseParts };
    });
  const usable = candidates.map(answers);
  const relevant = scored.map(({ one }) => candidates.map((c) => covers(c, one, knowledge)));
  const measure = (score: (s: Scored, i: number) => number, of = scored): { cases: number; r1: number; r5: number } => {
    let [n, r1, r5] = [0, 0, 0];
    for (const s of of) {
      const hits = relevant[scored.indexOf(s)] ?? [];
      if (!s.good || !hits.some(Boolean)) continue;
      const best = Math.max(...hits.map((hit, i) => (hit ? score(s, i) : Number.NEGATIVE_INFINITY)));
      const better = candidates.filter((_, i) => usable[i] && !hits[i] && score(s, i) >= best).length;
      n++;
      if (better < 1) r1++;
      if (better < 5) r5++;
    }
    return { cases: n, r1: r1 / n, r5: r5 / n };
  };
  const fusedBy = (w: number) => (s: Scored, i: number) =>
    (s.whole[i] ?? 0) + 0.5 * (s.part[i] ?? 0) + w * Math.max(0, s.dense[i] ?? 0);
  const fused = weights.map((dense) => ({ dense, ...measure(fusedBy(dense)) }));
  const best = fused.reduce(
    (a, b) => (b.r1 + b.r5 > a.r1 + a.r5 ? b : a),
    fused[0] ?? { dense: 0, cases: 0, r1: 0, r5: 0 },
  );
  const topOf = (score: (s: Scored, i: number) => number) => (s: Scored) =>
    candidates.reduce((most, _, i) => (usable[i] ? Math.max(most, score(s, i)) : most), 0);
  const auc = (score: (s: Scored, i: number) => number) => {
    const top = topOf(score);
    return area(scored.map((s) => ({ score: top(s), good: s.good })));
  };
  return {
    fused,
    denseOnly: { dense: 1, ...measure((s, i) => s.dense[i] ?? 0) },
    byLang: Object.fromEntries(
      [...new Set(scored.map((s) => s.one.lang))].sort().map((lang) => {
        const own = scored.filter((s) => s.one.lang === lang);
        return [
          lang,
          {
            lexical: measure(fusedBy(0), own).r5,
            dense: measure((s, i) => s.dense[i] ?? 0, own).r5,
            best: measure(fusedBy(best.dense), own).r5,
          },
        ];
      }),
    ),
    auc: {
      lexical: auc(fusedBy(0)),
      dense: auc((s, i) => s.dense[i] ?? 0),
      parts: auc((s, i) => s.denseParts[i] ?? 0),
      fused: auc(fusedBy(best.dense)),
    },
  };
}

/** Whether a candidate leads to a line that a case expects: a passage by its own lines, a written answer by those it cites. */
function covers(candidate: Candidate, { citations, country }: Case, { guidelines, curated }: Knowledge): boolean {
  const meets = (file: string | undefined, [from, to]: readonly [number, number]) =>
    citations.some((c) => c.file === file && c.lines[0] <= to && from <= c.lines[1]);
  if (candidate.kind === 'passage') return meets(candidate.file, candidate.lines);
  if (candidate.kind !== 'curated') return false;
  const entry = curated.find((e) => e.id === candidate.entry);
  if (entry?.outcome !== 'answered') return false;
  return entry.claims
    .filter((claim) => (claim.country ?? country) === country)
    .flatMap((claim) => claim.cite)
    .some((ref) => {
      if (!('at' in ref)) return false;
      const [id, lines] = ref.at.split(':');
      const [from = 0, to = 0] = (lines ?? '').split('-').map(Number);
      const guideline = guidelines.find((g) => g.id === id);
      return guideline !== undefined && linesOf(guideline, [from, to]) !== '' && meets(guideline.file, [from, to]);
    });
}

/** Chance that a good one scores higher than another, ties counting half. */
function area(of: readonly { score: number; good: boolean }[]): number {
  const good = of.filter((x) => x.good);
  const bad = of.filter((x) => !x.good);
  let wins = 0;
  for (const g of good) for (const b of bad) wins += g.score > b.score ? 1 : g.score === b.score ? 0.5 : 0;
  return wins / Math.max(1, good.length * bad.length);
}

import type { CuratedEntry, Knowledge } from './guideline.ts';
import type { Candidate, Ranked } from './ranking.ts';

/** What to do with a question, from the ranking alone. */
export type Decision =
  | { kind: 'curated'; entry: Extract<CuratedEntry, { outcome: 'answered' }>; confidence: number }
  | { kind: 'rules'; candidates: Candidate[]; confidence: number }
  | { kind: 'gap'; entry: Extract<CuratedEntry, { outcome: 'unsure' }>; confidence: number }
  | { kind: 'refuse'; entry: Extract<CuratedEntry, { outcome: 'refused' }>; confidence: number }
  | { kind: 'unsure'; closest: Candidate[]; missing: string | null; confidence: number };

/** What confidence is made of: the best candidate's signals, and how much of the question the corpus knows at all. */
export type Features = { whole: number; part: number; margin: number; known: number; covered: number };

/** Logistic weights, fitted on eval/cases/tune.jsonl by `npm run eval -- calibrate`; committed. `threshold` is for answering; `floor` the score a refusal or a known gap needs. */
export type Calibration = {
  bias: number;
  whole: number;
  part: number;
  margin: number;
  known: number;
  covered: number;
  threshold: number;
  floor: number;
};

/** Probability that the best candidate answers the question. */
export function confidence(f: Features, c: Calibration): number {
  const z =
    c.bias + c.whole * f.whole + c.part * f.part + c.margin * f.margin + c.known * f.known + c.covered * f.covered;
  return 1 / (1 + Math.exp(-z));
}

/** A second rule joins the answer when it scores at least this share of the best. */
const JOIN = 0.88;
/** An answer written for a rule that won is used when it scores at least this share of it; for superseded text always. */
const PROMOTE = 0.6;
/** A guideline's line joins a law note that won when it scores at least this share of it. */
const BESIDE_LAW = 0.6;

/**
 * Decides. `confident` says whether the best candidate is good enough; refusals and known gaps are decided by being the best, whatever the
 * confidence in an answer would be, once they are above the floor.
 */
export function decide(
  ranked: readonly Ranked[],
  sure: number,
  threshold: number,
  floor: number,
  knowledge: Knowledge,
): Decision {
  const entries = new Map(knowledge.curated.map((e) => [e.id, e]));
  const best = ranked[0];
  const closest = ranked.filter((r) => r.candidate.kind !== 'curated').map((r) => r.candidate);
  const nothing: Decision = { kind: 'unsure', closest, missing: null, confidence: sure };
  if (!best) return nothing;
  const entry = best.candidate.kind === 'curated' ? entries.get(best.candidate.entry) : undefined;
  if (entry && entry.outcome !== 'answered' && best.score >= floor)
    return entry.outcome === 'refused'
      ? { kind: 'refuse', entry, confidence: sure }
      : { kind: 'gap', entry, confidence: sure };
  if (sure < threshold) return nothing;
  if (entry?.outcome === 'answered') return { kind: 'curated', entry, confidence: sure };
  const winner = ranked.find((r) => r.candidate.kind !== 'curated') ?? best;
  const written = promoted(winner, ranked, entries);
  if (written) return { kind: 'curated', entry: written, confidence: sure };
  const first = winner.candidate;
  // A note on the law is a summary: beside it stands the guideline's own line, where one comes near.
  if (first.kind === 'law') {
    const line = ranked.find(
      (r) =>
        r.candidate.kind === 'passage' && r.candidate.status !== 'artefact' && r.score >= winner.score * BESIDE_LAW,
    );
    return { kind: 'rules', candidates: line ? [line.candidate, first] : [first], confidence: sure };
  }
  if (first.kind === 'passage' && first.status === 'artefact') return { ...nothing, closest: [first] };
  const also = ranked.filter(
    (r) =>
      r.candidate.kind === first.kind &&
      r.candidate !== first &&
      r.score >= winner.score * JOIN &&
      !(r.candidate.kind === 'passage' && r.candidate.status === 'artefact'),
  );
  return { kind: 'rules', candidates: [first, ...also.map((r) => r.candidate)], confidence: sure };
}

/** The written answer that rests on the rule or the law note that won, if search saw it too. */
function promoted(winner: Ranked, ranked: readonly Ranked[], entries: Map<string, CuratedEntry>) {
  const { candidate } = winner;
  const rests = (entry: Extract<CuratedEntry, { outcome: 'answered' }>) => {
    if (candidate.kind === 'passage') return candidate.rule !== null && entry.rules.includes(candidate.rule);
    return (
      candidate.kind === 'law' &&
      entry.claims.some((c) => c.cite.some((ref) => 'law' in ref && ref.law === candidate.law))
    );
  };
  const needed = candidate.kind === 'passage' && candidate.status === 'superseded' ? 0 : winner.score * PROMOTE;
  for (const r of ranked) {
    const entry = r.candidate.kind === 'curated' ? entries.get(r.candidate.entry) : undefined;
    if (entry?.outcome === 'answered' && r.score >= needed && rests(entry)) return entry;
  }
  return undefined;
}

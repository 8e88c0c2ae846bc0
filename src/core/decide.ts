import type { CuratedEntry, Knowledge } from './guideline.ts';
import type { Candidate, Ranked } from './ranking.ts';

/** What to do with a question, from the ranking alone. */
export type Decision =
  | { kind: 'curated'; entry: Extract<CuratedEntry, { outcome: 'answered' }>; seeAlso: Candidate[]; confidence: number }
  | { kind: 'rules'; candidates: Candidate[]; confidence: number }
  | { kind: 'gap'; entry: Extract<CuratedEntry, { outcome: 'unsure' }>; confidence: number }
  | { kind: 'refuse'; entry: Extract<CuratedEntry, { outcome: 'refused' }>; confidence: number }
  | { kind: 'unsure'; closest: Candidate[]; missing: string | null; confidence: number };

/** A second rule joins the answer when it scores at least this share of the best. */
const JOIN = 0.88;
/** An answer written for a rule that won is used when it scores at least this share of it; for superseded text always. */
const PROMOTE = 0.6;
/** A guideline's line is shown beside a written answer when it scores at least this share of the best. */
const SEE_ALSO = 0.9;
/** A guideline's line joins a law note that won when it scores at least this share of it. */
const BESIDE_LAW = 0.6;

/** `sure` is the probability that the best answering candidate answers; see core/confidence. */
export type Confidence = { sure: number; threshold: number; floor: number };

/**
 * Decides. A refusal or a known gap wins by being the best match above the floor; an answer by being sure enough. A refusal needs no certainty
 * about answers: what must not be done is not done because something else looked likely.
 */
export function decide(
  ranked: readonly Ranked[],
  { sure, threshold, floor }: Confidence,
  knowledge: Knowledge,
): Decision {
  const entries = new Map(knowledge.curated.map((e) => [e.id, e]));
  const closest = ranked
    .filter((r) => r.candidate.kind === 'passage' || r.candidate.kind === 'law')
    .map((r) => r.candidate);
  const nothing: Decision = { kind: 'unsure', closest, missing: null, confidence: sure };
  const best = ranked.find((r) => r.candidate.kind !== 'outside');
  if (!best) return nothing;
  const entry = best.candidate.kind === 'curated' ? entries.get(best.candidate.entry) : undefined;
  if (entry && entry.outcome !== 'answered') {
    if (best.score < floor) return nothing;
    return entry.outcome === 'refused'
      ? { kind: 'refuse', entry, confidence: sure }
      : { kind: 'gap', entry, confidence: sure };
  }
  if (sure < threshold) return nothing;
  const seeAlso = ranked
    .filter(
      (r) => r.candidate.kind === 'passage' && r.candidate.status !== 'artefact' && r.score >= best.score * SEE_ALSO,
    )
    .map((r) => r.candidate);
  if (entry?.outcome === 'answered') return { kind: 'curated', entry, seeAlso, confidence: sure };
  const winner = best;
  const written = promoted(winner, ranked, entries);
  if (written) return { kind: 'curated', entry: written, seeAlso, confidence: sure };
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

import type { Authority, Expansions, Lines, Status } from './guideline.ts';
import type { Country, Lang } from './language.ts';
import type { z } from 'zod';

/**
 * What search returns and how scores become an order. A candidate is anything an answer can be made from.
 */
export type Candidate =
  | {
      kind: 'passage';
      id: string;
      document: string;
      file: string;
      lines: Lines;
      text: string;
      language: Lang;
      section: string | null;
      rule: string | null;
      anchor: string | null;
      country: Country;
      authority: Authority;
      status: Status;
      expansions: z.infer<typeof Expansions> | null;
    }
  | { kind: 'law'; id: string; law: string; jurisdiction: string }
  | { kind: 'curated'; id: string; entry: string; outcome: 'answered' | 'unsure' | 'refused' };

/** Signals of one candidate for one query, each in [0, 1]. They are kept apart so that a console can show why something ranked. */
export type Signals = {
  /** BM25 over the whole text of the candidate's best-matching unit, over the most any text could score. */
  whole: number;
  /** The same over its best part: a question variant, a sentence, a window of 60 words. */
  part: number;
  /** Cosine of the embeddings. */
  dense: number;
};

export type Ranked = {
  candidate: Candidate;
  score: number;
  signals: Signals;
  /** The part that matched best, such as the question variant; for tests, consoles and confidence. */
  bestPart: string;
};

/**
 * Weights of the fused score, found on the development sets (docs/decisions/0003-retrieval.md). Weighted sums of normalised scores did
 * better than reciprocal ranks, which throw away how far apart two results are.
 */
export type Weights = { whole: number; part: number; dense: number };
export const WEIGHTS: Weights = { whole: 1, part: 0.5, dense: 0.1 };

export function fuse(signals: Signals, weights: Weights): number {
  const sum = weights.whole + weights.part + weights.dense;
  return (weights.whole * signals.whole + weights.part * signals.part + weights.dense * signals.dense) / sum;
}

/** Own country first, then authority: a small push that settles ties and never lifts a poor match over a good one. */
export function prior(candidate: Candidate, country: Country): number {
  if (candidate.kind === 'law')
    return candidate.jurisdiction.includes(country) || candidate.jurisdiction.includes('EU') ? 0.97 : 0.85;
  if (candidate.kind === 'curated') return 1;
  const own = candidate.country === country ? 1 : 0.95;
  const weight = 1 - (candidate.authority - 1) * 0.005;
  const state =
    candidate.status === 'superseded' || candidate.status === 'dated'
      ? 0.97
      : candidate.status === 'artefact'
        ? 0.9
        : 1;
  return own * weight * state;
}

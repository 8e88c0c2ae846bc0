import type { z } from 'zod';
import type { Authority, Expansions, Lines, Status } from './guideline.ts';
import type { Country, Lang } from './language.ts';

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
      /** Its text holds a figure or a measure of time; so for each kind. */
      figures: boolean;
    }
  | { kind: 'law'; id: string; law: string; jurisdiction: string; figures: boolean }
  | {
      kind: 'curated';
      id: string;
      entry: string;
      outcome: 'answered' | 'unsure' | 'refused';
      /** Ids of the candidates a written answer rests on: rules and law notes. */
      restsOn: string[];
      figures: boolean;
    }
  /** A question known to be beyond the sources: it answers nothing, and speaks against answering what is like it. */
  | { kind: 'outside'; id: string };

/** Whether an answer can be made from a candidate; the others say that there is none. */
export function answers(candidate: Candidate): boolean {
  return (
    candidate.kind === 'passage' ||
    candidate.kind === 'law' ||
    (candidate.kind === 'curated' && candidate.outcome === 'answered')
  );
}

/** Signals of one candidate for one query, each in [0, 1]. They are kept apart so that a console can show why something ranked. */
export type Signals = {
  /** BM25 over the whole text of the candidate's best-matching unit, over the most any text could score. */
  whole: number;
  /** The same over its best part: a question variant, a sentence, a window of 60 words. */
  part: number;
  /** Cosine of the embeddings. */
  dense: number;
  /** Cosine of its best window of 30 words; absent for a short text, for a candidate far down, and with an endpoint's embeddings. */
  window?: number;
  /** Word BM25 in which the words nearest in meaning count too; absent where the question's own words found enough. */
  expanded?: number;
};

export type Ranked = {
  candidate: Candidate;
  score: number;
  signals: Signals;
  /** The part that matched best, such as the question variant; for tests, consoles and confidence. */
  bestPart: string;
};

export type Weights = { whole: number; part: number; expanded: number; dense: number };
/**
 * How signals become one score. `near` weighs them where the question's own words are found in the texts, `far` where they are not, as between
 * languages; between the two the weights move evenly with how little was found. `enough` is the lexical score, whole + part / 2 of at most 1.5, from which on
 * words need no help.
 */
export type Fusion = { near: Weights; far: Weights; enough: number };

/**
 * Found on the development sets (docs/decisions/0003-retrieval.md). Weighted sums of normalised scores did better than reciprocal ranks, which throw
 * away how far apart two results are. Both sums are at most 1.7: where the weights of `far` count in full, nothing was found by words.
 */
export const FUSION: Fusion = {
  near: { whole: 1, part: 0.5, expanded: 0, dense: 0.2 },
  far: { whole: 0.2, part: 0.1, expanded: 0.7, dense: 1 },
  enough: 0.6,
};

/** What words alone say of a candidate: the measure of `enough`. */
export function lexical({ whole, part }: Pick<Signals, 'whole' | 'part'>, { near }: Fusion): number {
  return near.whole * whole + near.part * part;
}

/** How far the words of a question are from the texts, in [0, 1], by the best lexical score that any of them got. */
export function distance(best: number, { enough }: Fusion): number {
  return enough > 0 ? Math.max(0, 1 - best / enough) : 0;
}

/** The fused score, in [0, 1], at a distance between words and texts. */
export function fuse(signals: Signals, { near, far }: Fusion, distanceOf: number): number {
  const weight = (key: keyof Weights) => near[key] + distanceOf * (far[key] - near[key]);
  const dense = signals.window === undefined ? signals.dense : (signals.dense + signals.window) / 2;
  const sum =
    weight('whole') * signals.whole +
    weight('part') * signals.part +
    weight('expanded') * (signals.expanded ?? 0) +
    weight('dense') * dense;
  return Math.min(1, sum / most(near));
}

const most = (weights: Weights) => weights.whole + weights.part + weights.expanded + weights.dense || 1;

/** Own country first, then authority: a small push that settles ties and never lifts a poor match over a good one. */
export function prior(candidate: Candidate, country: Country): number {
  if (candidate.kind === 'law')
    return candidate.jurisdiction.includes(country) || candidate.jurisdiction.includes('EU') ? 0.97 : 0.85;
  if (candidate.kind === 'curated' || candidate.kind === 'outside') return 1;
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

/** How much of its best relation's score a candidate gets on top of its own. Found on the tuning cases: right at first place .86 → .92. */
const SUPPORT = 0.6;

/**
 * Lets candidates that belong together support each other: a written answer and the rules it rests on are found by different words, and a question
 * that meets both is likelier about them than one that meets either. Scores are scaled back to [0, 1].
 */
export function supported<R extends Ranked>(ranked: readonly R[]): R[] {
  const own = new Map(ranked.map((r) => [r.candidate.id, r.score]));
  const best = new Map<string, number>();
  const raise = (id: string, score: number) => best.set(id, Math.max(best.get(id) ?? 0, score));
  for (const { candidate, score } of ranked) {
    if (candidate.kind !== 'curated') continue;
    for (const id of candidate.restsOn) {
      const other = own.get(id);
      if (other === undefined) continue;
      raise(candidate.id, other);
      raise(id, score);
    }
  }
  return ranked.map((r) => ({ ...r, score: (r.score + SUPPORT * (best.get(r.candidate.id) ?? 0)) / (1 + SUPPORT) }));
}

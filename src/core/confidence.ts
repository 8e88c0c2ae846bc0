import { asksFigure } from './figures.ts';
import { answers, type Ranked } from './ranking.ts';
import { words } from './text.ts';
import { WORDING_BUCKETS, wordingOf } from './wording.ts';

/**
 * What confidence is made of, for one question. "Able" candidates are those an answer can be made from; "beyond" are questions known to have
 * none; "gap" are written gaps and refusals. Shares compare the sums of the best twelve scores to a power: a high power listens to the best alone.
 */
export const FEATURES = [
  'whole', // able: BM25 of the best over its whole text
  'part', // able: of the best, over its best part
  'bestPart', // able: highest part of the best twelve
  'score', // able: fused score of the best
  'margin', // able: how far the second is behind
  'written', // able: the best is a written answer
  'agree', // able: a written answer and a guideline's rule are both among the best three
  'known', // how much of the question's weight the corpus knows
  'covered', // how much of it the best able candidate has
  'scoreCovered', // products: a good match that leaves half of the question aside is worth less
  'scoreKnown',
  'beyond', // fused score of the best question without an answer, and its two signals
  'beyondWhole',
  'beyondPart',
  'beyondRatio', // to the best able score
  'beyondCount', // share of the best twelve
  'lead', // able minus beyond
  'gap', // fused score of the best gap or refusal
  'gapRatio',
  'share2',
  'share4',
  'share8',
  'beyondShare2',
  'beyondShare4',
  'beyondShare8',
  'voteNear', // able share among the nearest single texts: few and sharp, more, many and soft
  'voteMid',
  'voteFar',
  'voteNearScore', // the same times the nearest score
  'voteFarScore',
  'dense', // able: cosine of the best candidate, and the highest of the best twelve
  'denseBest',
  'denseBeyond', // highest cosine of a question without an answer among them
  'denseLead',
  'akinNear', // able share among the texts nearest in meaning
  'akinFar',
  'akinNearScore',
  'asksFigure', // the question asks for a number, a time or a price
  'figureMissing', // and the best able candidate has none
  'length', // logarithm of the number of words
] as const;
export type Features = Record<(typeof FEATURES)[number], number> & { wording: number[] };

/**
 * Weights of a logistic regression, fitted on questions with known outcome by `npm run eval -- calibrate` and committed. `wording` holds one signed
 * byte a bucket in base64, in units of `wordingScale`. `threshold` is for answering; `floor` the score a refusal or a known gap needs.
 */
export type Calibration = {
  bias: number;
  weights: Record<(typeof FEATURES)[number], number>;
  wording: string;
  wordingScale: number;
  threshold: number;
  floor: number;
};

/** The fit for search with the built-in embedding, and for search by words alone or with somebody else's vectors, whose cosines mean other things. */
export type Calibrations = { meaning: Calibration; words: Calibration };

/** The calibration that fits what search could see: texts near in meaning are only given where the built-in embedding measured them. */
export function calibrationFor(all: Calibrations, search: { akin: readonly unknown[] }): Calibration {
  return search.akin.length > 0 ? all.meaning : all.words;
}

const LOOKED_AT = 12;
const TINY = 1e-9;

type Near = { able: boolean; score: number };
type Search = {
  ranked: readonly Ranked[];
  known: number;
  covered: number;
  nearest: readonly Near[];
  akin: readonly Near[];
};

/** Share of able texts among the k nearest, each weighted by its score to the power p. */
function vote(nearest: readonly Near[], k: number, p: number): number {
  let able = 0;
  let all = TINY;
  for (const n of nearest.slice(0, k)) {
    const weight = n.score ** p;
    all += weight;
    if (n.able) able += weight;
  }
  return able / all;
}

/** The features of a search result for a question. */
export function featuresOf(question: string, { ranked, known, covered, nearest, akin }: Search): Features {
  const top = ranked.slice(0, LOOKED_AT);
  const able = top.filter((r) => answers(r.candidate));
  const beyond = top.filter((r) => r.candidate.kind === 'outside');
  const gaps = top.filter((r) => r.candidate.kind === 'curated' && r.candidate.outcome !== 'answered');
  const [first, second] = able;
  const score = first?.score ?? 0;
  const against = beyond[0]?.score ?? 0;
  const gap = gaps[0]?.score ?? 0;
  const nearestScore = nearest[0]?.score ?? 0;
  const asks = asksFigure(question) ? 1 : 0;
  const kinds = new Set(able.slice(0, 3).map((r) => r.candidate.kind));
  const ratio = (x: number) => (score > 0 ? Math.min(2, x / score) : 2);
  const most = (list: readonly Ranked[], signal: 'whole' | 'part' | 'dense') =>
    list.reduce((m, r) => Math.max(m, r.signals[signal]), 0);
  const denseBest = most(able, 'dense');
  const denseBeyond = most(beyond, 'dense');
  const sums = (p: number) => {
    const of = (list: readonly Ranked[]) => list.reduce((s, r) => s + r.score ** p, 0);
    const all = of(top) + TINY;
    return { able: Math.log((of(able) + TINY) / all), beyond: of(beyond) / all };
  };
  const [two, four, eight] = [sums(2), sums(4), sums(8)];
  return {
    whole: first?.signals.whole ?? 0,
    part: first?.signals.part ?? 0,
    bestPart: most(able, 'part'),
    score,
    margin: score > 0 ? 1 - (second?.score ?? 0) / score : 0,
    written: first?.candidate.kind === 'curated' ? 1 : 0,
    agree: kinds.has('curated') && kinds.has('passage') ? 1 : 0,
    known,
    covered,
    scoreCovered: score * covered,
    scoreKnown: score * known,
    beyond: against,
    beyondWhole: most(beyond, 'whole'),
    beyondPart: most(beyond, 'part'),
    beyondRatio: ratio(against),
    beyondCount: beyond.length / LOOKED_AT,
    lead: score - against,
    gap,
    gapRatio: ratio(gap),
    share2: two.able,
    share4: four.able,
    share8: eight.able,
    beyondShare2: two.beyond,
    beyondShare4: four.beyond,
    beyondShare8: eight.beyond,
    voteNear: vote(nearest, 25, 8),
    voteMid: vote(nearest, 25, 4),
    voteFar: vote(nearest, 100, 3),
    voteNearScore: vote(nearest, 25, 8) * nearestScore,
    voteFarScore: vote(nearest, 100, 3) * nearestScore,
    dense: first?.signals.dense ?? 0,
    denseBest,
    denseBeyond,
    denseLead: denseBest - denseBeyond,
    akinNear: vote(akin, 10, 8),
    akinFar: vote(akin, 40, 6),
    akinNearScore: vote(akin, 10, 8) * (akin[0]?.score ?? 0),
    asksFigure: asks,
    figureMissing: asks === 1 && !(first && 'figures' in first.candidate && first.candidate.figures) ? 1 : 0,
    length: Math.log(1 + words(question).length),
    wording: wordingOf(question),
  };
}

const decoded = new WeakMap<Calibration, Int8Array>();

/** Probability that the best able candidate answers the question, in (0, 1). */
export function confidence(f: Features, c: Calibration): number {
  let bytes = decoded.get(c);
  if (!bytes) {
    const binary = atob(c.wording);
    bytes = Int8Array.from({ length: WORDING_BUCKETS }, (_, i) => (binary.charCodeAt(i) << 24) >> 24);
    decoded.set(c, bytes);
  }
  let z = c.bias;
  for (const key of FEATURES) z += c.weights[key] * f[key];
  const each = c.wordingScale / Math.sqrt(f.wording.length || 1);
  for (const bucket of f.wording) z += (bytes[bucket] ?? 0) * each;
  return 1 / (1 + Math.exp(-z));
}

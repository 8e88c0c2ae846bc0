import type { Retriever } from '../src/app/ports.ts';
import { type Calibration, confidence, FEATURES, type Features, featuresOf } from '../src/core/confidence.ts';
import type { AskedQuestion, Knowledge } from '../src/core/guideline.ts';
import { WORDING_BUCKETS } from '../src/core/wording.ts';
import { openOrBuild } from '../src/retrieval/build-index.ts';
import type { TrainedEmbeddings } from '../src/retrieval/trained-embeddings.ts';
import { trainedOn } from '../training/held-out.ts';
import type { CaseResult } from './answers.ts';

/** `weight` balances the kinds where one has more samples. */
export type Sample = { features: Features; good: boolean; weight: number };

const FOLDS = 5;

/**
 * Features of the questions in knowledge/questions, each searched in an index that was built without it (cross-fitting), so that no question is judged
 * by itself. With the embedding, only such answerable questions count as it was not trained on: the others lie nearer to their answers than a
 * question from the street would. Five indexes, a second or two each.
 */
export async function crossFitted(knowledge: Knowledge, embeddings: TrainedEmbeddings | undefined): Promise<Sample[]> {
  const samples: Sample[] = [];
  const fair = ({ question, entry }: AskedQuestion) => !embeddings || entry === null || !trainedOn(question);
  for (let fold = 0; fold < FOLDS; fold++) {
    const inFold = (_: AskedQuestion, i: number) => i % FOLDS === fold;
    const without: Knowledge = { ...knowledge, questions: knowledge.questions.filter((q, i) => !inFold(q, i)) };
    const { retriever } = await openOrBuild(`fold-${fold}`, () => without, { embeddings });
    for (const question of knowledge.questions.filter(inFold).filter(fair))
      samples.push(await sampleOf(question, retriever));
  }
  const good = samples.filter((s) => s.good).length / samples.length;
  return samples.map((s) => ({ ...s, weight: s.good ? 0.5 / good : 0.5 / (1 - good) }));
}

async function sampleOf({ question, lang, country, entry }: AskedQuestion, retriever: Retriever): Promise<Sample> {
  const search = await retriever.search(question, { lang, country, limit: 40 });
  return { features: featuresOf(question, search), good: entry !== null, weight: 1 };
}

/** Shrinkage of the few dense weights and of the thousands of wording weights, and how long to descend; found by cross-validation. */
const SHRINK = { dense: 0.003, wording: 1e-4 };
const ROUNDS = 400;

/**
 * Fits confidence by logistic regression with shrinkage (Adam over all samples). Nothing is drawn by chance, so the same samples give the same
 * weights. Dense features are standardised for the fit and the weights scaled back.
 */
export function fitConfidence(samples: readonly Sample[], floor: number): Calibration {
  const mean = FEATURES.map((k) => samples.reduce((s, x) => s + x.features[k], 0) / samples.length);
  const deviation = FEATURES.map(
    (k, i) => Math.sqrt(samples.reduce((s, x) => s + (x.features[k] - (mean[i] ?? 0)) ** 2, 0) / samples.length) || 1,
  );
  const D = FEATURES.length;
  const rows = samples.map(({ features, good, weight }) => ({
    weight,
    dense: FEATURES.map((k, i) => (features[k] - (mean[i] ?? 0)) / (deviation[i] ?? 1)),
    wording: features.wording,
    each: 1 / Math.sqrt(features.wording.length || 1),
    y: good ? 1 : 0,
  }));
  // One vector: dense weights, then wording, then the bias.
  const weights = new Float64Array(D + WORDING_BUCKETS + 1);
  const last = weights.length - 1;
  const gradient = new Float64Array(weights.length);
  const first = new Float64Array(weights.length);
  const second = new Float64Array(weights.length);
  for (let round = 1; round <= ROUNDS; round++) {
    for (let i = 0; i < last; i++) gradient[i] = (i < D ? SHRINK.dense : SHRINK.wording) * (weights[i] ?? 0);
    gradient[last] = 0;
    for (const row of rows) {
      let z = weights[last] ?? 0;
      for (let i = 0; i < D; i++) z += (row.dense[i] ?? 0) * (weights[i] ?? 0);
      for (const b of row.wording) z += (weights[D + b] ?? 0) * row.each;
      const error = (row.weight * (1 / (1 + Math.exp(-z)) - row.y)) / rows.length;
      for (let i = 0; i < D; i++) gradient[i] = (gradient[i] ?? 0) + error * (row.dense[i] ?? 0);
      for (const b of row.wording) gradient[D + b] = (gradient[D + b] ?? 0) + error * row.each;
      gradient[last] = (gradient[last] ?? 0) + error;
    }
    const rate = round < ROUNDS / 2 ? 0.05 : 0.015;
    const [c1, c2] = [1 - 0.9 ** round, 1 - 0.99 ** round];
    for (let i = 0; i <= last; i++) {
      const g = gradient[i] ?? 0;
      first[i] = 0.9 * (first[i] ?? 0) + 0.1 * g;
      second[i] = 0.99 * (second[i] ?? 0) + 0.01 * g * g;
      weights[i] = (weights[i] ?? 0) - (rate * (first[i] ?? 0)) / c1 / (Math.sqrt((second[i] ?? 0) / c2) + 1e-8);
    }
  }
  return pack({
    bias: weights[last] ?? 0,
    dense: [...weights.subarray(0, D)],
    wording: weights.subarray(D, last),
    mean,
    deviation,
    floor,
  });
}

function pack({
  bias,
  dense,
  wording,
  mean,
  deviation,
  floor,
}: {
  bias: number;
  dense: number[];
  wording: Float64Array;
  mean: number[];
  deviation: number[];
  floor: number;
}): Calibration {
  const scaled = dense.map((w, i) => w / (deviation[i] ?? 1));
  const largest = wording.reduce((m, w) => Math.max(m, Math.abs(w)), 0) || 1;
  const bytes = Int8Array.from(wording, (w) => Math.round((w / largest) * 127));
  return {
    bias: Number((bias - scaled.reduce((s, w, i) => s + w * (mean[i] ?? 0), 0)).toFixed(4)),
    weights: Object.fromEntries(
      FEATURES.map((k, i) => [k, Number((scaled[i] ?? 0).toFixed(4))]),
    ) as Calibration['weights'],
    wording: Buffer.from(bytes.buffer).toString('base64'),
    wordingScale: Number((largest / 127).toPrecision(6)),
    threshold: 0.5,
    floor,
  };
}

/** Share of right decisions at one half when each fifth is judged by a fit on the other four: what the fit is worth on questions it has not seen. */
export function crossValidated(samples: readonly Sample[]): number {
  let right = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const fitted = fitConfidence(
      samples.filter((_, i) => i % FOLDS !== fold),
      0,
    );
    for (const s of samples.filter((_, i) => i % FOLDS === fold))
      if (confidence(s.features, fitted) >= 0.5 === s.good) right++;
  }
  return right / samples.length;
}

/** The highest threshold that holds back at most this share of the answerable cases: as careful as it can be without being mute. */
export function thresholdFor(samples: readonly Sample[], c: Calibration, mostHeldBack: number): number {
  const good = samples
    .filter((s) => s.good)
    .map((s) => confidence(s.features, c))
    .sort((x, y) => x - y);
  const first = good[Math.floor(good.length * mostHeldBack)] ?? 0.5;
  return Math.floor(first * 100) / 100;
}

/** Share of answerable cases in each tenth of confidence: how far the number can be believed. */
export function reliability(results: readonly CaseResult[]): { from: number; n: number; right: number }[] {
  return Array.from({ length: 10 }, (_, i) => {
    const inside = results.filter((r) => r.confidence >= i / 10 && (r.confidence < (i + 1) / 10 || i === 9));
    return {
      from: i / 10,
      n: inside.length,
      right: inside.length === 0 ? 0 : inside.filter((r) => r.case.expect === 'answered').length / inside.length,
    };
  });
}

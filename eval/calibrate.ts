import { type AnswerDeps, featuresOf } from '../src/app/answer-question.ts';
import { type Calibration, confidence, type Features } from '../src/core/decide.ts';
import type { CaseResult } from './answers.ts';

export type Sample = { features: Features; good: boolean };

/**
 * Fits the logistic weights of confidence by gradient descent with a little shrinkage: few features, few cases, so anything cleverer would learn
 * the cases. Features are standardised for the fit and the weights scaled back.
 */
export function fit(samples: readonly Sample[], keep: Pick<Calibration, 'floor'>): Calibration {
  const keys = ['whole', 'part', 'margin', 'known', 'covered'] as const;
  const mean = keys.map((k) => samples.reduce((s, x) => s + x.features[k], 0) / samples.length);
  const deviation = keys.map(
    (k, i) => Math.sqrt(samples.reduce((s, x) => s + (x.features[k] - (mean[i] ?? 0)) ** 2, 0) / samples.length) || 1,
  );
  const rows = samples.map((s) => ({
    x: keys.map((k, i) => (s.features[k] - (mean[i] ?? 0)) / (deviation[i] ?? 1)),
    y: s.good ? 1 : 0,
  }));
  const weights = keys.map(() => 0);
  let bias = 0;
  for (let step = 0; step < 4000; step++) {
    const gradient = keys.map(() => 0);
    let gradientBias = 0;
    for (const { x, y } of rows) {
      const z = bias + x.reduce((s, v, i) => s + v * (weights[i] ?? 0), 0);
      const error = 1 / (1 + Math.exp(-z)) - y;
      gradientBias += error;
      x.forEach((v, i) => {
        gradient[i] = (gradient[i] ?? 0) + error * v;
      });
    }
    bias -= (0.5 * gradientBias) / rows.length;
    keys.forEach((_, i) => {
      weights[i] = (weights[i] ?? 0) - 0.5 * ((gradient[i] ?? 0) / rows.length + 0.01 * (weights[i] ?? 0));
    });
  }
  const scaled = weights.map((w, i) => w / (deviation[i] ?? 1));
  const at = (i: number) => Number((scaled[i] ?? 0).toFixed(3));
  const fitted = {
    bias: Number((bias - scaled.reduce((s, w, i) => s + w * (mean[i] ?? 0), 0)).toFixed(3)),
    whole: at(0),
    part: at(1),
    margin: at(2),
    known: at(3),
    covered: at(4),
    floor: keep.floor,
    threshold: 0.5,
  };
  return { ...fitted, threshold: bestThreshold(samples, fitted) };
}

/** The threshold with the highest sum of both shares: good answers let through, bad ones held back. A wrong answer weighs more than a missing one. */
function bestThreshold(samples: readonly Sample[], c: Calibration): number {
  const WRONG_WEIGHS = 1.5;
  const good = samples.filter((s) => s.good);
  const bad = samples.filter((s) => !s.good);
  let best = { threshold: 0.5, value: -1 };
  for (let t = 0.05; t < 0.96; t += 0.01) {
    const through = good.filter((s) => confidence(s.features, c) >= t).length / Math.max(1, good.length);
    const held = bad.filter((s) => confidence(s.features, c) < t).length / Math.max(1, bad.length);
    const value = through + WRONG_WEIGHS * held;
    if (value > best.value + 1e-9) best = { threshold: Number(t.toFixed(2)), value };
  }
  return best.threshold;
}

/** Share of right answers in each tenth of confidence: how far the number can be believed. */
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

export type { AnswerDeps };
export { featuresOf };

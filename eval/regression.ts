import { SAME_FEATURES } from '../src/core/learning/same-features.ts';
import type { SameFit } from '../src/core/learning/same-question.ts';
import type { Sample } from './fitting-pairs.ts';

/** Shrinkage of the standardised weights, and most rounds of Newton's method; it has settled after about ten. */
const SHRINK = 0.003;
const ROUNDS = 40;

/**
 * Logistic regression of weighed samples (weights are relative), with shrinkage by Newton's method (iteratively reweighted least squares), to the
 * optimum; nothing is drawn by chance.
 */
export function regression(samples: readonly Sample[]): SameFit {
  if (samples.length === 0) throw new Error('nothing to fit on');
  const n = samples.reduce((sum, s) => sum + s.weight, 0);
  const mean = SAME_FEATURES.map((k) => samples.reduce((s, x) => s + x.weight * x.features[k], 0) / n);
  const deviation = SAME_FEATURES.map(
    (k, i) => Math.sqrt(samples.reduce((s, x) => s + x.weight * (x.features[k] - (mean[i] ?? 0)) ** 2, 0) / n) || 1,
  );
  // The last one is the bias.
  const D = SAME_FEATURES.length + 1;
  const rows = samples.map(({ features, same, weight }) => ({
    x: Float64Array.from([...SAME_FEATURES.map((k, i) => (features[k] - (mean[i] ?? 0)) / (deviation[i] ?? 1)), 1]),
    y: same ? 1 : 0,
    weight,
  }));
  const w = new Float64Array(D);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = new Float64Array(D);
    const curvature = Array.from({ length: D }, () => new Float64Array(D));
    for (const { x, y, weight } of rows) {
      let zed = 0;
      for (let i = 0; i < D; i++) zed += (x[i] ?? 0) * (w[i] ?? 0);
      const p = 1 / (1 + Math.exp(-zed));
      const bend = (weight * p * (1 - p)) / n;
      for (let i = 0; i < D; i++) {
        gradient[i] = (gradient[i] ?? 0) + (weight * (p - y) * (x[i] ?? 0)) / n;
        const row = curvature[i];
        if (row) for (let k = 0; k <= i; k++) row[k] = (row[k] ?? 0) + bend * (x[i] ?? 0) * (x[k] ?? 0);
      }
    }
    for (let i = 0; i < D - 1; i++) gradient[i] = (gradient[i] ?? 0) + SHRINK * (w[i] ?? 0);
    // A feature that says what others say would leave nothing to divide by.
    curvature.forEach((row, i) => {
      row[i] = (row[i] ?? 0) + (i < D - 1 ? SHRINK : 0) + 1e-9;
    });
    const step = solved(curvature, gradient);
    step.forEach((s, i) => {
      w[i] = (w[i] ?? 0) - s;
    });
    if (step.every((s) => Math.abs(s) < 1e-6)) break;
  }
  const scaled = SAME_FEATURES.map((_, i) => (w[i] ?? 0) / (deviation[i] ?? 1));
  return {
    bias: Number(((w[D - 1] ?? 0) - scaled.reduce((s, x, i) => s + x * (mean[i] ?? 0), 0)).toFixed(4)),
    weights: Object.fromEntries(
      SAME_FEATURES.map((k, i) => [k, Number((scaled[i] ?? 0).toFixed(4))]),
    ) as SameFit['weights'],
  };
}

/** Solves A x = b for a symmetric, positive definite A, of which only the lower triangle is read, by Cholesky's decomposition. */
function solved(A: readonly Float64Array[], b: Float64Array): Float64Array {
  const n = b.length;
  const L = A.map((row) => row.slice());
  const at = (i: number, k: number) => L[i]?.[k] ?? 0;
  for (let i = 0; i < n; i++)
    for (let k = 0; k <= i; k++) {
      let sum = at(i, k);
      for (let j = 0; j < k; j++) sum -= at(i, j) * at(k, j);
      const row = L[i];
      if (row) row[k] = i === k ? Math.sqrt(sum) : sum / at(k, k);
    }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - at(i, k) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] ?? 0) - at(k, i) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  return x;
}

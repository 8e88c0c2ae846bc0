/** The figures of the bench, as pure functions over rankings and times. */

/** 1 where any relevant document is among the first k, else 0. Its mean over queries is the R@k of the tables. */
export function hitAt(k: number, ranked: readonly string[], relevant: ReadonlySet<string>): number {
  return ranked.slice(0, k).some((id) => relevant.has(id)) ? 1 : 0;
}

/** Normalised discounted cumulative gain with binary gains (Järvelin and Kekäläinen, 2002), in [0, 1]; 0 where nothing is relevant. */
export function ndcgAt(k: number, ranked: readonly string[], relevant: ReadonlySet<string>): number {
  const discount = (rank: number) => 1 / Math.log2(rank + 2);
  let gain = 0;
  ranked.slice(0, k).forEach((id, rank) => {
    if (relevant.has(id)) gain += discount(rank);
  });
  let ideal = 0;
  for (let rank = 0; rank < Math.min(k, relevant.size); rank++) ideal += discount(rank);
  return ideal === 0 ? 0 : gain / ideal;
}

/** The nearest-rank percentile: the smallest value that at least the share `p` of the values do not exceed. 0 for no values. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? 0;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

/** How many times as much as the reference; null where the reference is nothing, so that there is nothing to compare with. */
export function ratio(value: number, reference: number): number | null {
  return reference === 0 ? null : value / reference;
}

/** A least-squares line through points: its slope, and the standard error of that. NaN for fewer than three points. */
export type Line = { slope: number; error: number };

export function lineThrough(points: readonly (readonly [x: number, y: number])[]): Line {
  const n = points.length;
  if (n < 3) return { slope: Number.NaN, error: Number.NaN };
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const sxx = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / sxx;
  const left = points.reduce((sum, [x, y]) => sum + (y - my - slope * (x - mx)) ** 2, 0);
  return { slope, error: Math.sqrt(left / (n - 2) / sxx) };
}

/** The learning rate falls in a straight line from the first step to the last. */
export function rateAt(step: number, steps: number, { from, to }: { from: number; to: number }): number {
  return from + ((to - from) * step) / Math.max(1, steps - 1);
}

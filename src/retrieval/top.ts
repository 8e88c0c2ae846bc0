/** Positions of the k largest scores above zero, best first, without sorting them all. */
export function top(scores: Float32Array, k: number): number[] {
  const heap: number[] = [];
  // Of equals the earlier is the better, so that the order never depends on the heap.
  const less = (a: number, b: number) =>
    (scores[a] ?? 0) < (scores[b] ?? 0) || ((scores[a] ?? 0) === (scores[b] ?? 0) && a > b);
  /** What a score must exceed to count; most scores fail here, so that one comparison is all they cost. */
  let floor = 0;
  for (let i = 0; i < scores.length; i++) {
    if ((scores[i] ?? 0) <= floor) continue;
    if (heap.length < k) {
      heap.push(i);
      for (let c = heap.length - 1; c > 0; ) {
        const p = (c - 1) >> 1;
        if (!less(heap[c] ?? 0, heap[p] ?? 0)) break;
        [heap[c], heap[p]] = [heap[p] ?? 0, heap[c] ?? 0];
        c = p;
      }
    } else {
      heap[0] = i;
      for (let p = 0; ; ) {
        const l = 2 * p + 1;
        if (l >= heap.length) break;
        const c = l + 1 < heap.length && less(heap[l + 1] ?? 0, heap[l] ?? 0) ? l + 1 : l;
        if (!less(heap[c] ?? 0, heap[p] ?? 0)) break;
        [heap[c], heap[p]] = [heap[p] ?? 0, heap[c] ?? 0];
        p = c;
      }
    }
    if (heap.length === k) floor = scores[heap[0] ?? 0] ?? 0;
  }
  return heap.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

/** Used by every call in turn: the heap of the best so far, as scores and their positions. */
let best = new Float32Array(1024);
let at = new Int32Array(1024);

/** Positions of the k largest scores above zero, best first, without sorting them all. Of equals the earlier is the better, so that the order never depends on the heap. */
export function top(scores: Float32Array, k: number): number[] {
  if (k <= 0) return [];
  if (k > best.length) {
    best = new Float32Array(k);
    at = new Int32Array(k);
  }
  let size = 0;
  /** What a score must exceed to count; most scores fail here, so that one comparison is all they cost. */
  let floor = k >= WORTH && scores.length > 4 * k ? beneath(scores, k) : 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (!(score > floor)) continue;
    if (size < k) {
      rise(size++, score, i);
      if (size === k) floor = best[0] as number;
    } else {
      sink(size, score, i);
      floor = best[0] as number;
    }
  }
  const out = new Array<number>(size);
  while (size > 0) {
    out[--size] = at[0] as number;
    sink(size, best[size] as number, at[size] as number);
  }
  return out;
}

/** From so many wanted on, counting the scores first is cheaper than letting them push each other out of the heap. */
const WORTH = 256;
const BINS = 512;
const counts = new Uint32Array(BINS);

/** A number that at least k scores exceed, where so many are above zero, and not many more. */
function beneath(scores: Float32Array, k: number): number {
  let most = 0;
  for (let i = 0; i < scores.length; i++) if ((scores[i] as number) > most) most = scores[i] as number;
  if (!(most > 0) || most === Number.POSITIVE_INFINITY) return 0;
  const scale = (BINS - 1) / most;
  counts.fill(0);
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (!(score > 0)) continue;
    const bin = Math.floor(score * scale);
    counts[bin] = (counts[bin] as number) + 1;
  }
  let bin = BINS - 1;
  for (let above = counts[bin] as number; above < k && bin > 0; ) above += counts[--bin] as number;
  // A hair lower, so that rounding loses none.
  return (bin / scale) * (1 - 1e-9);
}

/** Puts an entry into the free place at the end and lets it rise until its parent is worse. */
function rise(place: number, score: number, position: number): void {
  let c = place;
  while (c > 0) {
    const p = (c - 1) >> 1;
    const parent = best[p] as number;
    if (parent < score || (parent === score && (at[p] as number) > position)) break;
    best[c] = parent;
    at[c] = at[p] as number;
    c = p;
  }
  best[c] = score;
  at[c] = position;
}

/** Puts an entry in the place of the worst, in a heap of `size`, and lets it sink until its children are better. */
function sink(size: number, score: number, position: number): void {
  let p = 0;
  for (;;) {
    let c = 2 * p + 1;
    if (c >= size) break;
    const r = c + 1;
    if (r < size && worse(r, best[c] as number, at[c] as number)) c = r;
    if (!worse(c, score, position)) break;
    best[p] = best[c] as number;
    at[p] = at[c] as number;
    p = c;
  }
  best[p] = score;
  at[p] = position;
}

/** Whether the entry at a place is worse than another. */
function worse(place: number, score: number, position: number): boolean {
  const own = best[place] as number;
  return own < score || (own === score && (at[place] as number) > position);
}

import { sentences } from '../src/core/text.ts';

/** A pseudo-random number generator in [0, 1) with a seed (mulberry32, public domain): the same seed, the same texts, on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** About as many words as a passage that build-index.ts cuts from a section. */
const PASSAGE_WORDS = 110;

/** A long text in passages of about 110 words that end with a sentence. */
export function cut(text: string): string[] {
  const out: string[] = [];
  let piece: string[] = [];
  let words = 0;
  for (const sentence of sentences(text)) {
    piece.push(sentence);
    words += sentence.split(/\s+/).length;
    if (words < PASSAGE_WORDS) continue;
    out.push(piece.join(' '));
    piece = [];
    words = 0;
  }
  if (piece.length > 0) out.push(piece.join(' '));
  return out;
}

/** Words copied in one run, at least and at most: long enough for phrases, short enough that no passage repeats another. */
const RUN = [4, 12] as const;
/** Share of the words that are made of two, so that the vocabulary grows with the corpus, as compounds make it grow in Norwegian and Swedish. */
const COMPOUNDS = 0.01;

/**
 * Passages recombined from real ones: each takes the length of a real passage and fills it with runs of words from others of the same group (the
 * same language). Word frequencies, spelling and length are real, the sense is not.
 */
export function* recombine(groups: readonly (readonly string[])[], count: number, seed: number): Generator<string> {
  const random = seeded(seed);
  const pools = groups
    .map((texts) => texts.map((t) => t.split(/\s+/).filter(Boolean)).filter((w) => w.length > 0))
    .filter((p) => p.length > 0);
  const poolOfEach = pools.flatMap((pool) => pool.map(() => pool));
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  for (let i = 0; i < count; i++) {
    const pool = pick(poolOfEach) ?? [];
    const length = pick(pool)?.length ?? 0;
    const out: string[] = [];
    while (out.length < length) {
      const source = pick(pool) ?? [];
      const run = RUN[0] + Math.floor(random() * (RUN[1] - RUN[0] + 1));
      const from = Math.floor(random() * Math.max(1, source.length - run));
      for (const word of source.slice(from, from + Math.min(run, length - out.length)))
        out.push(random() < COMPOUNDS ? compound(word, pick(source) ?? '') : word);
    }
    yield out.join(' ');
  }
}

function compound(first: string, second: string): string {
  const head = first.match(/\p{L}{4,}/u)?.[0];
  const tail = second.match(/\p{L}{4,}/u)?.[0];
  return head && tail ? head + tail.toLowerCase() : first;
}

import { LANGS, type Lang } from './language.ts';
import { hash32 } from './text.ts';

/** Buckets that features are hashed onto; the knowledge has about 25,000 different ones. */
const BUCKETS = 1 << 15;
/** Below this difference of log-likelihoods a text is too short or too mixed to say. */
const SURE = 4;
/** A question's first words tell its language; a pasted text need not be read to its end. */
const READ = 600;

/** Counts of features by language, `counts[lang * BUCKETS + bucket]`; a plain array, so that an index can keep it. */
export type LanguageModel = { counts: Uint32Array; totals: readonly number[] };

/** Words and their character 2- to 4-grams with the letters as they stand: æ, ø, ä and ö are the best evidence there is. */
function features(text: string): number[] {
  const out: number[] = [];
  for (const word of text
    .slice(0, READ)
    .normalize('NFC')
    .toLowerCase()
    .match(/\p{L}+/gu) ?? []) {
    const padded = `_${word}_`;
    out.push(hash32(`=${word}`) % BUCKETS);
    for (const n of [2, 3, 4])
      for (let i = 0; i + n <= padded.length; i++) out.push(hash32(padded.slice(i, i + n)) % BUCKETS);
  }
  return out;
}

/**
 * Learns to tell bokmål, nynorsk, Swedish and English apart from sentences in each (multinomial naive Bayes). The knowledge itself is the training
 * text: it holds every sentence in all four, in the words of this field.
 */
export function trainLanguageModel(texts: Record<Lang, readonly string[]>): LanguageModel {
  const counts = new Uint32Array(LANGS.length * BUCKETS);
  LANGS.forEach((lang, l) => {
    for (const text of texts[lang])
      for (const f of features(text)) {
        const at = l * BUCKETS + f;
        counts[at] = (counts[at] ?? 0) + 1;
      }
  });
  return languageModel(counts);
}

/** A model from counts that were learnt before and kept in an index. */
export function languageModel(counts: Uint32Array): LanguageModel {
  const totals = LANGS.map((_, l) => counts.subarray(l * BUCKETS, (l + 1) * BUCKETS).reduce((a, b) => a + b, 0));
  return { counts, totals };
}

const weighed = new WeakMap<Uint32Array, Float64Array>();
/** The log-likelihood of each feature in each language, with half a count added to each; computed once for a model. */
function weights({ counts, totals }: LanguageModel): Float64Array {
  const known = weighed.get(counts);
  if (known) return known;
  const logs = Float64Array.from(counts, (count, i) =>
    Math.log((count + 0.5) / ((totals[Math.floor(i / BUCKETS)] ?? 0) + BUCKETS / 2)),
  );
  weighed.set(counts, logs);
  return logs;
}

/** The likeliest language; `sure` is false where the evidence is thin, and the caller keeps the language of the conversation. */
export function detectLanguage(model: LanguageModel, text: string): { lang: Lang; sure: boolean } {
  const found = features(text);
  const logs = weights(model);
  const scores = LANGS.map((_, l) => found.reduce((sum, f) => sum + (logs[l * BUCKETS + f] ?? 0), 0));
  const ranked = LANGS.map((lang, l) => ({ lang, score: scores[l] ?? 0 })).sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  return {
    lang: first?.lang ?? 'nb',
    sure: found.length > 0 && !isForeign(text) && (first?.score ?? 0) - (second?.score ?? 0) >= SURE,
  };
}

/** Mostly letters of another script: none of the four, however the buckets fall. */
function isForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return latin * 2 < letters;
}

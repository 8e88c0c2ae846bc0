import type { Knowledge } from '../core/guideline.ts';
import { LANGS, type Lang } from '../core/language.ts';
import { detectLanguage, type LanguageModel, trainLanguageModel } from '../core/language-model.ts';
import type { Likeness } from '../core/learning/same-features.ts';
import { type EmbeddingModel, normalise } from './embeddings.ts';
import { terms } from './terms.ts';

/** A text as it is compared: its vector of length 1; its terms and its company once somebody asks for them. */
type Seen = { text: string; vector: Float32Array; terms?: ReadonlySet<string>; company?: Float32Array };

/** An embedding that gives its vector at once; TrainedEmbeddings does. */
type Instant = { embed(text: string): Float32Array };

/** Texts kept; the oldest go first. A text is about 2 kB, twice that with its company. */
const KEPT = 20_000;

/** Questions that are known to be about one matter, in all languages. */
export type Matters = readonly (readonly { lang: Lang; question: string }[])[];

/** The matters that the knowledge has questions about: its written answers, rules and notes on the law. */
export function mattersOf({ questions, curated, law }: Pick<Knowledge, 'questions' | 'curated' | 'law'>): Matters {
  const matters = new Map<string, { lang: Lang; question: string }[]>();
  const add = (matter: string, lang: Lang, texts: readonly string[]) => {
    const known = matters.get(matter) ?? [];
    for (const question of texts) known.push({ lang, question });
    matters.set(matter, known);
  };
  for (const { entry, lang, question } of questions) if (entry !== null) add(entry, lang, [question]);
  for (const { id, questions } of curated) for (const lang of LANGS) add(id, lang, questions[lang]);
  for (const { id, questions } of law) for (const lang of LANGS) add(`law:${id}`, lang, questions[lang]);
  return [...matters.values()];
}

/**
 * Likeness by embeddings, by terms (words and 5-grams: the Dice coefficient) and by the matters each text is near. Vectors are kept, so that comparing one
 * question with thousands costs one embedding and thousands of products. `matters` is called when the first of them is needed, or by `warm`, which reads them
 * ahead.  For an embedding that answers at once; for others see `likenessAmong`.
 */
export function likeness(embeddings: Instant, matters: () => Matters): Ready {
  const seen = new Map<string, Seen>();
  const see = (text: string): Seen => {
    const known = seen.get(text);
    if (known) return known;
    const fresh: Seen = { text, vector: embeddings.embed(text) };
    seen.set(text, fresh);
    if (seen.size > KEPT) seen.delete(seen.keys().next().value ?? '');
    return fresh;
  };
  let about: About | undefined;
  const known = () => {
    if (!about) for (const step of aboutMatters(matters(), embeddings)) about = step ?? about;
    if (!about) throw new Error('matters that never end');
    return about;
  };
  const readAhead = async () => {
    for (const step of aboutMatters(matters(), embeddings)) {
      if (about) return;
      about = step;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  let reading: Promise<void> | undefined;
  const warm = () => {
    reading ??= readAhead();
    return reading;
  };
  return Object.assign((a: string, b: string) => compare(see(a), see(b), known), {
    tongue: (text: string) => detectLanguage(known().languages, text).lang,
    crowd: (text: string) => crowdOf(see(text), known()),
    warm,
  });
}

/**
 * The same by any embedding model, for these texts alone: one call to the model. A text that is not among them has cosine 0. Rejects when the model can't
 * be reached. The weights of sameness are fitted on the built-in embedding; another's cosines mean other things, so fit them anew first.
 */
export async function likenessAmong(
  texts: readonly string[],
  model: EmbeddingModel,
  matters: Matters = [],
): Promise<Likeness> {
  const all = [...new Set([...texts, ...matters.flat().map((m) => m.question)])];
  const vectors = await model.embedDocuments(all);
  const known = new Map(all.map((text, i) => [text, Float32Array.from(vectors[i] ?? [])]));
  return likeness({ embed: (text) => known.get(text) ?? new Float32Array(model.dimensions) }, () => matters);
}

/** A likeness that can be made ready before it is asked. `warm` lets others work between its steps. */
type Ready = Likeness & { warm: () => Promise<void> };

/** The middle of each matter, and what tells the languages apart. */
type About = { centres: readonly Float32Array[]; languages: LanguageModel };

/** Matters that are read in one step: a few milliseconds. */
const STEP = 8;

/** Reads the matters step by step; the last step gives what they come to. */
function* aboutMatters(matters: Matters, embeddings: Instant): Generator<About | undefined> {
  const centres: Float32Array[] = [];
  const byLang: Record<Lang, string[]> = { nb: [], nn: [], sv: [], en: [] };
  for (const [i, questions] of matters.entries()) {
    if (i % STEP === STEP - 1) yield undefined;
    let centre: Float32Array | undefined;
    for (const { lang, question } of questions) {
      byLang[lang].push(question);
      const vector = embeddings.embed(question);
      centre ??= new Float32Array(vector.length);
      for (let i = 0; i < vector.length; i++) centre[i] = (centre[i] ?? 0) + (vector[i] ?? 0);
    }
    if (centre) centres.push(normalise(centre));
  }
  yield { centres, languages: trainLanguageModel(byLang) };
}

/** So steep that what a text is nearest to tells most. */
const STEEP = 6;

/** How near a text is to each matter, beside its nearest; of length 1. */
function companyOf(seen: Seen, { centres }: About): Float32Array {
  if (seen.company) return seen.company;
  const near = nearTo(seen, centres);
  const most = near.reduce((m, x) => Math.max(m, x), 0) || 1;
  seen.company = normalise(near.map((x) => (x / most) ** STEEP));
  return seen.company;
}

/** Matters that make a crowd. */
const CROWD = 10;

function crowdOf(seen: Seen, { centres }: About): number {
  const nearest = nearTo(seen, centres).sort().slice(-CROWD);
  return nearest.length === 0 ? 0 : nearest.reduce((sum, x) => sum + x, 0) / nearest.length;
}

const nearTo = (seen: Seen, centres: readonly Float32Array[]) =>
  Float32Array.from(centres, (centre) => Math.max(0, dot(seen.vector, centre)));

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Overlap and company are computed when they are read: most comparisons are of words, for their cosine alone. */
function compare(a: Seen, b: Seen, known: () => About): ReturnType<Likeness> {
  return {
    cosine: dot(a.vector, b.vector),
    get overlap() {
      return dice(termsOf(a), termsOf(b));
    },
    get company() {
      return dot(companyOf(a, known()), companyOf(b, known()));
    },
  };
}

function termsOf(seen: Seen): ReadonlySet<string> {
  seen.terms ??= new Set(terms(seen.text));
  return seen.terms;
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let both = 0;
  for (const term of few) if (many.has(term)) both++;
  const sizes = few.size + many.size;
  return sizes === 0 ? 0 : (2 * both) / sizes;
}

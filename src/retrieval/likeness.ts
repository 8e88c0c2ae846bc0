import type { Likeness } from '../core/learning/same-question.ts';
import type { EmbeddingModel } from './embeddings.ts';
import { terms } from './terms.ts';

/** A text as it is compared: its vector of length 1, and its terms once somebody asks for them. */
type Seen = { text: string; vector: Float32Array; terms?: ReadonlySet<string> };

/** An embedding that gives its vector at once; TrainedEmbeddings does. */
type Instant = { embed(text: string): Float32Array };

/** Texts kept; the oldest go first. A text is about 2 kB. */
const KEPT = 20_000;

/**
 * Likeness by embeddings and by terms (words and 5-grams: the Dice coefficient). Vectors are kept, so that comparing one question with thousands costs one
 * embedding and thousands of products. For an embedding that answers at once; for others see `likenessAmong`.
 */
export function likeness(embeddings: Instant): Likeness {
  const seen = new Map<string, Seen>();
  const see = (text: string): Seen => {
    const known = seen.get(text);
    if (known) return known;
    const fresh: Seen = { text, vector: embeddings.embed(text) };
    seen.set(text, fresh);
    if (seen.size > KEPT) seen.delete(seen.keys().next().value ?? '');
    return fresh;
  };
  return (a, b) => compare(see(a), see(b));
}

/**
 * The same by any embedding model, for these texts alone: one call to the model. A text that is not among them has cosine 0. Rejects when the model can't
 * be reached. The weights of sameness are fitted on the built-in embedding; another's cosines mean other things, so fit them anew first.
 */
export async function likenessAmong(texts: readonly string[], model: EmbeddingModel): Promise<Likeness> {
  const all = [...new Set(texts)];
  const vectors = await model.embedDocuments(all);
  const known = new Map(all.map((text, i) => [text, Float32Array.from(vectors[i] ?? [])]));
  return likeness({ embed: (text) => known.get(text) ?? new Float32Array(0) });
}

/** The overlap is computed when it is read: most comparisons are of words, for their cosine alone. */
function compare(a: Seen, b: Seen): ReturnType<Likeness> {
  let cosine = 0;
  const length = Math.min(a.vector.length, b.vector.length);
  for (let i = 0; i < length; i++) cosine += (a.vector[i] ?? 0) * (b.vector[i] ?? 0);
  return {
    cosine,
    get overlap() {
      return dice(termsOf(a), termsOf(b));
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

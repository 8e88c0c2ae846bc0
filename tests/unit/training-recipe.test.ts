import { describe, expect, it } from 'vitest';
import { words } from '../../src/core/text.ts';
import { normalise } from '../../src/retrieval/embeddings.ts';
import { subwords } from '../../src/retrieval/subwords.ts';
import { decodeWeights, encodeWeights, TrainedEmbeddings } from '../../src/retrieval/trained-embeddings.ts';
import { featurise } from '../../training/dataset.ts';
import { dot, evaluatePairs } from '../../training/evaluate.ts';
import { quantise } from '../../training/quantise.ts';
import type { TrainingRecord } from '../../training/records.ts';
import { RECIPE, type TrainOptions, train } from '../../training/train.ts';

const NOUNS = [
  ['bilde', 'bilete', 'bild', 'photo'],
  ['kommentar', 'kommentar', 'kommentar', 'comment'],
  ['foresatte', 'føresette', 'vårdnadshavare', 'guardians'],
  ['samtykke', 'samtykke', 'samtycke', 'consent'],
  ['barnehage', 'barnehage', 'förskola', 'kindergarten'],
  ['valg', 'val', 'val', 'election'],
  ['sykehjem', 'sjukeheim', 'äldreboende', 'nursing home'],
  ['konto', 'konto', 'konto', 'account'],
] as const;
const VERBS = [
  ['Vi sletter', 'Vi slettar', 'Vi raderar', 'We delete'],
  ['Dere trenger', 'De treng', 'Ni behöver', 'You need'],
  ['Hvem svarer om', 'Kven svarar om', 'Vem svarar om', 'Who answers about'],
  ['Når publiseres', 'Når blir det publisert', 'När publiceras', 'When is published'],
] as const;
const LANGS = ['nb', 'nn', 'sv', 'en'] as const;

const records: TrainingRecord[] = VERBS.flatMap((verb, v) =>
  NOUNS.map((noun, n) => ({
    source: 'own-sentences',
    id: `${v}-${n}`,
    texts: LANGS.map((lang, l) => ({ lang, text: `${verb[l]} ${noun[l]}` })),
  })),
);
const small: TrainOptions = { ...RECIPE, dims: 48, batch: 16, steps: 60, threads: 1, singleSource: 0 };

describe('training on a small world', () => {
  const data = featurise(records, 4000);

  it('lowers the loss and brings translations together', async () => {
    const trained = await train(data, { ...small, concatenated: 0 });
    const [first = 0, last = 0] = [trained.losses[0], trained.losses.at(-1)];
    expect(last).toBeLessThan(first / 2);
    const model = new TrainedEmbeddings({ ...quantise(trained), checksum: 0 });
    const scores = evaluatePairs(model, records).filter((s) => s.from === 'en' && s.to === 'sv');
    expect(scores[0]?.r5).toBeGreaterThan(0.9);
  });

  it('gives the same bytes for the same input, with one thread or two', async () => {
    const bytes = async (threads: number) =>
      encodeWeights(quantise(await train(data, { ...small, steps: 12, threads })));
    const once = await bytes(1);
    expect((await bytes(1)).equals(once)).toBe(true);
    expect((await bytes(2)).equals(once)).toBe(true);
    const other = encodeWeights(quantise(await train(data, { ...small, steps: 12, seed: 1 })));
    expect(other.equals(once)).toBe(false);
  });

  it('loses less than a thousandth of a cosine to 8 bits', async () => {
    const trained = await train(data, { ...small, steps: 30 });
    const model = new TrainedEmbeddings({ ...quantise(trained), checksum: 0 });
    const unrounded = unroundedModel(trained.keys, trained.weights, trained.dims);
    for (const { texts } of records)
      for (const { text } of texts) expect(dot(model.embed(text), unrounded(text))).toBeGreaterThan(1 - 1e-3);
  });
});

describe('a weights file', () => {
  const weights = {
    dimensions: 2,
    keys: Uint32Array.of(1, 5),
    scales: Float32Array.of(0.5, 2),
    rows: Int8Array.of(1, -2, 3, 4),
  };

  it('comes back as it was written', () => {
    expect(decodeWeights(encodeWeights(weights), 'embeddings.bin')).toMatchObject(weights);
  });

  it('that is damaged is refused with its name and a way to mend it', () => {
    const flipped = encodeWeights(weights);
    flipped[flipped.length - 1] = 99;
    expect(() => decodeWeights(flipped, 'embeddings.bin')).toThrow(/embeddings\.bin is damaged.*npm run train/s);
    expect(() => decodeWeights(encodeWeights(weights).subarray(0, 30), 'embeddings.bin')).toThrow(/has 30 bytes/);
    expect(() => decodeWeights(Buffer.from('<html>not found</html>'), 'embeddings.bin')).toThrow(/no weights file/);
    expect(() => TrainedEmbeddings.open('/nowhere/embeddings.bin')).toThrow(/embeddings\.bin can't be read/);
  });
});

/** The embedding with the table as it was trained, for comparison. */
function unroundedModel(keys: Uint32Array, weights: Float32Array, dims: number): (text: string) => Float32Array {
  const all = new Map(Array.from(keys, (key, i) => [key, weights.subarray(i * dims, (i + 1) * dims)]));
  return (text) => {
    const sum = new Float32Array(dims);
    for (const word of words(text))
      for (const hash of subwords(word))
        all.get(hash)?.forEach((x, d) => {
          sum[d] = (sum[d] ?? 0) + x;
        });
    return normalise(sum);
  };
}

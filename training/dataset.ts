import { join } from 'node:path';
import { words } from '../src/core/text.ts';
import { subwords } from '../src/retrieval/subwords.ts';
import { type NamedArrays, openArrays, saveArrays } from './arrays.ts';
import { progress } from './progress.ts';
import { TRAINED_LANGS, type TrainingRecord } from './records.ts';
import { OWN } from './sources.ts';

/**
 * Records as numbers. Texts are lists of words, words are lists of features, so that a word that occurs a thousand times is cut once.
 * `starts` arrays have one entry more than there are things; features are positions in `keys`.
 */
export type Dataset = {
  /** Hashes of the features kept, ascending. */
  keys: Uint32Array;
  wordStarts: Uint32Array;
  wordFeatures: Uint32Array;
  textStarts: Uint32Array;
  textWords: Uint32Array;
  /** Position in TRAINED_LANGS; hash of the folded text, to keep equal texts out of one batch. */
  textLang: Uint16Array;
  textHash: Uint32Array;
  recordStarts: Uint32Array;
  /** Position in `sources`. */
  recordSource: Uint16Array;
  sources: string[];
};

/** Texts of our own count this much more when the features to keep are chosen: their words are the ones that must be known. */
const OWN_COUNTS = 12;

/** Cuts the records into features and keeps the `most` frequent of them. Ties fall to the smaller hash, so the result has one order. */
export function featurise(records: readonly TrainingRecord[], most: number): Dataset {
  const bar = progress('featurise', records.length);
  const ids = new Map<string, number>();
  const wordHashes: number[][] = [];
  const wordCounts: number[] = [];
  const textStarts = [0];
  const textWords: number[] = [];
  const textLang: number[] = [];
  const textHash: number[] = [];
  const recordStarts = [0];
  const recordSource: number[] = [];
  const sources = [...new Set(records.map((r) => r.source))].sort();
  for (const [n, record] of records.entries()) {
    const counts = OWN.has(record.source) ? OWN_COUNTS : 1;
    for (const { lang, text } of record.texts) {
      let hash = 0x811c9dc5;
      for (const word of words(text)) {
        let id = ids.get(word);
        if (id === undefined) {
          id = wordHashes.push(subwords(word)) - 1;
          ids.set(word, id);
          wordCounts.push(0);
        }
        wordCounts[id] = (wordCounts[id] ?? 0) + counts;
        textWords.push(id);
        hash = Math.imul(hash ^ id, 0x01000193) >>> 0;
      }
      textStarts.push(textWords.length);
      textLang.push(TRAINED_LANGS.indexOf(lang));
      textHash.push(hash);
    }
    recordStarts.push(textLang.length);
    recordSource.push(sources.indexOf(record.source));
    if (n % 1000 === 0) bar.to(n);
  }
  bar.to(records.length);
  bar.end();
  const keys = keep(wordHashes, wordCounts, most);
  const position = new Map<number, number>();
  keys.forEach((key, i) => {
    position.set(key, i);
  });
  const wordStarts = [0];
  const wordFeatures: number[] = [];
  for (const hashes of wordHashes) {
    for (const hash of hashes) {
      const at = position.get(hash);
      if (at !== undefined) wordFeatures.push(at);
    }
    wordStarts.push(wordFeatures.length);
  }
  return {
    keys,
    wordStarts: Uint32Array.from(wordStarts),
    wordFeatures: Uint32Array.from(wordFeatures),
    textStarts: Uint32Array.from(textStarts),
    textWords: Uint32Array.from(textWords),
    textLang: Uint16Array.from(textLang),
    textHash: Uint32Array.from(textHash),
    recordStarts: Uint32Array.from(recordStarts),
    recordSource: Uint16Array.from(recordSource),
    sources,
  };
}

function keep(wordHashes: readonly number[][], wordCounts: readonly number[], most: number): Uint32Array {
  const counts = new Map<number, number>();
  for (const [id, hashes] of wordHashes.entries())
    for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + (wordCounts[id] ?? 0));
  const kept = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, n], [b, m]) => m - n || a - b)
    .slice(0, most);
  return Uint32Array.from(kept, ([hash]) => hash).sort();
}

const FILE = 'dataset.bin';

export function saveDataset(dir: string, { sources, ...arrays }: Dataset): void {
  saveArrays(join(dir, FILE), { sources }, arrays);
}

/** Throws an error that names the step to run where there is no data set. */
export function openDataset(dir: string): Dataset {
  const { json, arrays } = openArrays(join(dir, FILE), 'featurise');
  return { ...(arrays as Omit<Dataset, 'sources'> & NamedArrays), ...(json as Pick<Dataset, 'sources'>) };
}

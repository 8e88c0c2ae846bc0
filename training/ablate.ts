import { hash32 } from '../src/core/text.ts';
import { type Dataset, featurise } from './dataset.ts';
import type { TrainingRecord } from './records.ts';
import { OWN } from './sources.ts';
import type { TrainOptions } from './train.ts';

/** A training with one part off, to see what the part is worth. */
export type Ablation = { name: string; keep?: (source: string) => boolean; change?: Partial<TrainOptions> };

/** The source of our own parallel sentences. */
export const SENTENCES = 'own-sentences';

const SOFTWARE = new Set([
  'libreoffice-ui',
  'libreoffice-help',
  'libreoffice-help-titles',
  'firefox',
  'thunderbird',
  'django',
]);

export const ABLATIONS: readonly Ablation[] = [
  { name: 'everything' },
  { name: 'without our own texts', keep: (s) => !OWN.has(s) },
  { name: 'without the GDPR', keep: (s) => s !== 'gdpr' },
  { name: 'without Chromium and CLDR', keep: (s) => s !== 'chromium' && s !== 'cldr' },
  { name: 'without LibreOffice, Mozilla and Django', keep: (s) => !SOFTWARE.has(s) },
  { name: 'our own texts only', keep: (s) => OWN.has(s), change: { batch: 256 } },
  { name: 'no batches from a single source', change: { singleSource: 0 } },
  { name: 'no concatenated targets', change: { concatenated: 0 } },
  { name: 'no dropout', change: { wordDropout: 0, featureDropout: 0 } },
];

/** So many of our own parallel sentences: how many bring how much. */
export const THOUSANDS: readonly number[] = [0, 1000, 2000, 3000];

/** The records with only `count` of our own parallel sentences, drawn by the hash of their ids, so that all subjects are among them. */
export function withSentences(records: readonly TrainingRecord[], count: number): TrainingRecord[] {
  const kept = new Set(
    records
      .filter((r) => r.source === SENTENCES)
      .sort((a, b) => hash32(a.id) - hash32(b.id) || a.id.localeCompare(b.id))
      .slice(0, count),
  );
  return records.filter((r) => r.source !== SENTENCES || kept.has(r));
}

export function ablated(
  ablation: Ablation,
  records: readonly TrainingRecord[],
  recipe: TrainOptions,
  most: number,
): { data: Dataset; recipe: TrainOptions } {
  const kept = records.filter((r) => ablation.keep?.(r.source) ?? true);
  return { data: featurise(kept, most), recipe: { ...recipe, ...ablation.change } };
}

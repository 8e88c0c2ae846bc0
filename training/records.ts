import { readFileSync, writeFileSync } from 'node:fs';

/** The languages trained on: those of the product, and Danish, which is near bokmål and well translated. */
export const TRAINED_LANGS = ['nb', 'nn', 'sv', 'da', 'en'] as const;
export type TrainedLang = (typeof TRAINED_LANGS)[number];

export type TrainingText = { lang: TrainedLang; text: string };

/** Texts that mean the same or answer each other: any two of them are a positive pair. */
export type TrainingRecord = { source: string; id: string; texts: TrainingText[] };

export type Split = { train: TrainingRecord[]; heldOut: TrainingRecord[] };

/** One record a line. */
export function writeRecords(file: string, records: readonly TrainingRecord[]): void {
  writeFileSync(file, records.map((r) => `${JSON.stringify(r)}\n`).join(''));
}

/** Reads what `writeRecords` wrote; these files are our own, between two steps of one pipeline. */
export function readRecords(file: string): TrainingRecord[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as TrainingRecord);
}

/** Strings of one package in one language, by a key that is the same in every language. */
export type Strings = Map<string, string>;

/** Brings the languages of one source together by key. Keys that stand in one language only are left out. */
export function align(source: string, byLang: Partial<Record<TrainedLang, Strings>>): TrainingRecord[] {
  const keys = new Set(TRAINED_LANGS.flatMap((lang) => [...(byLang[lang]?.keys() ?? [])]));
  const records: TrainingRecord[] = [];
  for (const key of [...keys].sort()) {
    const texts = TRAINED_LANGS.flatMap((lang) => {
      const text = byLang[lang]?.get(key);
      return text === undefined ? [] : [{ lang, text }];
    });
    if (texts.length > 1) records.push({ source, id: `${source}:${key}`, texts });
  }
  return records;
}

import { foldSpace, hash32, words } from '../src/core/text.ts';
import type { Split, TrainingRecord, TrainingText } from './records.ts';
import { OWN, THESAURI } from './sources.ts';

/** Longest text kept, in words: a paragraph. Longer ones are cut, for what they are about stands in the beginning. */
const MOST_WORDS = 90;
/** One record in this many of every foreign source is kept away from training, to measure with. */
const HELD_OUT = 40;
/** There are few of them, and what they measure is the language of the subject. */
const HELD_OUT_SENTENCES = 20;

/** Takes mark-up, placeholders, mnemonics and addresses out, and white space together. */
export function cleanText(text: string): string {
  const plain = text
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(?:amp;)?(lt|gt|quot|apos|nbsp|#\d+|#x[0-9a-f]+);/gi, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\{[^{}]*\}/g, ' ')
    .replace(/\$\{?\w+\}?|%\(\w+\)[sdi]|%\d*\$?[sdnuSl]|%\d+|%[A-Z_]+%?/g, ' ')
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/\\[nrt]/g, ' ')
    // ~, & and _ mark the letter of a shortcut inside or before a word.
    .replace(/[~&](?=\p{L})|(?<=\p{L})_(?=\p{L})|(?<=\s|^)_(?=\p{L})/gu, '')
    .replace(/\(\p{Lu}\)$/u, '');
  return foldSpace(plain).split(' ').slice(0, MOST_WORDS).join(' ');
}

function key(text: string): string {
  return words(text).join(' ');
}

/** Whether a text has words to learn from: two letters in a row, and more letters than signs. */
function isLanguage(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return /\p{L}{2}/u.test(text) && letters * 2 > text.length && !/^[A-Z0-9_.-]+$/.test(text);
}

/**
 * Cleans texts, drops what was never translated, and brings records with the same English together, so that no two records of a batch are each
 * other's wrong answer. Own records are kept apart: their ids say what belongs together.
 */
export function cleanRecords(records: readonly TrainingRecord[]): TrainingRecord[] {
  const out: TrainingRecord[] = [];
  const byEnglish = new Map<string, TrainingRecord>();
  for (const record of records) {
    const texts = distinct(record.texts.map(({ lang, text }) => ({ lang, text: cleanText(text) })));
    const english = texts.find((t) => t.lang === 'en');
    const translated = OWN.has(record.source)
      ? texts
      : texts.filter((t) => t.lang === 'en' || key(t.text) !== key(english?.text ?? '') || words(t.text).length < 3);
    if (new Set(translated.map((t) => key(t.text))).size < 2) continue;
    const cleaned = { ...record, texts: translated };
    const apart = OWN.has(record.source) || THESAURI.has(record.source) || record.source.endsWith('titles');
    const group = english && !apart ? key(english.text) : undefined;
    const known = group === undefined ? undefined : byEnglish.get(group);
    if (known) {
      known.texts = distinct([...known.texts, ...translated]);
      continue;
    }
    if (group !== undefined) byEnglish.set(group, cleaned);
    out.push(cleaned);
  }
  return out;
}

function distinct(texts: readonly TrainingText[]): TrainingText[] {
  const seen = new Set<string>();
  return texts.filter(({ lang, text }) => {
    const k = `${lang} ${key(text)}`;
    if (!isLanguage(text) || seen.has(k)) return false;
    seen.add(k);
    return true;
  });
}

/**
 * Puts one record in HELD_OUT of each foreign source aside, and one in HELD_OUT_SENTENCES of our own parallel sentences, by the hash of its id, and of those only what training never sees in any
 * language.
 */
export function split(records: readonly TrainingRecord[]): Split {
  const aside = (r: TrainingRecord) =>
    r.source === 'own-sentences'
      ? hash32(r.id) % HELD_OUT_SENTENCES === 0
      : !OWN.has(r.source) && hash32(r.id) % HELD_OUT === 0;
  const train = records.filter((r) => !aside(r));
  const seen = new Set(train.flatMap((r) => r.texts.map((t) => key(t.text))));
  const heldOut = records.filter(aside).filter((r) => !r.texts.some((t) => seen.has(key(t.text))));
  return { train, heldOut };
}
